import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:https';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { loadCertificates, type Certificates } from '../../sandbox/certificates.ts';
import { superviseBot, type Bot } from '../../sandbox/supervisor/bots.ts';
import { openDoor, type Door } from '../../sandbox/supervisor/door.ts';
import { requireFreePort } from '../../sandbox/supervisor/ports.ts';
import { testPort } from '../support/ports.ts';

const fakeBot = resolve('tests/support/fakeBot.ts');
const clockPreload = resolve('sandbox/clock/preload.ts');
const day = 86_400_000;

type FakeAnswer = { pid: number; now: string; called: number; isDate: boolean; method: string; url: string; headers: Record<string, string>; text: string; tenant: string | null; home: string | null };

const bots: Bot[] = [];
let offsetMs = 0;

async function aBot(index = 0): Promise<Bot> {
  const port = await testPort();
  const plan = { entry: fakeBot, port, environment: () => ({ PORT: String(port), TENANT_ID: 't', PATH: process.env['PATH'] ?? '' }), preloads: [clockPreload] };
  const bot = superviseBot(index, plan, { log: new PassThrough().resume(), offsetMs: () => offsetMs, changed: () => undefined });
  bots.push(bot);
  bot.start();
  await bot.ready(15_000);
  return bot;
}

const ask = async (bot: Bot, path = '/'): Promise<FakeAnswer> => (await (await fetch(`http://127.0.0.1:${bot.status().port}${path}`)).json()) as FakeAnswer;

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  for (let waited = 0; waited < 15_000; waited += 50) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('it did not become so within 15 s');
};

afterEach(async () => {
  offsetMs = 0;
  await Promise.all(bots.splice(0).map((bot) => bot.stop()));
});

describe('a supervised bot', () => {
  it('gets its environment and nothing else of the parent', async () => {
    process.env['SECRET_OF_THE_PARENT'] = 'secret';
    const answer = await ask(await aBot());
    expect(answer).toMatchObject({ tenant: 't', home: null });
  });

  it('lives in the time it is told, from its start and later', async () => {
    offsetMs = 3 * day;
    const bot = await aBot();
    expect(Math.abs(Date.parse((await ask(bot)).now) - Date.now() - 3 * day)).toBeLessThan(5_000);
    await bot.setOffset(10 * day);
    const answer = await ask(bot);
    expect(Math.abs(Date.parse(answer.now) - Date.now() - 10 * day)).toBeLessThan(5_000);
    expect(Math.abs(answer.called - Date.now() - 10 * day)).toBeLessThan(5_000);
    expect(answer.isDate).toBe(true);
  });

  it('is started again when it dies, also by force', async () => {
    const bot = await aBot();
    const before = bot.status();
    await fetch(`http://127.0.0.1:${before.port}/crash`).catch(() => undefined);
    await until(() => bot.status().up && bot.status().pid !== before.pid);
    expect(bot.status().restarts).toBe(1);
    bot.kill('SIGKILL');
    await until(() => bot.status().restarts === 2 && bot.status().up);
  });

  it('stays down when it is stopped, and drains before', async () => {
    const bot = await aBot();
    const { pid } = bot.status();
    const slow = ask(bot, '/slow');
    await new Promise((done) => setTimeout(done, 100));
    await bot.stop();
    expect((await slow).pid).toBe(pid);
    expect(bot.status()).toMatchObject({ pid: null, up: false });
    expect(isAlive(pid ?? 0)).toBe(false);
    bot.start();
    await bot.ready(15_000);
    expect(bot.status().pid).not.toBe(pid);
  });

  it('says in words that it never became ready', async () => {
    const port = await testPort();
    const bot = superviseBot(0, { entry: resolve('tests/support/noSuchBot.ts'), port, environment: () => ({}), preloads: [] }, { log: new PassThrough().resume(), offsetMs: () => 0, changed: () => undefined });
    bots.push(bot);
    bot.start();
    await expect(bot.ready(15_000)).rejects.toThrow('ended again and again');
  });

  it('ends by itself when the sandbox is killed hard', async () => {
    const port = await testPort();
    const parent = `
      import { spawn } from 'node:child_process';
      const bot = spawn(process.execPath, ['--import', ${JSON.stringify(clockPreload)}, ${JSON.stringify(fakeBot)}], { env: { PORT: '${port}' }, stdio: ['ignore', 'ignore', 'ignore', 'ipc'], detached: true });
      console.log(bot.pid);
      setInterval(() => undefined, 1000);`;
    const sandbox = spawn(process.execPath, ['--input-type=module', '--eval', parent], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(sandbox.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    await until(() => fetch(`http://127.0.0.1:${port}/health/ready`).then(() => true, () => false));
    sandbox.kill('SIGKILL');
    await until(() => !isAlive(pid));
  });
});

describe('the door', () => {
  let folder = '';
  let certificates: Certificates;
  let door: Door;

  const knock = (path: string, body = '', headers: Record<string, string> = {}): Promise<{ status: number; body: unknown }> =>
    new Promise((done, fail) => {
      const call = request(`https://localhost:${door.port}${path}`, { method: 'POST', ca: certificates.ca, headers, agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => done({ status: response.statusCode ?? 0, body: JSON.parse(text) }));
      });
      call.on('error', fail);
      call.end(body);
    });

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guest-desk-door-'));
    certificates = await loadCertificates(folder);
    door = await openDoor({ port: 0, tls: certificates, bots: () => bots });
  });
  afterAll(async () => {
    await door.stop();
    rmSync(folder, { recursive: true });
  });

  it('passes a request on with what a proxy adds, and never what a stranger claims', async () => {
    await aBot();
    const { status, body } = await knock('/api/messages?a=b', '{"x":1}', { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-proto': 'gopher', 'x-mine': 'kept' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ method: 'POST', url: '/api/messages?a=b', text: '{"x":1}', headers: { 'x-mine': 'kept', 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' } });
  });

  it('answers 502 in JSON while no bot is up', async () => {
    expect(await knock('/api/messages')).toMatchObject({ status: 502, body: { error: { code: 'BadGateway' } } });
  });

  it('shares requests between bots and passes over one that was killed', async () => {
    const [first, second] = [await aBot(0), await aBot(1)];
    const pids = async (): Promise<Set<number>> => new Set((await Promise.all(Array.from({ length: 6 }, () => knock('/')))).map(({ body }) => (body as FakeAnswer).pid));
    expect(await pids()).toEqual(new Set([first.status().pid, second.status().pid]));
    await first.stop();
    expect(await pids()).toEqual(new Set([second.status().pid]));
  });
});

it('a taken port is named together with the variable that moves it', async () => {
  const port = await testPort();
  const bot = spawn(process.execPath, ['-e', `require('net').createServer().listen(${port}, '127.0.0.1', () => console.log('up'))`], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(bot.stdout, 'data');
  await expect(requireFreePort(port, 'bot', 'SANDBOX_BOT_PORT')).rejects.toThrow(`Port ${port} (bot) is taken. Free it, or choose another one with SANDBOX_BOT_PORT.`);
  bot.kill();
  await once(bot, 'exit');
  await expect(requireFreePort(port, 'bot', 'SANDBOX_BOT_PORT')).resolves.toBeUndefined();
});
