import { languages, type Language } from '../../text/text.ts';
import { type Suggestion, type Understood } from '../understood.ts';
import { commandWords } from './commandWords.ts';
import { japaneseCommand, japaneseTail } from './japaneseCommand.ts';
import { tidySentence } from './tidySentence.ts';

type Word = { readonly name: string; readonly word: string; readonly language: Language };

const words: readonly Word[] = Object.entries(commandWords)
  .flatMap(([name, byLanguage]) => languages.flatMap((language) => byLanguage[language].map((word) => ({ name, word, language }))))
  .sort((a, b) => b.word.length - a.word.length);

const courtesy = /^(?:[/!]+|(?:please|kindly|bitte|svp|merci de|s['’]il (?:te|vous) plaît|por favor|من فضلك)[\s,]+)+/iu;

/**
 * Reads the command words of every language, in any letter case. What is no command gets the nearest one, in the
 * reader's language, or `invite` when it names an address.
 */
export const understandCommand = (text: string, locale: string): Understood => {
  const sentence = tidySentence(text).replace(courtesy, '');
  const lower = sentence.toLowerCase();
  const atTheEnd = japaneseCommand(sentence);
  if (atTheEnd !== null) return { kind: 'command', ...atTheEnd };
  const found = words.find(({ word }) => startsWithWord(lower, word));
  if (found === undefined) {
    const japanese = words.find(({ word, language }) => language === 'ja' && lower.startsWith(word) && japaneseTail.test(lower.slice(word.length)));
    if (japanese !== undefined) return { kind: 'command', name: japanese.name, rest: '' };
  }
  if (found !== undefined) return { kind: 'command', name: found.name, rest: sentence.slice(found.word.length).replace(/^[\s,:.!?–-]+/u, '') };
  return { kind: 'unknown', suggestion: suggest(sentence, languageOf(locale)) };
};

const startsWithWord = (sentence: string, word: string): boolean => sentence.startsWith(word) && !/^[\p{L}\p{M}\p{N}@_]/u.test(sentence.slice(word.length));

/** A sentence with an address is one of `invite` as a whole; of any other, the words after the mistyped one go on as they are. */
const suggest = (sentence: string, language: Language): Suggestion | null => {
  if (sentence === '') return null;
  const nearest = words
    .filter(({ word, language: spoken }) => word.length > (spoken === 'ja' ? 2 : 3))
    .map((candidate) => ({ ...candidate, said: firstWords(sentence, candidate.word.split(' ').length) }))
    .map((candidate) => ({ ...candidate, distance: distance(candidate.said.toLowerCase(), candidate.word) }))
    .sort((a, b) => a.distance - b.distance || Number(b.language === language) - Number(a.language === language))[0];
  const isNear = nearest !== undefined && nearest.distance <= Math.max(1, Math.floor(nearest.word.length / 3));
  if (isNear) return { name: nearest.name, word: shown(nearest.name, language), rest: sentence.slice(nearest.said.length).replace(/^[\s,:.!?–-]+/u, '') };
  return /\S@\S/u.test(sentence) ? { name: 'invite', word: shown('invite', language), rest: sentence } : null;
};

const firstWords = (sentence: string, count: number): string => sentence.split(' ').slice(0, count).join(' ');

const shown = (name: string, language: Language): string => commandWords[name]?.[language][0] ?? name;

const languageOf = (locale: string): Language => languages.find((language) => locale.toLowerCase().startsWith(language)) ?? 'en';

/** Letters to change, add, drop or swap to get from one word to the other; long words are not compared. */
const distance = (from: string, to: string): number => {
  if (Math.abs(from.length - to.length) > 3) return Infinity;
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      line.push(
        Math.min(
          rows[row - 1]![column]! + 1,
          line[column - 1]! + 1,
          rows[row - 1]![column - 1]! + (isSame ? 0 : 1),
          isSwapped ? rows[row - 2]![column - 2]! + 1 : Infinity,
        ),
      );
    }
    rows.push(line);
  }
  return rows[from.length]![to.length]!;
};
