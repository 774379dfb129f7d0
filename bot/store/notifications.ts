import { type NotificationStore } from '../desk/channelPorts.ts';
import { type Clock } from '../desk/ports.ts';
import { type SendJobs } from './jobs.ts';
import { type Database } from './pool.ts';

/** The one resource we are notified of. */
const resource = 'users';

export const notificationStore = (db: Database, clock: Clock, sendJobs: SendJobs): NotificationStore => ({
  subscription: async () => {
    const row = await db.selectFrom('subscriptions').selectAll().where('resource', '=', resource).executeTakeFirst();
    return row === undefined ? undefined : { id: row.id, clientState: row.client_state, expiresAt: row.expires_at };
  },
  saveSubscription: async ({ id, clientState, expiresAt }) => {
    const row = { id, client_state: clientState, expires_at: expiresAt };
    await db.insertInto('subscriptions').values({ resource, ...row }).onConflict((on) => on.column('resource').doUpdateSet(row)).execute();
  },
  addHints: async (hints) => {
    if (hints.length === 0) return;
    const received_at = clock.now();
    const people = [...new Set(hints.map(({ userId }) => userId))];
    await db.transaction().execute(async (trx) => {
      await trx.insertInto('hints').values(hints.map((hint) => ({ subscription_id: hint.subscriptionId, user_id: hint.userId, change_type: hint.changeType, received_at }))).execute();
      await sendJobs(trx, people.map((userId) => ({ name: 'redemption.check', userId, noticedAt: received_at.toISOString() })));
    });
  },
});
