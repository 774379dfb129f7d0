import { request } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startControl } from '../../sandbox/control/control.ts';
import { type ControlWorld } from '../../sandbox/control/controlWorld.ts';
import { createEventHub, type EventHub } from '../../sandbox/control/eventHub.ts';
import { people } from '../../sandbox/seed.ts';
import { startStage, type Stage } from '../support/scriptedBot.ts';

type Answer = { status: number; headers: Record<string, unknown>; text: string; json: unknown };

let stage: Stage;
let hub: EventHub;
let control: { stop(): Promise<void> };
let pageFolder = '';
let ready = true;
const advanced: string[] = [];

beforeAll(async () => {
  stage = await startStage();
  hub = createEventHub();
  pageFolder = mkdtempSync(join(tmpdir(), 'guest-desk-page-'));
  writeFileSync(join(pageFolder, 'index.html'), '<!doctype html><title>page</title>');
  writeFileSync(join(pageFolder, '..', 'guest-desk-secret.json'), '{}');
  const world: ControlWorld = {
    ...stage,
    bots: () => [],
    ready: () => ready,
    advance: async (duration) => {
      advanced.push(duration);
      await stage.clock.advance(duration);
    },
    reset: () => Promise.resolve(),
  };
  control = await startControl(world, hub, Promise.resolve(pageFolder));
});
afterAll(async () => {
  await control.stop();
  await stage.close();
  rmSync(pageFolder, { recursive: true });
  rmSync(join(tmpdir(), 'guest-desk-secret.json'));
});
beforeEach(() => {
  ready = true;
  stage.faults.clear();
});

const port = (): number => stage.settings.ports.page;

const ask = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((done, fail) => {
    const sent: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const call = request({ host: '127.0.0.1', port: port(), method, path, headers: { ...sent, ...headers }, agent: false }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        let json: unknown;
        try {
          json = JSON.parse(text);
        } catch {
          json = undefined;
        }
        done({ status: response.statusCode ?? 0, headers: response.headers, text, json });
      });
    });
    call.on('error', fail);
    call.end(typeof body === 'string' ? body : body === undefined ? undefined : JSON.stringify(body));
  });
