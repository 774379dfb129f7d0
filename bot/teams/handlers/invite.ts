import { commandRoute } from '../route.ts';
import { understandInvite } from '../understand/understandInvite.ts';
import { cardAnswer } from './answers.ts';

/** `invite …`: the form, with what the sentence said in it. */
export const inviteRoute = commandRoute({
  name: 'invite',
  signIn: 'not-needed',
  run: async ({ actor, reader }, rest, { desk, cards }) => {
    const words = understandInvite(rest, { now: reader.now, timeZone: actor.timeZone, locale: actor.locale });
    const outcome = await desk.prepareRequest(actor, words);
    return cardAnswer(outcome.kind === 'refused' ? cards.refusal(outcome, reader) : cards.inviteForm(outcome, reader));
  },
});
