import { z } from 'zod';
import { cardRoute } from '../../route.ts';
import { requestAnswer } from '../answers.ts';
import { press } from '../payloads.ts';

/** That is right: the account that was seen is the guest's. */
export const confirmAccountRoute = cardRoute({
  verb: 'account.confirm',
  signIn: 'not-needed',
  payload: z.strictObject(press),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.confirmAccount(turn.actor, input), turn, kit),
});
