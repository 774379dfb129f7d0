import { type Kysely, sql } from 'kysely';

/** Roles an app offers and a request asks for; requests that were asked for together. */
const statements = [
  `alter table shared_apps add column roles jsonb not null default '[]'`,
  `alter table access_requests add column role jsonb`,
  `alter table access_requests add column bundle_id text`,
  `create index access_requests_by_bundle on access_requests (tenant_id, bundle_id) where bundle_id is not null`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
