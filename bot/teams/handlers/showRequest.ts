import { z } from 'zod';
import { cardPurposes } from '../../desk/requestView.ts';
import { cardRoute, type CardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { requestId } from './payloads.ts';

const payload = z.strictObject({ requestId, purpose: z.enum(cardPurposes).default('status') });

const showing = (verb: string, isAlone: boolean): CardRoute =>
  cardRoute({
    verb,
    signIn: 'not-needed',
    payload,
    handle: async (turn, input, kit) => requestAnswer(await kit.desk.showRequest(turn.actor, { ...input, isAlone }), turn, kit),
  });

/** A card's own refresh: changes nothing. */
export const showRequestRoute = showing('request.show', false);

/** A line of a list, opened: one request, also where it was asked for with others. */
export const openRequestRoute = showing('request.open', true);
