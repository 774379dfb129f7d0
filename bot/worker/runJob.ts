import { isDeskError } from '../core/errors.ts';
import { type Job } from '../desk/ports.ts';
import { type JobOutcome } from '../desk/rows.ts';
import { type ClaimedJob, type Settlement } from '../desk/workPorts.ts';
import { withCorrelation } from '../telemetry/correlation.ts';
import { type Log } from '../telemetry/log.ts';

/** Faults of ours repeat; five tries tell a hiccup from a bug. */
const triesForBugs = 5;
const throttledPauseSeconds = 30;

/** Does one claimed job and says what becomes of it. Never throws. */
export const runJob = (claimed: ClaimedJob, perform: (job: Job) => Promise<JobOutcome>, log: Log): Promise<Settlement> =>
  withCorrelation(async (correlation) => {
    const started = performance.now();
    const line = { job: claimed.job.name, attempt: claimed.attempt, ...subjectOf(claimed.job) };
    const ms = (): number => Math.round(performance.now() - started);
    try {
      const outcome = await perform(claimed.job);
      log.info({ event: 'job.done', ...line, outcome: outcome.kind, ms: ms(), graphCalls: correlation.graphCalls });
      return outcome;
    } catch (error) {
      const settlement = settlementOf(error, claimed.attempt);
      log.warn({ event: 'job.failed', ...line, outcome: settlement.kind, ms: ms(), error });
      return settlement;
    }
  });

/** An act's id opens a page, so it is not named. */
const subjectOf = (job: Job): { requestId?: string; userId?: string } => ({
  ...('requestId' in job ? { requestId: job.requestId } : {}),
  ...('userId' in job ? { userId: job.userId } : {}),
});

const settlementOf = (error: unknown, attempt: number): Settlement => {
  if (!isDeskError(error)) return afterTries(attempt, 'worker/unexpected');
  const { code, retryAfterSeconds } = error.detail;
  if (error.kind === 'throttled') return { kind: 'later', seconds: retryAfterSeconds ?? throttledPauseSeconds };
  if (error.kind === 'unavailable' || error.kind === 'ambiguous') return { kind: 'retry', code };
  return afterTries(attempt, code);
};

const afterTries = (attempt: number, code: string): Settlement => ({ kind: attempt + 1 >= triesForBugs ? 'dead' : 'retry', code });
