import { z } from 'zod';
import { cardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { press } from './payloads.ts';

/** Retry after an obstacle, in the name of the same person. */
export const retryInvitationRoute = cardRoute({
  verb: 'request.retry',
  signIn: 'needed',
  payload: z.strictObject(press),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.retryInvitation(turn.actor, input), turn, kit),
});
