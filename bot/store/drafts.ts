import { type Clock, type Draft, type Reads } from '../desk/ports.ts';
import { dayAgo } from './expiry.ts';
import { type Database, type DatabaseTransaction } from './pool.ts';

export const insertDraft = async (trx: DatabaseTransaction, draft: Draft): Promise<void> => {
  await trx
    .insertInto('drafts')
    .values({ id: draft.id, kind: draft.kind, by_id: draft.by, conversation_id: draft.conversationId, service_principal_id: draft.servicePrincipalId, created_at: draft.createdAt })
    .execute();
};

/** A draft older than a day is no more, whether it is swept yet or not. */
export const draftReads = (db: Database, clock: Clock): Pick<Reads, 'draft'> => ({
  draft: async (id) => {
    const row = await db.selectFrom('drafts').selectAll().where('id', '=', id).where('created_at', '>', dayAgo(clock)).executeTakeFirst();
    if (row === undefined) return undefined;
    return { id: row.id, kind: row.kind, by: row.by_id, conversationId: row.conversation_id, servicePrincipalId: row.service_principal_id, createdAt: row.created_at };
  },
});
