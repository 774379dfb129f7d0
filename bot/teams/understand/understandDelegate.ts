import { type DelegateWords } from '../../desk/delegation/delegationUseCases.ts';
import { tidySentence } from './tidySentence.ts';
import { type Moment, understandDay } from './understandDay.ts';

const until = /(?<![\p{L}\p{M}@_-])(?:until|till|til|through|bis(?:\s+(?:zum|einschließlich))?|jusqu['’](?:au|à|en)|hasta(?:\s+el)?|حتى|لغاية)(?![\p{L}\p{M}@_-])/iu;
const from = /(?<![\p{L}\p{M}@_-])(?:from|starting|ab(?:\s+dem)?|vom|von|à\s+partir\s+d[ue]|à\s+compter\s+du|du|desde(?:\s+el)?|a\s+partir\s+del?|ابتداء\s+من|اعتبارا\s+من|من)(?![\p{L}\p{M}@_-])/iu;
/** Small words before the person: "to", "an", "durch", "à", "en", "إلى". */
const toward = /^(?:my\s+decisions\s+to|meine\s+entscheidungen\s+an|mes\s+décisions\s+à|mis\s+decisiones\s+(?:a|en)|to|an|durch|mich\s+durch|auf|à|a|en|al|إلى|الى|لـ|ل)(?=\s|$)\s*/iu;
/** Japanese says the day before the word: 4月12日まで, 4月1日から. */
const japaneseDay = '(\\d{4}-\\d{2}-\\d{2}|(?:\\d{4}年)?\\d{1,2}月\\d{1,2}日|\\d{1,2}/\\d{1,2})';
const japaneseUntil = new RegExp(`${japaneseDay}\\s*まで`, 'u');
const japaneseFrom = new RegExp(`${japaneseDay}\\s*から`, 'u');
const japaneseAfterName = /(?:さん)?(?:に|を)?(?:委任|お願いします|代理)?(?:します|する)?[。.]?$/u;

/**
 * What a delegate sentence says: whom, from when, until when. What it leaves out is null; a last day that cannot be
 * read comes back as it was written. Never throws.
 */
export const understandDelegate = (text: string, moment: Moment): DelegateWords => {
  const sentence = tidySentence(text);
  const japanese = understandJapanese(sentence, moment);
  if (japanese !== null) return japanese;
  const untilAt = until.exec(sentence);
  const head = untilAt === null ? sentence : sentence.slice(0, untilAt.index);
  const fromAt = from.exec(head);
  const saidUntil = untilAt === null ? null : sentence.slice(untilAt.index + untilAt[0].length).trim();
  const saidFrom = fromAt === null ? null : head.slice(fromAt.index + fromAt[0].length).trim();
  const untilDay = saidUntil === null ? null : (understandDay(saidUntil, moment)?.day ?? null);
  return {
    to: personIn(fromAt === null ? head : head.slice(0, fromAt.index)),
    from: saidFrom === null ? null : (understandDay(saidFrom, moment)?.day ?? null),
    until: untilDay,
    untilSaid: untilDay === null && saidUntil !== null && saidUntil !== '' ? saidUntil.slice(0, 60) : null,
  };
};

const understandJapanese = (sentence: string, moment: Moment): DelegateWords | null => {
  const untilAt = japaneseUntil.exec(sentence);
  if (untilAt === null) return null;
  const fromAt = japaneseFrom.exec(sentence);
  const rest = sentence.replace(untilAt[0], ' ').replace(fromAt?.[0] ?? '', ' ').replace(/ {2,}/gu, ' ').trim();
  const day = (found: RegExpExecArray | null): string | null => (found === null ? null : japaneseDayOf(found[1]!, moment));
  return { to: personIn(rest.replace(japaneseAfterName, '')), from: day(fromAt), until: day(untilAt), untilSaid: day(untilAt) === null ? untilAt[0].slice(0, 60) : null };
};

const japaneseDayOf = (said: string, moment: Moment): string | null => {
  const match = /^(?:(\d{4})年)?(\d{1,2})[月/](\d{1,2})日?$/u.exec(said);
  if (match === null) return understandDay(said, moment)?.day ?? null;
  const month = monthNames[Number(match[2]) - 1];
  return month === undefined ? null : (understandDay(`${match[3]!} ${month} ${match[1] ?? ''}`.trim(), { ...moment, locale: 'en-GB' })?.day ?? null);
};

const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const personIn = (words: string): string | null => {
  const person = words.trim().replace(toward, '').replace(/^["“”„«]|["“”»]$/gu, '').replace(/[.,;:!?]+$/u, '').trim().slice(0, 254);
  return person === '' ? null : person;
};
