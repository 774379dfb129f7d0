import { randomUUID } from 'node:crypto';
import { serviceUrl } from '../channel/tokens.ts';
import { type Foundations } from '../foundations.ts';
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

/** What every activity from a personal chat carries, as Teams sends it. */
function envelope({ tenant, clock, settings }: Setting, user: User): Json {
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
    conversation: { id: `a:${user.id}`, conversationType: 'personal', tenantId: tenant.id },
    channelData: { tenant: { id: tenant.id } },
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone }],
  };
}

/** A message as typed. */
export const messageActivity = (on: Setting, user: User, id: string, text: string): Json => ({
  ...envelope(on, user),
  type: 'message',
  id,
  text,
  textFormat: 'plain',
});

/** An invoke (`adaptiveCard/action`, `signin/…`); `replyToId` is the message that holds the card. */
export const invokeActivity = (on: Setting, user: User, name: string, value: Json, replyToId?: string): Json => ({
  ...envelope(on, user),
  type: 'invoke',
  name,
  value,
  ...(replyToId !== undefined && { replyToId }),
});

/** What Teams sends when the app is added for a person, or removed. Both carry no name of the person. */
export function installActivities(on: Setting, user: User, action: 'add' | 'remove'): Json[] {
  const nameless = { id: `29:${user.id}`, aadObjectId: user.id };
  const base = { ...envelope(on, user), from: nameless };
  const members = [{ id: `28:${on.tenant.registrations.bot.appId}` }];
  const roster = action === 'add' ? [{ ...base, type: 'conversationUpdate', id: randomUUID(), membersAdded: [...members, nameless] }] : [];
  return [{ ...base, type: 'installationUpdate', action }, ...roster];
}
