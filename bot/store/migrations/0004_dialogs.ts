import { type Kysely, sql } from 'kysely';

/** Conversations: the language a person chose, and a request that is made question by question. */
const statements = [
  `create table person_languages (person_id text primary key, language text not null)`,
  `create table dialogs (person_id text not null, conversation_id text not null, draft_id text not null, version integer not null,
    last_activity_id text not null, state jsonb not null, begun_at timestamptz not null, primary key (person_id, conversation_id))`,
  `create index dialogs_by_age on dialogs (begun_at)`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
