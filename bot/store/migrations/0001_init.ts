import { type Kysely, sql } from 'kysely';

/** Identifiers are text: they are opaque, and a forged one must be unknown, not a syntax error. */
const statements = [
  `create table shared_apps (
    id text primary key, version integer not null, tenant_id text not null, service_principal_id text not null, name text not null,
    access_group_id text not null, redirect_url text not null, approvers text[] not null, default_sponsor_id text not null,
    longest_stay_days integer not null check (longest_stay_days > 0), owner_invites_directly boolean not null,
    shared_by text not null, shared_at timestamptz not null,
    unique (tenant_id, service_principal_id))`,
  `create table access_requests (
    id text primary key, version integer not null, tenant_id text not null, draft_id text not null unique,
    app_id text not null references shared_apps (id), requested_by text not null, asked_as text not null check (asked_as in ('owner', 'requester')),
    deciders text[] not null, forecast jsonb not null, email text not null, guest_name text not null, language text not null, sponsor_id text not null,
    until date not null, time_zone text not null, reason text not null,
    state text not null check (state in ('submitted', 'approved', 'declined', 'withdrawn', 'expired')),
    verdict text check (verdict in ('approved', 'declined')), decided_by text, decided_at timestamptz, decision_reason text, direct boolean,
    submitted_at timestamptz not null, closed_at timestamptz,
    check ((verdict is null) = (decided_by is null) and (verdict is null) = (decided_at is null) and (verdict is null) = (direct is null)))`,
  `create index access_requests_by_requester on access_requests (tenant_id, requested_by, submitted_at desc, id desc)`,
  `create index access_requests_by_app on access_requests (tenant_id, app_id, submitted_at desc, id desc)`,
  `create index access_requests_by_sponsor on access_requests (tenant_id, sponsor_id, submitted_at desc, id desc)`,
  `create index access_requests_by_address on access_requests (tenant_id, app_id, email)`,
  `create index access_requests_waiting on access_requests using gin (deciders) where state = 'submitted'`,
  `create table invitations (
    request_id text primary key references access_requests (id), invitation_version integer not null,
    invitation_state text not null check (invitation_state in ('pending', 'sent', 'redeemed', 'expired', 'revoked')),
    kind text check (kind in ('new-guest', 'existing-guest')), inviter_id text, adder_id text, guest_id text,
    looked_at timestamptz, call_started_at timestamptz, attempts integer not null, sent_at timestamptz, redeemed_at timestamptz,
    provider jsonb, access text not null check (access in ('none', 'granted', 'ending', 'ended')),
    end_requested_by text, ended_at timestamptz, obstacle jsonb, sponsor_reachable boolean not null)`,
  `create index invitations_unredeemed on invitations (guest_id) where redeemed_at is null and guest_id is not null`,
  `create table drafts (id text primary key, kind text not null check (kind in ('invite', 'share')), by_id text not null, conversation_id text not null,
    service_principal_id text, created_at timestamptz not null)`,
  `create index drafts_by_age on drafts (created_at)`,
  `create table posted_cards (conversation_id text not null, activity_id text not null, request_id text not null references access_requests (id),
    to_id text not null, purpose text not null check (purpose in ('status', 'decide', 'finish', 'sponsor')),
    primary key (conversation_id, activity_id), unique (request_id, to_id, purpose))`,
  `create table person_names (user_id text primary key, name text not null)`,
  `create table conversations (user_id text primary key, tenant_id text not null, channel_user_id text not null, conversation_id text not null,
    service_url text not null, locale text not null, time_zone text not null, name text not null)`,
  `create table claims (kind text not null, key text not null, claimed_at timestamptz not null, primary key (kind, key))`,
  `create index claims_by_age on claims (claimed_at)`,
  `create table pending_turns (user_id text primary key, conversation_id text not null, text text not null, at timestamptz not null)`,
  `create table subscriptions (resource text primary key, id text not null, client_state text not null, expires_at timestamptz not null)`,
  `create table hints (id bigint generated always as identity primary key, subscription_id text not null, user_id text not null,
    change_type text not null, received_at timestamptz not null)`,
  `create index hints_by_age on hints (received_at)`,
  `create table marks (name text primary key, value text not null)`,
  `create table leases (key text primary key, holder text not null, until timestamptz not null)`,
  `create table audit (tenant_id text not null, sequence bigint not null, at timestamptz not null, name text not null, subject text not null,
    by_id text, facts jsonb not null, previous_hash text not null, hash text not null, primary key (tenant_id, sequence))`,
  `create index audit_by_subject on audit (tenant_id, subject, sequence)`,
  `create table audit_head (tenant_id text primary key, sequence bigint not null, hash text not null)`,
  `create function refuse_audit_change() returns trigger language plpgsql as
    $$ begin raise exception 'audit entries are never changed' using errcode = 'insufficient_privilege'; end $$`,
  `create trigger audit_is_final before update or delete on audit for each row execute function refuse_audit_change()`,
  `create trigger audit_is_kept before truncate on audit for each statement execute function refuse_audit_change()`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
