import { type Day } from '../core/ids.ts';

/** The calendar day of an instant in a time zone. */
export const dayIn = (timeZone: string, at: Date): Day =>
  new Intl.DateTimeFormat('en-CA', { timeZone: knownZone(timeZone), year: 'numeric', month: '2-digit', day: '2-digit', calendar: 'iso8601', numberingSystem: 'latn' }).format(at);

/** A day as people say it: "31 March", with the year unless it is the year of `today`. */
export const sayDay = (locale: string, day: Day, today: Day): string =>
  inUtc(locale, day, { day: 'numeric', month: 'long', ...(day.slice(0, 4) === today.slice(0, 4) ? {} : { year: 'numeric' }) });

/** A day with its weekday and year, for the details. */
export const sayFullDay = (locale: string, day: Day): string => inUtc(locale, day, { dateStyle: 'full' });

/** An instant as the reader's clock shows it, e.g. "22 Nov 2026, 14:05". */
export const sayMoment = (locale: string, at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(knownLocale(locale), { dateStyle: 'medium', timeStyle: 'short', timeZone: knownZone(timeZone) }).format(at);

/** "Ada, Boris and Farid", or with "or". */
export const sayList = (locale: string, names: readonly string[], kind: 'and' | 'or'): string =>
  new Intl.ListFormat(knownLocale(locale), { type: kind === 'and' ? 'conjunction' : 'disjunction' }).format(names);

/** A language by its name in the reader's language. */
export const sayLanguage = (locale: string, language: string): string =>
  new Intl.DisplayNames([knownLocale(locale)], { type: 'language' }).of(language) ?? language;

/** True for `YYYY-MM-DD` that is a day of the calendar. */
export const isDay = (text: string): boolean => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};

const inUtc = (locale: string, day: Day, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(knownLocale(locale), { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`));

// Clients send what they like as locale and time zone; Intl throws on what it does not know.
const knownLocale = (locale: string): string => {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
};

const knownZone = (timeZone: string): string => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
};
