import { type Actor } from '../core/person.ts';
import { type Clock } from '../desk/ports.ts';
import { correlationId } from '../telemetry/correlation.ts';
import { type Inbound } from './inbound/activity.ts';
import { type Turn } from './route.ts';

/** An activity whose sender the channel vouches for. */
export type PersonInbound = Inbound & { readonly userId: string };

export const isFromPerson = (inbound: Inbound): inbound is PersonInbound => inbound.userId !== null;

/** The turn as handlers see it. Rights are no part of it: use cases read them live. */
export const turnOf = (inbound: PersonInbound, clock: Clock): Turn => ({
  actor: actorOf(inbound),
  reader: { locale: inbound.locale, timeZone: inbound.timeZone, now: clock.now(), channelUserId: inbound.channelUserId },
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
