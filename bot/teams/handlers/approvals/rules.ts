import { z } from 'zod';
import { type StageInput } from '../../../desk/approvals/approvalsUseCases.ts';
import { type FormProblems, type Refused } from '../../../desk/outcomes.ts';
import { type RulesForm, type RulesSet } from '../../../desk/approvals/approvalsUseCases.ts';
import { cardRoute, type Kit, type Turn } from '../../route.ts';
import { type Answer } from '../../answer.ts';
import { cardAnswer, problemsAnswer } from '../answers.ts';
import { count, draftId, people, toggle, typed } from '../payloads.ts';

const stage = <Step extends 1 | 2 | 3>(step: Step) =>
  ({
    [`who${step}`]: z.enum(['none', 'usual', 'owners', 'approvers', 'people', 'group']),
    [`people${step}`]: people.default([]),
    [`group${step}`]: typed(64).default(''),
    [`needed${step}`]: count,
    [`veto${step}`]: toggle.default(false),
    [`reason${step}`]: z.enum(['none', 'decline', 'approve', 'both']),
    [`limit${step}`]: count,
    [`fallback${step}`]: typed(254).default(''),
    [`after${step}`]: z.enum(['decline', 'remain']),
  }) as const;

const shape = { draftId, ...stage(1), ...stage(2), ...stage(3), automaticDomains: typed(4_000).default('') };
const payload = z.strictObject(shape);

const stageOf = (sent: Readonly<Record<string, unknown>>, step: number): StageInput => {
  const of = (name: string): never => sent[`${name}${String(step)}`] as never;
  return {
    who: of('who'), people: of('people'), group: of('group'), needed: of('needed'), veto: of('veto'), reasonOn: of('reason'), limitHours: of('limit'), fallback: of('fallback'), afterLimit: of('after'),
  };
};

const inputOf = (sent: z.output<typeof payload>) => ({ draftId: sent.draftId, automaticDomains: sent.automaticDomains, stages: [1, 2, 3].map((step) => stageOf(sent, step)) });

/** More rules of a shared app: who decides, in which order. */
export const planRulesRoute = cardRoute({
  verb: 'app.rules',
  signIn: 'not-needed',
  payload: z.strictObject({ draftId }),
  handle: async (turn, input, kit) => answer(await kit.desk.planRules(turn.actor, input), turn, kit),
});

/** The rules as filled in, said in words. */
export const previewRulesRoute = cardRoute({
  verb: 'rules.preview',
  signIn: 'not-needed',
  payload,
  handle: async (turn, sent, kit) => answer(await kit.desk.previewRules(turn.actor, inputOf(sent)), turn, kit),
});

/** Sets them. */
export const setRulesRoute = cardRoute({
  verb: 'rules.set',
  signIn: 'not-needed',
  payload,
  handle: async (turn, sent, kit) => answer(await kit.desk.setRules(turn.actor, inputOf(sent)), turn, kit),
});

const answer = (outcome: RulesForm | RulesSet | FormProblems | Refused, { reader }: Turn, { cards }: Kit): Answer => {
  switch (outcome.kind) {
    case 'rules':
      return cardAnswer(cards.rulesForm(outcome, reader));
    case 'rules-set':
      return cardAnswer(cards.rulesSet(outcome, reader));
    case 'problems':
      return problemsAnswer(outcome, reader, cards);
    case 'refused':
      return cardAnswer(cards.refusal(outcome, reader));
  }
};
