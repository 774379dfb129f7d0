import { z } from 'zod';
import { cardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { press } from './payloads.ts';

/** Finish: the presser's name is used for what nobody before could do. */
export const finishInvitationRoute = cardRoute({
  verb: 'request.finish',
  signIn: 'needed',
  payload: z.strictObject(press),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.finishInvitation(turn.actor, input), turn, kit),
});
