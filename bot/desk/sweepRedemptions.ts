import { recordRedemption, type RedemptionPorts } from './recordRedemption.ts';
import { type DeskWork } from './useCases.ts';

/** Name of the watermark that holds the delta link. */
const mark = 'redemptions.delta';
const pageSize = 100;

/**
 * Finds redemptions whose notification never came: what changed since the last sweep, or, on the first sweep and
 * after a gap, every guest who has not redeemed. The link is taken before the full pass, so that nothing slips between.
 */
export const sweepRedemptions =
  (ports: RedemptionPorts): DeskWork['sweepRedemptions'] =>
  async () => {
    const { store, directory } = ports;
    const check = recordRedemption(ports);
    const link = await store.mark(mark);
    const changes = await directory.changedUsers(link);
    if (link !== null && changes.kind === 'changes') {
      for (const { id } of changes.users.filter(({ redemption }) => redemption === 'accepted')) await check({ userId: id });
      await store.setMark(mark, changes.link);
      return;
    }
    const fresh = changes.kind === 'changes' ? changes : await directory.changedUsers(null);
    let after: string | null = null;
    for (;;) {
      const guests: readonly string[] = await store.read.guestsAwaitingRedemption(after, pageSize);
      for (const userId of guests) await check({ userId });
      after = guests.at(-1) ?? null;
      if (guests.length < pageSize) break;
    }
    await store.setMark(mark, fresh.kind === 'changes' ? fresh.link : null);
  };
