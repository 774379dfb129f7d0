import { commandRoute } from '../route.ts';
import { cardAnswer } from './answers.ts';

/** `sign out`: takes the person's everyday token away; Teams stays signed in. */
export const signOutRoute = commandRoute({
  name: 'sign out',
  signIn: 'not-needed',
  run: async ({ actor, reader }, _rest, { desk, cards }) => {
    await desk.signOut(actor);
    return cardAnswer(cards.signedOut(reader));
  },
});
