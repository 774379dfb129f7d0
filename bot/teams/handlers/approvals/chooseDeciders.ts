import { z } from 'zod';
import { cardRoute } from '../../route.ts';
import { requestAnswer } from '../answers.ts';
import { people, press } from '../payloads.ts';

/** Who decides, where nobody is left who could. */
export const chooseDecidersRoute = cardRoute({
  verb: 'deciders.choose',
  signIn: 'not-needed',
  payload: z.strictObject({ ...press, deciders: people }),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.chooseDeciders(turn.actor, input), turn, kit),
});
