import { type Day } from './ids.ts';

const dayPattern = /^(\d{4})-(\d{2})-(\d{2})$/u;
const millisecondsPerDay = 86_400_000;

const toUtc = (day: Day): number | undefined => {
  const [, year, month, date] = (dayPattern.exec(day) ?? []).map(Number);
  if (year === undefined || month === undefined || date === undefined) return undefined;
  const time = Date.UTC(year, month - 1, date);
  return new Date(time).toISOString().slice(0, 10) === day ? time : undefined;
};

/** Whether the text is a day of the calendar, written `YYYY-MM-DD`. */
export const isDay = (text: string): text is Day => toUtc(text) !== undefined;

/** Whether Intl knows the time zone. */
export const isTimeZone = (timeZone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
};

/** The calendar day that a clock on the wall shows in the time zone (IANA name) at that moment. */
export const dayAt = (moment: Date, timeZone: string): Day => {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).formatToParts(moment);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
};

/** Days from one day to another; negative when `to` is earlier. NaN for what is no day. */
export const daysBetween = (from: Day, to: Day): number => ((toUtc(to) ?? NaN) - (toUtc(from) ?? NaN)) / millisecondsPerDay;

/** The day so many days later. */
export const addDays = (day: Day, days: number): Day => new Date((toUtc(day) ?? NaN) + days * millisecondsPerDay).toISOString().slice(0, 10);
