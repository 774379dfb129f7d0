import { z } from 'zod';
import { type Explained } from '../../../desk/radar/radarUseCases.ts';
import { type Refused } from '../../../desk/outcomes.ts';
import { cardRoute, commandRoute, type Kit, type Turn } from '../../route.ts';
import { type Answer } from '../../answer.ts';
import { understandWhy } from '../../understand/understandWhy.ts';
import { cardAnswer } from '../answers.ts';
import { requestId } from '../payloads.ts';

/** `why …`: what keeps a guest out, and who can help. */
export const whyRoute = commandRoute({
  name: 'why',
  signIn: 'not-needed',
  run: async (turn, rest, kit) => whyAnswer(await kit.desk.explainGuest(turn.actor, understandWhy(rest)), turn, kit),
});

/** The same for one of several requests. */
export const explainRequestRoute = cardRoute({
  verb: 'guest.why',
  signIn: 'not-needed',
  payload: z.strictObject({ requestId }),
  handle: async (turn, input, kit) => whyAnswer(await kit.desk.explainRequest(turn.actor, input), turn, kit),
});

/** Ask again: the form, with what was said before. */
export const askAgainRoute = cardRoute({
  verb: 'request.again',
  signIn: 'not-needed',
  payload: z.strictObject({ requestId }),
  handle: async ({ actor, reader }, input, { desk, cards }) => {
    const outcome = await desk.askAgain(actor, input);
    return cardAnswer(outcome.kind === 'refused' ? cards.refusal(outcome, reader) : cards.inviteForm(outcome, reader));
  },
});

const whyAnswer = (outcome: Explained | Refused, { reader }: Turn, { cards }: Kit): Answer =>
  cardAnswer(outcome.kind === 'refused' ? cards.refusal(outcome, reader) : cards.why(outcome, reader));
