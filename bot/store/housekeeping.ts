import { type Housekeeping } from '../desk/workPorts.ts';
import { type Clock } from '../desk/ports.ts';
import { dialogHours } from '../core/dialogs/askDialog.ts';
import { dayAgo } from './expiry.ts';
import { type Database } from './pool.ts';

export const housekeeping = (db: Database, clock: Clock): Housekeeping => ({
  tidy: async () => {
    const since = dayAgo(clock);
    await db.deleteFrom('claims').where('kind', '!=', 'welcome').where('claimed_at', '<=', since).execute();
    await db.deleteFrom('pending_turns').where('at', '<=', since).execute();
    await db.deleteFrom('preflight_looks').where('at', '<=', since).execute();
    await db.deleteFrom('drafts').where('created_at', '<=', since).execute();
    // Who comes back within a week to a request in the making is told that it ran out; what it said is gone before.
    const now = clock.now().getTime();
    await db.updateTable('dialogs').set({ state: '{}' }).where('begun_at', '<=', new Date(now - dialogHours * 3_600_000)).where('state', '!=', '{}').execute();
    await db.deleteFrom('dialogs').where('begun_at', '<=', new Date(now - 7 * 86_400_000)).execute();
    await db.deleteFrom('hints').where('received_at', '<=', since).execute();
    await db.deleteFrom('step_up_acts').where('expires_at', '<=', since).execute();
    await db.deleteFrom('leases').where('until', '<=', since).execute();
  },
});
