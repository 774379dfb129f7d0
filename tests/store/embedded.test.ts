import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { type Embedded, runningEmbedded, startEmbedded } from '../../bot/store/embedded/startEmbedded.ts';
import { testPort } from '../support/ports.ts';

const starter = path.join(import.meta.dirname, 'startAndHang.ts');
const isRoot = process.getuid?.() === 0;
let home: string;
const started: Embedded[] = [];
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'guest-desk-embedded-'));
  chmodSync(home, 0o711);
});
afterEach(async () => {
  await Promise.all(started.splice(0).map((embedded) => embedded.stop()));
  rmSync(home, { recursive: true, force: true });
});

const dataDir = (): string => path.join(home, 'data');
const start = async (over: Partial<Parameters<typeof startEmbedded>[0]> = {}): Promise<Embedded> => {
  const embedded = await startEmbedded({ dataDir: dataDir(), port: 0, database: 'guestdesk', ...over });
  started.push(embedded);
  return embedded;
};

const ask = async (url: string, statement: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
};

const serverPid = (folder = path.join(dataDir(), 'postgres')): number => Number(readFileSync(path.join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

describe('the embedded PostgreSQL', () => {
  it('speaks UTF-8 by the builtin locale, listens on loopback only, and keeps its password to itself', async () => {
    const { url, adopted } = await start();
    expect(adopted).toBe(false);
    const [facts] = await ask(url, `select getdatabaseencoding() as encoding, datlocprovider as provider, datlocale as locale, current_setting('listen_addresses') as listens,
      current_setting('unix_socket_directories') as sockets, upper('é') as upper, length('日本')::int as length, current_database() as name from pg_database where datname = current_database()`);
    expect(facts).toEqual({ encoding: 'UTF8', provider: 'b', locale: 'C.UTF-8', listens: '127.0.0.1', sockets: '', upper: 'É', length: 2, name: 'guestdesk' });
    expect(statSync(path.join(dataDir(), 'postgres.password')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(dataDir(), 'postgres.log')).mode & 0o777).toBe(0o600);
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    if (isRoot) expect(statSync(path.join(dataDir(), 'postgres')).uid).toBe(65_534);
  });

  it('finds its data again, and leaves no process', async () => {
    const first = await start();
    await ask(first.url, 'create table kept (id int); insert into kept values (7)');
    const pid = serverPid();
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await ask(second.url, 'select id from kept')).toEqual([{ id: 7 }]);
  });

  it('adopts the server of a killed process, without LANG', async () => {
    const { LANG: _, LC_ALL: __, ...environment } = process.env;
    const child = spawn(process.execPath, [starter, dataDir()], { stdio: ['ignore', 'pipe', 'inherit'], env: environment });
    const [url] = (await once(child.stdout, 'data')) as [Buffer];
    child.kill('SIGKILL');
    await once(child, 'exit');
    const orphan = serverPid();
    expect(isAlive(orphan)).toBe(true);
    const adopted = await start();
    expect(adopted).toMatchObject({ adopted: true, url: url.toString().trim() });
    expect(serverPid()).toBe(orphan);
    expect(await runningEmbedded(dataDir(), 'guestdesk')).toBe(adopted.url);
    await adopted.stop();
    expect(isAlive(orphan)).toBe(false);
    expect(await runningEmbedded(dataDir(), 'guestdesk')).toBeUndefined();
  });

  it('moves an orphan to the port that is asked for', async () => {
    const first = await start();
    const port = Number(new URL(first.url).port);
    const free = await testPort();
    const second = await start({ port: free });
    expect(second.adopted).toBe(false);
    expect(Number(new URL(second.url).port)).toBe(free);
    await expect(ask(first.url, 'select 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(port).not.toBe(free);
  });

  it('survives a pid file of a server that is gone', async () => {
    const first = await start();
    await ask(first.url, 'create table kept (id int)');
    process.kill(serverPid(), 'SIGQUIT');
    await new Promise((resolve) => setTimeout(resolve, 500));
    const second = await start();
    expect(await ask(second.url, 'select count(*)::int from kept')).toEqual([{ count: 0 }]);
  });

  it('names port and variable when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toThrow(`Port ${port} is taken by another program. Set DATABASE_PORT`);
    other.close();
  });

  it('says what to do when the password is gone', async () => {
    await (await start()).stop();
    rmSync(path.join(dataDir(), 'postgres.password'));
    await expect(start()).rejects.toThrow(/postgres\.password is missing: put it back, or remove/);
  });

  it('logs neither statements nor values nor rows', async () => {
    const { url } = await start();
    await ask(url, 'create table t (word text check (length(word) < 3))');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await expect(client.query('insert into t values ($1)', ['canary-one'])).rejects.toMatchObject({ code: '23514' });
    await expect(client.query(`insert into t values ('canary-two')`)).rejects.toMatchObject({ code: '23514' });
    await client.end();
    const log = readFileSync(path.join(dataDir(), 'postgres.log'), 'utf8');
    expect(log).toContain('violates check constraint');
    expect(log).not.toContain('canary');
  });
});

/** Only root has folders that the server's account cannot enter. */
const asRoot = isRoot ? describe : (name: string): void => console.warn(`*** Not root, not tested: ${name}. ***`);

asRoot('as root, in a folder that only root may enter', () => {
  const closed = (): { dataDir: string; sharedRoot: string } => {
    mkdirSync(path.join(home, 'closed'), { mode: 0o700 });
    return { dataDir: path.join(home, 'closed', 'data'), sharedRoot: path.join(home, 'shared') };
  };

  it('keeps the cluster outside, finds it again, and starts empty once it was emptied', async () => {
    const place = closed();
    const first = await start(place);
    const link = path.join(place.dataDir, 'postgres');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    await ask(first.url, 'create table kept (id int)');
    await first.stop();
    const second = await start(place);
    expect(await ask(second.url, 'select count(*)::int from kept')).toEqual([{ count: 0 }]);
    await second.stop();
    rmSync(link, { recursive: true, force: true });
    const third = await start(place);
    expect(await ask(third.url, `select to_regclass('kept') as kept`)).toEqual([{ kept: null }]);
  });

  it('adopts through the link too', async () => {
    const place = closed();
    const first = await start(place);
    expect(await start(place)).toMatchObject({ adopted: true, url: first.url });
  });

  it('sweeps clusters whose data folder is gone, but none in the making', async () => {
    const place = closed();
    await (await start(place)).stop();
    const clusters = path.join(place.sharedRoot, 'clusters');
    const old = readdirSync(clusters).filter((name) => !name.endsWith('.home'))[0] ?? '';
    rmSync(place.dataDir, { recursive: true });
    await start({ ...place, dataDir: path.join(home, 'closed', 'second') });
    expect(readdirSync(clusters)).toContain(old);
    utimesSync(path.join(clusters, `${old}.home`), 0, 0);
    await start({ ...place, dataDir: path.join(home, 'closed', 'third') });
    expect(readdirSync(clusters)).toHaveLength(4);
    expect(readdirSync(clusters).filter((name) => name.startsWith(old))).toEqual([]);
  });
});
