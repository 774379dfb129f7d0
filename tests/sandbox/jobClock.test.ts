import { PgBoss } from 'pg-boss';
import { botDatabase } from '../../sandbox/supervisor/database.ts';
import { createTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import pg from 'pg';

const week = 7 * 86_400_000;

async function aQueue(): Promise<{ url: string; boss: PgBoss }> {
  const url = await createTestDatabase();
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false });
  boss.on('error', () => undefined);
  await boss.start();
  await boss.createQueue('end');
  return { url, boss };
}

const database = (databaseUrl: string) => botDatabase({ databaseUrl, botDataDir: '/nowhere', port: 1 });

describe('the clock of the jobs', () => {
  it('makes a job of next week due, and due times stay where they were', async () => {
    const { url, boss } = await aQueue();
    await boss.send('end', { week: 1 }, { startAfter: week / 1_000 });
    expect(await boss.fetch('end')).toEqual([]);
    await database(url).shiftJobs(week + 60_000);
    const [job] = await boss.fetch<{ week: number }>('end');
    expect(job?.data).toEqual({ week: 1 });
    await boss.complete('end', job?.id ?? '');
    await boss.send('end', { week: 2 }, { startAfter: 60 });
    expect(await boss.fetch('end')).toEqual([]);
    await boss.stop({ graceful: false });
  });

  it('waits for jobs that run, because a jump would expire them', async () => {
    const { url, boss } = await aQueue();
    await boss.send('end', {});
    const [job] = await boss.fetch('end');
    let moved = false;
    const moving = database(url).shiftJobs(week).then(() => (moved = true));
    await new Promise((done) => setTimeout(done, 400));
    expect(moved).toBe(false);
    await boss.complete('end', job?.id ?? '');
    await moving;
    await boss.stop({ graceful: false });
  });

  it('does nothing before pg-boss is installed', async () => {
    await expect(database(await createTestDatabase()).shiftJobs(week)).resolves.toBeUndefined();
    await expect(botDatabase({ botDataDir: '/nowhere', port: 1 }).shiftJobs(week)).resolves.toBeUndefined();
  });
});

it('a reset empties every schema of an external database', async () => {
  const { url, boss } = await aQueue();
  await boss.stop({ graceful: false });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('create table kept (id int)');
  await database(url).empty();
  const { rows } = await client.query<{ schema: string }>(`select nspname as schema from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`);
  expect(rows).toEqual([{ schema: 'public' }]);
  expect((await client.query(`select to_regclass('kept') as kept`)).rows).toEqual([{ kept: null }]);
  await eventually(() => client.end());
});
