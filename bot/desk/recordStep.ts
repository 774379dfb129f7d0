import { type Invitation } from '../core/invitation.ts';
import { type Changed } from '../core/outcome.ts';
import { nextStep, type Step } from '../core/nextStep.ts';
import { type Job, type Ports } from './ports.ts';
import { type RequestRow } from './rows.ts';
import { writeChange } from './pressRequest.ts';

/** A request whose invitation exists. */
export type HeldRow = RequestRow & { readonly invitation: Invitation };
export const held = (row: RequestRow | undefined): HeldRow | undefined =>
  row?.invitation == null ? undefined : { request: row.request, invitation: row.invitation };

export type StepPorts = Pick<Ports, 'store' | 'clock'>;
export type Progress = (state: HeldRow, at: Date) => Changed;

/**
 * Records what a step brought about: row, audit entry, refreshed cards, task card, in one transaction. Undefined when
 * the row is not at that step any more; then nothing is written. `isQuiet`: nothing that people see changed.
 */
export const record = ({ store, clock }: StepPorts, row: HeldRow, step: Step, progress: Progress, { isQuiet = false } = {}): Promise<HeldRow | undefined> =>
  store.transaction(async (tx) => {
    const locked = held(await tx.lockRequest(row.request.id));
    if (locked === undefined || nextStep(locked) !== step) return undefined;
    const change = progress(locked, clock.now());
    await writeChange(tx, locked, change, isQuiet ? [] : jobsAfter(change));
    return held(change);
  });

/** Every copy is refreshed; a person whose press is needed gets a card unasked; the sponsor hears of a redemption. */
export const jobsAfter = ({ request, invitation, events }: Changed): readonly Job[] => {
  const requestId = request.id;
  const isStopped = events.some(({ name }) => name === 'invitation.stopped');
  const isRedeemed = events.some(({ name }) => name === 'invitation.redeemed') && invitation?.access !== 'ending' && invitation?.access !== 'ended';
  return [
    { name: 'cards.refresh', requestId },
    ...(invitation?.obstacle == null || !isStopped ? [] : [{ name: 'card.post', requestId, to: invitation.obstacle.userId, purpose: 'finish' } satisfies Job]),
    ...(isRedeemed ? [{ name: 'card.post', requestId, to: request.sponsorId, purpose: 'sponsor' } satisfies Job] : []),
  ];
};
