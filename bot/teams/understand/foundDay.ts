import { type Day } from '../../core/ids.ts';
import { isDay } from '../../text/dates.ts';

/** When and where a sentence was written. */
export type Moment = { readonly now: Date; readonly timeZone: string; readonly locale: string };

/** A day found in words, and how many characters of them it took. */
export type FoundDay = { readonly day: Day; readonly length: number; /** The other day the words could mean: "03/04" with day and month the other way round. */ readonly other?: Day };

/** A day of the calendar; without a year the next one there is, `today` included. Null for 31 February. `length` as in FoundDay. */
export const withYear = (day: number, month: number, year: number | null, today: Day, length: number): FoundDay | null => {
  const [thisYear] = partsOf(today);
  const years = year === null ? Array.from({ length: 9 }, (_, ahead) => thisYear + ahead) : [year];
  const days = years.map((one) => `${String(one).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
  const found = days.find((one) => isDay(one) && (year !== null || one >= today));
  return found === undefined ? null : { day: found, length };
};

/** The day of an instant at midnight UTC. */
export const asFound = (at: Date, length: number): FoundDay => ({ day: at.toISOString().slice(0, 10), length });

/** Year, month (1 to 12) and day of a day. */
export const partsOf = (day: Day): [year: number, month: number, day: number] => [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];

/** Days, weeks, months or years from `today`; the day of the month is kept where the month has it. `length` as in FoundDay. */
export const afterStay = (count: number, unit: StayUnit, today: Day, length: number): FoundDay => {
  const [year, month, day] = partsOf(today);
  const months = unit === 'month' ? count : unit === 'year' ? count * 12 : 0;
  const lastOfMonth = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  const days = unit === 'day' ? count : unit === 'week' ? count * 7 : 0;
  return asFound(new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastOfMonth) + days)), length);
};

export type StayUnit = 'day' | 'week' | 'month' | 'year';
