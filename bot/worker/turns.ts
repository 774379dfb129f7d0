import { setTimeout as pause } from 'node:timers/promises';
import { type Store } from '../desk/ports.ts';
import { type JobOutcome } from '../desk/rows.ts';

/** Work that must not overlap with itself, here or in another process. */
export type Turns = {
  /**
   * Runs `work` when nobody else runs work of the same key. Callers who come while one is running share the one run
   * that follows it: it starts after all of them came, so it sees what they came for.
   */
  take(key: string, work: () => Promise<JobOutcome>): Promise<JobOutcome>;
};

const leaseSeconds = 30;
const patienceMs = 3_000;

export const createTurns = (store: Pick<Store, 'lease' | 'release'>, holder: string): Turns => {
  const running = new Map<string, Promise<unknown>>();
  const waiting = new Map<string, Promise<JobOutcome>>();

  const alone = async (key: string, work: () => Promise<JobOutcome>): Promise<JobOutcome> => {
    for (const limit = performance.now() + patienceMs; !(await store.lease(key, holder, leaseSeconds)); await pause(100)) {
      if (performance.now() > limit) return { kind: 'later', seconds: 1 };
    }
    try {
      return await work();
    } finally {
      await store.release(key, holder);
    }
  };

  const start = (key: string, work: () => Promise<JobOutcome>): Promise<JobOutcome> => {
    const run = alone(key, work).finally(() => {
      if (running.get(key) === run) running.delete(key);
    });
    running.set(key, run);
    return run;
  };

  const take = (key: string, work: () => Promise<JobOutcome>): Promise<JobOutcome> => {
    const current = running.get(key);
    if (current === undefined) return start(key, work);
    const next =
      waiting.get(key) ??
      current.then(
        () => undefined,
        () => undefined,
      ).then(() => {
        waiting.delete(key);
        return start(key, work);
      });
    waiting.set(key, next);
    return next;
  };

  return { take };
};
