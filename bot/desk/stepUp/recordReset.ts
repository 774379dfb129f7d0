import { type DomainEvent } from '../../core/events.ts';
import { type UserId } from '../../core/ids.ts';
import { type Act } from '../../core/stepUp/act.ts';
import { resetInvitation } from '../../core/stepUp/resetInvitation.ts';
import { writeChange } from '../pressRequest.ts';
import { type HeldRow, held } from '../recordStep.ts';
import { type ActPorts, settling } from './changeAct.ts';

/**
 * Records that the guest has to accept anew: the act is done, and every request of this guest waits for the redemption
 * again, in one transaction. Every row is locked, in the order of the ids, before the audit chain is: whoever else waits
 * for one of them holds none that this waits for.
 */
export const recordReset = async ({ store, clock }: ActPorts, act: Act, guestId: UserId, events: readonly DomainEvent[]): Promise<void> => {
  const rows = await store.read.requestsOfGuest(guestId);
  const ids = [...new Set([act.requestId, ...rows.map(({ request }) => request.id)])].sort();
  await store.transaction(async (tx) => {
    await tx.saveAct(act);
    const locked: HeldRow[] = [];
    for (const id of ids) locked.push(...[held(await tx.lockRequest(id))].filter((row) => row?.invitation.guestId === guestId).filter((row) => row !== undefined));
    for (const row of locked) {
      const change = resetInvitation(row, { by: act.askedBy, at: clock.now(), address: act.address, through: act.requestId });
      if (change !== undefined) await writeChange(tx, row, change, [{ name: 'cards.refresh', requestId: row.request.id }]);
    }
    await tx.commitWith(events, [settling(act)]);
  });
};
