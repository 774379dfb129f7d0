import { rmSync } from 'node:fs';
import { type TestServer, testServerKey } from './database.ts';

export default async function globalTeardown(): Promise<void> {
  const server = (globalThis as Record<string, unknown>)[testServerKey] as TestServer | undefined;
  if (server === undefined) return;
  await server.embedded.stop();
  rmSync(server.folder, { recursive: true, force: true });
}
