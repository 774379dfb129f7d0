import { addDays, dayAt, daysBetween, isDay, isTimeZone } from './day.ts';
import { domainOf, readWrittenAddress } from './emailAddress.ts';
import { type Day } from './ids.ts';
import { isMarked, isNameLike, lengthOf, longestName, longestReason, normaliseText } from './personText.ts';
import { type Problem, problem } from './refusal.ts';

export type Read<Value> = { readonly value: Value } | { readonly problem: Problem };
const ok = <Value>(value: Value): Read<Value> => ({ value });
const bad = (...of: Parameters<typeof problem>): { readonly problem: Problem } => ({ problem: problem(...of) });

/** The guest's address; a colleague's is none, and one that had to be mended is asked again. `verifiedDomains`: of our tenant. */
export const readEmail = (text: string, verifiedDomains: readonly string[]): Read<string> => {
  if (text.trim() === '') return bad('missing');
  const written = readWrittenAddress(text);
  if (written === undefined) return bad('address-unusable');
  const { address, mended } = written;
  if (verifiedDomains.includes(domainOf(address))) return bad('internal-address', { domain: domainOf(address) });
  return mended ? bad('address-mended', { email: address }) : ok(address);
};

export const readName = (text: string): Read<string> => {
  const read = readText(text, longestName);
  return 'value' in read && !isNameLike(text) ? bad('name-unusable') : read;
};

export const readReason = (text: string): Read<string> => {
  const read = readText(text, longestReason);
  return 'value' in read && isMarked(text) ? bad('text-marked') : read;
};

const readText = (text: string, longest: number): Read<string> => {
  const value = normaliseText(text);
  if (value === '') return bad('missing');
  return lengthOf(value) > longest ? bad('too-long', { longest }) : ok(value);
};

/** The last day of access: today or later, within the app's longest stay, both in the asker's time zone. */
export const readUntil = (text: string, now: Date, timeZone: string, longestStayDays: number): Read<Day> => {
  const day = text.trim();
  if (day === '') return bad('missing');
  if (!isDay(day)) return bad('day-unreadable', { said: normaliseText(day).slice(0, longestName) });
  const today = dayAt(now, timeZone);
  if (daysBetween(today, day) < 0) return bad('day-in-the-past');
  return daysBetween(today, day) > longestStayDays ? bad('stay-too-long', { days: longestStayDays, day: addDays(today, longestStayDays) }) : ok(day);
};

/** The language of the mail, canonical; the asker's own where none was chosen. */
export const readLanguage = (text: string | null, locale: string): Read<string> => {
  if (text === null || text.trim() === '') return ok(canonical(locale) ?? 'en');
  const language = canonical(text.trim());
  return language === undefined ? bad('language-unusable') : ok(language);
};

const canonical = (tag: string): string | undefined => {
  try {
    return new Intl.Locale(tag).language;
  } catch {
    return undefined;
  }
};

/** The time zone the channel reports, or UTC where it is none. */
export const readTimeZone = (timeZone: string): string => (isTimeZone(timeZone) ? timeZone : 'UTC');
