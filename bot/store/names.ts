import { type UserId } from '../core/ids.ts';
import { type Reads } from '../desk/ports.ts';
import { type Database, type Querying } from './pool.ts';

export const rememberNames = async (db: Querying, names: ReadonlyMap<UserId, string>): Promise<void> => {
  // Install events name nobody; an empty name must not take a known one's place. Sorted, so that two transactions that remember the same people take their locks in the same order.
  const rows = [...names].filter(([, name]) => name !== '').map(([id, name]) => ({ user_id: id, name })).sort((a, b) => (a.user_id < b.user_id ? -1 : 1));
  if (rows.length === 0) return;
  await db
    .insertInto('person_names')
    .values(rows)
    .onConflict((on) => on.column('user_id').doUpdateSet((eb) => ({ name: eb.ref('excluded.name') })).where((eb) => eb('person_names.name', '!=', eb.ref('excluded.name'))))
    .execute();
};

export const nameReads = (db: Database): Pick<Reads, 'names'> => ({
  names: async (ids) => {
    if (ids.length === 0) return new Map();
    const rows = await db.selectFrom('person_names').selectAll().where('user_id', 'in', [...ids]).execute();
    return new Map(rows.map(({ user_id: id, name }) => [id, name]));
  },
});
