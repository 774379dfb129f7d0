import { commandRoute } from '../route.ts';
import { cutStepByStep } from '../understand/dialogWords.ts';
import { understandInvite } from '../understand/understandInvite.ts';
import { cardAnswer } from './answers.ts';
import { beginInText } from './dialogs/stepByStep.ts';

/** `invite …`: the form, with what the sentence said in it; `step by step`: the same in text, question after question. */
export const inviteRoute = commandRoute({
  name: 'invite',
  signIn: 'not-needed',
  run: async (turn, sentence, kit) => {
    const { actor, reader } = turn;
    const { desk, cards } = kit;
    const { isAsked, rest } = cutStepByStep(sentence);
    const words = understandInvite(rest, { now: reader.now, timeZone: actor.timeZone, locale: actor.locale });
    if (isAsked) return beginInText(turn, words, kit);
    const outcome = await desk.prepareRequest(actor, words);
    return cardAnswer(outcome.kind === 'refused' ? cards.refusal(outcome, reader) : cards.inviteForm(outcome, reader));
  },
});
