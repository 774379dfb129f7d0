import { z } from 'zod';
import { cardRoute } from '../../route.ts';
import { cardAnswer, requestAnswer } from '../answers.ts';

/** Shape of an act's id; everything in a card may be forged. */
export const actId = z.string().min(1).max(64);

/** Thought better of it. */
export const closeStepUpRoute = cardRoute({
  verb: 'stepUp.close',
  signIn: 'not-needed',
  payload: z.strictObject({ actId }),
  handle: async (turn, input, kit) => {
    const outcome = await kit.desk.closeStepUp(turn.actor, input);
    return outcome.kind === 'opened' ? cardAnswer(kit.cards.stepUp(outcome.view, turn.reader)) : requestAnswer(outcome, turn, kit);
  },
});
