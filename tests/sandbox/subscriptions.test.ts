import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { people } from '../../sandbox/seed.ts';
import { startTestDirectory, type TestDirectory } from '../support/directory.ts';
import { eventually } from '../support/eventually.ts';

type Notice = { changeType?: string; lifecycleEvent?: string; clientState: string; resource: string; resourceData?: { id: string }; subscriptionId: string };

let desk: TestDirectory;
let token: string;
let listener: Server;
let base: string;
const notices: { path: string; notice: Notice }[] = [];
let answerWith: (path: string, validation: string | null) => { status: number; type: string; body: string; delayMs?: number };
const behaves: typeof answerWith = (_path, validation) => ({ status: validation === null ? 202 : 200, type: 'text/plain', body: validation ?? '' });

beforeAll(async () => {
  desk = await startTestDirectory();
  listener = createServer(desk.certificates, (request, response) => {
    const url = new URL(request.url ?? '/', 'https://localhost');
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { status, type, body, delayMs = 0 } = answerWith(url.pathname, url.searchParams.get('validationToken'));
      const text = Buffer.concat(chunks).toString();
      if (text !== '') notices.push(...(JSON.parse(text) as { value: Notice[] }).value.map((notice) => ({ path: url.pathname, notice })));
      setTimeout(() => {
        response.writeHead(status, { 'content-type': type });
        response.end(body);
      }, delayMs);
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  base = `https://localhost:${(listener.address() as AddressInfo).port}`;
});
beforeEach(async () => {
  await desk.reset();
  answerWith = behaves;
  notices.length = 0;
  token = await desk.asApp('reader');
});
afterAll(async () => {
  listener.closeAllConnections();
  listener.close();
  await desk.stop();
});

const inMinutes = (minutes: number): string => new Date(desk.clock.now().getTime() + minutes * 60_000).toISOString();
const subscribe = (more: Record<string, unknown> = {}) =>
  desk.call('POST', '/v1.0/subscriptions', {
    token,
    body: {
      changeType: 'updated,deleted', resource: 'users', notificationUrl: `${base}/hook`, lifecycleNotificationUrl: `${base}/life`,
      // Far enough away that no lifecycle warning mixes in.
      expirationDateTime: inMinutes(600), clientState: 'secret-state', ...more,
    },
  });
const hooks = () => notices.filter(({ path }) => path === '/hook').map(({ notice }) => notice);
const rename = async (name: string) =>
  desk.call('PATCH', `/v1.0/users/${people.outsider.oid}`, { token: await desk.as('admin', 'admin'), body: { displayName: name } });

describe('the handshake', () => {
  it('asks both addresses for the decoded token before it answers', async () => {
    const asked: string[] = [];
    answerWith = (path, validation) => {
      asked.push(`${path} ${validation?.includes(' & more') === true}`);
      return behaves(path, validation);
    };
    expect((await subscribe()).status).toBe(201);
    expect(asked).toEqual(['/hook true', '/life true']);
  });

  it.each([
    ['another status', { status: 202 }],
    ['another type', { type: 'application/json' }],
    ['the token still encoded', { body: 'Validation%3A' }],
  ])('fails on %s', async (_name, wrong) => {
    answerWith = (path, validation) => ({ ...behaves(path, validation), ...wrong });
    const { status, body } = await subscribe();
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'ValidationError', message: expect.stringContaining('validation request failed') as string });
    expect(desk.tenant.subscriptions).toEqual([]);
  });

  it('fails when only the lifecycle address does not answer, and where nobody listens', async () => {
    expect((await subscribe({ lifecycleNotificationUrl: 'https://localhost:1/life' })).status).toBe(400);
    expect((await subscribe({ notificationUrl: base.replace('https', 'http') })).status).toBe(400);
    expect((await subscribe({ notificationUrl: 'https://example.com/hook' })).status).toBe(400);
  });
});

describe('limits', () => {
  it.each([
    ['too long', () => ({ expirationDateTime: inMinutes(41_762) })],
    ['in the past', () => ({ expirationDateTime: inMinutes(-1) })],
    ['creation', () => ({ changeType: 'created' })],
    ['another resource', () => ({ resource: 'groups' })],
    ['a long client state', () => ({ clientState: 'x'.repeat(129) })],
    ['an unknown member', () => ({ includeResourceDatas: true })],
  ])('%s answers 400', async (_name, more) => expect((await subscribe(more())).status).toBe(400));

  it('raises less than 45 minutes, takes the longest, and stops at 100', async () => {
    const { body } = await subscribe({ expirationDateTime: inMinutes(5) });
    expect(Date.parse(String(body['expirationDateTime'])) - desk.clock.now().getTime()).toBeGreaterThan(44 * 60_000);
    expect((await subscribe({ expirationDateTime: inMinutes(41_759) })).status).toBe(201);
    const [one] = desk.tenant.subscriptions;
    if (one !== undefined) desk.tenant.subscriptions = Array.from({ length: 100 }, (_, i) => ({ ...one, id: `${i}` }));
    expect((await subscribe()).status).toBe(403);
  });
});

