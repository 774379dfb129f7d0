import { z } from 'zod';
import { cardRoute } from '../../route.ts';
import { requestAnswer } from '../answers.ts';
import { press } from '../payloads.ts';

/** Send again: the mail goes out in the presser's name, so their sign-in is needed. */
export const resendInvitationRoute = cardRoute({
  verb: 'invitation.resend',
  signIn: 'not-needed',
  payload: z.strictObject(press),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.resendInvitation(turn.actor, input), turn, kit),
});
