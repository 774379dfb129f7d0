import { z } from 'zod';
import { cardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { press, typed } from './payloads.ts';

/** Another sponsor, where the first cannot be messaged. */
export const replaceSponsorRoute = cardRoute({
  verb: 'sponsor.replace',
  signIn: 'not-needed',
  payload: z.strictObject({ ...press, sponsor: typed(254) }),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.replaceSponsor(turn.actor, input), turn, kit),
});