describe('a subscription', () => {
  it('is read without its client state, renewed, and not shown to another application', async () => {
    const { body } = await subscribe();
    const path = `/v1.0/subscriptions/${body.id}`;
    expect(body['clientState']).toBe('secret-state');
    expect((await desk.call('GET', path, { token })).body).toMatchObject({ id: body.id, clientState: null });
    expect((await desk.call('PATCH', path, { token, body: { expirationDateTime: inMinutes(2000) } })).status).toBe(200);
    expect((await desk.call('GET', '/v1.0/subscriptions', { token })).body.value).toHaveLength(1);
    desk.tenant.registrations.ender.applicationRoles = ['User.Read.All'];
    expect((await desk.call('GET', path, { token: await desk.asApp('ender') })).status).toBe(404);
    expect((await desk.call('DELETE', path, { token })).status).toBe(204);
    await rename('Eve X');
    await pause(200);
    expect(hooks()).toEqual([]);
  });

  it('ends by the tenant\'s clock', async () => {
    const { body } = await subscribe();
    await desk.clock.advance('PT601M');
    token = await desk.asApp('reader');
    expect((await desk.call('GET', `/v1.0/subscriptions/${body.id}`, { token })).status).toBe(404);
    await rename('Eve Y');
    await pause(200);
    expect(hooks()).toEqual([]);
  });

  it('warns on the lifecycle address before it ends, once, until it is reauthorized or renewed', async () => {
    const { body } = await subscribe({ expirationDateTime: inMinutes(300) });
    await desk.clock.advance('PT200M');
    await eventually(() => expect(notices.map(({ path, notice }) => [path, notice.lifecycleEvent, notice.clientState])).toEqual([['/life', 'reauthorizationRequired', 'secret-state']]));
    token = await desk.asApp('reader');
    expect((await desk.call('POST', `/v1.0/subscriptions/${body.id}/reauthorize`, { token })).status).toBe(204);
  });
});

describe('a notification', () => {
  it('tells id and change only, after the write has answered', async () => {
    const { body } = await subscribe();
    expect((await rename('Eve Z')).status).toBe(204);
    await eventually(() => expect(hooks()).toHaveLength(1));
    expect(hooks()[0]).toMatchObject({
      subscriptionId: body.id, clientState: 'secret-state', changeType: 'updated', resource: `Users/${people.outsider.oid}`, resourceData: { id: people.outsider.oid },
    });
    expect(JSON.stringify(hooks()[0])).not.toContain('Eve');
    expect(JSON.stringify(desk.journal.since())).not.toContain('secret-state');
  });

  it('comes for a new guest and for her redemption, as updated', async () => {
    await subscribe();
    await desk.invite('approver', 'cleo@clinic.example');
    desk.directory.redeem({ email: 'cleo@clinic.example' });
    await eventually(() => expect(hooks().map((notice) => notice.changeType)).toEqual(['updated', 'updated']));
  });

  it('comes again after a refusal and after an answer slower than 3 s', async () => {
    await subscribe();
    let attempts = 0;
    answerWith = (path, validation) => {
      attempts += 1;
      return { ...behaves(path, validation), ...(attempts === 1 && { status: 503 }), ...(attempts === 2 && { delayMs: 3500 }) };
    };
    await rename('Eve Q');
    await eventually(() => expect(attempts).toBe(3), 10_000);
    await pause(300);
    expect(attempts).toBe(3);
  });

  it('is lost, doubled, delayed or overtaken when a fault says so', async () => {
    desk.journal.clear();
    await subscribe();
    // What was taken counts: on a busy machine an answer may come too late and the notice be sent again.
    const taken = () => desk.journal.since().filter(({ to, path, status }) => to === 'bot' && path === '/hook' && status === 202).map(({ body }) => (body as { value: Notice[] }).value[0]?.resourceData?.id);
    desk.faults.add({ to: 'notifications', lose: true, times: 1 });
    await rename('lost');
    await pause(300);
    expect(hooks()).toHaveLength(0);
    desk.faults.add({ to: 'notifications', double: true, times: 1 });
    await rename('double');
    await eventually(() => expect(taken()).toHaveLength(2));
    desk.faults.add({ to: 'notifications', delayMs: 1500, times: 1 });
    const before = desk.clock.now().getTime();
    await rename('late');
    await eventually(() => expect(taken()).toHaveLength(3));
    const arrival = desk.journal.since().findLast(({ to, path }) => to === 'bot' && path === '/hook');
    expect(Date.parse(arrival?.at ?? '') - before).toBeGreaterThan(1000);
    desk.faults.add({ to: 'notifications', reorder: true, times: 1 });
    await rename('overtaken');
    await desk.call('PATCH', `/v1.0/users/${people.sponsor.oid}`, { token: await desk.as('admin', 'admin'), body: { jobTitle: 'Overtakes' } });
    await eventually(() => expect(taken().slice(3)).toEqual([people.sponsor.oid, people.outsider.oid]));
  });
});

it('every answer of this file fits the official model', () => expect(desk.modelProblems() ?? []).toEqual([]));
