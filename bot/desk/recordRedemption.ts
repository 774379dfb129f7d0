import { redeemed } from '../core/invitationProgress.ts';
import { toGuestFacts } from './grantAccess.ts';
import { type Ports } from './ports.ts';
import { type JobOutcome } from './rows.ts';
import { writeChange } from './pressRequest.ts';
import { held, jobsAfter } from './recordStep.ts';
import { doubtRedemption } from './radar/watchSignIns.ts';
import { done, later } from './underLease.ts';
import { type DeskWork } from './useCases.ts';

export type RedemptionPorts = Pick<Ports, 'store' | 'directory' | 'clock' | 'signInLog' | 'settings'>;

/** A hint may overtake the change in the directory by so much; what comes later is found by the sweep. */
const longestWaitSeconds = 30;

/**
 * `redemption.check`: a hint said that a user changed. Re-reads the user; a guest of ours who accepted is recorded
 * once, and the sponsor hears of it.
 */
export const recordRedemption =
  (ports: RedemptionPorts): DeskWork['recordRedemption'] =>
  async ({ userId, noticedAt }) => {
    const { store, directory, clock } = ports;
    const waiting = await store.read.awaitingRedemption(userId);
    if (waiting.length === 0) return done;
    const user = await directory.findUser(userId);
    if (user === undefined) return done;
    for (const { request } of waiting) {
      await store.transaction(async (tx) => {
        const row = held(await tx.lockRequest(request.id));
        const change = row && redeemed(row, toGuestFacts(user), clock.now());
        if (row !== undefined && change !== undefined) await writeChange(tx, row, change, jobsAfter(change));
      });
      await doubtRedemption(ports, request.id);
    }
    return user.redemption === 'pending' && noticedAt !== undefined ? lookAgain(clock.now().getTime() - Date.parse(noticedAt)) : done;
  };

/** After 2, 4, 8 and 16 s: each pause outlasts everything before it by 2 s. */
const lookAgain = (sinceMs: number): JobOutcome => {
  const seconds = sinceMs / 1_000;
  return seconds < 0 || seconds >= longestWaitSeconds ? done : later(seconds + 2);
};
