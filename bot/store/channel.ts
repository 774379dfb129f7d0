import { type ChannelStore } from '../desk/channelPorts.ts';
import { type Clock } from '../desk/ports.ts';
import { dayAgo } from './expiry.ts';
import { rememberNames } from './names.ts';
import { type Database, type Querying } from './pool.ts';
import { type ClaimKind } from './schema.ts';

/** Keys are JSON arrays: no part can run into its neighbour. */
const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts);

const unclaim = async (db: Querying, kind: ClaimKind, key: string): Promise<void> => void (await db.deleteFrom('claims').where('kind', '=', kind).where('key', '=', key).execute());

export const channelStore = (db: Database, clock: Clock): Omit<ChannelStore, 'languageOf'> => {
  /** True for the first one; an older claim than `since` counts as none. */
  const claim = async (kind: ClaimKind, key: string, since: Date | null): Promise<boolean> => {
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('claims')
      .values({ kind, key, claimed_at: clock.now() })
      .onConflict((on) => (since === null ? on.columns(['kind', 'key']).doNothing() : on.columns(['kind', 'key']).doUpdateSet({ claimed_at: clock.now() }).where('claims.claimed_at', '<=', since)))
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  };

  return {
    rememberConversation: (reference) =>
      db.transaction().execute(async (trx) => {
        const row = {
          tenant_id: reference.tenantId,
          channel_user_id: reference.channelUserId,
          conversation_id: reference.conversationId,
          service_url: reference.serviceUrl,
          locale: reference.locale,
          time_zone: reference.timeZone,
          name: reference.name,
        };
        await trx.insertInto('conversations').values({ user_id: reference.userId, ...row }).onConflict((on) => on.column('user_id').doUpdateSet(row)).execute();
        await rememberNames(trx, new Map([[reference.userId, reference.name]]));
      }),
    conversationOf: async (userId) => {
      const row = await db.selectFrom('conversations').leftJoin('person_languages', 'person_languages.person_id', 'conversations.user_id').selectAll('conversations').select('language').where('user_id', '=', userId).executeTakeFirst();
      if (row === undefined) return undefined;
      return {
        userId: row.user_id,
        tenantId: row.tenant_id,
        channelUserId: row.channel_user_id,
        conversationId: row.conversation_id,
        serviceUrl: row.service_url,
        locale: row.language ?? row.locale,
        timeZone: row.time_zone,
        name: row.name,
      };
    },
    // The app was removed: a later install is a new one and is welcomed again.
    forgetConversation: (userId) =>
      db.transaction().execute(async (trx) => {
        await trx.deleteFrom('conversations').where('user_id', '=', userId).execute();
        await unclaim(trx, 'welcome', keyOf(userId));
      }),
    claimActivity: (conversationId, activityId) => claim('activity', keyOf(conversationId, activityId), dayAgo(clock)),
    releaseActivity: (conversationId, activityId) => unclaim(db, 'activity', keyOf(conversationId, activityId)),
    claimExchange: (userId, conversationId, exchangeId) => claim('exchange', keyOf(userId, conversationId, exchangeId), dayAgo(clock)),
    claimWelcome: (subject) => claim('welcome', keyOf(subject), null),
    forgetWelcome: (subject) => unclaim(db, 'welcome', keyOf(subject)),
    claimRefusal: (channelUserId, conversationId) => claim('refusal', keyOf(channelUserId, conversationId), dayAgo(clock)),
    savePendingTurn: async ({ userId, conversationId, text, at }) => {
      const row = { conversation_id: conversationId, text, at };
      await db.insertInto('pending_turns').values({ user_id: userId, ...row }).onConflict((on) => on.column('user_id').doUpdateSet(row)).execute();
    },
    takePendingTurn: async (userId) => {
      const row = await db.deleteFrom('pending_turns').where('user_id', '=', userId).returningAll().executeTakeFirst();
      if (row === undefined || row.at <= dayAgo(clock)) return undefined;
      return { userId: row.user_id, conversationId: row.conversation_id, text: row.text, at: row.at };
    },
  };
};
