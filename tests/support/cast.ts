import { textOf, verbsOf, type Card } from './cardText.ts';
import { type Control, type Message, type Outcome, type PersonKey } from './control.ts';
import { eventually } from './eventually.ts';

/** One person of the seed at their chat: says, reads, presses. */
export type Player = {
  readonly key: PersonKey;
  say(text: string): Promise<void>;
  /** Waits for the newest card that says all of this. */
  card(...says: (string | RegExp)[]): Promise<{ message: Message; card: Card; text: string }>;
  /** Waits for the newest card on which this verb can be pressed (and that says all of this), and presses it. */
  press(verb: string, inputs?: Record<string, string>, ...says: (string | RegExp)[]): Promise<Outcome>;
  /** Presses on one known message, without looking for it. */
  pressOn(message: Message, verb: string, inputs?: Record<string, string>): Promise<Outcome>;
  messages(): Promise<Message[]>;
};

const says = (text: string, wanted: string | RegExp): boolean => (typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text));

export const player = (control: Control, key: PersonKey, deadlineMs = 15_000): Player => {
  const newest = async (fits: (card: Card) => boolean, what: string) =>
    eventually(async () => {
      const messages = await control.chat(key);
      const message = messages.findLast((candidate) => candidate.card !== undefined && fits(candidate.card));
      if (!message?.card) throw new Error(`${key} sees no card that ${what}; the last one says:\n${textOf(messages.findLast((one) => one.card)?.card)}`);
      return { message, card: message.card, text: textOf(message.card) };
    }, deadlineMs);
  return {
    key,
    say: async (text) => void (await control.say(key, text)),
    card: (...wanted) => newest((card) => wanted.every((one) => says(textOf(card), one)), `says ${wanted.join(' and ')}`),
    press: async (verb, inputs, ...wanted) => {
      const { message } = await newest((card) => verbsOf(card).includes(verb) && wanted.every((one) => says(textOf(card), one)), `offers ${verb} and says ${wanted.join(' and ')}`);
      return control.press(key, message.id, verb, inputs);
    },
    pressOn: (message, verb, inputs) => control.press(key, message.id, verb, inputs),
    messages: () => control.chat(key),
  };
};

/** The whole cast of one sandbox. */
export const castOf = (control: Control) => ({
  requester: player(control, 'requester'),
  owner: player(control, 'owner'),
  approver: player(control, 'approver'),
  approver2: player(control, 'approver2'),
  sponsor: player(control, 'sponsor'),
  admin: player(control, 'admin'),
  helpdesk: player(control, 'helpdesk'),
  unreachable: player(control, 'unreachable'),
  outsider: player(control, 'outsider'),
});
export type Cast = ReturnType<typeof castOf>;

/** What a press answered, as text: the card's, the message's or the error's. */
export const answerOf = (outcome: Outcome): string => (outcome.kind === 'card' ? textOf(outcome.card) : (outcome.text ?? ''));