const api = (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> => ask(method, `/_sandbox/${path}`, body, headers);

describe('the control API refuses', () => {
  it.each([
    ['another Host', { host: 'evil.example:4000' }],
    ['the right Host on another port', { host: 'localhost:1' }],
    ['another Origin', { origin: 'https://evil.example' }],
    ['the Origin of an opaque page', { origin: 'null' }],
  ])('%s, for the page, reads and changes alike', async (_name, headers) => {
    for (const [method, path, body] of [['GET', '/', undefined], ['GET', '/_sandbox/state', undefined], ['GET', '/_sandbox/events', undefined], ['POST', '/_sandbox/say', { as: 'owner', text: 'help' }], ['DELETE', '/_sandbox/faults', undefined]] as const) {
      expect((await ask(method, path, body, headers)).status).toBe(403);
    }
    expect(stage.channel.chats.messages(people.owner.oid)).toEqual([]);
  });

  it('a change sent as a form, and bodies that are no JSON or of another shape', async () => {
    expect((await api('POST', 'say', 'as=owner&text=help', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
    expect((await api('POST', 'say', '{"as":')).json).toMatchObject({ error: { code: 'badJson' } });
    const wrong = await api('POST', 'say', { as: 'owner', txt: 'help' });
    expect(wrong.status).toBe(400);
    expect((wrong.json as { error: { message: string } }).error.message).toContain('txt');
    expect((await api('POST', 'say', { as: 'stranger', text: 'help' })).status).toBe(400);
    expect((await api('POST', 'clock', { advance: 'tomorrow' })).json).toMatchObject({ error: { code: 'badDuration' } });
    expect((await api('GET', 'journal?since=yesterday')).status).toBe(400);
    expect((await api('POST', 'faults', { to: 'moon', method: 'GET', path: '/' })).status).toBe(400);
    expect(advanced).toEqual([]);
  });

  it('what it does not have', async () => {
    expect((await api('GET', 'nothing')).status).toBe(404);
    expect((await api('GET', 'chats/stranger')).status).toBe(404);
    expect((await api('GET', 'say')).status).toBe(405);
    expect((await api('POST', 'signin', { as: 'owner' })).json).toMatchObject({ error: { code: 'nothingWaits' } });
    expect((await api('POST', 'redeem', { email: 'nobody@clinic.example' })).json).toMatchObject({ error: { code: 'noInvitation' } });
    expect((await api('POST', 'bots', { op: 'kill', index: 3 })).status).toBe(404);
    expect((await api('POST', 'say', { as: 'unreachable', text: 'help' })).json).toMatchObject({ error: { code: 'noApp' } });
  });

  it('changes while it is not ready, and tells its state all the same', async () => {
    ready = false;
    expect((await api('POST', 'say', { as: 'owner', text: 'help' })).status).toBe(503);
    expect((await api('GET', 'state')).json).toMatchObject({ ready: false });
  });
});

describe('the page', () => {
  it('is served with a policy that lets nothing else run', async () => {
    const { status, text, headers } = await ask('GET', '/');
    expect(status).toBe(200);
    expect(text).toContain('<title>page</title>');
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it.each(['/..%2fguest-desk-secret.json', '/../guest-desk-secret.json', '/%2e%2e/guest-desk-secret.json', '/no.js', '/%zz.js'])('never serves a file outside its folder: %s', async (path) => {
    expect((await ask('GET', path)).status).toBe(404);
  });
});

describe('people, chats and faults', () => {
  it('say and press come back as the chat shows them', async () => {
    stage.script(async (activity) => {
      if (activity.type !== 'message') return { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done.' } };
      const form = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Input.Text', id: 'reason', isRequired: true, label: 'Why' }], actions: [{ type: 'Action.Execute', verb: 'request.submit', title: 'Ask for access' }] };
      await stage.call('POST', `/v3/conversations/a:${people.owner.oid}/activities`, { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: form }] });
      return { status: 200 };
    });
    expect((await api('POST', 'say', { as: 'owner', text: 'invite' })).status).toBe(200);
    const { messages } = (await api('GET', 'chats/owner')).json as { messages: { id: string; from: string; text?: string }[] };
    expect(messages).toMatchObject([{ from: 'owner', text: 'invite' }, { from: 'bot', card: { type: 'AdaptiveCard' } }]);
    const messageId = messages[1]?.id ?? '';
    expect((await api('POST', 'press', { as: 'owner', messageId, verb: 'request.submit' })).json).toMatchObject({ error: { code: 'inputRequired', input: 'reason' } });
    expect((await api('POST', 'press', { as: 'owner', messageId, verb: 'request.submit', inputs: { colour: 'red' } })).json).toMatchObject({ error: { code: 'unknownInput', input: 'colour' } });
    expect((await api('POST', 'press', { as: 'owner', messageId, verb: 'request.submit', inputs: { reason: 'scans' } })).json).toMatchObject({ kind: 'message', text: 'Done.' });
    expect((await api('POST', 'press', { as: 'owner', messageId: '1', verb: 'request.submit' })).status).toBe(404);
    const { entries } = (await api('GET', 'journal')).json as { entries: { to: string; who: string | null }[] };
    expect(entries.filter(({ to }) => to === 'bot').at(-1)?.who).toBe('Ada Berg');
  });

  it('a bot that refuses is told, and the message stays as failed', async () => {
    stage.script(() => ({ status: 500 }));
    expect((await api('POST', 'say', { as: 'sponsor', text: 'help' })).status).toBe(502);
    expect((await api('GET', 'chats/sponsor?peek=1')).json).toMatchObject({ messages: [{ text: 'help', failed: true }] });
    stage.script(() => ({ status: 200 }));
  });

  it('people are found by name, and everybody without a query', async () => {
    expect((await api('GET', 'people?query=bo')).json).toEqual({ people: [{ id: people.approver.oid, key: 'approver', name: 'Boris Kern', mail: 'boris@hospital.example' }] });
    expect(((await api('GET', 'people')).json as { people: unknown[] }).people).toHaveLength(10);
  });

  it('faults are added, counted and taken away', async () => {
    expect((await api('POST', 'faults', { to: 'graph', method: 'POST', path: '/invitations', times: 2, status: 503 })).json).toMatchObject({ faults: [{ times: 2 }] });
    expect((await api('POST', 'faults', [{ to: 'notifications', lose: true, times: 1 }])).json).toMatchObject({ faults: [{}, { lose: true }] });
    expect((await api('DELETE', 'faults')).json).toEqual({ faults: [] });
  });

  it('the clock moves', async () => {
    const before = ((await api('GET', 'clock')).json as { offsetMs: number }).offsetMs;
    expect((await api('POST', 'clock', { advance: 'P1D' })).json).toMatchObject({ offsetMs: before + 86_400_000 });
    expect(advanced).toEqual(['P1D']);
  });

  it('the tenant changes as it is told', async () => {
    const change = { replicationMs: 0, allowInvitesFrom: 'everyone', sendLimits: 'off', owner: { op: 'remove', of: 'app', name: 'Imaging', person: 'owner' }, consent: { person: 'approver2', given: true } };
    expect((await api('POST', 'tenant', change)).json).toMatchObject({ replicationMs: 0, allowInvitesFrom: 'everyone', sendLimits: 'off' });
    const state = (await api('GET', 'state')).json as { apps: { name: string; owners: string[] }[]; people: { key: string; consented: boolean }[] };
    expect(state.apps.find(({ name }) => name === 'Imaging')?.owners).toEqual([]);
    expect(state.people.find(({ key }) => key === 'approver2')?.consented).toBe(true);
    const heard = stage.heard.length;
    await api('POST', 'tenant', { hasApp: { person: 'unreachable', installed: true } });
    expect(stage.heard[heard]).toMatchObject({ type: 'installationUpdate', action: 'add' });
    expect((await api('POST', 'tenant', { colour: 'red' })).status).toBe(400);
    expect((await api('POST', 'tenant', { owner: { op: 'add', of: 'group', name: 'Nobody', person: 'owner' } })).status).toBe(404);
  });

  it('live updates reach an open page', async () => {
    const heard = new Promise<string>((done) => {
      const call = request({ host: '127.0.0.1', port: port(), path: '/_sandbox/events', agent: false }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (!text.includes('event: chat')) return;
          call.destroy();
          done(text);
        });
        hub.send('chat', { as: 'owner' });
      });
      call.on('error', () => undefined);
      call.end();
    });
    expect(await heard).toContain('event: chat\ndata: {"as":"owner"}\n\n');
  });
});
