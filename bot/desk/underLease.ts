import { type AccessRequest } from '../core/accessRequest.ts';
import { type Ports } from './ports.ts';
import { type JobOutcome } from './rows.ts';

/** Longer than one call with its own time-out takes; short, because a crashed holder's lease must run out by itself. */
const leaseSeconds = 15;

export const later = (seconds: number): JobOutcome => ({ kind: 'later', seconds });
export const done: JobOutcome = { kind: 'done' };

/**
 * Runs steps one after another under the guest's effect lease, until one says what to do with the job; another holder
 * → later. The lease is the guest's, not the request's: two requests for one person must not both invite.
 */
export const underLease = async (
  { store, ids }: Pick<Ports, 'store' | 'ids'>,
  { invitee }: AccessRequest,
  step: () => Promise<JobOutcome | 'go-on'>,
): Promise<JobOutcome> => {
  const [guest, holder] = [`guest ${invitee.email}`, ids.next()];
  let outcome: JobOutcome | 'go-on' = 'go-on';
  try {
    while (outcome === 'go-on') {
      if (!(await store.lease(guest, holder, leaseSeconds))) return later(2);
      outcome = await step();
    }
    return outcome;
  } finally {
    await store.release(guest, holder);
  }
};
