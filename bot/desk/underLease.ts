import { type AccessRequestId } from '../core/ids.ts';
import { type JobOutcome, type Ports } from './ports.ts';

/** Longer than one call with its own time-out takes; short, because a crashed holder's lease must run out by itself. */
const leaseSeconds = 15;

export const later = (seconds: number): JobOutcome => ({ kind: 'later', seconds });
export const done: JobOutcome = { kind: 'done' };

/**
 * Runs steps one after another, each under the request's effect lease, until one says what to do with the job.
 * Another holder → later.
 */
export const underLease = async (
  { store, ids }: Pick<Ports, 'store' | 'ids'>,
  requestId: AccessRequestId,
  step: () => Promise<JobOutcome | 'go-on'>,
): Promise<JobOutcome> => {
  const holder = ids.next();
  let outcome: JobOutcome | 'go-on' = 'go-on';
  try {
    while (outcome === 'go-on') {
      if (!(await store.lease(requestId, holder, leaseSeconds))) return later(2);
      outcome = await step();
    }
    return outcome;
  } finally {
    await store.release(requestId, holder);
  }
};
