import { commandRoute } from '../route.ts';
import { cardAnswer } from './answers.ts';

/** `apps`: what guests can be let into. */
export const listAppsRoute = commandRoute({
  name: 'apps',
  signIn: 'not-needed',
  run: async ({ actor, reader }, _rest, { desk, cards }) => {
    const outcome = await desk.listSharedApps(actor);
    return cardAnswer('kind' in outcome ? cards.refusal(outcome, reader) : cards.appList(outcome, reader));
  },
});
