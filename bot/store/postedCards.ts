import { type PostedCard, type Reads } from '../desk/ports.ts';
import { type PostedAt } from '../desk/rows.ts';
import { type Database, type DatabaseTransaction } from './pool.ts';

/** One card per request, person and purpose; one request per message. What stood there before is replaced. */
export const savePostedCard = async (trx: DatabaseTransaction, card: PostedCard): Promise<void> => {
  await forgetPostedCard(trx, card);
  await trx
    .insertInto('posted_cards')
    .values({ conversation_id: card.conversationId, activity_id: card.activityId, request_id: card.requestId, to_id: card.to, purpose: card.purpose })
    .onConflict((on) => on.columns(['request_id', 'to_id', 'purpose']).doUpdateSet({ conversation_id: card.conversationId, activity_id: card.activityId }))
    .execute();
};

export const forgetPostedCard = async (trx: DatabaseTransaction, at: PostedAt): Promise<void> => {
  await trx.deleteFrom('posted_cards').where('conversation_id', '=', at.conversationId).where('activity_id', '=', at.activityId).execute();
};

export const postedCardReads = (db: Database): Pick<Reads, 'postedCards'> => ({
  postedCards: async (requestId) => {
    const rows = await db.selectFrom('posted_cards').selectAll().where('request_id', '=', requestId).orderBy('to_id').orderBy('purpose').execute();
    return rows.map((row): PostedCard => ({ conversationId: row.conversation_id, activityId: row.activity_id, requestId: row.request_id, to: row.to_id, purpose: row.purpose }));
  },
});
