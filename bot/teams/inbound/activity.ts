import { z } from 'zod';

const id = z.string().min(1).max(1024);
const person = z.object({ id, name: z.string().max(256).optional(), aadObjectId: z.guid().optional() });

const entity = z.looseObject({
  type: z.string().max(128),
  timezone: z.string().max(64).optional(),
  /** Of a mention: who, and how it stands in the text. */
  mentioned: z.object({ id, name: z.string().max(256).optional() }).optional().catch(undefined),
  text: z.string().max(512).optional().catch(undefined),
});

/** The members of an activity that Guest Desk reads; whatever else Teams sends is left behind here. */
const activitySchema = z.object({
  type: z.string().min(1).max(64),
  id: id.optional(),
  name: z.string().max(128).optional(),
  action: z.string().max(64).optional(),
  channelId: z.string(),
  serviceUrl: z.string().max(512).optional(),
  from: person,
  recipient: z.object({ id }),
  conversation: z.object({ id, conversationType: z.string().max(64).optional(), tenantId: z.string().optional() }),
  channelData: z.object({ tenant: z.object({ id: z.string() }).optional() }).optional(),
  text: z.string().max(28_000).nullish(),
  replyToId: id.optional(),
  locale: z.string().max(35).optional(),
  localTimezone: z.string().max(64).optional(),
  entities: z.array(entity).max(50).optional(),
  membersAdded: z.array(z.object({ id })).max(500).optional(),
  value: z.unknown().optional(),
});

/** An activity as the channel sent it, checked in shape only; {@link admit} checks whom it is from. */
export type Activity = z.output<typeof activitySchema>;

/** @returns the activity, or undefined when the body is none */
export const parseActivity = (body: unknown): Activity | undefined => activitySchema.safeParse(body).data;

/** One admitted activity in our own words. */
export type Inbound = {
  readonly type: string;
  readonly activityId: string;
  /** Name of an invoke, e.g. `adaptiveCard/action`. */
  readonly name: string;
  /** Of an installation update: `add` or `remove`. */
  readonly action: string;
  readonly tenantId: string;
  /** Object id of the person; null for bots and for whoever the channel does not vouch for. */
  readonly userId: string | null;
  /** The channel's id of the person, `29:…`. */
  readonly channelUserId: string;
  readonly userName: string;
  /** The channel's id of the bot, `28:…`. */
  readonly botId: string;
  readonly conversationId: string;
  /** The person's own chat with the bot; in every other one somebody may read along. */
  readonly isPersonal: boolean;
  /** The chat or channel without the part that names one thread of it. */
  readonly chatId: string;
  /** Whether the message is addressed to the bot, as it must be where others write too. */
  readonly mentionsBot: boolean;
  readonly serviceUrl: string;
  readonly text: string;
  readonly value: unknown;
  readonly replyToId: string | null;
  readonly locale: string;
  readonly timeZone: string;
  readonly addsBot: boolean;
};

/** An activity that was found to be from our channel and our tenant, in our own words. */
export const toInbound = (activity: Activity, checked: { tenantId: string; serviceUrl: string }): Inbound => ({
  type: activity.type,
  activityId: activity.id ?? '',
  name: activity.name ?? '',
  action: activity.action ?? '',
  tenantId: checked.tenantId,
  userId: activity.from.aadObjectId?.toLowerCase() ?? null,
  channelUserId: activity.from.id,
  userName: activity.from.name ?? '',
  botId: activity.recipient.id,
  conversationId: activity.conversation.id,
  // A chat of two people counts as personal too, and an extension is used there: only a chat with the bot is ours.
  isPersonal: (activity.conversation.conversationType ?? 'personal') === 'personal' && !activity.conversation.id.startsWith('19:'),
  chatId: activity.conversation.id.split(';')[0] ?? activity.conversation.id,
  mentionsBot: mentions(activity).some(({ mentioned }) => mentioned.id === activity.recipient.id),
  serviceUrl: checked.serviceUrl,
  text: withoutMentions(activity),
  value: activity.value,
  replyToId: activity.replyToId ?? null,
  locale: knownLocale(activity.locale),
  timeZone: knownTimeZone([...(activity.entities ?? []).map(({ timezone }) => timezone), activity.localTimezone]),
  addsBot: (activity.membersAdded ?? []).some((member) => member.id === activity.recipient.id),
});

type Mention = { readonly mentioned: { readonly id: string; readonly name?: string | undefined }; readonly text: string };

const mentions = ({ entities }: Activity): readonly Mention[] =>
  (entities ?? []).flatMap(({ type, mentioned, text }) => (type === 'mention' && mentioned !== undefined && text !== undefined && text !== '' ? [{ mentioned, text }] : []));

/** The sentence alone: the bot's own mention is taken out, of other people the name stays. */
const withoutMentions = (activity: Activity): string => {
  const text = mentions(activity).reduce((said, { mentioned, text: mention }) => said.replaceAll(mention, mentioned.id === activity.recipient.id ? ' ' : (mentioned.name ?? ' ')), activity.text ?? '');
  return mentions(activity).length === 0 ? text : text.trim();
};

const knownLocale = (tag: string | undefined): string => {
  try {
    return new Intl.Locale(tag ?? 'en').toString();
  } catch {
    return 'en';
  }
};

const knownTimeZone = (names: readonly (string | undefined)[]): string => {
  for (const name of names) {
    if (name === undefined) continue;
    try {
      return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    } catch {
      continue;
    }
  }
  return 'UTC';
};
