import { z } from 'zod';
import { cardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { press } from './payloads.ts';

/** End access. Owners sign in when the use case asks for it; a sponsor's end is done by the ender. */
export const endAccessRoute = cardRoute({
  verb: 'access.end',
  signIn: 'not-needed',
  payload: z.strictObject(press),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.endAccess(turn.actor, input), turn, kit),
});
