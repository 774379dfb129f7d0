import { type Job } from '../../bot/desk/ports.ts';
import { type ClaimedJob, type DeadJob, type Settlement } from '../../bot/desk/workPorts.ts';
import { onTestServer } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { type Bench, openBench } from './rows.ts';

let bench: Bench;
beforeEach(async () => void (bench = await openBench()));
afterEach(async () => {
  await bench.store.jobs.drain(5_000);
  await bench.store.close();
});

const onBench = (statement: string) => onTestServer(statement, new URL(bench.url).pathname.slice(1));
const send = (...jobs: Job[]): Promise<void> => bench.store.transaction((tx) => tx.commitWith([], jobs));
const refresh = (requestId: string): Job => ({ name: 'cards.refresh', requestId });

/** Works on `cards.refresh` and notes when each attempt came. */
const work = async (settle: (claimed: ClaimedJob, tries: number) => Settlement | Promise<Settlement>): Promise<{ claimed: ClaimedJob; at: number }[]> => {
  const tries: { claimed: ClaimedJob; at: number }[] = [];
  await bench.store.jobs.work('cards.refresh', async (claimed) => {
    tries.push({ claimed, at: performance.now() });
    return settle(claimed, tries.length);
  });
  return tries;
};

it('brings a job as it was sent, soon, and once', async () => {
  const tries = await work(() => ({ kind: 'done' }));
  const sent = performance.now();
  await send(refresh('r1'));
  await eventually(() => expect(tries).toHaveLength(1));
  expect(tries[0]).toMatchObject({ claimed: { attempt: 0, job: { name: 'cards.refresh', requestId: 'r1' } } });
  expect((tries[0]?.at ?? 0) - sent).toBeLessThan(1_000);
  await eventually(async () => expect(await onBench(`select state::text from pgboss.job`)).toEqual([{ state: 'completed' }]));
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(tries).toHaveLength(1);
});

it('brings it later when asked to, as a first attempt, and keeps one of it', async () => {
  const tries = await work((_, count) => (count < 3 ? { kind: 'later', seconds: 1 } : { kind: 'done' }));
  await send(refresh('r1'));
  await eventually(() => expect(tries).toHaveLength(3), 15_000);
  expect(tries.map(({ claimed }) => claimed.attempt)).toEqual([0, 0, 0]);
  expect((tries[1]?.at ?? 0) - (tries[0]?.at ?? 0)).toBeGreaterThan(900);
  await eventually(async () => expect(await onBench(`select state::text, count(*)::int from pgboss.job group by 1`)).toEqual([{ state: 'completed', count: 3 }]));
});

it('retries with growing pauses, also after a throw, and keeps a code only', async () => {
  const tries = await work((_, count) => {
    if (count === 2) throw new Error('canary@clinic.example');
    return count < 4 ? { kind: 'retry', code: 'graph/timeout' } : { kind: 'done' };
  });
  await send(refresh('r1'));
  await eventually(() => expect(tries).toHaveLength(4), 30_000);
  expect(tries.map(({ claimed }) => claimed.attempt)).toEqual([0, 1, 2, 3]);
  expect((tries[3]?.at ?? 0) - (tries[2]?.at ?? 0)).toBeGreaterThan((tries[1]?.at ?? 0) - (tries[0]?.at ?? 0));
  expect(JSON.stringify([await onBench('select * from pgboss.job'), bench.lines])).not.toContain('canary');
});

it('buries a job that is given up, and says so once', async () => {
  const dead: DeadJob[] = [];
  await bench.store.jobs.onDead((each) => void dead.push(each));
  const tries = await work(() => ({ kind: 'dead', code: 'graph/forbidden' }));
  await send(refresh('r1'));
  await eventually(() => expect(dead).toEqual([{ name: 'cards.refresh', requestId: 'r1', userId: null, code: 'graph/forbidden' }]), 15_000);
  expect(tries).toHaveLength(1);
});

it('shares the work between two processes, each job to one of them', async () => {
  const second = await openBench(bench.url);
  const done: string[] = [];
  const settle = (name: string) => async (claimed: ClaimedJob): Promise<Settlement> => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    done.push(`${name} ${'requestId' in claimed.job ? claimed.job.requestId : ''}`);
    return { kind: 'done' };
  };
  await bench.store.jobs.work('cards.refresh', settle('first'));
  await second.store.jobs.work('cards.refresh', settle('second'));
  for (let round = 0; round < 6; round += 1) await send(...Array.from({ length: 10 }, (_, index) => refresh(`r${round}-${index}`)));
  await eventually(() => expect(done).toHaveLength(60), 20_000);
  expect(new Set(done.map((line) => line.split(' ')[1])).size).toBe(60);
  expect(new Set(done.map((line) => line.split(' ')[0]))).toEqual(new Set(['first', 'second']));
  await second.store.jobs.drain(5_000);
  await second.store.close();
});

it('drains: finishes what runs, claims no more', async () => {
  const finished: string[] = [];
  await bench.store.jobs.work('cards.refresh', async ({ job }) => {
    await new Promise((resolve) => setTimeout(resolve, 800));
    finished.push('requestId' in job ? job.requestId : '');
    return { kind: 'done' };
  });
  await send(refresh('running'));
  await eventually(async () => expect(await onBench(`select state::text from pgboss.job`)).toEqual([{ state: 'active' }]));
  await bench.store.jobs.drain(5_000);
  expect(finished).toEqual(['running']);
  expect(await onBench(`select state::text from pgboss.job`)).toEqual([{ state: 'completed' }]);
  await send(refresh('after'));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(finished).toEqual(['running']);
});

it('waits no longer than told', async () => {
  let release = (): void => undefined;
  await bench.store.jobs.work('cards.refresh', async () => {
    await new Promise<void>((resolve) => (release = resolve));
    return { kind: 'done' };
  });
  await send(refresh('stuck'));
  await eventually(async () => expect(await onBench(`select state::text from pgboss.job`)).toEqual([{ state: 'active' }]));
  const before = performance.now();
  await bench.store.jobs.drain(500);
  expect(performance.now() - before).toBeLessThan(1_500);
  release();
});
