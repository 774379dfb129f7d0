import { setTimeout as pause } from 'node:timers/promises';

/** Tries until it no longer throws; after the deadline the last failure is thrown, with what `explain` adds. */
export const eventually = async <T>(attempt: () => T | Promise<T>, deadlineMs = 15_000, explain?: () => string): Promise<T> => {
  const end = performance.now() + deadlineMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) {
        if (explain) throw new Error(`${String(error)}\n${explain()}`, { cause: error });
        throw error;
      }
      await pause(100);
    }
  }
};
