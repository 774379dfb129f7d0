import { type Insertable, type Selectable } from 'kysely';
import { type TenantId } from '../core/ids.ts';
import { type Act } from '../core/stepUp/act.ts';
import { type StepUpReads, type StepUpTx } from '../desk/stepUp/stepUpPorts.ts';
import { requestFromRow } from './accessRequests.ts';
import { invitationFromJoin } from './invitations.ts';
import { type Database, type DatabaseTransaction } from './pool.ts';
import { type StepUpActTable } from './schema.ts';

export const stepUpReads = (db: Database, tenantId: TenantId): StepUpReads => ({
  act: async (id) => {
    const row = await db.selectFrom('step_up_acts').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
    return row === undefined ? undefined : actFromRow(row);
  },
  requestsOfGuest: async (guestId) => {
    const rows = await db
      .selectFrom('access_requests')
      .innerJoin('invitations', 'invitations.request_id', 'access_requests.id')
      .selectAll('access_requests')
      .selectAll('invitations')
      .where('tenant_id', '=', tenantId)
      .where('guest_id', '=', guestId)
      .orderBy('submitted_at')
      .execute();
    return rows.map((row) => ({ request: requestFromRow(row), invitation: invitationFromJoin(row) }));
  },
});

export const stepUpWrites = (trx: DatabaseTransaction): StepUpTx => ({
  insertAct: async (act) => {
    await trx.insertInto('step_up_acts').values(rowFromAct(act)).execute();
  },
  saveAct: async (act) => {
    const { numUpdatedRows } = await trx.updateTable('step_up_acts').set(rowFromAct(act)).where('id', '=', act.id).where('version', '=', act.version - 1).executeTakeFirstOrThrow();
    return numUpdatedRows === 1n ? 'saved' : 'conflict';
  },
});

const actFromRow = (row: Selectable<StepUpActTable>): Act => ({
  id: row.id,
  version: row.version,
  kind: row.kind,
  requestId: row.request_id,
  requestVersion: row.request_version,
  address: row.address,
  tenantId: row.tenant_id,
  askedBy: row.asked_by,
  locale: row.locale,
  timeZone: row.time_zone,
  conversationId: row.conversation_id,
  activityId: row.activity_id,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  state: row.state,
  binding: row.binding,
  signInAt: row.sign_in_at,
  signIns: row.sign_ins,
  challenge: row.challenge,
  challenges: row.challenges,
  problem: row.problem,
});

const rowFromAct = (act: Act): Insertable<StepUpActTable> => ({
  id: act.id,
  version: act.version,
  tenant_id: act.tenantId,
  kind: act.kind,
  request_id: act.requestId,
  request_version: act.requestVersion,
  address: act.address,
  asked_by: act.askedBy,
  locale: act.locale,
  time_zone: act.timeZone,
  conversation_id: act.conversationId,
  activity_id: act.activityId,
  created_at: act.createdAt,
  expires_at: act.expiresAt,
  state: act.state,
  binding: act.binding,
  sign_in_at: act.signInAt,
  sign_ins: act.signIns,
  challenge: act.challenge,
  challenges: act.challenges,
  problem: act.problem,
});
