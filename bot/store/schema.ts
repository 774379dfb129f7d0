import { type CardPurpose } from '../desk/requestView.ts';
import { type ColumnType, type Generated } from 'kysely';
import { type AccessRequestState } from '../core/accessRequest.ts';
import { type ActKind, type ActProblem, type ActState } from '../core/stepUp/act.ts';
import { type AccessState, type InvitationState } from '../core/invitation.ts';
import { type OnCallAccess } from '../core/onCall/onCall.ts';

/** JSON goes in as text and comes out parsed; readers check its shape. */
type Json = ColumnType<unknown, string | null, string | null>;

export type AccessRequestTable = {
  id: string;
  version: number;
  tenant_id: string;
  draft_id: string;
  app_id: string;
  role: Json;
  bundle_id: string | null;
  requested_by: string;
  asked_as: 'owner' | 'requester';
  deciders: string[];
  forecast: Json;
  approval: Json;
  due_at: Date | null;
  email: string;
  guest_name: string;
  language: string;
  sponsor_id: string;
  until: string;
  time_zone: string;
  reason: string;
  state: AccessRequestState;
  verdict: 'approved' | 'declined' | null;
  decided_by: string | null;
  decided_at: Date | null;
  decision_reason: string | null;
  decided_for: string | null;
  direct: boolean | null;
  submitted_at: Date;
  closed_at: Date | null;
};

/** Column names differ from those of access_requests, so that a join needs no aliases. */
export type InvitationTable = {
  request_id: string;
  invitation_version: number;
  invitation_state: InvitationState;
  kind: 'new-guest' | 'existing-guest' | null;
  inviter_id: string | null;
  adder_id: string | null;
  guest_id: string | null;
  looked_at: Date | null;
  call_started_at: Date | null;
  attempts: number;
  sent_at: Date | null;
  redeemed_at: Date | null;
  provider: Json;
  access: AccessState;
  end_requested_by: string | null;
  ended_at: Date | null;
  obstacle: Json;
  sponsor_reachable: boolean;
  watch: ColumnType<unknown, string, string>;
  reset_of: Date | null;
};

export type SharedAppTable = {
  id: string;
  version: number;
  tenant_id: string;
  service_principal_id: string;
  name: string;
  access_group_id: string;
  roles: ColumnType<unknown, string, string>;
  redirect_url: string;
  approvers: string[];
  default_sponsor_id: string;
  longest_stay_days: number;
  owner_invites_directly: boolean;
  reminder_days: number[];
  approval: Json;
  shared_by: string;
  shared_at: Date;
};

export type DraftTable = { id: string; kind: 'invite' | 'share'; by_id: string; conversation_id: string; service_principal_id: string | null; created_at: Date };
export type PostedCardTable = { conversation_id: string; activity_id: string; request_id: string; to_id: string; purpose: CardPurpose };
export type PersonNameTable = { user_id: string; name: string };
export type ConversationTable = {
  user_id: string;
  tenant_id: string;
  channel_user_id: string;
  conversation_id: string;
  service_url: string;
  locale: string;
  time_zone: string;
  name: string;
};
export type PersonLanguageTable = { person_id: string; language: string };
export type DialogTable = { person_id: string; conversation_id: string; draft_id: string; version: number; last_activity_id: string; state: Json; begun_at: Date };
export type ClaimKind = 'activity' | 'exchange' | 'welcome' | 'refusal';
export type ClaimTable = { kind: ClaimKind; key: string; claimed_at: Date };
export type PendingTurnTable = { user_id: string; conversation_id: string; text: string; at: Date };
export type SubscriptionTable = { resource: string; id: string; client_state: string; expires_at: Date };
export type HintTable = { id: Generated<number>; subscription_id: string; user_id: string; change_type: string; received_at: Date };
export type MarkTable = { name: string; value: string };
export type LeaseTable = { key: string; holder: string; until: Date };
export type AuditTable = { tenant_id: string; sequence: number; at: Date; name: string; subject: string; by_id: string | null; facts: Json; previous_hash: string; hash: string };
export type AuditHeadTable = { tenant_id: string; sequence: number; hash: string };

export type PreflightTable = { request_id: string; report: Json; passport: Json };
export type PreflightLookTable = { person_id: string; kind: 'check' | 'stopped'; at: Date };
export type StepUpActTable = {
  id: string;
  version: number;
  tenant_id: string;
  kind: ActKind;
  request_id: string;
  request_version: number;
  address: string | null;
  asked_by: string;
  locale: string;
  time_zone: string;
  conversation_id: string;
  activity_id: string;
  created_at: Date;
  expires_at: Date;
  state: ActState;
  binding: string | null;
  sign_in_at: Date | null;
  sign_ins: number;
  challenge: string | null;
  challenges: number;
  problem: ActProblem | null;
};

export type DelegationTable = {
  id: string;
  tenant_id: string;
  by_id: string;
  to_id: string;
  from_day: string;
  until_day: string;
  time_zone: string;
  made_at: Date;
  ended_at: Date | null;
  applied: 'ahead' | 'holding' | 'over';
};

export type OnCallRuleTable = { app_id: string; version: number; roster: string[]; longest_hours: number; shift_ends: string[]; time_zone: string; set_by: string; set_at: Date };
export type OnCallAccessTable = {
  request_id: string;
  tenant_id: string;
  hours: number;
  keeps_shift: boolean;
  shift_ends: string[];
  time_zone: string;
  state: OnCallAccess['state'];
  ends_at: Date | null;
  review_at: Date | null;
  verdict: 'right' | 'look' | null;
  reviewed_by: string | null;
  reviewed_at: Date | null;
};

export type NudgeTable = { request_id: string; by_id: string; at: Date };
export type AmendmentTable = {
  request_id: string;
  version: number;
  by_id: string;
  at: Date;
  until_before: string | null;
  until_after: string | null;
  sponsor_before: string | null;
  sponsor_after: string | null;
};
export type DigestTable = { user_id: string; tenant_id: string; wanted_at: Date | null; conversation_id: string | null; activity_id: string | null; posted_at: Date | null; updated_at: Date | null };

/** Every table of ours; pg-boss keeps its own schema `pgboss`. */
export type Tables = {
  access_requests: AccessRequestTable;
  invitations: InvitationTable;
  shared_apps: SharedAppTable;
  drafts: DraftTable;
  preflights: PreflightTable;
  preflight_looks: PreflightLookTable;
  posted_cards: PostedCardTable;
  person_names: PersonNameTable;
  conversations: ConversationTable;
  person_languages: PersonLanguageTable;
  dialogs: DialogTable;
  claims: ClaimTable;
  pending_turns: PendingTurnTable;
  subscriptions: SubscriptionTable;
  hints: HintTable;
  marks: MarkTable;
  leases: LeaseTable;
  audit: AuditTable;
  audit_head: AuditHeadTable;
  delegations: DelegationTable;
  step_up_acts: StepUpActTable;
  on_call_rules: OnCallRuleTable;
  on_call_accesses: OnCallAccessTable;
  nudges: NudgeTable;
  amendments: AmendmentTable;
  digests: DigestTable;
};
