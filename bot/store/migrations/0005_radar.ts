import { type Kysely, sql } from 'kysely';

/** What the radar follows of an invitation, and on which days an app reminds. What a card is for is checked by the code that reads it. */
const statements = [
  `alter table invitations add column watch jsonb not null default '{}'`,
  `alter table shared_apps add column reminder_days integer[] not null default '{3,7,14}'`,
  `alter table posted_cards drop constraint if exists posted_cards_purpose_check`,
  `create index invitations_awaited on invitations (request_id) where invitation_state = 'sent' and access <> 'ended'`,
  `create index invitations_unseen on invitations (request_id) where invitation_state = 'redeemed' and access = 'granted'`,
];

export const up = async (db: Kysely<unknown>): Promise<void> => {
  for (const statement of statements) await sql.raw(statement).execute(db);
};
