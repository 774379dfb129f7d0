import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { serverAccount } from './account.ts';
import { findBinaries } from './binaries.ts';
import { type Cluster, clusterLink, ensureCluster, keptPassword } from './cluster.ts';
import { claimedServer, connected, end, launch, loopback, type Server, serves } from './server.ts';

export type EmbeddedOptions = {
  /** Keeps `postgres` (the cluster), `postgres.password` (0600) and `postgres.log`. */
  readonly dataDir: string;
  /** On 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Made when missing. */
  readonly database: string;
  /** Server settings on top of ours, e.g. `fsync: 'off'` in tests. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Where root puts programs and clusters that the server's account could not reach in place. */
  readonly sharedRoot?: string;
};

export type Embedded = {
  readonly url: string;
  /** True when a server left behind by a killed process was taken over instead of started. */
  readonly adopted: boolean;
  /** Ends the server; call it when everything that uses it is drained. Safe to call twice. */
  stop(): Promise<void>;
};

const patienceMs = 30_000;

/**
 * A PostgreSQL of our own on loopback (house decision 3): as the person who started us, as root under an account
 * without rights. A server that a killed process left behind is adopted. First start about 1.5 s, later ones 0.1 s.
 * @throws Error in words: port taken, programs missing, cluster without password, server does not come up
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  const account = serverAccount();
  const dataDir = path.resolve(options.dataDir);
  const sharedRoot = options.sharedRoot ?? (account === null ? dataDir : '/var/lib/guest-desk');
  const binaries = await findBinaries(account, sharedRoot);
  const cluster = await ensureCluster({ dataDir, account, sharedRoot }, binaries);
  const orphan = await adoptable(cluster, options.port, (server) => end(server, cluster, { binaries, account }));
  const server = orphan ?? (await launch(cluster, { binaries, account, port: await freePort(options.port), logFile: path.join(dataDir, 'postgres.log'), extra: options.settings ?? {} }));
  await ensureDatabase(cluster, server.port, options.database);
  let ending: Promise<void> | undefined;
  return {
    url: urlOf(cluster.password, server.port, options.database),
    adopted: orphan !== undefined,
    stop: () => (ending ??= end(server, cluster, { binaries, account })),
  };
};

/** The address of a server that runs on this data folder now; undefined when none does. Starts and stops nothing. */
export const runningEmbedded = async (dataDir: string, database: string): Promise<string | undefined> => {
  const password = await keptPassword(path.resolve(dataDir));
  const link = clusterLink(path.resolve(dataDir));
  const server = claimedServer(link);
  if (password === undefined || server === undefined) return undefined;
  return urlOf(password, server.port, database);
};

const urlOf = (password: string, port: number, database: string): string => `postgresql://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`;

/**
 * The server that already runs on this cluster: taken over once it answers, ended first when it listens on another
 * port than asked for. One that is just going down is waited for.
 */
const adoptable = async (cluster: Cluster, port: number, endServer: (server: Server) => Promise<void>): Promise<Server | undefined> => {
  const limit = performance.now() + patienceMs;
  for (let server = claimedServer(cluster.folder); server !== undefined; server = claimedServer(cluster.folder)) {
    if (port !== 0 && server.port !== port) await endServer(server);
    else if (await serves(cluster, server.port)) return server;
    else if (performance.now() > limit) await endServer(server);
    await pause(50);
  }
  return undefined;
};

const freePort = (port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(`Port ${port} is taken by another program. Set DATABASE_PORT to a free port for PostgreSQL.`, { cause: error }) : error),
    );
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const taken = (probe.address() as AddressInfo).port;
      probe.close(() => resolve(taken));
    });
  });

const duplicateDatabase = '42P04';

const ensureDatabase = (cluster: Cluster, port: number, database: string): Promise<void> =>
  connected(loopback(cluster, port, 'postgres'), async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 1) return;
    await client.query(`create database ${pg.escapeIdentifier(database)}`).catch((error: { code?: string }) => {
      if (error.code !== duplicateDatabase) throw error;
    });
  });
