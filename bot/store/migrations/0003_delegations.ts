import { type Kysely, sql } from 'kysely';

const statements = [
  `create table delegations (id text primary key, tenant_id text not null, by_id text not null, to_id text not null,
    from_day date not null, until_day date not null, time_zone text not null, made_at timestamptz not null, ended_at timestamptz,
    applied text not null check (applied in ('ahead', 'holding', 'over')), check (by_id <> to_id), check (from_day <= until_day))`,
  `create index delegations_by on delegations (tenant_id, by_id, until_day)`,
  `create index delegations_to on delegations (tenant_id, to_id, until_day)`,
  `create index delegations_unsettled on delegations (id) where applied <> 'over'`,
  `alter table access_requests add column decided_for text`,
  `create table nudges (request_id text primary key references access_requests (id), by_id text not null, at timestamptz not null)`,
  `create table digests (user_id text primary key, tenant_id text not null, wanted_at timestamptz, conversation_id text, activity_id text,
    posted_at timestamptz, updated_at timestamptz)`,
  `create index digests_wanted on digests (wanted_at) where wanted_at is not null`,
  `create table amendments (request_id text not null references access_requests (id), version integer not null, by_id text not null, at timestamptz not null,
    until_before date, until_after date, sponsor_before text, sponsor_after text, primary key (request_id, version))`,
  `create table on_call_rules (app_id text primary key references shared_apps (id), version integer not null, roster text[] not null, longest_hours integer not null check (longest_hours between 1 and 24),
    shift_ends text[] not null, time_zone text not null, set_by text not null, set_at timestamptz not null)`,
  `create table on_call_accesses (request_id text primary key references access_requests (id), tenant_id text not null, hours integer not null check (hours between 1 and 24),
    keeps_shift boolean not null, shift_ends text[] not null, time_zone text not null,
    state text not null check (state in ('asked', 'running', 'ending', 'reviewing', 'closed')), ends_at timestamptz, review_at timestamptz,
    verdict text check (verdict in ('right', 'look')), reviewed_by text, reviewed_at timestamptz)`,
  `create index on_call_accesses_open on on_call_accesses (state, request_id) where state <> 'closed'`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
