import { z } from 'zod';
import { cardRoute, commandRoute } from '../../route.ts';
import { understandCheck } from '../../understand/understandCheck.ts';
import { cardAnswer, requestAnswer } from '../answers.ts';
import { draftId, typed } from '../payloads.ts';
import { joinApps } from '../submitRequest.ts';

/** The form's inputs as typed; nothing of them needs to be right yet. */
const typedAsk = {
  email: typed(320).default(''),
  name: typed(200).default(''),
  app: typed(2_000).default(''),
  sponsor: typed(254).default(''),
  until: typed(35).default(''),
  reason: typed(2_000).default(''),
  language: typed(35).nullable().default(null),
};

/** *Check first*: what stands in the way, before anybody is asked. */
export const checkRequestRoute = cardRoute({
  verb: 'request.check',
  signIn: 'not-needed',
  payload: z.strictObject({ draftId, ...typedAsk, moreApps: typed(2_000).default('') }),
  handle: async (turn, { moreApps, ...input }, kit) => requestAnswer(await kit.desk.checkRequest(turn.actor, { ...input, app: joinApps(input.app, moreApps) }), turn, kit),
});

/** Back to a form with everything that was typed. */
export const editRequestRoute = cardRoute({
  verb: 'request.edit',
  signIn: 'not-needed',
  payload: z.strictObject({ draftId: z.string().max(64), ...typedAsk }),
  handle: async ({ actor, reader }, { email, name, app, sponsor, until, reason, language }, { desk, cards }) => {
    const said = (text: string): string | null => (text === '' ? null : text);
    const outcome = await desk.prepareRequest(actor, { email: said(email), name: said(name), app: said(app), sponsor: said(sponsor), until: said(until), reason: said(reason) });
    if (outcome.kind === 'refused') return cardAnswer(cards.refusal(outcome, reader));
    return cardAnswer(cards.inviteForm({ ...outcome, filled: { ...outcome.filled, language: said(language ?? '') ?? outcome.filled.language } }, reader));
  },
});

/** `check cleo@clinic.example for Imaging` */
export const checkCommandRoute = commandRoute({
  name: 'check',
  signIn: 'not-needed',
  run: async (turn, rest, kit) => {
    const { email, app } = understandCheck(rest);
    return requestAnswer(await kit.desk.checkRequest(turn.actor, { draftId: null, email, app, name: '', sponsor: '', until: '', reason: '', language: null }), turn, kit);
  },
});
