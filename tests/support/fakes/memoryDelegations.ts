import { type Delegation, holdsAt, isOver } from '../../../bot/core/delegation/delegation.ts';
import { type DelegationReads, type DelegationTx } from '../../../bot/desk/delegation/delegationPorts.ts';
import { type Clock } from '../../../bot/desk/ports.ts';
import { type RequestRow } from '../../../bot/desk/rows.ts';

export type DelegationRow = { readonly one: Delegation; readonly applied: 'ahead' | 'holding' | 'over' };
type Held = { readonly delegations: Map<string, DelegationRow>; readonly names: Map<string, string> };

const phaseAt = (one: Delegation, now: Date): DelegationRow['applied'] => (isOver(one, now) ? 'over' : holdsAt(one, now) ? 'holding' : 'ahead');

/** Delegations in memory. */
export const memoryDelegations = (rows: () => Held, waiting: () => readonly RequestRow[], clock: Clock): DelegationReads => {
  const all = (): Delegation[] => [...rows().delegations.values()].map(({ one }) => one);
  const holding = (): Delegation[] => all().filter((one) => holdsAt(one, clock.now()));
  return {
    delegationsFrom: async (people) => holding().filter((one) => people.includes(one.by)),
    delegationsTo: async (person) => holding().filter((one) => one.to === person),
    delegationsOf: async (person) => all().filter((one) => one.by === person && !isOver(one, clock.now())),
    delegation: async (id) => rows().delegations.get(id)?.one,
    unsettledDelegations: async (limit) => [...rows().delegations.values()].filter(({ one, applied }) => applied !== 'over' && phaseAt(one, clock.now()) !== applied).map(({ one }) => one).slice(0, limit),
    requestsWaitingFor: async (people, after, limit) =>
      waiting().filter(({ request }) => request.state === 'submitted' && request.id > (after ?? '') && request.deciders.some((id) => people.includes(id))).sort((a, b) => (a.request.id < b.request.id ? -1 : 1)).slice(0, limit),
    peopleNamed: async (name) => [...rows().names].filter(([, full]) => [full, ...full.split(' ')].some((word) => word.toLowerCase() === name.toLowerCase())).map(([id, full]) => ({ id, name: full })),
  };
};

export const memoryDelegationTx = (draft: Held): DelegationTx => ({
  insertDelegation: async (one) => void draft.delegations.set(one.id, { one, applied: 'ahead' }),
  endDelegation: async (id, by, at) => {
    const row = draft.delegations.get(id);
    if (row === undefined || row.one.by !== by || row.one.endedAt !== null || row.applied === 'over') return false;
    draft.delegations.set(id, { ...row, one: { ...row.one, endedAt: at } });
    return true;
  },
  settleDelegation: async (one, now) => void draft.delegations.set(one.id, { one, applied: phaseAt(one, now) }),
});
