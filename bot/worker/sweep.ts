import { type Clock, type Store } from '../desk/ports.ts';
import { type DeskWork } from '../desk/useCases.ts';

const leaseSeconds = 300;
const markName = 'sweep.done';

export type SweepOptions = {
  readonly store: Pick<Store, 'lease' | 'release' | 'mark' | 'setMark'>;
  readonly work: Pick<DeskWork, 'sweepRedemptions'>;
  readonly clock: Clock;
  readonly holder: string;
  readonly everySeconds: number;
};

/** Sweeps redemptions at start, then every so many seconds of the Clock, in one process at a time. */
export const createSweep = ({ store, work, clock, holder, everySeconds }: SweepOptions): { tick(): Promise<void>; request(): void } => {
  let isRequested = false;
  let lookAt = 0;

  const isDue = async (): Promise<boolean> => {
    if (isRequested) return true;
    const done = Date.parse((await store.mark(markName)) ?? '') || 0;
    const now = clock.now().getTime();
    lookAt = Math.min(done, now) + everySeconds * 1_000;
    // A mark from the future is left from before a reset of the clock.
    return now >= lookAt || done > now;
  };

  return {
    request: () => {
      isRequested = true;
    },
    tick: async () => {
      const isEarly = clock.now().getTime() < lookAt && lookAt - clock.now().getTime() <= everySeconds * 1_000;
      if ((!isRequested && isEarly) || !(await isDue())) return;
      if (!(await store.lease('sweep', holder, leaseSeconds))) return;
      try {
        if (!(await isDue())) return;
        isRequested = false;
        const started = clock.now();
        await work.sweepRedemptions();
        await store.setMark(markName, started.toISOString());
        lookAt = started.getTime() + everySeconds * 1_000;
      } finally {
        await store.release('sweep', holder);
      }
    },
  };
};
