import { type z } from 'zod';
import { DeskError } from '../core/errors.ts';
import { type Actor } from '../core/person.ts';
import { type PostedAt } from '../desk/rows.ts';
import { type Desk } from '../desk/useCases.ts';
import { type Cards } from './cards.ts';
import { type Reader } from './reader.ts';
import { type Answer } from './answer.ts';

/** One inbound activity of one person, after every check of the door. */
export type Turn = {
  readonly actor: Actor;
  readonly reader: Reader;
  /** The locale of the person's Teams, which a language they chose here may hide. */
  readonly clientLocale: string;
  readonly correlationId: string;
  /** For a press: the card's message; null for a typed message. */
  readonly pressedAt: PostedAt | null;
};

/** What handlers may use: the desk and the cards. */
export type Kit = { readonly desk: Desk; readonly cards: Cards };

/** A route is data: what it matches, whether it needs a token before it runs, what shape it accepts. */
export type CardRoute = {
  readonly kind: 'card';
  readonly verb: string;
  /** `needed`: without a token the client signs in and the same press goes on. Use cases may still ask for it by `sign-in-needed`. */
  readonly signIn: 'needed' | 'not-needed';
  readonly run: (turn: Turn, data: unknown, kit: Kit) => Promise<Answer>;
};

export type CommandRoute = {
  readonly kind: 'command';
  readonly name: string;
  readonly signIn: 'needed' | 'not-needed';
  /** `rest` is the sentence after the command's word. */
  readonly run: (turn: Turn, rest: string, kit: Kit) => Promise<Answer>;
};

/** A page of ours in a dialog of Teams, opened from a card. Sizes in pixels. */
export type DialogPage = { readonly url: string; readonly title: string; readonly width: number; readonly height: number };
export type DialogRoute = { readonly name: string; readonly run: (turn: Turn, data: unknown, kit: Kit) => Promise<DialogPage> };

/**
 * Declares a dialog. What a card sends along is parsed first.
 * @throws DeskError invalid
 */
export const dialogRoute = <Payload extends z.ZodType>(route: {
  name: string;
  payload: Payload;
  handle: (turn: Turn, input: z.output<Payload>, kit: Kit) => Promise<DialogPage>;
}): DialogRoute => ({ name: route.name, run: async (turn, data, kit) => route.handle(turn, parsePayload(route.payload, data), kit) });

/**
 * Declares a card route. The payload is parsed before the handler runs; what does not fit is an `invalid` error and changes nothing.
 * @throws DeskError invalid
 */
export const cardRoute = <Payload extends z.ZodType>(route: {
  verb: string;
  signIn: CardRoute['signIn'];
  payload: Payload;
  handle: (turn: Turn, input: z.output<Payload>, kit: Kit) => Promise<Answer>;
}): CardRoute => ({
  kind: 'card',
  verb: route.verb,
  signIn: route.signIn,
  run: async (turn, data, kit) => route.handle(turn, parsePayload(route.payload, data), kit),
});

export const commandRoute = (route: Omit<CommandRoute, 'kind'>): CommandRoute => ({ kind: 'command', ...route });

const parsePayload = <Payload extends z.ZodType>(schema: Payload, data: unknown): z.output<Payload> => {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new DeskError('invalid', { code: 'card/payload', input: parsed.error.issues[0]?.path.join('.') ?? '' });
};
