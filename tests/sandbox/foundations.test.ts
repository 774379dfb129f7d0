import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createClock, durationMs } from '../../sandbox/clock.ts';
import { createFaults } from '../../sandbox/faults.ts';
import { createJournal } from '../../sandbox/journal.ts';
import { seedTenant } from '../../sandbox/seed.ts';
import { serve, type Reply, type Served } from '../../sandbox/serve.ts';
import { readSettings } from '../../sandbox/settings.ts';
import { flushTenant, loadTenant, resetTenant, saveTenant } from '../../sandbox/state/tenant.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'guest-desk-foundations-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('settings', () => {
  it('have the ports of the README, and every one can be moved', () => {
    expect(readSettings({}).ports).toEqual({ page: 4000, graph: 4001, channel: 4002, door: 4003, bot: 3978, database: 4005 });
    expect(readSettings({ SANDBOX_GRAPH_PORT: '5001', SANDBOX_LOG: '' }).ports.graph).toBe(5001);
  });

  it('name every mistake with its variable', () => {
    expect(() => readSettings({ SANDBOX_PAGE_PORT: 'abc', SANDBOX_BOTS: '0', DATABASE_URL: 'mysql://x' })).toThrow(/SANDBOX_PAGE_PORT[^]*SANDBOX_BOTS[^]*DATABASE_URL/);
    expect(() => readSettings({ SANDBOX_BOTS: '2' })).toThrow(/DATABASE_URL/);
  });
});

describe('the clock', () => {
  it.each([['P1D', 86_400_000], ['PT15M', 900_000], ['P2W', 1_209_600_000], ['P1DT2H3M4.5S', 93_784_500]])('%s is %i ms', (iso, ms) => expect(durationMs(iso)).toBe(ms));
  it.each(['P', 'PT', '1D', 'P1M', 'P1Y', '-P1D', 'P1H', ''])('%p is no duration', (iso) => expect(() => durationMs(iso)).toThrow(RangeError));

  it('moves, tells, waits for who listens, and keeps its offset over a restart', async () => {
    const clock = createClock(folder);
    const told: number[] = [];
    const stop = clock.onAdvance(async (offset) => {
      await pause(20);
      told.push(offset);
    });
    const before = Date.now();
    const moved = await clock.advance('P1D');
    expect(told).toEqual([86_400_000]);
    expect(moved.getTime() - before).toBeGreaterThanOrEqual(86_400_000);
    stop();
    await clock.advance('PT1S');
    expect(told).toHaveLength(1);
    expect(createClock(folder).offsetMs).toBe(86_401_000);
    await clock.reset();
    expect(createClock(folder).offsetMs).toBe(0);
  });
});

describe('the tenant', () => {
  it('is kept, written soon after a change, for its owner only', async () => {
    const tenant = loadTenant(folder, seedTenant);
    tenant.displayName = 'Changed';
    saveTenant(tenant);
    saveTenant(tenant);
    await pause(400);
    expect(statSync(path.join(folder, 'tenant.json')).mode & 0o777).toBe(0o600);
    const again = loadTenant(folder, seedTenant);
    expect(again.displayName).toBe('Changed');
    expect(again.registrations.bot.secret).toBe(tenant.registrations.bot.secret);
    resetTenant(again, seedTenant);
    expect(loadTenant(folder, seedTenant).displayName).toBe('Hill Hospital');
  });

  it('takes the seed where the file is of another shape', () => {
    writeFileSync(path.join(folder, 'tenant.json'), '{"version":0}');
    const tenant = loadTenant(folder, seedTenant);
    expect(tenant.users).toHaveLength(10);
    flushTenant(tenant);
    expect(readFileSync(path.join(folder, 'tenant.json'), 'utf8')).toContain('Hill Hospital');
  });
});

describe('the journal', () => {
  it('keeps what was asked without tokens and secrets', () => {
    const journal = createJournal(createClock(folder));
    journal.record({ to: 'entra', method: 'POST', path: '/token?code=abc&x=1', status: 200, onBehalfOf: null, scopes: [], body: { client_secret: 's3cret', scope: 'a', nested: [{ token: 't0ken' }] }, response: { access_token: 'acc', error: { code: 'Keep', message: 'm' } } });
    const [entry] = journal.since();
    expect(entry).toMatchObject({ path: '/token?code=[secret]&x=1', body: { client_secret: '[secret]', scope: 'a', nested: [{ token: '[secret]' }] }, response: { access_token: '[secret]', error: { code: 'Keep' } } });
  });

  it('gives what came at or after a time', () => {
    const journal = createJournal({ now: () => new Date('2026-01-01T00:00:00Z') });
    const entry = { to: 'graph' as const, method: 'GET', path: '/', status: 200, onBehalfOf: null, scopes: [], body: undefined };
    journal.record(entry);
    journal.record({ ...entry, at: '2026-01-02T00:00:00.000Z' });
    expect(journal.since('2026-01-01T00:00:01Z')).toHaveLength(1);
    expect(journal.since('2026-01-02T00:00:00+00:00')).toHaveLength(1);
    journal.clear();
    expect(journal.since()).toEqual([]);
  });
});

