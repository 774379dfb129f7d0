import { type Selectable, sql } from 'kysely';
import { type Delegation, holdsAt, isOver } from '../core/delegation/delegation.ts';
import { addDays, dayAt } from '../core/day.ts';
import { type TenantId } from '../core/ids.ts';
import { type DelegationReads, type DelegationTx } from '../desk/delegation/delegationPorts.ts';
import { type Clock } from '../desk/ports.ts';
import { type Database, type DatabaseTransaction } from './pool.ts';
import { requestsWaiting } from './requestReads.ts';
import { type DelegationTable } from './schema.ts';

const fromRow = (row: Selectable<DelegationTable>): Delegation => ({
  id: row.id,
  by: row.by_id,
  to: row.to_id,
  from: row.from_day,
  until: row.until_day,
  timeZone: row.time_zone,
  madeAt: row.made_at,
  endedAt: row.ended_at,
});

const phaseAt = (delegation: Delegation, now: Date): DelegationTable['applied'] => {
  if (isOver(delegation, now)) return 'over';
  return holdsAt(delegation, now) ? 'holding' : 'ahead';
};

export const delegationReads = (db: Database, tenantId: TenantId, clock: Clock): DelegationReads => {
  /** Day limits are each in a zone of their own: a day more on both sides, then the exact rule. */
  const near = () => {
    const today = dayAt(clock.now(), 'UTC');
    return db.selectFrom('delegations').selectAll().where('tenant_id', '=', tenantId).where('ended_at', 'is', null).where('until_day', '>=', addDays(today, -1));
  };
  const holding = (rows: readonly Selectable<DelegationTable>[]): readonly Delegation[] => rows.map(fromRow).filter((one) => holdsAt(one, clock.now()));
  return {
    delegationsFrom: async (people) => (people.length === 0 ? [] : holding(await near().where('by_id', 'in', [...new Set(people)]).orderBy('made_at').execute())),
    delegationsTo: async (person) => holding(await near().where('to_id', '=', person).orderBy('made_at').execute()),
    delegationsOf: async (person) => (await near().where('by_id', '=', person).orderBy('from_day').orderBy('id').execute()).map(fromRow).filter((one) => !isOver(one, clock.now())),
    delegation: async (id) => {
      const row = await db.selectFrom('delegations').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : fromRow(row);
    },
    unsettledDelegations: async (limit) => {
      const rows = await db.selectFrom('delegations').selectAll().where('tenant_id', '=', tenantId).where('applied', '!=', 'over').orderBy('from_day').orderBy('id').execute();
      return rows.filter((row) => phaseAt(fromRow(row), clock.now()) !== row.applied).slice(0, limit).map(fromRow);
    },
    requestsWaitingFor: (people, after, limit) => requestsWaiting(db, tenantId, people, after, limit),
    peopleNamed: async (name) => {
      const rows = await db
        .selectFrom('person_names')
        .selectAll()
        .where(sql<boolean>`lower(name) = ${name.toLowerCase()} or ${name.toLowerCase()} = any (string_to_array(lower(name), ' '))`)
        .orderBy('name')
        .limit(10)
        .execute();
      return rows.map(({ user_id: id, name: full }) => ({ id, name: full }));
    },
  };
};

export const delegationTx = (trx: DatabaseTransaction, tenantId: TenantId): DelegationTx => ({
  insertDelegation: async (one) => {
    await trx
      .insertInto('delegations')
      .values({ id: one.id, tenant_id: tenantId, by_id: one.by, to_id: one.to, from_day: one.from, until_day: one.until, time_zone: one.timeZone, made_at: one.madeAt, ended_at: one.endedAt, applied: 'ahead' })
      .execute();
  },
  endDelegation: async (id, by, at) => {
    const { numUpdatedRows } = await trx.updateTable('delegations').set({ ended_at: at }).where('tenant_id', '=', tenantId).where('id', '=', id).where('by_id', '=', by).where('ended_at', 'is', null).where('applied', '!=', 'over').executeTakeFirstOrThrow();
    return numUpdatedRows === 1n;
  },
  settleDelegation: async (delegation, now) => {
    await trx.updateTable('delegations').set({ applied: phaseAt(delegation, now) }).where('tenant_id', '=', tenantId).where('id', '=', delegation.id).execute();
  },
});
