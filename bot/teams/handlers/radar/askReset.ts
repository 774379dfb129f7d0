import { z } from 'zod';
import { DeskError } from '../../../core/errors.ts';
import { cardRoute } from '../../route.ts';
import { cardAnswer, requestAnswer } from '../answers.ts';
import { press } from '../payloads.ts';

/** Reset: the way to the act for whoever may, a card to the service desk for owner and sponsor. */
export const askResetRoute = cardRoute({
  verb: 'account.askReset',
  signIn: 'not-needed',
  payload: z.strictObject(press),
  handle: async (turn, input, kit) => {
    if (turn.pressedAt === null) throw new DeskError('invalid', { code: 'card/no-message' });
    const outcome = await kit.desk.askReset(turn.actor, { ...input, at: turn.pressedAt });
    return outcome.kind === 'opened' ? cardAnswer(kit.cards.stepUp(outcome.view, turn.reader)) : requestAnswer(outcome, turn, kit);
  },
});
