import { type Kysely, sql } from 'kysely';

const statements = [
  `create table preflights (request_id text primary key references access_requests (id), report jsonb not null, passport jsonb not null)`,
  `create table preflight_looks (person_id text not null, kind text not null check (kind in ('check', 'stopped')), at timestamptz not null)`,
  `create index preflight_looks_by_person on preflight_looks (person_id, kind, at)`,
  `create index preflight_looks_by_age on preflight_looks (at)`,
  `create index access_requests_by_domain on access_requests (tenant_id, (split_part(email, '@', 2)))`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
