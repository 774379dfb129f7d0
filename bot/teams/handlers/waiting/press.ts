import { z } from 'zod';
import { cardRoute } from '../../route.ts';
import { requestAnswer } from '../answers.ts';
import { press, typed } from '../payloads.ts';

/** The requester reminds those who decide. */
export const nudgeRequestRoute = cardRoute({
  verb: 'request.nudge',
  signIn: 'not-needed',
  payload: z.strictObject(press),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.nudgeRequest(turn.actor, input), turn, kit),
});

/** A decider changes the last day or the sponsor first. */
export const amendRequestRoute = cardRoute({
  verb: 'request.amend',
  signIn: 'not-needed',
  payload: z.strictObject({ ...press, until: typed(20), sponsor: typed(254).default('') }),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.amendRequest(turn.actor, input), turn, kit),
});
