import { type Clock, type Store } from '../desk/ports.ts';

/** A deed that is done again and again, whether or not anything asked for it. */
export type RoundDeed = { readonly name: string; readonly everySeconds: number; run(): Promise<void> };

/** `tick`: does the deed when it is due. `request`: it is due now. */
export type Round = { tick(): Promise<void>; request(): void };

export type RoundOptions = {
  readonly store: Pick<Store, 'lease' | 'release' | 'mark' | 'setMark'>;
  readonly clock: Clock;
  readonly holder: string;
};

const leaseSeconds = 300;

/** Does the deed at start, then every so many seconds of the Clock, in one process at a time. */
export const createRound = ({ store, clock, holder }: RoundOptions, { name, everySeconds, run }: RoundDeed): Round => {
  const markName = `${name}.done`;
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
      if (!(await store.lease(name, holder, leaseSeconds))) return;
      try {
        if (!(await isDue())) return;
        isRequested = false;
        const started = clock.now();
        await run();
        await store.setMark(markName, started.toISOString());
        lookAt = started.getTime() + everySeconds * 1_000;
      } finally {
        await store.release(name, holder);
      }
    },
  };
};
