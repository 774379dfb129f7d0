import { z } from 'zod';
import { type RequestsPart } from '../../../desk/waiting/waitingUseCases.ts';
import { cardRoute, commandRoute, type Kit, type Turn } from '../../route.ts';
import { type Answer } from '../../answer.ts';
import { cardAnswer } from '../answers.ts';
import { cursor } from '../payloads.ts';

/** `requests`: what waits for the person's decision, and what the person asked for. */
export const listRequestsRoute = commandRoute({ name: 'requests', signIn: 'not-needed', run: (turn, _rest, kit) => page(turn, { part: 'both', cursor: null }, kit) });

/** The next lines of one part. */
export const moreRequestsRoute = cardRoute({
  verb: 'requests.show',
  signIn: 'not-needed',
  payload: z.strictObject({ part: z.enum(['decide', 'mine']), cursor }),
  handle: (turn, input, kit) => page(turn, input, kit),
});

/** A digest's own refresh. */
export const showDigestRoute = cardRoute({
  verb: 'digest.show',
  signIn: 'not-needed',
  payload: z.strictObject({ part: z.literal('decide') }),
  handle: async ({ actor, reader }, { part }, { desk, cards }) => {
    const outcome = await desk.listRequests(actor, { part, cursor: null });
    if (outcome.kind === 'refused') return cardAnswer(cards.refusal(outcome, reader));
    const [waiting = { part, count: 0, rows: [], next: null }] = outcome.parts;
    return cardAnswer(cards.digest(waiting, reader));
  },
});

const page = async ({ actor, reader }: Turn, asked: { part: RequestsPart | 'both'; cursor: string | null }, { desk, cards }: Kit): Promise<Answer> => {
  const outcome = await desk.listRequests(actor, asked);
  return cardAnswer(outcome.kind === 'refused' ? cards.refusal(outcome, reader) : cards.requestList(outcome, reader));
};
