import { languages, type Language } from '../../text/text.ts';
import { tidySentence } from './tidySentence.ts';

/** What `language` was said with: one of ours, Teams' own (`null`), or nothing that can be read (`undefined`). */
export const understandLanguage = (rest: string): Language | null | undefined => {
  const said = tidySentence(rest).toLowerCase().replace(/[.!?。]+$/u, '').trim();
  if (said === '') return undefined;
  if (/(?<![\p{L}])teams(?![\p{L}])/u.test(said)) return null;
  return names.get(said) ?? names.get(said.split(' ').at(-1) ?? '');
};

/** Every language's name in every language, and its tag. */
const names: ReadonlyMap<string, Language> = new Map(
  languages.flatMap((language) => [
    [language, language] as const,
    ...languages.map((speaker) => [(new Intl.DisplayNames([speaker], { type: 'language' }).of(language) ?? language).toLowerCase(), language] as const),
  ]),
);
