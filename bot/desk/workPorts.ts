/** What the worker needs of the store: jobs to do, and rows to tidy away. */
import { type AccessRequestId, type UserId } from '../core/ids.ts';
import { type Job } from './ports.ts';

/** A job this process holds until it is settled. `attempt` counts from 0. */
export type ClaimedJob = { readonly id: string; readonly attempt: number; readonly job: Job };

/** What becomes of a claimed job. `code` is kept with the job: a stable code, never personal data. */
export type Settlement =
  | { readonly kind: 'done' }
  /** The same job again after so many seconds; attempts start anew. */
  | { readonly kind: 'later'; readonly seconds: number }
  /** Again with growing pauses, at most 30 s apart; after 30 attempts it is dead. */
  | { readonly kind: 'retry'; readonly code: string }
  /** Dead now: nobody tries again, and an error line names it. */
  | { readonly kind: 'dead'; readonly code: string };

/** A job that was given up, with the ids it was about. */
export type DeadJob = { readonly name: string; readonly requestId: AccessRequestId | null; readonly userId: UserId | null; readonly code: string };

export type JobEngine = {
  /**
   * Claims jobs of one name as they come, several at once, until drained. A job whose process dies is claimed again
   * within about 15 s, so handlers meet the same job twice. A handler that throws counts as `retry`.
   */
  work(name: Job['name'], handle: (claimed: ClaimedJob) => Promise<Settlement>): Promise<void>;
  /** Tells of each dead job once. */
  onDead(listen: (dead: DeadJob) => void): Promise<void>;
  /** Claims no more and waits for what runs, so many milliseconds at most. */
  drain(withinMs: number): Promise<void>;
};

/** Deletes what has run out: claims, pending turns, drafts, hints, leases. */
export type Housekeeping = { tidy(): Promise<void> };
