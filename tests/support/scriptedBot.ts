import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCertificates } from '../../sandbox/certificates.ts';
import { startChannel, type Channel } from '../../sandbox/channel/channel.ts';
import { secureCall, type Answer } from '../../sandbox/channel/secureCall.ts';
import { createClock } from '../../sandbox/clock.ts';
import { startDirectory, type Directory } from '../../sandbox/directory.ts';
import { createFaults } from '../../sandbox/faults.ts';
import { type Foundations } from '../../sandbox/foundations.ts';
import { createJournal } from '../../sandbox/journal.ts';
import { loadKeys } from '../../sandbox/keys.ts';
import { seedTenant } from '../../sandbox/seed.ts';
import { readSettings } from '../../sandbox/settings.ts';
import { loadTenant } from '../../sandbox/state/tenant.ts';
import { openDoor } from '../../sandbox/supervisor/door.ts';
import { testPort } from './ports.ts';

export type Incoming = Record<string, unknown> & { type: string; name?: string; text?: string; value?: Record<string, unknown>; from: { id: string } };
/** What the scripted bot answers an activity with: the HTTP status and body. */
export type Script = (activity: Incoming, authorization: string) => Promise<{ status: number; body?: unknown }> | { status: number; body?: unknown };

/** Directory and channel of a sandbox with a bot that does what the test says; the control API and bots are left out. */
export type Stage = Foundations & {
  channel: Channel;
  directory: Directory;
  /** Every activity that reached the bot. */
  heard: Incoming[];
  script(next: Script): void;
  /** A call of the bot to connector or token service, with a real token from Entra. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer & { json: unknown }>;
  close(): Promise<void>;
};

const readText = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) text += chunk.toString();
  return text;
};

/** Starts it on free ports in a folder of its own. */
export async function startStage(): Promise<Stage> {
  const dataDir = mkdtempSync(join(tmpdir(), 'guest-desk-stage-'));
  const ports = Object.fromEntries(await Promise.all(['PAGE', 'GRAPH', 'CHANNEL', 'DOOR', 'BOT'].map(async (name) => [`SANDBOX_${name}_PORT`, String(await testPort())] as const)));
  const settings = readSettings({ ...ports, SANDBOX_DATA_DIR: dataDir });
  const clock = createClock(dataDir);
  const on: Foundations = {
    settings, clock,
    tenant: loadTenant(dataDir, seedTenant),
    journal: createJournal(clock),
    faults: createFaults(),
    keys: await loadKeys(dataDir),
    certificates: await loadCertificates(dataDir),
  };
  const directory = await startDirectory(on);
  const channel = await startChannel(on);
  const heard: Incoming[] = [];
  let current: Script = () => ({ status: 200 });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const activity = JSON.parse(await readText(request)) as Incoming;
    heard.push(activity);
    const { status, body } = await current(activity, request.headers.authorization ?? '');
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === undefined ? '' : JSON.stringify(body));
  };
  const bot = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((done) => void bot.listen(settings.ports.bot, '127.0.0.1', done));
  const status = { index: 0, pid: process.pid, port: settings.ports.bot, up: true, restarts: 0 };
  const door = await openDoor({ port: settings.ports.door, tls: on.certificates, bots: () => [{ status: () => status, alive: () => true }] });

  const call: Stage['call'] = async (method, path, body, headers) => {
    const token = await directory.issuer.applicationToken(on.tenant.registrations.bot, 'https://api.botframework.com');
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answered = await secureCall({
      url: `https://localhost:${settings.ports.channel}${path}`,
      method: method as 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ca: on.certificates.ca,
      timeoutMs: 5_000,
      ...sent,
    });
    return { ...answered, json: answered.text === '' ? undefined : (JSON.parse(answered.text) as unknown) };
  };

  return {
    ...on, channel, directory, heard, call,
    script: (next) => void (current = next),
    async close() {
      await door.stop();
      await new Promise<void>((done) => {
        bot.close(() => done());
        bot.closeAllConnections();
      });
      await channel.stop();
      await directory.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
