import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { castOf } from '../support/cast.ts';
import { eventually } from '../support/eventually.ts';
import { startSandbox, type RunningSandbox, type SandboxOptions } from '../support/sandbox.ts';
import { aGuest, ownerAsks } from '../support/stories.ts';

/** What a new user does: start, stop, start again; with the embedded PostgreSQL. */
const folders: string[] = [];
const aFolder = (): string => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'guest-desk-start-'));
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** Also a test that fails must leave nothing running. */
const started: RunningSandbox[] = [];
const start = async (options: SandboxOptions): Promise<RunningSandbox> => {
  const sandbox = await startSandbox(options);
  started.push(sandbox);
  return sandbox;
};
afterEach(() => Promise.all(started.splice(0).map((sandbox) => sandbox.stop().catch(() => sandbox.process.kill('SIGKILL')))), 60_000);

/** Processes whose command line or environment speaks of this folder (Linux only). */
const processesOf = (folder: string): string[] =>
  process.platform !== 'linux' ? [] : readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== String(process.pid)).flatMap((pid) => {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8');
      return words.includes(folder) ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
    } catch {
      return [];
    }
  });

it('is ready soon, stops without leaving a process, and finds its data again', async () => {
  const dataDir = aFolder();
  const began = performance.now();
  const first = await start({ dataDir });
  const took = performance.now() - began;
  const email = aGuest();
  await ownerAsks(castOf(first), email);
  const printed = readFileSync(path.join(dataDir, 'printed.log'), 'utf8');
  expect(printed).toContain(`http://localhost:${first.ports.PAGE}`);
  for (const part of [/Graph/, /Teams channel/i, /PostgreSQL/, /bot/i, /page/i]) expect(printed).toMatch(part);
  expect(await first.stop()).toBe(0);
  expect(processesOf(dataDir)).toEqual([]);

  const second = await start({ dataDir });
  await castOf(second).approver.card(email, /Approve/);
  await castOf(second).approver.press('request.decline', { decisionReason: 'remembered' }, email);
  await castOf(second).owner.card(email, 'remembered');
  const shared = (await second.chat('owner')).filter((message) => message.from === 'owner' && /^share/i.test(message.text ?? ''));
  expect(shared).toHaveLength(1);
  expect(await second.stop()).toBe(0);
  expect(processesOf(dataDir)).toEqual([]);
  console.log(`start: ${(took / 1000).toFixed(1)} s from nothing to ready`);
}, 120_000);

it('killed hard, it leaves nothing running for long and starts again', async () => {
  const dataDir = aFolder();
  const first = await start({ dataDir });
  const email = aGuest();
  await ownerAsks(castOf(first), email);
  const gone = once(first.process, 'exit');
  first.process.kill('SIGKILL');
  await gone;
  await eventually(() => expect(processesOf(dataDir).filter((line) => line.includes('bot/main.ts'))).toEqual([]), 20_000);
  const second = await start({ dataDir });
  await castOf(second).approver.card(email, /Approve/);
  expect(await second.stop()).toBe(0);
  expect(processesOf(dataDir)).toEqual([]);
}, 120_000);

it.each(['PAGE', 'GRAPH', 'CHANNEL', 'DOOR', 'BOT', 'DATABASE'] as const)('a taken %s port is named, with the variable that moves it', async (name) => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  const sandbox = await start({ dataDir: aFolder(), wait: false, env: { [`SANDBOX_${name}_PORT`]: String(port) } });
  if (sandbox.process.exitCode === null) await once(sandbox.process, 'exit');
  server.close();
  expect(sandbox.process.exitCode).toBe(1);
  const printed = readFileSync(path.join(sandbox.dataDir, 'printed.log'), 'utf8');
  expect(printed).toContain(String(port));
  expect(printed).toContain(`SANDBOX_${name}_PORT`);
}, 60_000);

it('a reset empties the desk and shares Imaging again', async () => {
  const sandbox = await start({ dataDir: aFolder() });
  const email = aGuest();
  await ownerAsks(castOf(sandbox), email);
  await sandbox.reset();
  await eventually(async () => expect((await sandbox.state()).ready).toBe(true), 30_000);
  expect(JSON.stringify(await sandbox.chat('approver'))).not.toContain(email);
  const again = aGuest();
  await ownerAsks(castOf(sandbox), again);
  await castOf(sandbox).approver.card(again, /Approve/);
  await sandbox.stop();
}, 120_000);
