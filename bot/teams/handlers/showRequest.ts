import { z } from 'zod';
import { cardPurposes } from '../../desk/requestView.ts';
import { cardRoute, type CardRoute } from '../route.ts';
import { requestAnswer } from './answers.ts';
import { requestId } from './payloads.ts';

const payload = z.strictObject({ requestId, purpose: z.enum(cardPurposes).default('status') });

const showing = (verb: string): CardRoute =>
  cardRoute({
    verb,
    signIn: 'not-needed',
    payload,
    handle: async (turn, input, kit) => requestAnswer(await kit.desk.showRequest(turn.actor, input), turn, kit),
  });

/** A card's own refresh: changes nothing. */
export const showRequestRoute = showing('request.show');

/** A line of a list, opened. */
export const openRequestRoute = showing('request.open');
