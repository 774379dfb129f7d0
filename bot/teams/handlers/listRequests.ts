import { z } from 'zod';
import { cardRoute, commandRoute, type Answer, type Kit, type Turn } from '../route.ts';
import { cardAnswer } from './answers.ts';
import { cursor } from './payloads.ts';

/** `requests`: what the person asked for and what waits for their decision. */
export const listRequestsRoute = commandRoute({ name: 'requests', signIn: 'not-needed', run: (turn, _rest, kit) => page(turn, null, kit) });

/** The next lines of that list. */
export const moreRequestsRoute = cardRoute({
  verb: 'requests.show',
  signIn: 'not-needed',
  payload: z.strictObject({ cursor }),
  handle: (turn, input, kit) => page(turn, input.cursor, kit),
});

const page = async ({ actor, reader }: Turn, after: string | null, { desk, cards }: Kit): Promise<Answer> => {
  const outcome = await desk.listRequests(actor, after);
  return cardAnswer('kind' in outcome ? cards.refusal(outcome, reader) : cards.requestList(outcome, reader));
};
