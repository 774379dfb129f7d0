import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runningEmbedded, startEmbedded } from '../../bot/store/embedded/startEmbedded.ts';
import { type TestServer, testServerKey } from './database.ts';

const prefix = 'guest-desk-jest-';
const ownerFile = 'run.pid';

/** One embedded PostgreSQL for the whole run; its superuser address is in TEST_PG. Skipped when TEST_PG names one already. */
export default async function globalSetup(): Promise<void> {
  if (process.env['TEST_PG'] !== undefined) return;
  await endLeftovers();
  const folder = mkdtempSync(path.join(tmpdir(), prefix));
  // Root's server runs under an account that must be able to walk in.
  chmodSync(folder, 0o711);
  writeFileSync(path.join(folder, ownerFile), String(process.pid));
  const embedded = await startEmbedded({ dataDir: folder, port: 0, database: 'postgres', settings: { fsync: 'off', max_connections: '300', shared_buffers: '32MB' } });
  (globalThis as Record<string, unknown>)[testServerKey] = { embedded, folder } satisfies TestServer;
  process.env['TEST_PG'] = embedded.url;
}

/** A run that was killed leaves its server behind: the next run adopts it and ends it. */
const endLeftovers = async (): Promise<void> => {
  for (const name of readdirSync(tmpdir()).filter((file) => file.startsWith(prefix))) {
    const folder = path.join(tmpdir(), name);
    const owner = path.join(folder, ownerFile);
    if (!existsSync(owner) || isAlive(Number(readFileSync(owner, 'utf8')))) continue;
    if ((await runningEmbedded(folder, 'postgres')) !== undefined) await (await startEmbedded({ dataDir: folder, port: 0, database: 'postgres' })).stop();
    rmSync(folder, { recursive: true, force: true });
  }
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};
