import { z } from 'zod';
import { type DelegateForm, type DelegationList } from '../../../desk/delegation/delegationUseCases.ts';
import { type FormProblems, type Refused } from '../../../desk/outcomes.ts';
import { cardRoute, commandRoute, type Kit, type Turn } from '../../route.ts';
import { type Answer } from '../../answer.ts';
import { understandDelegate } from '../../understand/understandDelegate.ts';
import { cardAnswer, problemsAnswer } from '../answers.ts';
import { typed } from '../payloads.ts';

/** `delegate to Farid until 12 April`; alone: what is delegated now. */
export const delegateRoute = commandRoute({
  name: 'delegate',
  signIn: 'not-needed',
  run: async (turn, rest, kit) => {
    const words = understandDelegate(rest, { now: turn.reader.now, timeZone: turn.actor.timeZone, locale: turn.actor.locale });
    return delegationAnswer(await kit.desk.delegate(turn.actor, words), turn, kit);
  },
});

/** The form for another one. */
export const planDelegationRoute = cardRoute({
  verb: 'delegation.plan',
  signIn: 'not-needed',
  payload: z.strictObject({ ask: z.literal('form') }),
  handle: async (turn, _input, kit) => delegationAnswer(await kit.desk.planDelegation(turn.actor), turn, kit),
});

export const makeDelegationRoute = cardRoute({
  verb: 'delegation.make',
  signIn: 'not-needed',
  payload: z.strictObject({ to: typed(254), from: typed(20), until: typed(20) }),
  handle: async (turn, input, kit) => delegationAnswer(await kit.desk.makeDelegation(turn.actor, input), turn, kit),
});

export const endDelegationRoute = cardRoute({
  verb: 'delegation.end',
  signIn: 'not-needed',
  payload: z.strictObject({ delegationId: z.string().min(1).max(64) }),
  handle: async (turn, input, kit) => delegationAnswer(await kit.desk.endDelegation(turn.actor, input), turn, kit),
});

const delegationAnswer = (outcome: DelegationList | DelegateForm | FormProblems | Refused, { reader }: Turn, { cards }: Kit): Answer => {
  switch (outcome.kind) {
    case 'delegations':
      return cardAnswer(cards.delegations(outcome, reader));
    case 'delegate-form':
      return cardAnswer(cards.delegateForm(outcome, reader));
    case 'problems':
      return problemsAnswer(outcome, reader, cards);
    case 'refused':
      return cardAnswer(cards.refusal(outcome, reader));
  }
};
