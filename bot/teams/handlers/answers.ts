import { type Checked } from '../../desk/preflight/preflightUseCases.ts';
import { type FormAgain } from '../../desk/inviteForm.ts';
import { type Conflict, type FormProblems, type Refused, type Shown } from '../../desk/outcomes.ts';
import { type Kit, type Turn } from '../route.ts';
import { type Answer } from '../answer.ts';
import { type CardJson } from '../cardJson.ts';

/** A card as an answer. */
export const cardAnswer = (card: CardJson): Answer => ({ kind: 'card', card });

/** The request as it stands, what was wrong with the inputs, or the rule that says no. */
export const requestAnswer = (outcome: Shown | Conflict | Refused | FormProblems | FormAgain | Checked, { reader }: Turn, { cards }: Kit): Answer => {
  switch (outcome.kind) {
    case 'shown':
      return { kind: 'card', card: cards.request(outcome.view, reader), shows: outcome.view.id };
    case 'conflict':
      return cardAnswer(cards.request(outcome.view, reader, 'moved'));
    case 'refused':
      return cardAnswer(cards.refusal(outcome, reader));
    case 'checked':
      return cardAnswer(cards.preflight(outcome, reader));
    case 'problems':
      return 'form' in outcome ? cardAnswer(cards.inviteForm(outcome.form, reader)) : problemsAnswer(outcome, reader, cards);
  }
};

/** Inputs to mend: a message, so that the form stays as the person filled it in. */
export const problemsAnswer = ({ problems }: FormProblems, reader: Turn['reader'], cards: Kit['cards']): Answer => ({
  kind: 'message',
  text: cards.problems(problems, reader),
});
