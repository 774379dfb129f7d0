import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startControl } from '../../sandbox/control/control.ts';
import { createEventHub } from '../../sandbox/control/eventHub.ts';
import { personServer } from '../../sandbox/control/personPages.ts';
import { startStage, type Stage } from '../support/scriptedBot.ts';

/** Pages of the https servers that the chat page's address passes on, so that no browser warns. */
describe('pages a person walks through', () => {
  let stage: Stage;
  let control: { stop(): Promise<void> };
  const folder = mkdtempSync(join(tmpdir(), 'guest-desk-page-'));

  beforeAll(async () => {
    stage = await startStage();
    writeFileSync(join(folder, 'index.html'), '<!doctype html><title>page</title>');
    const world = { ...stage, bots: () => [], ready: () => true, advance: () => Promise.resolve(), reset: () => Promise.resolve() };
    control = await startControl(world, createEventHub(), Promise.resolve(folder));
  });
  afterAll(async () => {
    await control.stop();
    await stage.close();
    rmSync(folder, { recursive: true });
  });
  const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`http://127.0.0.1:${stage.settings.ports.page}${path}`, { redirect: 'manual', ...init });

  it('come over plain http, with their own policy', async () => {
    const answer = await ask('/signin?ticket=none');
    expect(answer.status).toBe(410);
    expect(await answer.text()).toContain('used up');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect((await ask('/signin/style.css')).headers.get('content-type')).toContain('text/css');
  });

  it('take no form of another site', async () => {
    const form = { method: 'POST', body: 'ticket=x', headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' } };
    expect((await ask('/redeem', form)).status).toBe(403);
    expect((await ask('/signin', { ...form, headers: { ...form.headers, origin: 'null' } })).status).toBe(403);
  });

  it('lead to the bot for its own pages, as if they had come over https', () => {
    expect(personServer('/step-up/0f6c1b1e', stage)).toBe(`https://localhost:${stage.settings.ports.door}`);
    for (const path of ['/step-up', '/api/messages', '/health/ready', '/api/graph/notifications']) expect(personServer(path, stage)).toBeUndefined();
  });

  it('are those pages alone: no token endpoint, no Graph, no connector', () => {
    const tenant = stage.tenant.id;
    for (const path of [`/${tenant}/oauth2/v2.0/token`, '/v1.0/users', '/v3/conversations', '/api/usertoken/GetToken', '/signinx', '/', '/assets/index.js']) expect(personServer(path, stage)).toBeUndefined();
    expect(personServer(`/${tenant}/oauth2/v2.0/authorize`, stage)).toBe(`https://localhost:${stage.settings.ports.graph}`);
  });
});
