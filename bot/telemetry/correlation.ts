import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** What belongs to one turn, request or job wherever its calls lead. */
export type Correlation = {
  /** Sent to Graph as `client-request-id`, shown to people in the details of an apology. */
  readonly id: string;
  /** Calls made to Graph so far. */
  graphCalls: number;
};

const storage = new AsyncLocalStorage<Correlation>();

/** Runs `work` under a fresh correlation (or under `id`); everything awaited inside sees it. */
export const withCorrelation = <T>(work: (correlation: Correlation) => T, id: string = randomUUID()): T => {
  const correlation: Correlation = { id, graphCalls: 0 };
  return storage.run(correlation, () => work(correlation));
};

/** The correlation id of the turn, request or job that runs now; a fresh one outside of any. */
export const correlationId = (): string => storage.getStore()?.id ?? randomUUID();

/** Counts one call to Graph for the line that the turn logs. */
export const countGraphCall = (): void => {
  const correlation = storage.getStore();
  if (correlation !== undefined) correlation.graphCalls += 1;
};
