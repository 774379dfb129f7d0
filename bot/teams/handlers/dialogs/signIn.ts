import { commandRoute } from '../../route.ts';
import { cardAnswer } from '../answers.ts';

/** `sign in`: asks for it where it is missing, and says so where it is there. */
export const signInRoute = commandRoute({
  name: 'sign in',
  signIn: 'not-needed',
  run: async ({ actor, reader }, _rest, { desk, cards }) => {
    const outcome = await desk.signIn(actor);
    return cardAnswer(outcome.kind === 'refused' ? cards.refusal(outcome, reader) : cards.signedIn(reader));
  },
});
