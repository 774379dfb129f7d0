import * as chrono from 'chrono-node';
import { type Day } from '../../core/ids.ts';
import { dayIn, isDay } from '../../text/dates.ts';
import { afterStay, asFound, partsOf, withYear, type FoundDay, type Moment, type StayUnit } from './foundDay.ts';
import { japaneseDay, japaneseStay } from './japaneseDay.ts';

export { type FoundDay, type Moment };

type Parser = Pick<chrono.Chrono, 'parse'>;
const parsers: Readonly<Record<string, Parser>> = { de: chrono.de.casual, fr: chrono.fr.casual, es: chrono.es.casual, ar: chrono.ar.casual, ja: chrono.ja.casual, en: chrono.en.casual };

/** Small words that may stand before the day: "until the end of", "bis zum", "jusqu’au". */
const lead = /^(?:[\s,:]|(?:and including|including|the|at latest|einschließlich|einschl\.|spätestens|zum|den|dem|au|le|inclus|incluant|el|la|día|inclusive|يوم|تاريخ)(?=[\s,:]))+/iu;

/**
 * The day a text begins with, read in the writer's time zone. A day without a year is the next one, today included;
 * a month alone means its last day. Null when the text begins with no day.
 */
export const understandDay = (text: string, moment: Moment): FoundDay | null => {
  const skipped = lead.exec(text)?.[0].length ?? 0;
  const words = text.slice(skipped, skipped + 60);
  const today = dayIn(moment.timeZone, moment.now);
  if (isoForm.test(words) && isoDay(words) === null) return null;
  const found = isoDay(words) ?? japaneseDay(words, today) ?? numericDay(words, today, moment.locale) ?? monthEnd(words, today) ?? periodEnd(words, today) ?? leapDay(words, today) ?? chronoDay(words, today, moment);
  return found === null ? null : { ...found, length: skipped + found.length };
};

/** A day input's text: a date picker sends `YYYY-MM-DD`, a client without one whatever was typed. What is no day stays as it is. */
export const readTypedDay = (text: string, moment: Moment): { readonly until: Day; readonly untilOther?: Day } => {
  const found = understandDay(text, moment);
  if (found === null || text.slice(found.length).trim() !== '') return { until: text };
  return { until: found.day, ...(found.other === undefined ? {} : { untilOther: found.other }) };
};

/** The last day of a stay of some length from today: "3 months", "2 Wochen", "10 jours". */
export const understandStay = (text: string, moment: Moment): FoundDay | null => {
  const japanese = japaneseStay(text, dayIn(moment.timeZone, moment.now));
  if (japanese !== null) return japanese;
  const match = /^[\s,:]*(\p{Nd}{1,3}|[\p{L}]{1,6})\s+([\p{L}]{2,10})/u.exec(text);
  const unit = match && unitOf(match[2]!);
  const count = match && (numbers[match[1]!.toLowerCase()] ?? Number(latinDigits(match[1]!)));
  if (!match || !unit || count === null || !Number.isInteger(count) || count < 1) return null;
  return afterStay(count, unit, dayIn(moment.timeZone, moment.now), match[0].length);
};

const numbers: Readonly<Record<string, number>> = {
  a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, twelve: 12,
  ein: 1, eine: 1, einen: 1, zwei: 2, drei: 3, vier: 4, fünf: 5, sechs: 6, acht: 8, zehn: 10, zwölf: 12,
  un: 1, une: 1, deux: 2, trois: 3, quatre: 4, cinq: 5, sept: 7, huit: 8, neuf: 9, dix: 10,
  uno: 1, una: 1, dos: 2, tres: 3, cuatro: 4, cinco: 5, seis: 6, siete: 7, ocho: 8, nueve: 9, diez: 10, doce: 12,
};

const units: readonly (readonly [RegExp, StayUnit])[] = [
  [/^(?:days?|tage?n?|jours?|días?|أيام|يوم|يوماً)$/iu, 'day'],
  [/^(?:weeks?|wochen?|semaines?|semanas?|أسابيع|أسبوع|أسبوعاً)$/iu, 'week'],
  [/^(?:months?|monate?n?|mois|mes(?:es)?|أشهر|شهر|شهراً)$/iu, 'month'],
  [/^(?:years?|jahre?n?|ans?|années?|años?|سنة|سنوات)$/iu, 'year'],
];
const unitOf = (word: string): StayUnit | undefined => units.find(([pattern]) => pattern.test(word))?.[1];

/** Year first with dashes is written by machines: what is no day of the calendar then is none at all. */
const isoForm = /^\d{4}-\d{1,2}-\d{1,2}(?!\d)/;

const isoDay = (words: string): FoundDay | null => {
  const match = /^(\d{4}-\d{2}-\d{2})(?!\d)/.exec(words);
  return match && isDay(match[1]!) ? { day: match[1]!, length: match[0].length } : null;
};

/** `31.3.`, `31.3.2027`, `31/3/27`; with slashes in the United States the month comes first. Where both orders make a day, both are found. */
const numericDay = (words: string, today: Day, locale: string): FoundDay | null => {
  const match = /^(\p{Nd}{1,2})([./-])(\p{Nd}{1,2})(?:\2(\p{Nd}{4}|\p{Nd}{2})?)?(?!\p{Nd})/u.exec(words);
  if (match === null) return null;
  const [first, second] = [Number(latinDigits(match[1]!)), Number(latinDigits(match[3]!))];
  const isMonthFirst = match[2] === '/' && /^en-us$/i.test(locale);
  const year = match[4] === undefined ? null : Number(latinDigits(match[4]));
  const fullYear = year === null || year > 99 ? year : 2000 + year;
  const [dayFirst, monthFirst] = [withYear(first, second, fullYear, today, match[0].length), withYear(second, first, fullYear, today, match[0].length)];
  // Only a dot says for certain that the day comes first.
  if (match[2] === '.') return dayFirst;
  const [found, other] = isMonthFirst ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
  return found === null || other === null || found.day === other.day ? (found ?? other) : { ...found, other: other.day };
};

