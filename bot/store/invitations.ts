import { type Insertable, type Selectable } from 'kysely';
import { z } from 'zod';
import { DeskError } from '../core/errors.ts';
import { type Invitation } from '../core/invitation.ts';
import { type DatabaseTransaction } from './pool.ts';
import { watchFromRow } from './radar/watch.ts';
import { type InvitationTable } from './schema.ts';

type Row = Selectable<InvitationTable>;
/** As a left join yields it: all null where there is no invitation. */
export type JoinedInvitation = { [Column in keyof Row]: Row[Column] | null };

const provider = z.strictObject({
  kind: z.enum(['entra', 'microsoft-account', 'one-time-passcode', 'google', 'facebook', 'federated', 'unknown']),
  account: z.string().nullable(),
});
const obstacle = z.strictObject({ code: z.string(), userId: z.string(), at: z.iso.datetime().transform((at) => new Date(at)) });

export const invitationFromJoin = (row: JoinedInvitation): Invitation | null => (row.request_id === null ? null : invitationFromRow(row as Row));

export const invitationFromRow = (row: Row): Invitation => ({
  requestId: row.request_id,
  version: row.invitation_version,
  state: row.invitation_state,
  kind: row.kind,
  inviterId: row.inviter_id,
  adderId: row.adder_id,
  guestId: row.guest_id,
  lookedAt: row.looked_at,
  callStartedAt: row.call_started_at,
  attempts: row.attempts,
  sentAt: row.sent_at,
  redeemedAt: row.redeemed_at,
  provider: provider.nullable().parse(row.provider),
  resetOf: row.reset_of,
  access: row.access,
  endRequestedBy: row.end_requested_by,
  endedAt: row.ended_at,
  obstacle: obstacle.nullable().parse(row.obstacle),
  sponsorReachable: row.sponsor_reachable,
  watch: watchFromRow(row.watch),
});

const rowFromInvitation = (invitation: Invitation): Insertable<InvitationTable> => ({
  request_id: invitation.requestId,
  invitation_version: invitation.version,
  invitation_state: invitation.state,
  kind: invitation.kind,
  inviter_id: invitation.inviterId,
  adder_id: invitation.adderId,
  guest_id: invitation.guestId,
  looked_at: invitation.lookedAt,
  call_started_at: invitation.callStartedAt,
  attempts: invitation.attempts,
  sent_at: invitation.sentAt,
  redeemed_at: invitation.redeemedAt,
  provider: invitation.provider === null ? null : JSON.stringify(invitation.provider),
  reset_of: invitation.resetOf,
  access: invitation.access,
  end_requested_by: invitation.endRequestedBy,
  ended_at: invitation.endedAt,
  obstacle: invitation.obstacle === null ? null : JSON.stringify(invitation.obstacle),
  sponsor_reachable: invitation.sponsorReachable,
  watch: JSON.stringify(invitation.watch),
});

export const insertInvitation = async (trx: DatabaseTransaction, invitation: Invitation): Promise<void> => {
  await trx.insertInto('invitations').values(rowFromInvitation(invitation)).execute();
};

/** @throws DeskError bug unless the stored version is the one before */
export const saveInvitation = async (trx: DatabaseTransaction, invitation: Invitation): Promise<void> => {
  const { numUpdatedRows } = await trx
    .updateTable('invitations')
    .set(rowFromInvitation(invitation))
    .where('request_id', '=', invitation.requestId)
    .where('invitation_version', '=', invitation.version - 1)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new DeskError('bug', { code: 'store/invitation-moved' });
};
