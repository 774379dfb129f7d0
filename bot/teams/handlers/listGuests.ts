import { z } from 'zod';
import { cardRoute, commandRoute, type Kit, type Turn } from '../route.ts';
import { type Answer } from '../answer.ts';
import { cardAnswer } from './answers.ts';
import { cursor } from './payloads.ts';

/** `guests`: guests the person asked for, looks after or shares an app with. */
export const listGuestsRoute = commandRoute({ name: 'guests', signIn: 'not-needed', run: (turn, _rest, kit) => page(turn, null, kit) });

/** The next lines of that list. */
export const moreGuestsRoute = cardRoute({
  verb: 'guests.show',
  signIn: 'not-needed',
  payload: z.strictObject({ cursor }),
  handle: (turn, input, kit) => page(turn, input.cursor, kit),
});

const page = async ({ actor, reader }: Turn, after: string | null, { desk, cards }: Kit): Promise<Answer> => {
  const outcome = await desk.listGuests(actor, after);
  return cardAnswer('kind' in outcome ? cards.refusal(outcome, reader) : cards.guestList(outcome, reader));
};
