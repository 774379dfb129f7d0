import { z } from 'zod';
import { cardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { draftId, typed } from './payloads.ts';
import { readTypedDay } from '../understand/understandDay.ts';

/** Far more than an input takes: what is too long is answered at its input. */
const most = 4_000;

/** The app, and further ones, as one list without repetition. */
export const joinApps = (app: string, moreApps: string): string => [...new Set([app, ...moreApps.split(',')].map((one) => one.trim()).filter((one) => one !== ''))].join(',');

/**
 * The form, whatever of it is filled in: asks for access, or says at each input what is wrong. The client checks nothing, so
 * that a half-filled form can go on in text. Where the requester's own name is used, the use case asks for their sign-in.
 */
export const submitRequestRoute = cardRoute({
  verb: 'request.submit',
  signIn: 'not-needed',
  payload: z.strictObject({
    draftId,
    email: typed(most).default(''),
    name: typed(most).default(''),
    app: typed(most).default(''),
    moreApps: typed(most).default(''),
    sponsor: typed(most).default(''),
    until: typed(most).default(''),
    reason: typed(most).default(''),
    language: typed(35).nullable().default(null),
  }),
  handle: async (turn, { moreApps, ...input }, kit) => {
    const day = readTypedDay(input.until, { now: turn.reader.now, timeZone: turn.actor.timeZone, locale: turn.actor.locale });
    return requestAnswer(await kit.desk.requestAccess(turn.actor, { ...input, app: joinApps(input.app, moreApps), ...day, language: input.language || null, at: turn.pressedAt }), turn, kit);
  },
});
