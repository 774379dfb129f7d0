import { commandRoute } from '../route.ts';
import { cardAnswer } from './answers.ts';

/** `help`: answered to everybody, signed in or not. */
export const helpRoute = commandRoute({
  name: 'help',
  signIn: 'not-needed',
  run: async ({ reader }, _rest, { cards }) => cardAnswer(cards.help(reader)),
});
