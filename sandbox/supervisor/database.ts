import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** The bots' database as the sandbox sees it: it empties it at a reset and moves the clock of its jobs. */
export type BotDatabase = {
  /** Makes job time = database time + offset (ms), once no job is running. No effect before pg-boss is installed. */
  shiftJobs(offsetMs: number): Promise<void>;
  /** Empties it. The bots must be stopped. */
  empty(): Promise<void>;
  /** Ends an embedded server that a killed bot left behind. The bots must be stopped. */
  stopOrphan(): Promise<void>;
  /** True while an embedded server of this data folder runs, also one that a killed bot left behind. */
  serverRuns(): boolean;
};

const quietWithinMs = 20_000;
/** PostgreSQL's code for a lock that was not to be had in time: try again. */
const lockNotAvailable = '55P03';
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function connected<T>(connectionString: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Moves job time in one transaction that holds the job tables, so that nothing runs while time jumps. */
async function shift(client: pg.Client, offsetMs: number): Promise<boolean> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = '2s'`);
    await client.query('lock table pgboss.job in exclusive mode');
    const { rows } = await client.query<{ running: boolean }>(`select exists (select 1 from pgboss.job where state = 'active') as running`);
    if (rows[0]?.running === true) return false;
    await client.query(
      `create or replace function pgboss.job_now() returns timestamp with time zone language sql stable as
       $$ select pg_catalog.now() + interval '${Math.round(offsetMs)} milliseconds' $$`,
    );
    return true;
  } catch (error) {
    if (Error.isError(error) && 'code' in error && error.code === lockNotAvailable) return false;
    throw error;
  } finally {
    await client.query('commit');
  }
}

const isPostgres = (pid: number): boolean => {
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync('/proc/self/cmdline') || (existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes('postgres'));
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Process id of the server whose cluster lies in `folder`, when it runs. */
function serverOf(folder: string): number | undefined {
  const pidFile = join(folder, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0]);
  return Number.isInteger(pid) && pid > 1 && isAlive(pid) && isPostgres(pid) ? pid : undefined;
}

/** Ends that server by a fast shutdown, then by force after 10 s. */
async function endServer(folder: string): Promise<void> {
  const pid = serverOf(folder);
  if (pid === undefined) return;
  process.kill(pid, 'SIGINT');
  for (let waited = 0; waited < 10_000; waited += 50) {
    await pause(50);
    if (!isAlive(pid)) return;
  }
  process.kill(pid, 'SIGKILL');
}

/**
 * @param where an external database's URL, or the data folder of the bot whose embedded server listens on `port`
 */
export function botDatabase(where: { databaseUrl?: string | undefined; botDataDir: string; port: number }): BotDatabase {
  const folder = join(where.botDataDir, 'postgres');
  const passwordFile = join(where.botDataDir, 'postgres.password');

  function url(): string | undefined {
    if (where.databaseUrl !== undefined) return where.databaseUrl;
    if (!existsSync(passwordFile)) return undefined;
    const password = encodeURIComponent(readFileSync(passwordFile, 'utf8').trim());
    return `postgresql://postgres:${password}@127.0.0.1:${where.port}/guestdesk`;
  }

  async function shiftJobs(offsetMs: number): Promise<void> {
    const address = url();
    if (address === undefined) return;
    await connected(address, async (client) => {
      const { rows } = await client.query<{ present: boolean }>(`select to_regclass('pgboss.job') is not null as present`);
      if (rows[0]?.present !== true) return;
      const limit = performance.now() + quietWithinMs;
      while (!(await shift(client, offsetMs))) {
        if (performance.now() > limit) throw new Error(`The clock of the jobs did not move: jobs kept running for ${quietWithinMs / 1_000} s.`);
        await pause(50);
      }
    });
  }

  async function empty(): Promise<void> {
    if (where.databaseUrl === undefined) {
      await endServer(folder);
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
      return;
    }
    await connected(where.databaseUrl, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select quote_ident(nspname) as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`,
      );
      for (const { name } of rows) await client.query(`drop schema ${name} cascade`);
      await client.query('create schema public');
    });
  }

  return {
    shiftJobs,
    empty,
    stopOrphan: () => (where.databaseUrl === undefined ? endServer(folder) : Promise.resolve()),
    serverRuns: () => where.databaseUrl === undefined && serverOf(folder) !== undefined,
  };
}