describe('faults', () => {
  it('count down, and match path with and without query and version', () => {
    const faults = createFaults();
    faults.add({ to: 'graph', method: 'POST', path: '/invitations', times: 2, status: 503 });
    expect(faults.take('graph', 'GET', '/v1.0/invitations')).toBeUndefined();
    expect(faults.take('entra', 'POST', '/v1.0/invitations')).toBeUndefined();
    expect(faults.take('graph', 'POST', '/v1.0/invitations')).toMatchObject({ status: 503 });
    expect(faults.take('graph', 'POST', '/v1.0/invitations?x=1')).toMatchObject({ status: 503 });
    expect(faults.take('graph', 'POST', '/v1.0/invitations')).toBeUndefined();
    faults.add([{ to: 'connector', method: '*', path: '/v3/*/activities*' }, { to: 'notifications', lose: true }]);
    expect(faults.take('connector', 'PUT', '/v3/conversations/a/activities/5')).toBeDefined();
    expect(faults.pending()).toHaveLength(1);
    expect(faults.takeNotification()).toMatchObject({ lose: true });
  });

  it.each([[{ to: 'graph', method: 'GET', path: '/x', stauts: 500 }], [{ to: 'moon', method: 'GET', path: '/x' }], [{ to: 'graph', method: 'GET', path: '/x', times: 0 }]])('%p is none', (fault) => {
    expect(() => createFaults().add(fault as never)).toThrow();
  });
});

describe('the server kit', () => {
  let served: Served;
  let effects = 0;
  const faults = createFaults();
  const journal = createJournal({ now: () => new Date() });
  beforeAll(async () => {
    served = await serve({
      name: 'a test', to: 'graph', port: 0, variable: 'SANDBOX_TEST_PORT', journal, faults, quiet: (at) => at === '/quiet',
      handle(exchange): Reply {
        effects += 1;
        if (exchange.path === '/broken') throw new Error('broken on purpose');
        return { status: 200, body: { body: exchange.body ?? null, query: exchange.query.get('q') } };
      },
    });
  });
  beforeEach(() => {
    faults.clear();
    journal.clear();
    effects = 0;
  });
  afterAll(() => served.close());
  const ask = (at: string, init: RequestInit = {}) => fetch(`http://127.0.0.1:${served.port}${at}`, init);

  it('parses JSON and forms, and journals', async () => {
    const json = await ask('/x?q=1', { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } });
    expect(await json.json()).toEqual({ body: { a: 1 }, query: '1' });
    const form = await ask('/x', { method: 'POST', body: 'a=1&b=%20', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect(await form.json()).toMatchObject({ body: { a: '1', b: ' ' } });
    await ask('/quiet');
    expect(journal.since().map(({ method, path: at, status }) => [method, at, status])).toEqual([['POST', '/x?q=1', 200], ['POST', '/x', 200]]);
  });

  it.each([
    ['instead of the effect', { status: 503 }, 503, 0],
    ['after the effect', { status: 503, afterEffect: true }, 503, 1],
    ['only later', { delayMs: 400 }, 200, 1],
  ])('answers a fault %s', async (_name, fault, status, effect) => {
    faults.add({ to: 'graph', method: 'GET', path: '/x', times: 1, ...fault });
    const started = performance.now();
    expect((await ask('/x')).status).toBe(status);
    expect(effects).toBe(effect);
    if ('delayMs' in fault) expect(performance.now() - started).toBeGreaterThan(200);
    expect((await ask('/x')).status).toBe(200);
  });

  it.each([[false, 0], [true, 1]])('destroys the socket, after the effect: %p', async (afterEffect, effect) => {
    faults.add({ to: 'graph', method: 'GET', path: '/x', times: 1, reset: true, afterEffect });
    await expect(ask('/x')).rejects.toThrow();
    expect(effects).toBe(effect);
    expect(journal.since().map(({ status }) => status)).toEqual([0]);
  });

  it('answers 500 when a handler breaks, and goes on', async () => {
    expect((await ask('/broken')).status).toBe(500);
    expect((await ask('/x')).status).toBe(200);
  });

  it('names the taken port and the variable that moves it', async () => {
    const again = serve({ name: 'a second test', to: 'graph', port: served.port, variable: 'SANDBOX_TEST_PORT', journal, faults, handle: () => ({ status: 200 }) });
    await expect(again).rejects.toThrow(new RegExp(`${served.port}.*SANDBOX_TEST_PORT`));
  });
});

