import { sql } from 'kysely';
import { z } from 'zod';
import { type AccessRequestId, type TenantId } from '../core/ids.ts';
import { obstacleKeys } from '../core/preflight/obstacles.ts';
import { failedAfterDays } from '../core/preflight/passport.ts';
import { type Reads } from '../desk/ports.ts';
import { type KeptPreflight, type LookKind, type PreflightStore, type Spent } from '../desk/preflight/preflightPorts.ts';
import { type Database, type DatabaseTransaction, type Querying } from './pool.ts';

/** Look-ups of one person and kind in an hour. */
const looksPerHour = 20;
const hourMs = 3_600_000;
const dayMs = 86_400_000;
const mostDomains = 500;
/** Settled invitations that a median is made of: the latest. */
const mostSettled = 500;

const report = z.strictObject({
  verdict: z.enum(['fine', 'blocked', 'uncertain']),
  obstacles: z.array(z.strictObject({
    key: z.enum(obstacleKeys),
    severity: z.enum(['blocks', 'warns', 'unknown']),
    remover: z.enum(['administrator', 'owner', 'requester', 'nobody']),
    facts: z.record(z.string(), z.string()),
  })),
  way: z.enum(['entra', 'passcode', 'microsoft-account', 'none', 'unknown']),
  readAt: z.iso.datetime().transform((at) => new Date(at)).nullable(),
});
const passport = z.strictObject({
  tenantName: z.string().nullable(),
  trust: z.strictObject({ mfa: z.boolean(), device: z.boolean() }).nullable(),
  guests: z.int(),
  medianDays: z.number().nullable(),
  failedShare: z.number().nullable(),
});

export const keepPreflight = async (trx: DatabaseTransaction, requestId: AccessRequestId, kept: KeptPreflight): Promise<void> => {
  const row = { report: JSON.stringify(kept.report), passport: JSON.stringify(kept.passport) };
  await trx.insertInto('preflights').values({ request_id: requestId, ...row }).onConflict((on) => on.column('request_id').doUpdateSet(row)).execute();
};

export const preflightReads = (db: Database): Pick<Reads, 'keptPreflight'> => ({
  keptPreflight: async (requestId) => {
    const row = await db.selectFrom('preflights').selectAll().where('request_id', '=', requestId).executeTakeFirst();
    return row && { report: report.parse(row.report), passport: passport.parse(row.passport) };
  },
});

/** When the next look-up is free, from the times of those that count; null while some are left. */
const freeAtOf = async (db: Querying, person: string, kind: LookKind, at: Date): Promise<Date | null> => {
  const since = new Date(at.getTime() - hourMs);
  const rows = await db.selectFrom('preflight_looks').select('at').where('person_id', '=', person).where('kind', '=', kind).where('at', '>', since).orderBy('at', 'desc').limit(looksPerHour).execute();
  const oldest = rows[looksPerHour - 1];
  return oldest === undefined ? null : new Date(oldest.at.getTime() + hourMs);
};

const spentOf = (freeAt: Date | null): Spent => (freeAt === null ? { kind: 'spent' } : { kind: 'none-left', freeAt });

export const preflightStore = (db: Database, tenantId: TenantId): PreflightStore => ({
  spendLook: (person, kind, at) =>
    db.transaction().execute(async (trx) => {
      // Racing presses of one person take turns here, so that the twenty-first never slips through.
      await sql`select pg_advisory_xact_lock(hashtextextended(${`preflight ${person}`}, 0))`.execute(trx);
      const freeAt = await freeAtOf(trx, person, kind, at);
      if (freeAt === null) await trx.insertInto('preflight_looks').values({ person_id: person, kind, at }).execute();
      return spentOf(freeAt);
    }),
  looksLeft: async (person, kind, at) => spentOf(await freeAtOf(db, person, kind, at)),
  partnerHistory: async (domain, now) => {
    const ofDomain = db
      .selectFrom('access_requests')
      .innerJoin('invitations', 'invitations.request_id', 'access_requests.id')
      .where('access_requests.tenant_id', '=', tenantId)
      .where(sql<string>`split_part(access_requests.email, '@', 2)`, '=', domain)
      .where((eb) => eb.or([eb('invitations.sent_at', 'is not', null), eb('invitations.kind', '=', 'existing-guest')]));
    const counted = await ofDomain.select((eb) => eb.fn.count<string>('access_requests.email').distinct().as('guests')).executeTakeFirstOrThrow();
    const settled = await ofDomain
      .where('invitations.sent_at', 'is not', null)
      .select(['invitations.sent_at', 'invitations.redeemed_at', 'invitations.access', 'invitations.invitation_state'])
      .orderBy('invitations.sent_at', 'desc')
      .limit(mostSettled)
      .execute();
    const tooOld = now.getTime() - failedAfterDays * dayMs;
    const times = settled.flatMap(({ sent_at: sent, ...row }) => (sent === null ? [] : [{ sent, ...row }]));
    return {
      guests: Number(counted.guests),
      daysToRedeem: times.flatMap(({ sent, redeemed_at: redeemed }) => (redeemed === null ? [] : [Math.max(0, redeemed.getTime() - sent.getTime()) / dayMs])),
      failed: times.filter(({ sent, redeemed_at: redeemed, access, invitation_state: state }) => redeemed === null && (sent.getTime() < tooOld || access === 'ended' || state === 'expired' || state === 'revoked')).length,
    };
  },
  partnerDomains: async () => {
    const domain = sql<string>`split_part(email, '@', 2)`;
    const rows = await db.selectFrom('access_requests').select(domain.as('domain')).where('tenant_id', '=', tenantId).where('state', '=', 'approved').groupBy(domain).orderBy((eb) => eb.fn.countAll(), 'desc').limit(mostDomains).execute();
    return rows.map((row) => row.domain);
  },
});
