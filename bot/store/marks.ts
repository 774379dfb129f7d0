import { type Store } from '../desk/ports.ts';
import { type Database } from './pool.ts';

export const marks = (db: Database): Pick<Store, 'mark' | 'setMark'> => ({
  mark: async (name) => (await db.selectFrom('marks').select('value').where('name', '=', name).executeTakeFirst())?.value ?? null,
  setMark: async (name, value) => {
    if (value === null) await db.deleteFrom('marks').where('name', '=', name).execute();
    else await db.insertInto('marks').values({ name, value }).onConflict((on) => on.column('name').doUpdateSet({ value })).execute();
  },
});
