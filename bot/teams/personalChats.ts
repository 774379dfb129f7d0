import { type ConnectorClient } from 'botframework-connector';
import { type Activity as BotActivity } from 'botframework-schema';
import { z } from 'zod';
import { type Cloud } from '../core/clouds.ts';
import { type UserId } from '../core/ids.ts';
import { type ChannelStore, type ConversationReference } from '../desk/channelPorts.ts';
import { type PostedAt } from '../desk/rows.ts';
import { fromConnector } from './connectorErrors.ts';
import { isServiceUrl } from './inbound/admit.ts';
import { type SendBudget } from './sendBudget.ts';

export type PersonalChatOptions = {
  readonly connectorFor: (serviceUrl: string) => ConnectorClient;
  readonly serviceOrigins: readonly string[];
  /** Where a chat is opened with somebody who never wrote to us. */
  readonly firstServiceUrl: string;
  readonly botAppId: string;
  readonly tenantId: string;
  readonly channel: Pick<ChannelStore, 'conversationOf' | 'rememberConversation'>;
  readonly budget: SendBudget;
};

/** People's own chats with the bot. Every method throws `unreachable` when the person cannot be messaged. */
export type PersonalChats = {
  /** Where the person is known to be. */
  known(userId: UserId): Promise<ConversationReference | undefined>;
  /** Opens the chat with somebody who never wrote to us, or whose chat is gone. */
  open(userId: UserId): Promise<ConversationReference>;
  /** Asks who is in the chat; nobody sees that. `not-found` when it is gone. */
  look(at: ConversationReference): Promise<void>;
  /** Posts a message; `not-found` when the chat is gone. */
  send(to: ConversationReference, message: Partial<BotActivity>): Promise<PostedAt>;
  /** Replaces a message. */
  update(to: ConversationReference, activityId: string, message: Partial<BotActivity>): Promise<void>;
};

const resource = z.looseObject({ id: z.string().min(1) });
const members = z.array(z.looseObject({ id: z.string().min(1), name: z.string().optional() })).min(1);

/** Every call of this folder to the connector outside of a turn. */
export const createPersonalChats = ({ connectorFor, serviceOrigins, firstServiceUrl, botAppId, tenantId, channel, budget }: PersonalChatOptions): PersonalChats => {
  /**
   * A stored address is checked again, because a token goes there; one that is none of the channel's (any more) gives
   * way to the configured one. `account` is what the call counts for: Teams counts messages of a chat, and updates apart.
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

  const addressed = ({ channelUserId, conversationId }: ConversationReference, message: Partial<BotActivity>): Partial<BotActivity> => ({
    ...message,
    from: { id: `28:${botAppId}`, name: '' },
    recipient: { id: channelUserId, name: '' },
    conversation: { id: conversationId, isGroup: false, conversationType: 'personal', name: '' },
  });

  return {
    known: (userId) => channel.conversationOf(userId),
    async open(userId) {
      // Teams takes the bare object id of the person.
      const asked = { bot: { id: `28:${botAppId}`, name: '' }, members: [{ id: userId, name: '' }], tenantId, channelData: { tenant: { id: tenantId } }, isGroup: false };
      const { id } = resource.parse(await call(firstServiceUrl, userId, (connector) => connector.conversations.createConversation(asked as never)));
      const roster = members.parse(await call(firstServiceUrl, `members of ${id}`, (connector) => connector.conversations.getConversationMembers(id)));
      const reference = { userId, tenantId, channelUserId: roster[0]?.id ?? userId, conversationId: id, serviceUrl: firstServiceUrl, locale: 'en', timeZone: 'UTC', name: roster[0]?.name ?? '' };
      await channel.rememberConversation(reference);
      return reference;
    },
    async look({ serviceUrl, conversationId }) {
      await call(serviceUrl, `members of ${conversationId}`, (connector) => connector.conversations.getConversationMembers(conversationId));
    },
    async send(to, message) {
      const sent = await call(to.serviceUrl, to.conversationId, (connector) => connector.conversations.sendToConversation(to.conversationId, addressed(to, message)));
      return { conversationId: to.conversationId, activityId: resource.parse(sent).id };
    },
    async update(to, activityId, message) {
      await call(to.serviceUrl, `updates in ${to.conversationId}`, (connector) => connector.conversations.updateActivity(to.conversationId, activityId, { ...addressed(to, message), id: activityId }));
    },
  };
};

/** A link that opens the reader's own chat with the bot, and offers to add the app where it is not added yet. */
export const chatLinkOf = ({ teamsUrl }: Pick<Cloud, 'teamsUrl'>, botAppId: string): string => `${teamsUrl}/l/chat/0/0?users=28:${botAppId}`;
