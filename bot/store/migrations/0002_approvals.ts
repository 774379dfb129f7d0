import { type Kysely, sql } from 'kysely';

const usualStage = `jsonb_build_object('who', jsonb_build_object('kind', 'usual'), 'needed', 1, 'veto', true, 'reasonOn', 'none', 'limitHours', null, 'fallbackId', null, 'afterLimit', 'remain')`;

/**
 * Rules of approval per app, and a snapshot of the rule in each request. What was there before gets the usual rule, with
 * those who were asked. The purposes of cards are a closed set in the code, which grows with every kind of task; the
 * database no longer repeats it.
 */
const statements = [
  `alter table shared_apps add column approval jsonb not null default jsonb_build_object('stages', jsonb_build_array(${usualStage}), 'automaticDomains', jsonb_build_array(), 'setBy', null, 'setAt', null)`,
  `alter table access_requests add column approval jsonb, add column due_at timestamptz`,
  `update access_requests set approval = jsonb_build_object('stages', jsonb_build_array(jsonb_build_object('stage', ${usualStage}, 'asked', to_jsonb(deciders), 'standIns', jsonb_build_array(), 'votes', jsonb_build_array())),
    'current', 0, 'askedSince', 1, 'escalatedAt', null, 'remindedAt', null, 'succession', null, 'automaticFor', null)`,
  `alter table access_requests alter column approval set not null`,
  `create index access_requests_due on access_requests (tenant_id, due_at) where state = 'submitted' and due_at is not null`,
  `create index access_requests_undecided on access_requests (tenant_id, id) where state = 'submitted'`,
  `alter table posted_cards drop constraint posted_cards_purpose_check`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
