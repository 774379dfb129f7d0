import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase, onTestServer } from '../support/database.ts';
import { openBench } from './rows.ts';

/** Every migration there is, in order, as the database keeps them. */
const migrationFiles = readdirSync('bot/store/migrations').map((file) => ({ name: file.replace(/\.ts$/, '') })).sort((a, b) => a.name.localeCompare(b.name));
const opener = path.join(import.meta.dirname, 'openAndClose.ts');

const openInProcess = (url: string): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [opener, url], { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said }));
  });

it('is done once by three processes that start together on an empty database', async () => {
  const url = await createTestDatabase();
  const openings = await Promise.all([openInProcess(url), openInProcess(url), openInProcess(url)]);
  expect(openings).toEqual([0, 0, 0].map((code) => ({ code, said: 'opened\n' })));
  const database = new URL(url).pathname.slice(1);
  expect(await onTestServer('select name from kysely_migration order by name', database)).toEqual(migrationFiles);
  expect(await onTestServer(`select count(*)::int as queues from pgboss.queue where name in ('card.post', 'cards.refresh', 'invitation.send', 'access.end', 'redemption.check', 'dead')`, database)).toEqual([{ queues: 6 }]);
});

it('leaves what is there alone', async () => {
  const first = await openBench();
  await first.store.setMark('delta', 'kept');
  await first.store.close();
  const second = await openBench(first.url);
  expect(await second.store.mark('delta')).toBe('kept');
  await second.store.close();
});

it('says unavailable, without the address, when nobody listens', async () => {
  const error: unknown = await openBench('postgresql://postgres:hunter2@127.0.0.1:1/none').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'unavailable', detail: { code: 'store/econnrefused' } });
  expect((error as Error).stack).not.toContain('hunter2');
});
