import { z } from 'zod';
import { type AppChoices, type SharePlan } from '../../desk/useCases.ts';
import { type Refused } from '../../desk/outcomes.ts';
import { cardRoute, commandRoute, type Kit, type Turn } from '../route.ts';
import { type Answer } from '../answer.ts';
import { cardAnswer } from './answers.ts';
import { typed } from './payloads.ts';
import { understandShare } from '../understand/understandShare.ts';

/** `share …`: what the directory says of an app its owner wants to open to guests, and the rules to choose. */
export const shareRoute = commandRoute({
  name: 'share',
  signIn: 'not-needed',
  run: async (turn, rest, kit) => planAnswer(await kit.desk.planShare(turn.actor, { app: understandShare(rest), servicePrincipalId: null }), turn, kit),
});

/** The app, chosen where none was named or several bear the name. */
export const planShareRoute = cardRoute({
  verb: 'app.plan',
  signIn: 'not-needed',
  payload: z.strictObject({ app: typed(64) }),
  handle: async (turn, { app }, kit) => planAnswer(await kit.desk.planShare(turn.actor, { app: null, servicePrincipalId: app }), turn, kit),
});

const planAnswer = (outcome: SharePlan | AppChoices | Refused, { reader }: Turn, { cards }: Kit): Answer => {
  switch (outcome.kind) {
    case 'plan':
      return cardAnswer(cards.sharePlan(outcome, reader));
    case 'choose':
      return cardAnswer(cards.appChoices(outcome, reader));
    case 'refused':
      return cardAnswer(cards.refusal(outcome, reader));
  }
};
