import { redeemed } from '../core/invitationProgress.ts';
import { toGuestFacts } from './grantAccess.ts';
import { type Ports } from './ports.ts';
import { writeChange } from './pressRequest.ts';
import { held, jobsAfter } from './recordStep.ts';
import { type DeskWork } from './useCases.ts';

/**
 * `redemption.check`: a hint said that a user changed. Re-reads the user; a guest of ours who accepted is recorded
 * once, and the sponsor hears of it.
 */
export const recordRedemption =
  ({ store, directory, clock }: Pick<Ports, 'store' | 'directory' | 'clock'>): DeskWork['recordRedemption'] =>
  async ({ userId }) => {
    const waiting = await store.read.awaitingRedemption(userId);
    if (waiting.length === 0) return { kind: 'done' };
    const user = await directory.findUser(userId);
    if (user === undefined) return { kind: 'done' };
    for (const { request } of waiting) {
      await store.transaction(async (tx) => {
        const row = held(await tx.lockRequest(request.id));
        const change = row && redeemed(row, toGuestFacts(user), clock.now());
        if (row !== undefined && change !== undefined) await writeChange(tx, row, change, jobsAfter(change));
      });
    }
    return { kind: 'done' };
  };
