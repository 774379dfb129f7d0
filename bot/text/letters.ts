import { readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';
import { type Letters } from '../desk/ports.ts';

/** Languages the invitation mail's personal message is written in. */
export const letterLanguages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'ar', 'ja'] as const;
export type LetterLanguage = (typeof letterLanguages)[number];

/** The messages as written, for the tests. */
export const readLetters = (): Readonly<Record<LetterLanguage, string>> =>
  JSON.parse(readFileSync(new URL('./letters.json', import.meta.url), 'utf8')) as Record<LetterLanguage, string>;

/**
 * The personal message of the invitation mail, in the guest's language or English. Plain text, and never the reason of the
 * request: a mail is no place for what may be about a patient.
 */
export const createLetters = (): Letters => {
  const formats = new Map(Object.entries(readLetters()).map(([language, message]) => [language, new IntlMessageFormat(message, language, undefined, { ignoreTag: true })]));
  return {
    invitationMessage: ({ language, ...names }) => {
      const format = formats.get(language.toLowerCase().split('-')[0] ?? 'en') ?? formats.get('en')!;
      return String(format.format(Object.fromEntries(Object.entries(names).map(([name, value]) => [name, oneLine(value)]))));
    },
  };
};

const oneLine = (name: string): string => name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
