import { z } from 'zod';
import { cardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { press } from './payloads.ts';

/** Withdraw one's own request before anyone decides. */
export const withdrawRequestRoute = cardRoute({
  verb: 'request.withdraw',
  signIn: 'not-needed',
  payload: z.strictObject(press),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.withdrawRequest(turn.actor, input), turn, kit),
});
