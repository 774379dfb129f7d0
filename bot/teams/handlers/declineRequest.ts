import { z } from 'zod';
import { cardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { press, typed } from './payloads.ts';

/** Decline, with a reason that the requester reads. */
export const declineRequestRoute = cardRoute({
  verb: 'request.decline',
  signIn: 'not-needed',
  payload: z.strictObject({ ...press, decisionReason: typed(500).default('') }),
  handle: async (turn, { decisionReason, ...input }, kit) =>
    requestAnswer(await kit.desk.decideRequest(turn.actor, { ...input, verdict: 'declined', reason: decisionReason || null }), turn, kit),
});
