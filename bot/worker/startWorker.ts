import { randomUUID } from 'node:crypto';
import { type NotificationStore, type Subscriptions } from '../desk/channelPorts.ts';
import { type Clock, type Job, type Store } from '../desk/ports.ts';
import { type JobOutcome } from '../desk/rows.ts';
import { type DeskWork } from '../desk/useCases.ts';
import { type Housekeeping, type JobEngine } from '../desk/workPorts.ts';
import { type Log } from '../telemetry/log.ts';
import { createTurns } from './turns.ts';
import { type Loop, startLoop } from './loop.ts';
import { createRound, type RoundDeed } from './round.ts';
import { runJob } from './runJob.ts';
import { createSubscriptionKeeper } from './subscriptionKeeper.ts';

export type WorkerOptions = {
  readonly store: Pick<Store, 'lease' | 'release' | 'mark' | 'setMark'> & NotificationStore & Housekeeping & { readonly jobs: JobEngine };
  readonly work: DeskWork;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: { readonly sweepSeconds: number };
};

export type Worker = {
  /** True once the Graph subscription is held, by this process or another. */
  isReady(): boolean;
  /**
   * What Graph said of the subscription itself: `missed` sweeps at once, `renew` and `removed` renew or recreate it at once.
   */
  lifecycle(event: 'missed' | 'renew' | 'removed'): void;
  /** Claims no more, lets what runs finish (10 s at most) and ends the loops. */
  stop(): Promise<void>;
};

const drainMs = 10_000;
const housekeepingSeconds = 600;
/** A reminder is a matter of days. */
const reminderSeconds = 600;
/** The log itself is minutes late. */
const signInSeconds = 900;

/**
 * Starts claim → do → settle for every kind of job, and loops against the Clock: the rounds of the desk, subscription
 * keeper, housekeeping. Several processes share the work; each loop's deed is done by one of them at a time.
 */
export const startWorker = async ({ store, work, subscriptions, clock, log, settings }: WorkerOptions): Promise<Worker> => {
  const holder = randomUUID();
  const turns = createTurns(store, holder);
  const round = (deed: RoundDeed) => ({ name: deed.name, ...createRound({ store, clock, holder }, deed) });
  const sweep = round({ name: 'sweep', everySeconds: settings.sweepSeconds, run: work.sweepRedemptions });
  const approvals = [round({ name: 'approvals.limits', everySeconds: 60, run: work.keepTimeLimits }), round({ name: 'approvals.succession', everySeconds: 300, run: work.checkApprovals })];
  const rounds = [
    sweep,
    ...approvals,
    round({ name: 'delegations', everySeconds: 60, run: work.settleDelegations }),
    round({ name: 'on-call', everySeconds: 15, run: work.keepOnCall }),
    round({ name: 'digests', everySeconds: 15, run: work.sendDigests }),
    round({ name: 'reminders', everySeconds: reminderSeconds, run: work.sendReminders }),
    round({ name: 'sign-ins', everySeconds: signInSeconds, run: work.watchSignIns }),
  ];
  const keeper = createSubscriptionKeeper({ store, subscriptions, clock, log, holder, onGap: sweep.request });

  const doers: { readonly [Name in Job['name']]: (job: Extract<Job, { name: Name }>) => Promise<JobOutcome> } = {
    'card.post': (job) => turns.take(`card.post:${job.requestId}:${job.to}:${job.purpose}`, () => work.postCard(job)),
    'cards.refresh': (job) => turns.take(`cards.refresh:${job.requestId}`, () => work.refreshCards(job)),
    'approval.check': (job) => turns.take(`approval.check:${job.requestId}`, () => work.checkApproval(job)),
    'invitation.send': (job) => work.sendInvitation(job),
    'access.end': (job) => work.removeAccess(job),
    'onCall.page': (job) => work.pageOnCall(job),
    'onCall.askReview': (job) => work.askReview(job),
    'delegation.apply': (job) => work.applyDelegation(job),
    'invitation.resend': (job) => work.resendInvitation(job),
    'stepUp.settle': (job) => work.settleStepUp(job),
    'redemption.check': (job) => work.recordRedemption(job),
  };
  const perform = (job: Job): Promise<JobOutcome> => (doers[job.name] as (job: Job) => Promise<JobOutcome>)(job);

  await store.jobs.onDead(({ name, requestId, userId, code }) => log.error({ event: 'job.dead', job: name, requestId, userId, code }));
  for (const name of Object.keys(doers) as Job['name'][]) await store.jobs.work(name, (claimed) => runJob(claimed, perform, log));

  await work.resumeUnsettled().catch((error: unknown) => log.warn({ event: 'worker.not-resumed', error }));

  let tidyAt = clock.now().getTime();
  const tidy = async (): Promise<void> => {
    const now = clock.now().getTime();
    if (now < tidyAt && tidyAt - now <= housekeepingSeconds * 1_000) return;
    tidyAt = now + housekeepingSeconds * 1_000;
    await store.tidy();
  };
  const loops: Loop[] = [startLoop('subscription', keeper.tick, log), ...rounds.map(({ name, tick }) => startLoop(name, tick, log)), startLoop('housekeeping', tidy, log)];

  return {
    isReady: keeper.isHeld,
    lifecycle: (event) => {
      if (event === 'missed') sweep.request();
      else keeper.check(event);
    },
    stop: async () => {
      await Promise.all([...loops.map((loop) => loop.stop(drainMs)), store.jobs.drain(drainMs)]);
      log.info({ event: 'worker.drained' });
    },
  };
};
