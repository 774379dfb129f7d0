import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { type Bench, openBench } from '../store/rows.ts';

const holder = path.join(import.meta.dirname, 'holdJob.ts');

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(async () => {
  await bench.store.jobs.drain(2_000);
  await bench.store.close();
});

it('does a job again that a killed process held, within 15 s', async () => {
  const child = spawn(process.execPath, [holder, bench.url], { stdio: ['ignore', 'pipe', 'inherit'] });
  const held = once(child.stdout, 'data') as Promise<[Buffer]>;
  await bench.store.transaction((tx) => tx.commitWith([], [{ name: 'invitation.send', requestId: 'r1' }]));
  expect((await held)[0].toString()).toBe('holding r1\n');
  child.kill('SIGKILL');
  await once(child, 'exit');
  const killed = performance.now();
  const attempts: number[] = [];
  await bench.store.jobs.work('invitation.send', async ({ attempt }) => {
    attempts.push(attempt);
    return { kind: 'done' };
  });
  await eventually(() => expect(attempts).toEqual([1]), 25_000);
  expect(performance.now() - killed).toBeLessThan(17_000);
});
