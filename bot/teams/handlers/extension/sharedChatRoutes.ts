import { z } from 'zod';
import { isDeskError } from '../../../core/errors.ts';
import { cardRoute, type CardRoute, type Kit, type Turn } from '../../route.ts';
import { type Router } from '../../router.ts';
import { cardAnswer } from '../answers.ts';
import { requestId } from '../payloads.ts';

/** Data of a press that belongs to a request; whatever else it holds is left to the person's own chat. */
const ofRequest = z.looseObject({ requestId });

/**
 * The presses of a chat that several people read. Looking at a request is answered there, to its viewer alone; every
 * other verb moves: its request's card is posted to the person's own chat, where it can be pressed.
 */
export const createSharedChatRouter = (router: Router, chatLink: string): Router => ({
  command: (text, locale) => router.command(text, locale),
  card: (verb) => (verb === 'request.show' ? glanceRoute : router.card(verb) === undefined ? undefined : moveRoute(verb, chatLink)),
});

const glanceRoute = cardRoute({
  verb: 'request.show',
  signIn: 'not-needed',
  payload: ofRequest,
  handle: async ({ actor, reader }, input, { desk, cards }) => {
    const outcome = await desk.glanceAtRequest(actor, { requestId: input.requestId });
    switch (outcome.kind) {
      case 'shown':
        return cardAnswer(cards.request(outcome.view, reader));
      case 'glance':
        return cardAnswer(cards.glance(outcome, reader));
      case 'refused':
        return cardAnswer(cards.refusal(outcome, reader));
    }
  },
});

const moveRoute = (verb: string, chatLink: string): CardRoute => ({
  kind: 'card',
  verb,
  signIn: 'not-needed',
  run: async (turn, data, kit) => {
    const input = ofRequest.safeParse(data).data;
    const moved = input === undefined ? 'nothing' : await move(turn, input.requestId, kit);
    if (typeof moved !== 'string') return cardAnswer(kit.cards.refusal(moved, turn.reader));
    const isPosted = moved === 'posted' && input !== undefined;
    return cardAnswer(kit.cards.continueInChat({ kind: isPosted ? 'moved' : 'pressThere', chatLink, requestId: isPosted ? input.requestId : null }, turn.reader));
  },
});

const move = async ({ actor }: Turn, id: string, { desk }: Kit): ReturnType<Kit['desk']['continueInChat']> => {
  try {
    return await desk.continueInChat(actor, { requestId: id });
  } catch (error) {
    // A request that is gone is answered like one the person has no part in.
    if (isDeskError(error, 'not-found')) return 'nothing';
    throw error;
  }
};
