import { isDeskError, type DeskErrorKind } from '../core/errors.ts';
import { type LogLevel } from '../telemetry/log.ts';
import { type Cards } from './cards.ts';
import { type CardJson } from './cardJson.ts';
import { type Turn } from './route.ts';

/** Looks up a sentence by locale and key. */
export type Say = (locale: string, key: string, facts?: Readonly<Record<string, string | number>>) => string;

/** How loud each kind of the closed set is in the log; what the person reads is `error.<kind>.title` and `.next`. */
export const loudness: Readonly<Record<DeskErrorKind, LogLevel>> = {
  invalid: 'info',
  'not-found': 'info',
  'sign-in-needed': 'info',
  'tenant-denies': 'warn',
  throttled: 'warn',
  ambiguous: 'warn',
  unavailable: 'warn',
  unreachable: 'warn',
  bug: 'error',
};

export const kindOf = (error: unknown): DeskErrorKind => (isDeskError(error) ? error.kind : 'bug');

/** In a chat: a card with the receipt in its details. */
export const apologyCard = (error: unknown, { reader, correlationId }: Turn, cards: Pick<Cards, 'apology'>): CardJson =>
  cards.apology({ kind: kindOf(error), code: isDeskError(error) ? error.detail.code : 'bug', correlationId }, reader);

/** To a press: a sentence, so that the card with its buttons and inputs stays where it is and can be pressed again. */
export const apologyText = (error: unknown, { reader, correlationId }: Turn, say: Say): string => {
  const kind = kindOf(error);
  const sentence = `${say(reader.locale, `error.${kind}.title`)}. ${say(reader.locale, `error.${kind}.next`)}`;
  return kind === 'bug' ? `${sentence} (${correlationId.slice(0, 8)})` : sentence;
};
