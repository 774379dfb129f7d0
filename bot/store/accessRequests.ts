import { type Insertable, type Selectable } from 'kysely';
import { z } from 'zod';
import { type AccessRequest, type Decision } from '../core/accessRequest.ts';
import { DeskError } from '../core/errors.ts';
import { approvalFromRow, approvalToRow } from './approvals.ts';
import { type DatabaseTransaction } from './pool.ts';
import { roleFromJson } from './roles.ts';
import { type AccessRequestTable } from './schema.ts';

type Row = Selectable<AccessRequestTable>;

const forecast = z.strictObject({ inviterIf: z.record(z.string(), z.string().nullable()), adderIf: z.record(z.string(), z.string().nullable()).default({}), finishers: z.array(z.string()) });

export const requestFromRow = (row: Row): AccessRequest => ({
  id: row.id,
  version: row.version,
  tenantId: row.tenant_id,
  draftId: row.draft_id,
  appId: row.app_id,
  role: roleFromJson(row.role),
  bundleId: row.bundle_id,
  requestedBy: row.requested_by,
  askedAs: row.asked_as,
  deciders: row.deciders,
  approval: approvalFromRow(row),
  forecast: forecast.parse(row.forecast),
  invitee: { email: row.email, name: row.guest_name, language: row.language },
  sponsorId: row.sponsor_id,
  until: row.until,
  timeZone: row.time_zone,
  reason: row.reason,
  state: row.state,
  decision: decisionFromRow(row),
  submittedAt: row.submitted_at,
  closedAt: row.closed_at,
});

const decisionFromRow = ({ verdict, decided_by: by, decided_for: onBehalfOf, decided_at: at, decision_reason: reason, direct }: Row): Decision | null =>
  verdict === null || by === null || at === null ? null : { verdict, by, at, reason, direct: direct === true, ...(onBehalfOf === null ? {} : { onBehalfOf }) };

const rowFromRequest = (request: AccessRequest): Insertable<AccessRequestTable> => ({
  id: request.id,
  version: request.version,
  tenant_id: request.tenantId,
  draft_id: request.draftId,
  app_id: request.appId,
  role: request.role === null ? null : JSON.stringify(request.role),
  bundle_id: request.bundleId,
  requested_by: request.requestedBy,
  asked_as: request.askedAs,
  deciders: [...request.deciders],
  forecast: JSON.stringify(request.forecast),
  ...approvalToRow(request.approval),
  email: request.invitee.email,
  guest_name: request.invitee.name,
  language: request.invitee.language,
  sponsor_id: request.sponsorId,
  until: request.until,
  time_zone: request.timeZone,
  reason: request.reason,
  state: request.state,
  verdict: request.decision?.verdict ?? null,
  decided_by: request.decision?.by ?? null,
  decided_for: request.decision?.onBehalfOf ?? null,
  decided_at: request.decision?.at ?? null,
  decision_reason: request.decision?.reason ?? null,
  direct: request.decision?.direct ?? null,
  submitted_at: request.submittedAt,
  closed_at: request.closedAt,
});

export const insertRequest = async (trx: DatabaseTransaction, request: AccessRequest): Promise<'inserted' | 'draft-used'> => {
  const { numInsertedOrUpdatedRows } = await trx.insertInto('access_requests').values(rowFromRequest(request)).onConflict((on) => on.column('draft_id').doNothing()).executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? 'inserted' : 'draft-used';
};

/** @throws DeskError bug unless the stored version is the one before */
export const saveRequest = async (trx: DatabaseTransaction, request: AccessRequest): Promise<void> => {
  const { numUpdatedRows } = await trx.updateTable('access_requests').set(rowFromRequest(request)).where('id', '=', request.id).where('version', '=', request.version - 1).executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new DeskError('bug', { code: 'store/request-moved' });
};
