import { type Actor } from '../core/person.ts';
import { type Clock } from '../desk/ports.ts';
import { correlationId } from '../telemetry/correlation.ts';
import { type Inbound } from './inbound/activity.ts';
import { type Turn } from './route.ts';

/** An activity whose sender the channel vouches for. */
export type PersonInbound = Inbound & {
  readonly userId: string;
  /** What `locale` was before the person's own choice of language took its place. */
  readonly clientLocale?: string;
};

/** The same activity in the language its sender chose; a client set to a dialect of it (`de-AT`) keeps its own. */
export const inOwnLanguage = (inbound: PersonInbound, chosen: string | null): PersonInbound =>
  chosen === null || inbound.locale.toLowerCase().split('-')[0] === chosen ? inbound : { ...inbound, locale: chosen, clientLocale: inbound.locale };

export const isFromPerson = (inbound: Inbound): inbound is PersonInbound => inbound.userId !== null;

/** The turn as handlers see it. Rights are no part of it: use cases read them live. */
export const turnOf = (inbound: PersonInbound, clock: Clock): Turn => ({
  actor: actorOf(inbound),
  reader: { locale: inbound.locale, timeZone: inbound.timeZone, now: clock.now(), channelUserId: inbound.channelUserId },
  clientLocale: inbound.clientLocale ?? inbound.locale,
  correlationId: correlationId(),
  pressedAt: inbound.type === 'invoke' && inbound.replyToId !== null ? { conversationId: inbound.conversationId, activityId: inbound.replyToId } : null,
});

const actorOf = (inbound: PersonInbound): Actor => ({
  id: inbound.userId,
  tenantId: inbound.tenantId,
  name: inbound.userName,
  locale: inbound.locale,
  timeZone: inbound.timeZone,
  conversationId: inbound.conversationId,
});
