import { type Job as BossJob, fromKysely, type JobResult, PgBoss } from 'pg-boss';
import { z } from 'zod';
import { type Job } from '../desk/ports.ts';
import { cardPurposes } from '../desk/requestView.ts';
import { type JobEngine, type Settlement } from '../desk/workPorts.ts';
import { type Log } from '../telemetry/log.ts';
import { countConnections } from './connections.ts';
import { type Database, type DatabaseTransaction } from './pool.ts';

/** Writes jobs in the transaction of the rows that caused them. */
export type SendJobs = (trx: DatabaseTransaction, jobs: readonly Job[]) => Promise<void>;

const ids = { requestId: z.string() };
const job = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('card.post'), ...ids, to: z.string(), purpose: z.enum(cardPurposes), again: z.literal(true).optional() }),
  z.strictObject({ name: z.literal('cards.refresh'), ...ids }),
  z.strictObject({ name: z.literal('approval.check'), ...ids, mustChoose: z.boolean() }),
  z.strictObject({ name: z.literal('invitation.send'), ...ids }),
  z.strictObject({ name: z.literal('access.end'), ...ids }),
  z.strictObject({ name: z.literal('onCall.page'), ...ids }),
  z.strictObject({ name: z.literal('onCall.askReview'), ...ids }),
  z.strictObject({ name: z.literal('delegation.apply'), delegationId: z.string() }),
  z.strictObject({ name: z.literal('invitation.resend'), ...ids }),
  z.strictObject({ name: z.literal('stepUp.settle'), actId: z.string() }),
  z.strictObject({ name: z.literal('redemption.check'), userId: z.string(), noticedAt: z.iso.datetime() }),
]) satisfies z.ZodType<Job>;

/** The queues are named after the jobs they hold. */
const jobNames = job.options.map(({ shape }) => shape.name.value);
const deadQueue = 'dead';
/** What pg-boss says at run time and its types leave out. */
const completed = z.object({ affected: z.number() });
const warned = z.object({ type: z.string().catch('unknown') }).catch({ type: 'unknown' });

/**
 * A killed process is noticed by its missing heartbeat: 10 s, the least pg-boss accepts, and at most 3 s until somebody
 * looks. Retries wait 1, 2, 4 … 30 s, 30 times: about a quarter of an hour of a neighbour's outage.
 */
const queueSettings = { notify: true, heartbeatSeconds: 10, expireInSeconds: 120, retryLimit: 30, retryDelay: 1, retryBackoff: true, retryDelayMax: 30, deadLetter: deadQueue, deleteAfterSeconds: 86_400 };
/** NOTIFY wakes for new jobs only; delayed ones and retries wait for the next look. */
const workSettings = { batchSize: 5, localConcurrency: 2, burstWhenBatchFull: true, pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 1, heartbeatRefreshSeconds: 3 } as const;

export type Jobs = { readonly send: SendJobs; readonly engine: JobEngine; close(): Promise<void> };

/** Starts the job engine on the store's database; makes schema and queues when missing. */
export const openJobs = async (url: string, db: Database, log: Log): Promise<Jobs> => {
  const connections = countConnections();
  // pg-boss hands its options on to its pool; its types leave `Client` out.
  const ofPool = { Client: connections.Client };
  const boss = new PgBoss({
    ...ofPool, connectionString: url, application_name: 'guest-desk-jobs', max: 6, useListenNotify: true, schedule: false,
    superviseIntervalSeconds: 3, monitorIntervalSeconds: 3, notifyHeartbeatIntervalMs: 5_000,
  });
  boss.on('error', (error) => log.warn({ event: 'jobs.failed', error }));
  boss.on('warning', ({ data }) => log.warn({ event: 'jobs.warned', code: warned.parse(data).type }));
  await boss.start();
  await boss.createQueue(deadQueue, { notify: true, deleteAfterSeconds: 14 * 86_400 });
  for (const name of jobNames) await boss.createQueue(name, queueSettings);

  const send: SendJobs = async (trx, jobs) => {
    for (const each of jobs) await boss.send(each.name, job.parse(each), { db: fromKysely(trx) });
  };

  /** Completes the job and sends it anew, both or neither; a claim that was lost meanwhile has a successor already. */
  const rearm = async (claimed: BossJob, seconds: number): Promise<void> => {
    await db.transaction().execute(async (trx) => {
      const { affected } = completed.parse(await boss.complete(claimed.name, { id: claimed.id, retryCount: claimed.retryCount }, null, { db: fromKysely(trx) }));
      if (affected === 1) await boss.send(claimed.name, claimed.data, { db: fromKysely(trx), startAfter: Math.max(1, Math.ceil(seconds)) });
    });
  };

  const settled = async (claimed: BossJob, settlement: Settlement): Promise<JobResult> => {
    if (settlement.kind === 'later') await rearm(claimed, settlement.seconds);
    if (settlement.kind === 'retry') return { id: claimed.id, status: 'failed', output: { code: settlement.code } };
    if (settlement.kind === 'dead') return { id: claimed.id, status: 'deadletter', output: { code: settlement.code } };
    return { id: claimed.id, status: 'completed' };
  };

  const engine: JobEngine = {
    work: async (name, handle) => {
      await boss.work(name, { ...workSettings, perJobResults: true }, (batch: BossJob[]) =>
        Promise.all(
          batch.map(async (claimed) => {
            try {
              return await settled(claimed, await handle({ id: claimed.id, attempt: claimed.retryCount, job: job.parse(claimed.data) }));
            } catch (error) {
              log.error({ event: 'job.unsettled', job: name, error });
              return settled(claimed, { kind: 'retry', code: 'worker/unsettled' });
            }
          }),
        ),
      );
    },
    onDead: async (listen) => {
      await boss.work(deadQueue, { batchSize: 10, includeMetadata: true, pollingIntervalSeconds: 2, notifyPollingIntervalSeconds: 2 }, async (batch) => {
        for (const dead of batch) {
          const { requestId = null, userId = null } = z.object({ requestId: z.string().optional(), userId: z.string().optional() }).parse(dead.data);
          const { code = 'worker/lost' } = z.object({ code: z.string().optional() }).nullish().catch(null).parse(dead.sourceOutput) ?? {};
          listen({ name: dead.sourceName ?? 'unknown', requestId, userId, code });
        }
      });
    },
    drain: async (withinMs) => {
      const drained = Promise.all([...jobNames, deadQueue].map((name) => boss.offWork(name, { wait: true })));
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([drained, new Promise((resolve) => (timer = setTimeout(resolve, withinMs)))]);
      clearTimeout(timer);
    },
  };

  return { send, engine, close: () => boss.stop({ graceful: false }).then(connections.ended) };
};
