import { type Selectable } from 'kysely';
import { type TenantId } from '../core/ids.ts';
import { type OnCallAccess, type OnCallRule } from '../core/onCall/onCall.ts';
import { type OnCallReads, type OnCallTx } from '../desk/onCall/onCallPorts.ts';
import { type Database, type DatabaseTransaction } from './pool.ts';
import { type OnCallRuleTable, type OnCallAccessTable } from './schema.ts';

const ruleFromRow = (row: Selectable<OnCallRuleTable>): OnCallRule => ({
  appId: row.app_id, version: row.version, roster: row.roster, longestHours: row.longest_hours, shiftEnds: row.shift_ends, timeZone: row.time_zone, setBy: row.set_by, setAt: row.set_at,
});

const accessFromRow = (row: Selectable<OnCallAccessTable>): OnCallAccess => ({
  requestId: row.request_id, hours: row.hours, keepsShift: row.keeps_shift, shiftEnds: row.shift_ends, timeZone: row.time_zone, state: row.state,
  endsAt: row.ends_at, reviewAt: row.review_at, verdict: row.verdict, reviewedBy: row.reviewed_by, reviewedAt: row.reviewed_at,
});

const rowFromAccess = (access: OnCallAccess, tenantId: TenantId) => ({
  request_id: access.requestId, tenant_id: tenantId, hours: access.hours, keeps_shift: access.keepsShift, shift_ends: [...access.shiftEnds], time_zone: access.timeZone, state: access.state,
  ends_at: access.endsAt, review_at: access.reviewAt, verdict: access.verdict, reviewed_by: access.reviewedBy, reviewed_at: access.reviewedAt,
});

export const onCallReads = (db: Database, tenantId: TenantId): OnCallReads => ({
  onCallRule: async (appId) => {
    const row = await db.selectFrom('on_call_rules').selectAll().where('app_id', '=', appId).executeTakeFirst();
    return row === undefined ? undefined : ruleFromRow(row);
  },
  onCallAccess: async (requestId) => {
    const row = await db.selectFrom('on_call_accesses').selectAll().where('tenant_id', '=', tenantId).where('request_id', '=', requestId).executeTakeFirst();
    return row === undefined ? undefined : accessFromRow(row);
  },
  openOnCall: async (after, limit) => {
    const rows = await db.selectFrom('on_call_accesses').selectAll().where('tenant_id', '=', tenantId).where('state', '!=', 'closed').where('request_id', '>', after ?? '').orderBy('request_id').limit(limit).execute();
    return rows.map(accessFromRow);
  },
});

export const onCallTx = (trx: DatabaseTransaction, tenantId: TenantId): OnCallTx => ({
  saveOnCallRule: async (appId, rule) => {
    if (rule === null) {
      await trx.deleteFrom('on_call_rules').where('app_id', '=', appId).execute();
      return;
    }
    const set = { version: rule.version, roster: [...rule.roster], longest_hours: rule.longestHours, shift_ends: [...rule.shiftEnds], time_zone: rule.timeZone, set_by: rule.setBy, set_at: rule.setAt };
    await trx.insertInto('on_call_rules').values({ app_id: appId, ...set }).onConflict((on) => on.column('app_id').doUpdateSet(set)).execute();
  },
  insertOnCallAccess: async (access) => void (await trx.insertInto('on_call_accesses').values(rowFromAccess(access, tenantId)).execute()),
  moveOnCallAccess: async (access, from) => {
    const { numUpdatedRows } = await trx.updateTable('on_call_accesses').set(rowFromAccess(access, tenantId)).where('tenant_id', '=', tenantId).where('request_id', '=', access.requestId).where('state', '=', from).executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  },
});
