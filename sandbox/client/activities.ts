import { randomUUID } from 'node:crypto';
import { serviceUrl } from '../channel/tokens.ts';
import { type Foundations } from '../foundations.ts';
import { type SharedChat } from '../channel/sharedChats.ts';
import { type User } from '../state/objects.ts';
import { type Json } from './card.ts';

type Setting = Pick<Foundations, 'tenant' | 'clock' | 'settings'>;

const botName = 'Guest Desk';
const timezone = 'Europe/Berlin';

const localTime = (at: Date): string => {
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium' }).format(at).replace(' ', 'T');
  const offset = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  return `${parts}.000${offset?.replace('GMT', '') || '+00:00'}`;
};

/** Where an activity comes from, when that is no personal chat: a shared chat, and in a channel the thread. */
export type Place = { chat: SharedChat; thread?: string | undefined };

const conversationOf = (tenantId: string, { chat, thread }: Place): Json => ({
  id: thread === undefined ? chat.id : `${chat.id};messageid=${thread}`,
  conversationType: chat.kind,
  isGroup: true,
  tenantId,
  ...(chat.kind === 'channel' ? {} : { name: chat.name }),
});

/** What every activity carries, as Teams sends it. */
function envelope({ tenant, clock, settings }: Setting, user: User, place?: Place): Json {
  const now = clock.now();
  return {
    channelId: 'msteams',
    serviceUrl: serviceUrl({ settings }),
    id: randomUUID(),
    timestamp: now.toISOString(),
    localTimestamp: localTime(now),
    localTimezone: timezone,
    locale: 'en-GB',
    from: { id: `29:${user.id}`, name: user.displayName, aadObjectId: user.id },
    recipient: { id: `28:${tenant.registrations.bot.appId}`, name: botName },
    conversation: place ? conversationOf(tenant.id, place) : { id: `a:${user.id}`, conversationType: 'personal', tenantId: tenant.id },
    channelData: { tenant: { id: tenant.id }, ...(place?.chat.team && { team: place.chat.team, channel: { id: place.chat.id } }) },
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone }],
  };
}

/** A message as typed. In a shared chat it mentions the bot: others never reach it. */
export function messageActivity(on: Setting, user: User, id: string, text: string, place?: Place): Json {
  const base = envelope(on, user, place);
  if (!place) return { ...base, type: 'message', id, text, textFormat: 'plain' };
  const tag = `<at>${botName}</at>`;
  const mention = { type: 'mention', mentioned: { id: `28:${on.tenant.registrations.bot.appId}`, name: botName }, text: tag };
  return { ...base, type: 'message', id, text: `${tag} ${text}`, textFormat: 'plain', entities: [...(base['entities'] as Json[]), mention] };
}

/** An invoke (`adaptiveCard/action`, `signin/…`); `replyToId` is the message that holds the card. */
export const invokeActivity = (on: Setting, user: User, name: string, value: Json, replyToId?: string, place?: Place): Json => ({
  ...envelope(on, user, place),
  type: 'invoke',
  name,
  value,
  ...(replyToId !== undefined && { replyToId }),
});

/** What Teams sends when the app is added for a person or to a shared chat, or removed. Both carry no name of the person. */
export function installActivities(on: Setting, user: User, action: 'add' | 'remove', place?: Place): Json[] {
  const nameless = { id: `29:${user.id}`, aadObjectId: user.id };
  const base = { ...envelope(on, user, place), from: nameless };
  const members = [{ id: `28:${on.tenant.registrations.bot.appId}` }];
  const roster = action === 'add' ? [{ ...base, type: 'conversationUpdate', id: randomUUID(), membersAdded: place ? members : [...members, nameless] }] : [];
  return [{ ...base, type: 'installationUpdate', action }, ...roster];
}
