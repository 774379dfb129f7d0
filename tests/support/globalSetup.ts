import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../../bot/store/embedded/startEmbedded.ts';
import { type TestServer, testServerKey } from './database.ts';

/** One embedded PostgreSQL for the whole run; its superuser address is in TEST_PG. Skipped when TEST_PG names one already. */
export default async function globalSetup(): Promise<void> {
  if (process.env['TEST_PG'] !== undefined) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'guest-desk-jest-'));
  // Root's server runs under an account that must be able to walk in.
  chmodSync(folder, 0o711);
  const embedded = await startEmbedded({ dataDir: folder, port: 0, database: 'postgres', settings: { fsync: 'off', max_connections: '300', shared_buffers: '32MB' } });
  (globalThis as Record<string, unknown>)[testServerKey] = { embedded, folder } satisfies TestServer;
  process.env['TEST_PG'] = embedded.url;
}
