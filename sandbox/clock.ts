import { join } from 'node:path';
import { z } from 'zod';
import { readJson, writeAtomically } from './state/file.ts';

/** The time of the tenant in a box: the machine's time plus an offset that only grows, except at a reset. */
export type Clock = {
  now(): Date;
  readonly offsetMs: number;
  /** Moves the time by an ISO 8601 duration (`P1D`, `PT15M`, `P2W`) and waits for everybody who listens. */
  advance(iso: string): Promise<Date>;
  /** Takes the offset back to zero. */
  reset(): Promise<void>;
  /** Calls back with the new offset after each move; returns how to stop listening. */
  onAdvance(listener: (offsetMs: number) => void | Promise<void>): () => void;
};

const duration = /^P(?!$)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const kept = z.object({ offsetMs: z.number() });

/**
 * Milliseconds of an ISO 8601 duration of weeks, days, hours, minutes and seconds.
 * @throws RangeError for anything else (months and years have no fixed length).
 */
export function durationMs(iso: string): number {
  const match = duration.exec(iso);
  if (match === null) throw new RangeError(`Not a duration of weeks, days, hours, minutes and seconds: ${iso}`);
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** The clock whose offset is kept in `<dataDir>/clock.json`. */
export function createClock(dataDir: string): Clock {
  const path = join(dataDir, 'clock.json');
  const listeners = new Set<(offsetMs: number) => void | Promise<void>>();
  let offsetMs = kept.safeParse(readJson(path)).data?.offsetMs ?? 0;
  const set = async (next: number): Promise<void> => {
    offsetMs = next;
    writeAtomically(path, JSON.stringify({ offsetMs }));
    for (const listener of listeners) await listener(offsetMs);
  };
  const now = (): Date => new Date(Date.now() + offsetMs);
  return {
    now,
    get offsetMs() {
      return offsetMs;
    },
    async advance(iso) {
      await set(offsetMs + durationMs(iso));
      return now();
    },
    reset: () => set(0),
    onAdvance(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
