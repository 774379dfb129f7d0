import { DeskError } from '../../bot/core/errors.ts';
import { type JobOutcome } from '../../bot/desk/rows.ts';
import { type DeskWork } from '../../bot/desk/useCases.ts';
import { type Settlement } from '../../bot/desk/workPorts.ts';
import { runJob } from '../../bot/worker/runJob.ts';
import { startWorker, type Worker } from '../../bot/worker/startWorker.ts';
import { createTurns } from '../../bot/worker/turns.ts';
import { eventually } from '../support/eventually.ts';
import { type Bench, listeningLog, openBench } from '../store/rows.ts';

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(() => bench.store.close());

const done: JobOutcome = { kind: 'done' };

describe('what becomes of a job', () => {
  const settle = (error: Error, attempt = 0): Promise<Settlement> =>
    runJob({ id: '1', attempt, job: { name: 'cards.refresh', requestId: 'r1' } }, () => Promise.reject(error), listeningLog().log);

  it.each<[string, Error, number, Settlement]>([
    ['throttled: when told to', new DeskError('throttled', { code: 'graph/throttled', retryAfterSeconds: 17 }), 40, { kind: 'later', seconds: 17 }],
    ['throttled without a time', new DeskError('throttled', { code: 'graph/throttled' }), 0, { kind: 'later', seconds: 30 }],
    ['unavailable', new DeskError('unavailable', { code: 'graph/down' }), 20, { kind: 'retry', code: 'graph/down' }],
    ['ambiguous', new DeskError('ambiguous', { code: 'store/08006' }), 20, { kind: 'retry', code: 'store/08006' }],
    ['a bug, at first', new DeskError('bug', { code: 'store/42703' }), 0, { kind: 'retry', code: 'store/42703' }],
    ['a bug, the fifth time', new DeskError('bug', { code: 'store/42703' }), 4, { kind: 'dead', code: 'store/42703' }],
    ['anything else, the fifth time', new TypeError('canary'), 4, { kind: 'dead', code: 'worker/unexpected' }],
  ])('%s', async (_, error, attempt, settlement) => expect(await settle(error, attempt)).toEqual(settlement));

  it('is logged with ids and no message', async () => {
    const { log, lines } = listeningLog();
    await runJob({ id: '1', attempt: 2, job: { name: 'redemption.check', userId: 'u1', noticedAt: '2026-11-22T12:00:00.000Z' } }, () => Promise.reject(new Error('canary@clinic.example')), log);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ event: 'job.failed', job: 'redemption.check', userId: 'u1', attempt: 2, outcome: 'retry' });
    expect(lines.join('')).not.toContain('canary');
  });
});

describe('turns', () => {
  const gate = () => {
    let open = (): void => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    return { open, opened };
  };

  it('runs one at a time; those who come meanwhile share the next one', async () => {
    const turns = createTurns(bench.store, 'me');
    const first = gate();
    const runs: string[] = [];
    const take = (name: string, until?: Promise<void>) => turns.take('k1', async () => {
      runs.push(`${name} starts`);
      await until;
      runs.push(`${name} ends`);
      return done;
    });
    const taken = [take('first', first.opened)];
    await eventually(() => expect(runs).toEqual(['first starts']));
    taken.push(take('second'), take('third'), take('fourth'));
    first.open();
    expect(await Promise.all(taken)).toEqual([done, done, done, done]);
    expect(runs).toEqual(['first starts', 'first ends', 'second starts', 'second ends']);
  });

  it('lets the next one run after one that failed', async () => {
    const turns = createTurns(bench.store, 'me');
    const failing = turns.take('k2', () => Promise.reject(new DeskError('unavailable', { code: 'x' })));
    const next = turns.take('k2', async () => done);
    await expect(failing).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await next).toEqual(done);
    expect(await turns.take('k2', async () => done)).toEqual(done);
  });

  it('waits for another process, and comes back later when it takes long', async () => {
    await bench.store.lease('k3', 'another process', 60);
    const turns = createTurns(bench.store, 'me');
    let isRun = false;
    const run = async (): Promise<JobOutcome> => {
      isRun = true;
      return done;
    };
    expect(await turns.take('k3', run)).toEqual({ kind: 'later', seconds: 1 });
    expect(isRun).toBe(false);
    const waiting = turns.take('k3', run);
    await bench.store.release('k3', 'another process');
    expect(await waiting).toEqual(done);
  });
});

it('does every kind of job, holds the subscription, sweeps, and drains', async () => {
  const calls: string[] = [];
  const note = (name: string) => async (job: object): Promise<JobOutcome> => {
    calls.push(`${name} ${Object.values(job).slice(1).join(' ')}`);
    return done;
  };
  let finish = (): void => undefined;
  const work: DeskWork = {
    postCard: note('postCard'),
    refreshCards: note('refreshCards'),
    sendInvitation: note('sendInvitation'),
    removeAccess: async () => {
      calls.push('removeAccess starts');
      await new Promise<void>((resolve) => (finish = resolve));
      calls.push('removeAccess ends');
      return done;
    },
    recordRedemption: note('recordRedemption'),
    settleStepUp: note('settleStepUp'),
    sweepRedemptions: async () => void calls.push('sweepRedemptions'),
    sendDigests: async () => undefined,
    pageOnCall: note('pageOnCall'),
    askReview: note('askReview'),
    keepOnCall: async () => undefined,
    applyDelegation: note('applyDelegation'),
    settleDelegations: async () => undefined,
    resendInvitation: note('resendInvitation'),
    sendReminders: async () => void calls.push('sendReminders'),
    watchSignIns: async () => void calls.push('watchSignIns'),
    resumeUnsettled: async () => void calls.push('resumeUnsettled'),
    checkApproval: note('checkApproval'),
    checkApprovals: async () => void calls.push('checkApprovals'),
    keepTimeLimits: async () => void calls.push('keepTimeLimits'),
  };
  const subscriptions = { create: async (clientState: string, expiresAt: Date) => ({ id: 's1', clientState, expiresAt }), renew: async (_: string, at: Date) => at };
  const worker: Worker = await startWorker({ store: bench.store, work, subscriptions, clock: bench.clock, log: listeningLog().log, settings: { sweepSeconds: 300 } });
  await eventually(() => expect(worker.isReady()).toBe(true));
  await bench.store.transaction((tx) =>
    tx.commitWith([], [
      { name: 'card.post', requestId: 'r1', to: 'ada', purpose: 'decide' },
      { name: 'cards.refresh', requestId: 'r1' },
      { name: 'approval.check', requestId: 'r1', mustChoose: false },
      { name: 'invitation.send', requestId: 'r1' },
      { name: 'access.end', requestId: 'r1' },
      { name: 'invitation.resend', requestId: 'r1' },
      { name: 'redemption.check', userId: 'cleo', noticedAt: '2026-11-22T12:00:00.000Z' },
    ]),
  );
  const all = ['checkApproval r1 false', 'checkApprovals', 'keepTimeLimits', 'postCard r1 ada decide', 'recordRedemption cleo 2026-11-22T12:00:00.000Z', 'refreshCards r1', 'removeAccess starts', 'resendInvitation r1', 'resumeUnsettled', 'sendInvitation r1', 'sendReminders', 'sweepRedemptions', 'watchSignIns'];
  await eventually(() => expect([...new Set(calls)].sort()).toEqual(all));
  const stopping = worker.stop();
  await new Promise((resolve) => setTimeout(resolve, 300));
  finish();
  await stopping;
  expect(calls.at(-1)).toBe('removeAccess ends');
});
