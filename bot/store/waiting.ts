import { type Selectable } from 'kysely';
import { type TenantId } from '../core/ids.ts';
import { type Amendment } from '../core/waiting/amendRequest.ts';
import { type Digest, type WaitingReads, type WaitingTx } from '../desk/waiting/waitingPorts.ts';
import { type Database, type DatabaseTransaction } from './pool.ts';
import { countedPages } from './requestReads.ts';
import { type AmendmentTable, type DigestTable } from './schema.ts';

const amendmentFromRow = (row: Selectable<AmendmentTable>): Amendment => ({
  requestId: row.request_id,
  version: row.version,
  by: row.by_id,
  at: row.at,
  until: row.until_before === null || row.until_after === null ? null : { before: row.until_before, after: row.until_after },
  sponsor: row.sponsor_before === null || row.sponsor_after === null ? null : { before: row.sponsor_before, after: row.sponsor_after },
});

const digestFromRow = (row: Selectable<DigestTable>): Digest => ({
  userId: row.user_id,
  wantedAt: row.wanted_at,
  at: row.conversation_id === null || row.activity_id === null ? null : { conversationId: row.conversation_id, activityId: row.activity_id },
  postedAt: row.posted_at,
  updatedAt: row.updated_at,
});

export const waitingReads = (db: Database, tenantId: TenantId): WaitingReads => ({
  ...countedPages(db, tenantId),
  waitingCount: async (person, appId) => {
    const { count } = await db.selectFrom('access_requests').select((eb) => eb.fn.countAll<number>().as('count')).where('tenant_id', '=', tenantId).where('requested_by', '=', person).where('app_id', '=', appId).where('state', '=', 'submitted').executeTakeFirstOrThrow();
    return count;
  },
  nudgeOf: async (requestId) => {
    const row = await db.selectFrom('nudges').selectAll().where('request_id', '=', requestId).executeTakeFirst();
    return row === undefined ? undefined : { requestId: row.request_id, by: row.by_id, at: row.at };
  },
  lastAmendment: async (requestId) => {
    const row = await db.selectFrom('amendments').selectAll().where('request_id', '=', requestId).orderBy('version', 'desc').limit(1).executeTakeFirst();
    return row === undefined ? undefined : amendmentFromRow(row);
  },
  wantedDigests: async (before, limit) => {
    const query = db.selectFrom('digests').selectAll().where('tenant_id', '=', tenantId).where('wanted_at', 'is not', null);
    const rows = await query.where((eb) => eb.or([eb('updated_at', 'is', null), eb('updated_at', '<=', before)])).orderBy('wanted_at').limit(limit).execute();
    return rows.map(digestFromRow);
  },
});

export const waitingTx = (trx: DatabaseTransaction, tenantId: TenantId): WaitingTx => ({
  saveNudge: async ({ requestId, by, at }, lastBefore) => {
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('nudges')
      .values({ request_id: requestId, by_id: by, at })
      .onConflict((on) => on.column('request_id').doUpdateSet({ by_id: by, at }).where('nudges.at', '<=', lastBefore))
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  },
  insertAmendment: async ({ requestId, version, by, at, until, sponsor }) => {
    await trx
      .insertInto('amendments')
      .values({
        request_id: requestId, version, by_id: by, at, until_before: until?.before ?? null, until_after: until?.after ?? null,
        sponsor_before: sponsor?.before ?? null, sponsor_after: sponsor?.after ?? null,
      })
      .execute();
  },
  wantDigest: async (userId, at) => {
    await trx.insertInto('digests').values({ user_id: userId, tenant_id: tenantId, wanted_at: at }).onConflict((on) => on.column('user_id').doUpdateSet({ wanted_at: at })).execute();
  },
  saveDigest: async ({ userId, at, postedAt, updatedAt }, shown) => {
    const place = { conversation_id: at?.conversationId ?? null, activity_id: at?.activityId ?? null, posted_at: postedAt, updated_at: updatedAt };
    await trx.updateTable('digests').set(place).where('tenant_id', '=', tenantId).where('user_id', '=', userId).execute();
    await trx.updateTable('digests').set({ wanted_at: null }).where('tenant_id', '=', tenantId).where('user_id', '=', userId).where('wanted_at', '<=', shown).execute();
  },
});
