import { type ConnectorClient } from 'botframework-connector';
import { type Activity as BotActivity } from 'botframework-schema';
import { z } from 'zod';
import { type Cloud } from '../core/clouds.ts';
import { DeskError, isDeskError } from '../core/errors.ts';
import { type UserId } from '../core/ids.ts';
import { type ChannelStore, type ConversationReference } from '../desk/channelPorts.ts';
import { type Clock, type Messenger, type PostedAt } from '../desk/ports.ts';
import { type Reach } from '../desk/preflight/preflightPorts.ts';
import { type RequestView } from '../desk/requestView.ts';
import { type CardJson, type Cards, type Reader } from './cards.ts';
import { fromConnector } from './connectorErrors.ts';
import { isServiceUrl } from './inbound/admit.ts';
import { toActivity } from './outgoing.ts';
import { type SendBudget } from './sendBudget.ts';

export type MessengerOptions = {
  readonly connectorFor: (serviceUrl: string) => ConnectorClient;
  readonly serviceOrigins: readonly string[];
  /** Where a chat is opened with somebody who never wrote to us. */
  readonly firstServiceUrl: string;
  readonly botAppId: string;
  readonly tenantId: string;
  readonly channel: Pick<ChannelStore, 'conversationOf' | 'rememberConversation'>;
  readonly cards: Pick<Cards, 'request' | 'stepUp'>;
  readonly clock: Clock;
  readonly budget: SendBudget;
};

/** A card for whoever will read it. */
type Draw = (reader: Reader) => CardJson;

const resource = z.looseObject({ id: z.string().min(1) });
const members = z.array(z.looseObject({ id: z.string().min(1), name: z.string().optional() })).min(1);

/** Cards that come unasked, to the personal chat of their reader. */
export const createMessenger = (options: MessengerOptions): Messenger & Reach => {
  const { connectorFor, serviceOrigins, firstServiceUrl, botAppId, tenantId, channel, cards, clock, budget } = options;

  /**
   * Every call of this folder to the connector outside of a turn. A stored address is checked again, because a token
   * goes there; one that is none of the channel's (any more) gives way to the configured one. `account` is what the call
   * counts for: Teams counts messages of a chat, and updates apart from them.
   */
  const call = async <T>(serviceUrl: string, account: string, work: (connector: ConnectorClient) => Promise<T>): Promise<T> => {
    await budget.take(account);
    try {
      return await work(connectorFor(isServiceUrl(serviceUrl, serviceOrigins) ? serviceUrl : firstServiceUrl));
    } catch (error) {
      const failure = fromConnector(error, { write: true });
      if (failure.kind === 'throttled') budget.pause(account, failure.detail.retryAfterSeconds ?? 1);
      throw failure;
    }
  };

  /** Opens the personal chat; Teams takes the bare object id of the person. */
  const open = async (userId: UserId): Promise<ConversationReference> => {
    const asked = { bot: { id: `28:${botAppId}`, name: '' }, members: [{ id: userId, name: '' }], tenantId, channelData: { tenant: { id: tenantId } }, isGroup: false };
    const { id } = resource.parse(await call(firstServiceUrl, userId, (connector) => connector.conversations.createConversation(asked as never)));
    const roster = members.parse(await call(firstServiceUrl, `members of ${id}`, (connector) => connector.conversations.getConversationMembers(id)));
    const reference = { userId, tenantId, channelUserId: roster[0]?.id ?? userId, conversationId: id, serviceUrl: firstServiceUrl, locale: 'en', timeZone: 'UTC', name: roster[0]?.name ?? '' };
    await channel.rememberConversation(reference);
    return reference;
  };

  const activityFor = (draw: Draw, { locale, timeZone, channelUserId, conversationId }: ConversationReference): Partial<BotActivity> => ({
    ...toActivity({ kind: 'card', card: draw({ locale, timeZone, now: clock.now(), channelUserId }) }),
    from: { id: `28:${botAppId}`, name: '' },
    recipient: { id: channelUserId, name: '' },
    conversation: { id: conversationId, isGroup: false, conversationType: 'personal', name: '' },
  });

  const request = (view: RequestView): Draw => (reader) => cards.request(view, reader);

  const send = async (view: RequestView, to: ConversationReference): Promise<PostedAt> => {
    const sent = await call(to.serviceUrl, to.conversationId, (connector) => connector.conversations.sendToConversation(to.conversationId, activityFor(request(view), to)));
    return { conversationId: to.conversationId, activityId: resource.parse(sent).id };
  };

  const replace = async (at: PostedAt, viewer: UserId, draw: Draw): Promise<void> => {
    const reference = await channel.conversationOf(viewer);
    if (reference === undefined || reference.conversationId !== at.conversationId) throw new DeskError('not-found', { code: 'connector/no-conversation' });
    try {
      const activity = { ...activityFor(draw, reference), id: at.activityId };
      await call(reference.serviceUrl, `updates in ${at.conversationId}`, (connector) => connector.conversations.updateActivity(at.conversationId, at.activityId, activity));
    } catch (error) {
      // Who removed the app has no copy that could be wrong; the card refreshes itself should they come back.
      if (isDeskError(error, 'unreachable')) throw new DeskError('not-found', error.detail);
      throw error;
    }
  };

  return {
    async post(to, view) {
      const known = await channel.conversationOf(to);
      if (known === undefined) return send(view, await open(to));
      try {
        return await send(view, known);
      } catch (error) {
        if (!isDeskError(error, 'not-found')) throw error;
        return send(view, await open(to));
      }
    },
    /** Asks for the members of the chat, opening it where there is none yet: nothing of that is seen by the person. */
    async reaches(person) {
      try {
        const known = await channel.conversationOf(person);
        if (known === undefined) await open(person);
        else await call(known.serviceUrl, `members of ${known.conversationId}`, (connector) => connector.conversations.getConversationMembers(known.conversationId));
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
