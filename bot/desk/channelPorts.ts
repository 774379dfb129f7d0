/** What the Teams and HTTP adapters keep in the store; declared here because adapters do not know each other. */
import { type TenantId, type UserId } from '../core/ids.ts';
import { type PersonLanguages } from './dialogs/dialogsPorts.ts';

/** Where a person can be messaged: kept from install events and from every personal activity. */
export type ConversationReference = {
  readonly userId: UserId;
  readonly tenantId: TenantId;
  /** The channel's id of the person, `29:…`. */
  readonly channelUserId: string;
  readonly conversationId: string;
  readonly serviceUrl: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly name: string;
};

/** A command that waits for its person to sign in. */
export type PendingTurn = { readonly userId: UserId; readonly conversationId: string; readonly text: string; readonly at: Date };

export type ChannelStore = Pick<PersonLanguages, 'languageOf'> & {
  /** Inserts or replaces; the name is remembered for cards too. */
  rememberConversation(reference: ConversationReference): Promise<void>;
  /** `locale`: the language the person chose, else the one their client last had. */
  conversationOf(userId: UserId): Promise<ConversationReference | undefined>;
  forgetConversation(userId: UserId): Promise<void>;
  /** True the first time within a day; a redelivered activity gets false. */
  claimActivity(conversationId: string, activityId: string): Promise<boolean>;
  /** Gives the claim back: a redelivery is let through again. */
  releaseActivity(conversationId: string, activityId: string): Promise<void>;
  /** True the first time; keyed by person, because clients of two people may answer one prompt (facts/teams-and-security.md fact 8). */
  claimExchange(userId: UserId, conversationId: string, exchangeId: string): Promise<boolean>;
  savePendingTurn(pending: PendingTurn): Promise<void>;
  /** Takes it away; undefined when none, or older than a day. */
  takePendingTurn(userId: UserId): Promise<PendingTurn | undefined>;
  /** True once per install of one person or, by its conversation id, of one shared chat; a repeated install event gets false. */
  claimWelcome(subject: string): Promise<boolean>;
  /** The app was removed from a shared chat: a later install is welcomed again. */
  forgetWelcome(subject: string): Promise<void>;
  /** True once a day per person (by the channel's id) and chat: who may do nothing is told so, and not again and again. */
  claimRefusal(channelUserId: string, conversationId: string): Promise<boolean>;
};

/** The subscription Graph notifies us by. */
export type Subscription = { readonly id: string; readonly clientState: string; readonly expiresAt: Date };

/** A change notification: a hint that one user changed. */
export type Hint = { readonly subscriptionId: string; readonly userId: UserId; readonly changeType: string };

export type NotificationStore = {
  subscription(): Promise<Subscription | undefined>;
  saveSubscription(subscription: Subscription): Promise<void>;
  /** Stores each hint and its `redemption.check` job in one transaction. */
  addHints(hints: readonly Hint[]): Promise<void>;
};

/** Graph's side of the subscription (reader identity). */
export type Subscriptions = {
  /** Creates it for `users`; Graph calls both URLs before this returns. */
  create(clientState: string, expiresAt: Date): Promise<Subscription>;
  /** Extends it; `not-found` when Graph dropped it. */
  renew(id: string, expiresAt: Date): Promise<Date>;
};
