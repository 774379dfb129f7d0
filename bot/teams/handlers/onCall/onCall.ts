import { z } from 'zod';
import { cardRoute } from '../../route.ts';
import { cardAnswer, problemsAnswer, requestAnswer } from '../answers.ts';
import { count, draftId, people, press, requestId, toggle, typed } from '../payloads.ts';

/** The on-call lane of an app, for its owner to set. */
export const planOnCallRoute = cardRoute({
  verb: 'app.onCall',
  signIn: 'not-needed',
  payload: z.strictObject({ draftId }),
  handle: async ({ actor, reader }, input, { desk, cards }) => {
    const outcome = await desk.planOnCall(actor, input);
    return cardAnswer(outcome.kind === 'refused' ? cards.refusal(outcome, reader) : cards.onCallForm(outcome, reader));
  },
});

export const setOnCallRoute = cardRoute({
  verb: 'onCall.set',
  signIn: 'not-needed',
  payload: z.strictObject({ draftId, roster: people.default([]), hours: count, shiftEnds: typed(200).default('') }),
  handle: async ({ actor, reader }, { hours, ...input }, { desk, cards }) => {
    const outcome = await desk.setOnCall(actor, { ...input, longestHours: hours });
    if (outcome.kind === 'problems') return problemsAnswer(outcome, reader, cards);
    return cardAnswer(outcome.kind === 'refused' ? cards.refusal(outcome, reader) : cards.onCallSet(outcome, reader));
  },
});

/** Needed now: the requester puts a waiting request to the two on call. */
export const askOnCallRoute = cardRoute({
  verb: 'request.urgent',
  signIn: 'not-needed',
  payload: z.strictObject({ ...press, hours: count, keepsShift: toggle.default(false) }),
  handle: async (turn, input, kit) => requestAnswer(await kit.desk.askOnCall(turn.actor, input), turn, kit),
});

/** The morning after. */
export const reviewOnCallRoute = cardRoute({
  verb: 'onCall.review',
  signIn: 'not-needed',
  payload: z.strictObject({ requestId, verdict: z.enum(['right', 'look']) }),
  handle: async ({ actor, reader }, input, { desk, cards }) => {
    const outcome = await desk.reviewOnCall(actor, input);
    return cardAnswer(outcome.kind === 'refused' ? cards.refusal(outcome, reader) : cards.onCallReview(outcome.review, reader));
  },
});
