import { z } from 'zod';
import { DeskError } from '../../core/errors.ts';
import { isDay } from '../../text/dates.ts';
import { cardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { draftId, typed } from './payloads.ts';

/** The filled-in form: asks for access. Where the requester's own name is used, the use case asks for their sign-in. */
export const submitRequestRoute = cardRoute({
  verb: 'request.submit',
  signIn: 'not-needed',
  payload: z.strictObject({
    draftId,
    email: typed(320),
    name: typed(200).default(''),
    app: typed(200),
    sponsor: typed(254).default(''),
    until: z.string().refine(isDay),
    reason: typed(2_000).default(''),
    language: typed(35).nullable().default(null),
  }),
  handle: async (turn, input, kit) => {
    if (turn.pressedAt === null) throw new DeskError('invalid', { code: 'card/no-message' });
    return requestAnswer(await kit.desk.requestAccess(turn.actor, { ...input, language: input.language || null, at: turn.pressedAt }), turn, kit);
  },
});
