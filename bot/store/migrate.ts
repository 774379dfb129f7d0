import { Migrator } from 'kysely/migration';
import { type Database } from './pool.ts';
import * as init from './migrations/0001_init.ts';
import * as approvals from './migrations/0002_approvals.ts';
import * as delegations from './migrations/0003_delegations.ts';
import * as dialogs from './migrations/0004_dialogs.ts';
import * as radar from './migrations/0005_radar.ts';
import * as preflight from './migrations/0006_preflight.ts';
import * as stepUp from './migrations/0007_stepUp.ts';
import * as rolesAndBundles from './migrations/0009_rolesAndBundles.ts';

/** In order of their names; a released one is never changed. */
const migrations = { '0001_init': init, '0002_approvals': approvals, '0003_delegations': delegations, '0004_dialogs': dialogs, '0005_radar': radar, '0006_preflight': preflight, '0007_stepUp': stepUp, '0009_rolesAndBundles': rolesAndBundles };

/** Brings the schema up to date. Safe when several processes do it at once: they take turns. */
export const migrate = async (db: Database): Promise<void> => {
  const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  if (error !== undefined) throw Error.isError(error) ? error : new Error('The migration failed.', { cause: error });
};
