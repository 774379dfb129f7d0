import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, open, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { type Account } from './account.ts';
import { type Binaries } from './binaries.ts';
import { type Cluster, programEnvironment, run } from './cluster.ts';

/** A server that answers. */
export type Server = { readonly pid: number; readonly port: number };

/** Settings of every embedded server. Its log never shows statements, values or row contents. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length_on_error: '0',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

const patienceMs = 60_000;
const largestLog = 8_000_000;

/** What postmaster.pid says; undefined when no server claims the cluster. */
export const claimedServer = (folder: string): Server | undefined => {
  const file = path.join(folder, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number);
  return pid !== undefined && port !== undefined && pid > 1 && isPostgres(pid) ? { pid, port } : undefined;
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** A pid of a lost machine or container may be somebody else's by now. Where /proc is missing, being alive must do. */
const isPostgres = (pid: number): boolean => {
  if (!isAlive(pid)) return false;
  const commandLine = `/proc/${pid}/cmdline`;
  return !existsSync('/proc/self/cmdline') || (existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes('postgres'));
};

/** Connection settings of the superuser on loopback. */
export const loopback = (cluster: Cluster, port: number, database: string): pg.ClientConfig => ({
  host: '127.0.0.1', port, user: 'postgres', password: cluster.password, database, connectionTimeoutMillis: 5_000, application_name: 'guest-desk-embedded',
});

/** Runs `work` on one connection of its own. */
export const connected = async <T>(config: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> => {
  const client = new pg.Client(config);
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** True when the server on `port` answers and serves this very cluster. */
export const serves = async (cluster: Cluster, port: number): Promise<boolean> => {
  try {
    return await connected(loopback(cluster, port, 'postgres'), async (client) => {
      const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
      return rows[0] !== undefined && path.resolve(rows[0].folder) === path.resolve(cluster.folder);
    });
  } catch {
    return false;
  }
};

/**
 * Starts the server in a session of its own, so that Ctrl-C of a terminal does not reach it before the drain is done.
 * @throws Error with the server's own last words when it does not come up
 */
export const launch = async (cluster: Cluster, where: { binaries: Binaries; account: Account; port: number; logFile: string; extra: Readonly<Record<string, string>> }): Promise<Server> => {
  const args = Object.entries({ ...settings, ...where.extra, port: String(where.port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = await openLog(where.logFile);
  const child = spawn(where.binaries.postgres, ['-D', cluster.folder, ...args], {
    cwd: path.parse(cluster.folder).root, env: { ...programEnvironment }, detached: true, stdio: ['ignore', log.fd, log.fd], ...(where.account ?? {}),
  });
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  try {
    const pid = await Promise.race([answering(child, cluster, where), failed]);
    child.unref();
    return { pid, port: where.port };
  } finally {
    await log.close();
  }
};

const answering = async (child: ChildProcess, cluster: Cluster, { port, logFile }: { port: number; logFile: string }): Promise<number> => {
  const limit = performance.now() + patienceMs;
  while (performance.now() < limit) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`PostgreSQL did not start: ${lastWords(logFile)}`);
    if (child.pid !== undefined && claimedServer(cluster.folder)?.pid === child.pid && (await serves(cluster, port))) return child.pid;
    await pause(25);
  }
  child.kill('SIGINT');
  throw new Error(`PostgreSQL did not answer within ${patienceMs / 1_000} s: ${lastWords(logFile)}`);
};

const openLog = async (file: string): Promise<Awaited<ReturnType<typeof open>>> => {
  const size = await stat(file).then(({ size: bytes }) => bytes, () => 0);
  const handle = await open(file, size > largestLog ? 'w' : 'a', 0o600);
  await chmod(file, 0o600);
  return handle;
};

const lastWords = (file: string): string => readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' ') || `see ${file}`;

/** Ends the server by a fast shutdown and waits until it is gone; by force after `graceMs`. */
export const end = async (server: Server, cluster: Cluster, where: { binaries: Binaries; account: Account }, graceMs = 15_000): Promise<void> => {
  if (!isPostgres(server.pid)) return;
  if (process.platform === 'win32') return run(where.binaries.pgCtl, ['stop', '-m', 'fast', '-w', '-D', cluster.folder], where.account);
  process.kill(server.pid, 'SIGINT');
  if (await isGone(server.pid, graceMs)) return;
  process.kill(server.pid, 'SIGQUIT');
  await isGone(server.pid, 5_000);
};

const isGone = async (pid: number, withinMs: number): Promise<boolean> => {
  for (const limit = performance.now() + withinMs; performance.now() < limit; await pause(25)) if (!isAlive(pid)) return true;
  return false;
};