/** "end of March", "Ende März 2027", "fin mars", and a month alone: its last day. */
const monthEnd = (words: string, today: Day): FoundDay | null => {
  const match = /^(?:(?:the )?end of |ende |fin (?:de |d['’])?|(?:el )?(?:fin(?:al)?|fin(?:al)?es) de |نهاية (?:شهر )?)?([\p{L}]{3,12})\.?(?:\s+(?:del? )?(\d{4}))?(?![\p{L}\p{Nd}])(?!\s+\d{1,2}(?!\d))/iu.exec(words);
  const month = match && monthNames.get(match[1]!.toLowerCase());
  if (!match || month === null || month === undefined) return null;
  const [thisYear, thisMonth] = partsOf(today);
  const year = match[2] === undefined ? thisYear + (month < thisMonth ? 1 : 0) : Number(match[2]);
  return asFound(new Date(Date.UTC(year, month, 0)), match[0].length);
};

const periods: readonly (readonly [RegExp, 'month' | 'year', number])[] = [
  [/^(?:the )?end of (?:the|this) month|^(?:ende des monats|monatsende)|^(?:la )?fin du mois|^(?:el )?fin(?:al)?(?:es)? de(?:l| este)? mes|^نهاية الشهر/iu, 'month', 0],
  [/^(?:the )?end of next month|^ende (?:des )?nächsten monats|^(?:la )?fin du mois prochain|^(?:el )?fin(?:al)?(?:es)? del (?:próximo mes|mes que viene)/iu, 'month', 1],
  [/^(?:the )?end of (?:the|this) year|^(?:ende des jahres|jahresende)|^(?:la )?fin de l['’]année|^(?:el )?fin(?:al)?(?:es)? de(?:l| este)? año|^نهاية (?:السنة|العام)/iu, 'year', 0],
  [/^(?:the )?end of next year|^ende (?:des )?nächsten jahres|^(?:la )?fin de l['’]année prochaine|^(?:el )?fin(?:al)?(?:es)? del (?:próximo año|año que viene)/iu, 'year', 1],
];

const periodEnd = (words: string, today: Day): FoundDay | null => {
  const [year, month] = partsOf(today);
  const matches = periods.flatMap(([pattern, unit, ahead]) => {
    const length = pattern.exec(words)?.[0].length;
    return length === undefined ? [] : [asFound(new Date(Date.UTC(unit === 'year' ? year + 1 + ahead : year, unit === 'year' ? 0 : month + ahead, 0)), length)];
  });
  return matches.sort((a, b) => b.length - a.length)[0] ?? null;
};

/** "29 February" without a year: the next one there is; chrono-node knows only this year's and refuses it. */
const leapDay = (words: string, today: Day): FoundDay | null => {
  const match = /^(?:29(?:th|\.)?\s+(?:of\s+|de\s+)?([\p{L}]{3,8})\.?|([\p{L}]{3,8})\.?\s+29(?:th)?)(?![\p{L}\p{Nd}])(?!,?\s+\d{4})/iu.exec(words);
  return match && monthNames.get((match[1] ?? match[2]!).toLowerCase()) === 2 ? withYear(29, 2, null, today, match[0].length) : null;
};

/** Days in words, by chrono-node: first in the writer's language, then in the others. */
const chronoDay = (words: string, today: Day, { now, timeZone, locale }: Moment): FoundDay | null => {
  const own = locale.toLowerCase().split('-')[0] ?? 'en';
  const reference = { instant: now, timezone: offsetMinutes(timeZone, now) };
  for (const language of [own, ...Object.keys(parsers).filter((one) => one !== own)]) {
    const result = parsers[language]?.parse(words, reference, { forwardDate: true })[0];
    if (result?.index !== 0) continue;
    const { start } = result;
    const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')];
    if (year === null || month === null || day === null) continue;
    const isDayOfMonth = start.isCertain('day') && start.isCertain('month') && !start.isCertain('year');
    const found = withYear(day, month, isDayOfMonth ? null : year, today, result.text.length);
    if (found !== null) return found;
  }
  return null;
};

const latinDigits = (text: string): string => text.replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660)).replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0));

/** Month names of the languages we read, long and short, to their number. */
const monthNames: ReadonlyMap<string, number> = new Map(
  ['en', 'de', 'de-AT', 'fr', 'es', 'ar'].flatMap((locale) =>
    (['long', 'short'] as const).flatMap((month) => {
      const format = new Intl.DateTimeFormat(locale, { month, timeZone: 'UTC' });
      return Array.from({ length: 12 }, (_, index): [string, number] => [format.format(new Date(Date.UTC(2026, index, 1))).toLowerCase().replace(/\.$/, ''), index + 1]);
    }),
  ),
);

const offsetMinutes = (timeZone: string, at: Date): number => {
  const local = dayTimeIn(timeZone, at) ?? dayTimeIn('UTC', at)!;
  return Math.round((local - Math.floor(at.getTime() / 60_000) * 60_000) / 60_000);
};

const dayTimeIn = (timeZone: string, at: Date): number | undefined => {
  try {
    const text = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at);
    return Date.parse(`${text.replace(' ', 'T')}:00Z`);
  } catch {
    return undefined;
  }
};
