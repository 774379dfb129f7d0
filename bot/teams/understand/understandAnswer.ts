import { type Day } from '../../core/ids.ts';
import { type DialogView } from '../../desk/dialogs/dialogsUseCases.ts';
import { findApp } from '../../core/findApp.ts';
import { partsNamed } from '../../core/offers.ts';
import { toMatchable } from '../../core/personText.ts';
import { type Understood } from '../understood.ts';
import { type DialogWord, understandDialogWord } from './dialogWords.ts';
import { tidySentence } from './tidySentence.ts';
import { type FoundDay } from './foundDay.ts';
import { understandDay, understandStay, type Moment } from './understandDay.ts';

/** What a message is while a request is made question by question. */
export type UnderstoodAnswer =
  /** `other`: what a day could mean besides. */
  | { readonly kind: 'answer'; readonly text: string; readonly other?: Day }
  | { readonly kind: 'word'; readonly word: DialogWord | 'help' }
  /** Another command: the questions end. */
  | { readonly kind: 'command' };

/**
 * Answer or command? A word of the dialog counts where it is the whole message, and so does a command (an app named
 * "Help" is an answer to "which app"). A longer sentence that begins like a command is one only where it could be no
 * answer: at a question for a name or a reason that takes `invite` with an address right after it ("guests need our
 * scans" is a reason), at every other question an answer that does not fit. What stands in quotes is always an answer.
 */
export const understandAnswer = (text: string, { step, apps }: Pick<DialogView, 'step' | 'apps'>, command: Understood, moment: Moment): UnderstoodAnswer => {
  const sentence = tidySentence(text);
  const quoted = /^["“”„«'‘]\s*(.+?)\s*["“”»'’]$/u.exec(sentence)?.[1];
  if (quoted !== undefined) return { kind: 'answer', text: quoted };
  const isCommand = command.kind === 'command';
  switch (step) {
    case 'app': {
      const app = appOf(sentence, apps);
      if (app !== undefined) return { kind: 'answer', text: app };
      break;
    }
    case 'until': {
      const day = dayOf(sentence, moment);
      if (day !== null) return { kind: 'answer', text: day.day, ...(day.other === undefined ? {} : { other: day.other }) };
      break;
    }
    case 'email':
      if (/^\S+@\S+$/u.test(sentence)) return { kind: 'answer', text: sentence };
      break;
    case 'name':
    case 'sponsor':
    case 'reason':
    case 'confirm':
      break;
  }
  const word = understandDialogWord(text);
  if (word !== undefined && (step === 'confirm' || (word !== 'yes' && word !== 'no'))) return { kind: 'word', word };
  if (isCommand && command.rest === '') return command.name === 'help' ? { kind: 'word', word: 'help' } : { kind: 'command' };
  const isProse = step === 'name' || step === 'reason';
  if (isCommand && (!isProse || (command.name === 'invite' && /^[^\s@]+@[^\s@]+/u.test(command.rest)))) return command.name === 'help' ? { kind: 'word', word: 'help' } : { kind: 'command' };
  return { kind: 'answer', text: sentence };
};

/** By its number in the list, or by its name; several with "and" or commas between. */
const appOf = (sentence: string, apps: DialogView['apps']): string | undefined => {
  // A name may hold an "and" of its own; of several names none may be lost behind the first.
  const whole = apps.find(({ name }) => toMatchable(name) === toMatchable(sentence));
  if (whole !== undefined) return whole.id;
  const parts = partsNamed(sentence).map((part) => oneAppOf(part, apps));
  return parts.length > 0 && parts.every((part) => part !== undefined) ? [...new Set(parts)].join(',') : undefined;
};

const oneAppOf = (words: string, apps: DialogView['apps']): string | undefined => {
  const number = /^(?:#|nr\.?\s*|no\.?\s*)?(\p{Nd}{1,3})[.)]?$/iu.exec(words)?.[1];
  return number === undefined ? findApp(apps, words)?.id : apps[Number(latinDigits(number)) - 1]?.id;
};

/** The day, or the end of a stay ("3 months"); "until" before it is no matter. */
const dayOf = (sentence: string, moment: Moment): FoundDay | null => {
  const bare = sentence.replace(/^(?:until|till|bis(?: zum)?|jusqu['’]au|jusqu['’]à|hasta(?: el)?|for|für|pour|por|durante|pendant|حتى|لمدة)\s+/iu, '');
  return understandDay(bare, moment) ?? understandStay(bare, moment);
};

const latinDigits = (text: string): string => text.replace(/\p{Nd}/gu, (digit) => String(digitValue(digit)));

/** The digits of each script stand in a row of ten that begins at a multiple of its own zero. */
const digitValue = (digit: string): number => {
  let at = digit.codePointAt(0) ?? 48;
  let value = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(at - 1)) && value < 9) {
    at -= 1;
    value += 1;
  }
  return value;
};
