import { type Day } from '../../core/ids.ts';
import { dayIn, sayDay, sayFullDay, sayLanguage, sayList, sayMoment } from '../../text/dates.ts';
import { type Facts, type Texts, type Words } from '../../text/text.ts';
import { type Reader } from '../reader.ts';
import { shorten } from './plainText.ts';

/** How one reader is spoken to: sentences, days and lists in their language and time zone. */
export type Voice = {
  readonly lang: string;
  readonly rtl: boolean;
  readonly text: Words;
  readonly today: Day;
  readonly now: string;
  /** The moment itself, for ages. */
  readonly at: Date;
  say(key: string, facts?: Facts): string;
  has(key: string): boolean;
  /** A sentence of at most 60 characters: its names are shortened until it fits. */
  title(key: string, facts?: Facts): string;
  day(day: Day): string;
  fullDay(day: Day): string;
  moment(at: Date): string;
  list(names: readonly string[], kind: 'and' | 'or'): string;
  languageName(language: string): string;
  /** A value that stands alone, kept in its own direction on a right-to-left card. */
  aside(value: string): string;
};

/** Longest title of a card, in characters. */
export const titleLimit = 60;
const shortestName = 8;

/** The voice for a reader; dates follow the exact locale where we speak its language. */
export const voiceOf = (texts: Texts, reader: Reader): Voice => {
  const language = texts.language(reader.locale);
  // Receipts, addresses and what is typed have Latin digits; days and counts have the same.
  const locale = `${reader.locale.toLowerCase().startsWith(language) ? reader.locale : language}-u-nu-latn`;
  const say = (key: string, facts?: Facts): string => texts.say(reader.locale, key, facts);
  const today = dayIn(reader.timeZone, reader.now);
  return {
    lang: language,
    rtl: texts.direction(reader.locale) === 'rtl',
    text: texts.words(reader.locale),
    today,
    now: sayMoment(locale, reader.now, reader.timeZone),
    at: reader.now,
    say,
    has: texts.has,
    title: (key, facts = {}) => fitting((fitted) => say(key, fitted), facts),
    day: (day) => sayDay(locale, day, today),
    fullDay: (day) => sayFullDay(locale, day),
    moment: (at) => sayMoment(locale, at, reader.timeZone),
    list: (names, kind) => sayList(locale, names, kind),
    languageName: (name) => sayLanguage(locale, name),
    aside: (value) => (texts.direction(reader.locale) === 'rtl' ? `\u2068${value}\u2069` : value),
  };
};

const fitting = (sentence: (facts: Facts) => string, facts: Facts): string => {
  let fitted = facts;
  for (;;) {
    const said = sentence(fitted);
    if (Array.from(said).length <= titleLimit) return said;
    const longest = Object.entries(fitted)
      .filter((entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1].length > shortestName)
      .sort(([, a], [, b]) => b.length - a.length)[0];
    if (longest === undefined) return shorten(said, titleLimit);
    fitted = { ...fitted, [longest[0]]: shorten(longest[1], Array.from(longest[1]).length - 1) };
  }
};
