import { addDays, dayAt } from '../day.ts';
import { type Day } from '../ids.ts';

/** A time of day as `HH:MM`, or undefined. */
export const readTimeOfDay = (text: string): string | undefined => {
  const match = /^([01]?\d|2[0-3])[:.]([0-5]\d)$/u.exec(text.trim());
  return match === null ? undefined : `${match[1]!.padStart(2, '0')}:${match[2]!}`;
};

/** The moment at which a clock on the wall shows day and time in the zone. A time that a change of clocks skips is the moment after it. */
export const momentOf = (day: Day, time: string, timeZone: string): Date => {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  const shown = (at: number): number => {
    const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' }).formatToParts(new Date(at));
    const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
    return Date.parse(`${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:00Z`);
  };
  // The offset is looked up twice: the first guess may lie on the other side of a change of clocks.
  const first = wanted - (shown(wanted) - wanted);
  return new Date(first - (shown(first) - wanted));
};

/** The first of these times of day at or after a moment; the moment itself where there are none. */
export const nextTimeOfDay = (times: readonly string[], from: Date, timeZone: string): Date => {
  const today = dayAt(from, timeZone);
  const candidates = [0, 1, 2].flatMap((days) => times.map((time) => momentOf(addDays(today, days), time, timeZone)));
  const later = candidates.filter((at) => at.getTime() >= from.getTime()).sort((a, b) => a.getTime() - b.getTime());
  return later[0] ?? from;
};
