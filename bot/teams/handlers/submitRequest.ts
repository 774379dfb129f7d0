import { z } from 'zod';
import { cardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { draftId, typed } from './payloads.ts';
import { readTypedDay } from '../understand/understandDay.ts';

/** Far more than an input takes: what is too long is answered at its input. */
const most = 4_000;

/** The filled-in form: asks for access. Where the requester's own name is used, the use case asks for their sign-in. */
export const submitRequestRoute = cardRoute({
  verb: 'request.submit',
  signIn: 'not-needed',
  payload: z.strictObject({
    draftId,
    email: typed(most),
    name: typed(most).default(''),
    app: typed(most),
    sponsor: typed(most).default(''),
    until: typed(most),
    reason: typed(most).default(''),
    language: typed(35).nullable().default(null),
  }),
  handle: async (turn, input, kit) => {
    const day = readTypedDay(input.until, { now: turn.reader.now, timeZone: turn.actor.timeZone, locale: turn.actor.locale });
    return requestAnswer(await kit.desk.requestAccess(turn.actor, { ...input, ...day, language: input.language || null, at: turn.pressedAt }), turn, kit);
  },
});
