import { type Log } from '../telemetry/log.ts';
import { withCorrelation } from '../telemetry/correlation.ts';

export type Loop = { /** Ends the loop and waits for what runs, so many milliseconds at most. */ stop(withinMs: number): Promise<void> };

const tickMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Runs `tick` every second, never twice at once. Ticks look at the Clock, so a clock that is moved is noticed within a
 * second. After an error the pauses grow, at most to 30 s.
 */
export const startLoop = (name: string, tick: () => Promise<void>, log: Log): Loop => {
  let isStopping = false;
  let wake = (): void => undefined;
  const rest = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async (): Promise<void> => {
    for (let failures = 0; !isStopping; ) {
      try {
        await withCorrelation(tick);
        failures = 0;
      } catch (error) {
        failures += 1;
        log.warn({ event: 'loop.failed', loop: name, failures, error });
      }
      if (!isStopping) await rest(Math.min(longestPauseMs, tickMs * 2 ** failures));
    }
  };
  const running = run();
  return {
    stop: async (withinMs) => {
      isStopping = true;
      wake();
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([running, new Promise((resolve) => (timer = setTimeout(resolve, withinMs)))]);
      clearTimeout(timer);
    },
  };
};
