import { GraphError } from './errors.ts';

/** Counts requests in a sliding window of real time, as the service does; the tenant's clock may jump over it. */
export type Throttle = {
  /** @throws GraphError 429 with Retry-After when the window is full. */
  pass(limit: number): void;
};

export function createThrottle(windowMs: number): Throttle {
  let passed: number[] = [];
  return {
    pass(limit) {
      const now = performance.now();
      passed = passed.filter((at) => at > now - windowMs);
      const oldest = passed[0];
      if (passed.length >= limit) {
        const waitMs = oldest === undefined ? windowMs : oldest + windowMs - now;
        throw new GraphError(429, 'TooManyRequests', 'Too many requests.', { 'retry-after': String(Math.max(1, Math.ceil(waitMs / 1000))) });
      }
      passed.push(now);
    },
  };
}
