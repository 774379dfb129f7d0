import { type Delegation, holdsAt, seatOf } from '../../core/delegation/delegation.ts';
import { type Job, type Ports } from '../ports.ts';
import { type RequestRow } from '../rows.ts';
import { type DelegationWork } from './delegationUseCases.ts';

type ApplyPorts = Pick<Ports, 'store' | 'clock'>;

const pageSize = 100;
/** Delegations one round settles; the next round goes on. */
const mostPerRound = 200;

/** `delegation.apply`: page by page, so that a thousand waiting requests need no thousand rows at once. */
export const applyDelegation =
  ({ store, clock }: ApplyPorts): DelegationWork['applyDelegation'] =>
  async ({ delegationId }) => {
    const found = await store.read.delegation(delegationId);
    if (found !== undefined) await apply({ store, clock }, found);
    return { kind: 'done' };
  };

/** Delegations that began or ended by their days. */
export const settleDelegations =
  (ports: ApplyPorts): DelegationWork['settleDelegations'] =>
  async () => {
    for (const delegation of await ports.store.read.unsettledDelegations(mostPerRound)) await apply(ports, delegation);
  };

const apply = async ({ store, clock }: ApplyPorts, delegation: Delegation): Promise<void> => {
  const now = clock.now();
  let after: string | null = null;
  for (;;) {
    const rows: readonly RequestRow[] = await store.read.requestsWaitingFor([delegation.by], after, pageSize);
    const jobs = rows.flatMap((row) => jobsFor(row, delegation, now));
    if (jobs.length > 0) await store.transaction((tx) => tx.commitWith([], jobs));
    if (rows.length < pageSize) break;
    after = rows.at(-1)?.request.id ?? null;
  }
  await store.transaction((tx) => tx.settleDelegation(delegation, now));
};

const jobsFor = ({ request }: RequestRow, delegation: Delegation, now: Date): readonly Job[] => [
  ...(holdsAt(delegation, now) && seatOf(request, delegation.to, [delegation]) !== undefined ? [{ name: 'card.post', requestId: request.id, to: delegation.to, purpose: 'decide' } as const] : []),
  { name: 'cards.refresh', requestId: request.id },
];
