import { z } from 'zod';
import { cardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { press } from './payloads.ts';

/** Approve: the invitation may go out in the presser's name, so their sign-in is needed. */
export const approveRequestRoute = cardRoute({
  verb: 'request.approve',
  signIn: 'needed',
  payload: z.strictObject(press),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.decideRequest(turn.actor, { ...input, verdict: 'approved', reason: null }), turn, kit),
});
