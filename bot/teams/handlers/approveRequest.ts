import { z } from 'zod';
import { cardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { press, typed } from './payloads.ts';

/** Approve: the invitation may go out in the presser's name, so their sign-in is needed. A reason where the rule wants one. */
export const approveRequestRoute = cardRoute({
  verb: 'request.approve',
  signIn: 'needed',
  payload: z.strictObject({ ...press, approvalReason: typed(500).default('') }),
  handle: async (turn, { approvalReason, ...input }, kit) =>
    requestAnswer(await kit.desk.decideRequest(turn.actor, { ...input, verdict: 'approved', reason: approvalReason || null }), turn, kit),
});
