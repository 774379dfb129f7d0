import { z } from 'zod';
import { usualReminderDays } from '../../core/radar/remind.ts';
import { cardRoute } from '../route.ts';
import { cardAnswer, problemsAnswer } from './answers.ts';
import { count, draftId, people, toggle, typed } from './payloads.ts';

/** The owner's rules for guests of an app. */
export const shareAppRoute = cardRoute({
  verb: 'app.share',
  signIn: 'not-needed',
  payload: z.strictObject({ draftId, approvers: people, sponsor: typed(254), longestStay: count, ownerInvites: toggle.default(false), roles: people.default([]), reminders: typed(100).default(usualReminderDays.join(', ')) }),
  handle: async ({ actor, reader }, { longestStay, ownerInvites, ...input }, { desk, cards }) => {
    const outcome = await desk.shareApp(actor, { ...input, longestStayDays: longestStay, ownerInvitesDirectly: ownerInvites });
    switch (outcome.kind) {
      case 'shared':
        return cardAnswer(cards.appShared(outcome, reader));
      case 'problems':
        return problemsAnswer(outcome, reader, cards);
      case 'refused':
        return cardAnswer(cards.refusal(outcome, reader));
    }
  },
});
