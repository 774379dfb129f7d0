import { type Clock, type Store } from '../desk/ports.ts';
import { type Database } from './pool.ts';

/** A lease is taken when free, run out, or held by the same holder (then it is prolonged). */
export const leases = (db: Database, clock: Clock): Pick<Store, 'lease' | 'release'> => ({
  lease: async (key, holder, seconds) => {
    const now = clock.now();
    const until = new Date(now.getTime() + seconds * 1_000);
    const { numInsertedOrUpdatedRows } = await db
      .insertInto('leases')
      .values({ key, holder, until })
      .onConflict((on) => on.column('key').doUpdateSet({ holder, until }).where((eb) => eb.or([eb('leases.until', '<=', now), eb('leases.holder', '=', holder)])))
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  },
  release: async (key, holder) => {
    await db.deleteFrom('leases').where('key', '=', key).where('holder', '=', holder).execute();
  },
});
