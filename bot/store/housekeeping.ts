import { type Housekeeping } from '../desk/workPorts.ts';
import { type Clock } from '../desk/ports.ts';
import { dayAgo } from './expiry.ts';
import { type Database } from './pool.ts';

export const housekeeping = (db: Database, clock: Clock): Housekeeping => ({
  tidy: async () => {
    const since = dayAgo(clock);
    await db.deleteFrom('claims').where('kind', '!=', 'welcome').where('claimed_at', '<=', since).execute();
    await db.deleteFrom('pending_turns').where('at', '<=', since).execute();
    await db.deleteFrom('preflight_looks').where('at', '<=', since).execute();
    await db.deleteFrom('drafts').where('created_at', '<=', since).execute();
    await db.deleteFrom('hints').where('received_at', '<=', since).execute();
    await db.deleteFrom('step_up_acts').where('expires_at', '<=', since).execute();
    await db.deleteFrom('leases').where('until', '<=', since).execute();
  },
});
