import { z } from 'zod';
import { DeskError } from '../../../core/errors.ts';
import { actKinds } from '../../../core/stepUp/act.ts';
import { cardRoute } from '../../route.ts';
import { cardAnswer, problemsAnswer } from '../answers.ts';
import { press, typed } from '../payloads.ts';

/** An administrative act is asked for: the card says what it is and leads to its page. */
export const openStepUpRoute = cardRoute({
  verb: 'stepUp.open',
  signIn: 'not-needed',
  payload: z.strictObject({ ...press, kind: z.enum(actKinds), email: typed(320).nullable().default(null) }),
  handle: async ({ actor, reader, pressedAt }, { kind, requestId, version, email }, { desk, cards }) => {
    if (pressedAt === null) throw new DeskError('invalid', { code: 'card/no-message' });
    const outcome = await desk.openStepUp(actor, { kind, requestId, version, email, at: pressedAt });
    switch (outcome.kind) {
      case 'opened':
        return cardAnswer(cards.stepUp(outcome.view, reader));
      case 'refused':
        return cardAnswer(cards.refusal(outcome, reader));
      case 'problems':
        return problemsAnswer(outcome, reader, cards);
    }
  },
});
