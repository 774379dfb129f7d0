import { type Kysely, sql } from 'kysely';

const statements = [
  `create table step_up_acts (
    id text primary key, version integer not null, tenant_id text not null, kind text not null check (kind in ('invitation.reset', 'invitation.changeAddress')),
    request_id text not null references access_requests (id), request_version integer not null, address text,
    asked_by text not null, locale text not null, time_zone text not null, conversation_id text not null, activity_id text not null,
    created_at timestamptz not null, expires_at timestamptz not null,
    state text not null check (state in ('open', 'signing-in', 'doing', 'done', 'failed', 'closed')),
    binding text, sign_in_at timestamptz, sign_ins integer not null, challenge text, challenges integer not null, problem text,
    check ((kind = 'invitation.changeAddress') = (address is not null)))`,
  `create index step_up_acts_by_age on step_up_acts (expires_at)`,
  `alter table invitations add column reset_of timestamptz`,
  `create index invitations_by_guest on invitations (guest_id) where guest_id is not null`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
