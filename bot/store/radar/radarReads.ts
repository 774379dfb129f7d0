import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { z } from 'zod';
import { type EventName } from '../../core/events.ts';
import { type TenantId } from '../../core/ids.ts';
import { type RequestRow } from '../../desk/rows.ts';
import { type RadarReads } from '../../desk/radar/radarPorts.ts';
import { type JoinedInvitation } from '../invitations.ts';
import { type Database } from '../pool.ts';
import { fromJoinedRow, joinedRequests } from '../requestReads.ts';
import { type Tables } from '../schema.ts';

type Joined = ExpressionBuilder<{ access_requests: Tables['access_requests']; invitations: JoinedInvitation }, 'access_requests' | 'invitations'>;
type Where = (eb: Joined) => Expression<SqlBool>;

/** The audit chain is what tells: a card may be gone from the chat that was there. */
const sponsorUntold = sql<SqlBool>`not exists (select from audit where audit.tenant_id = access_requests.tenant_id and audit.subject = access_requests.id and audit.name = 'sponsor.notified' and audit.facts ->> 'sponsor' = access_requests.sponsor_id)`;

const mostEvents = 100;
const eventFacts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

export const radarReads = (db: Database, tenantId: TenantId): RadarReads => {
  const byId = async (where: Where, after: string | null, limit: number): Promise<readonly RequestRow[]> => {
    const query = joinedRequests(db, tenantId).where((eb) => where(eb as unknown as Joined));
    const rows = await (after === null ? query : query.where('id', '>', after)).orderBy('id').limit(limit).execute();
    return rows.map(fromJoinedRow);
  };

  return {
    eventsOf: async (requestId, names) => {
      const rows = await db.selectFrom('audit').selectAll().where('tenant_id', '=', tenantId).where('subject', '=', requestId).where('name', 'in', [...names]).orderBy('sequence', 'desc').limit(mostEvents).execute();
      return rows.toReversed().map((row) => ({ name: row.name as EventName, subject: row.subject, by: row.by_id, at: row.at, facts: eventFacts.parse(row.facts) }));
    },
    awaited: (after, limit) => byId((eb) => eb.and([eb('state', '=', 'approved'), eb('invitation_state', '=', 'sent'), eb('access', 'not in', ['ending', 'ended'])]), after, limit),
    notSeenYet: (since, after, limit) =>
      byId((eb) => eb.and([eb('state', '=', 'approved'), eb('invitation_state', '=', 'redeemed'), eb('access', '=', 'granted'), eb('redeemed_at', '>=', since), eb(sql`watch ->> 'firstSignInAt'`, 'is', null)]), after, limit),
    unsettled: (after, limit) =>
      byId((eb) => eb.and([eb('state', '=', 'approved'), eb('obstacle', 'is', null), eb.or([eb('access', 'in', ['none', 'ending']), eb(sql`watch ->> 'resend'`, 'is not', null)])]), after, limit),
    untold: (since, after, limit) =>
      byId((eb) => eb.or([eb.and([eb('state', '=', 'submitted'), eb('submitted_at', '>=', since)]), eb.and([eb('invitation_state', '=', 'redeemed'), eb('access', '=', 'granted'), eb('sponsor_reachable', '=', true), sponsorUntold])]), after, limit),
    about: async (words, limit) => {
      const start = 'name' in words ? `${words.name.toLowerCase().replaceAll(/[\\%_]/gu, (sign) => `\\${sign}`)}%` : '';
      const rows = await joinedRequests(db, tenantId)
        .where((eb) => ('email' in words ? eb('email', '=', words.email) : eb(eb.fn('lower', ['guest_name']), 'like', start)))
        .orderBy('submitted_at', 'desc')
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(fromJoinedRow);
    },
  };
};
