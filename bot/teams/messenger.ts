import { type Cloud } from '../core/clouds.ts';
import { DeskError, isDeskError } from '../core/errors.ts';
import { type UserId } from '../core/ids.ts';
import { type ConversationReference } from '../desk/channelPorts.ts';
import { type Clock, type Messenger } from '../desk/ports.ts';
import { type PostedAt } from '../desk/rows.ts';
import { type Reach } from '../desk/preflight/preflightPorts.ts';
import { type RequestView } from '../desk/requestView.ts';
import { type Cards } from './cards.ts';
import { type Reader } from './reader.ts';
import { type CardJson } from './cardJson.ts';
import { toActivity } from './outgoing.ts';
import { type PersonalChats } from './personalChats.ts';

export type MessengerOptions = { readonly chats: PersonalChats; readonly cards: Pick<Cards, 'request' | 'stepUp' | 'digest' | 'onCallReview'>; readonly clock: Clock };

/** A card for whoever will read it. */
type Draw = (reader: Reader) => CardJson;

/** Cards that come unasked, to the personal chat of their reader. */
export const createMessenger = ({ chats, cards, clock }: MessengerOptions): Messenger & Reach => {
  const messageOf = (draw: Draw, { locale, timeZone, channelUserId }: ConversationReference) => toActivity({ kind: 'card', card: draw({ locale, timeZone, now: clock.now(), channelUserId }) });
  const request = (view: RequestView): Draw => (reader) => cards.request(view, reader);
  const send = (draw: Draw, to: ConversationReference): Promise<PostedAt> => chats.send(to, messageOf(draw, to));

  const replace = async (at: PostedAt, viewer: UserId, draw: Draw): Promise<void> => {
    const reference = await chats.known(viewer);
    if (reference === undefined || reference.conversationId !== at.conversationId) throw new DeskError('not-found', { code: 'connector/no-conversation' });
    try {
      await chats.update(reference, at.activityId, messageOf(draw, reference));
    } catch (error) {
      // Who removed the app has no copy that could be wrong; the card refreshes itself should they come back.
      if (isDeskError(error, 'unreachable')) throw new DeskError('not-found', error.detail);
      throw error;
    }
  };

  const post = async (to: UserId, draw: Draw): Promise<PostedAt> => {
    const known = await chats.known(to);
    if (known === undefined) return send(draw, await chats.open(to));
    try {
      return await send(draw, known);
    } catch (error) {
      if (!isDeskError(error, 'not-found')) throw error;
      return send(draw, await chats.open(to));
    }
  };

  return {
    post: (to, view) => post(to, request(view)),
    postReview: (to, review) => post(to, (reader) => cards.onCallReview(review, reader)),
    postDigest: (to, part) => post(to, (reader) => cards.digest(part, reader)),
    updateDigest: (to, at, part) => replace(at, to, (reader) => cards.digest(part, reader)),
    /** Asks for the members of the chat, opening it where there is none yet: nothing of that is seen by the person. */
    async reaches(person) {
      try {
        const known = await chats.known(person);
        if (known === undefined) await chats.open(person);
        else await chats.look(known);
        return true;
      } catch (error) {
        if (isDeskError(error, 'unreachable') || isDeskError(error, 'not-found')) return false;
        throw error;
      }
    },
    update: (at, view) => replace(at, view.viewer, request(view)),
    updateAct: (at, view) => replace(at, view.askedBy.id, (reader) => cards.stepUp(view, reader)),
  };
};

/** The address to open a chat at: Teams' global one of the cloud, under `/teams/` in Microsoft's clouds. */
export const firstServiceUrl = ({ name, channelServiceOrigins }: Pick<Cloud, 'name' | 'channelServiceOrigins'>): string =>
  `${channelServiceOrigins[0] ?? ''}${name === 'custom' ? '/' : '/teams/'}`;
