import { createHmac } from 'node:crypto';
import { ConfigError, readConfig } from '../../bot/config.ts';
import { Secret } from '../../bot/core/secret.ts';
import { createOnCallWebhook } from '../../bot/http/onCallWebhook.ts';
import { startStubGraph, type StubGraph } from '../graph/stubGraph.ts';

/** The call that pages people: where it may go, what it says, how often. Rows 57, 58, 63 and SSRF. */
const secret = 'whsec-of-the-tests-only-0123456789';
const call = { id: 'on-call-r1', requestId: 'r1', app: 'Imaging', hours: 4 };
let stub: StubGraph;
beforeAll(async () => void (stub = await startStubGraph()));
afterAll(() => stub.stop());
beforeEach(() => void stub.received.splice(0));

const pager = (path = '/page') => createOnCallWebhook(`${stub.cloud.graphUrl}${path}`, new Secret(secret), { now: () => new Date('2026-01-05T22:00:00.000Z') });

it('is signed over id, time and body, and names neither guest nor people', async () => {
  stub.answer = () => ({ status: 204 });
  await pager().page(call);
  const [sent] = stub.received;
  const body = JSON.stringify(sent?.body);
  expect(sent?.body).toEqual({ type: 'on-call.asked', timestamp: '2026-01-05T22:00:00.000Z', data: { requestId: 'r1', app: 'Imaging', hours: 4 } });
  expect(sent?.headers).toMatchObject({ 'webhook-id': 'on-call-r1', 'webhook-timestamp': '1767650400', 'webhook-signature': `v1,${createHmac('sha256', secret).update(`on-call-r1.1767650400.${body}`).digest('base64')}` });
  expect(JSON.stringify(sent)).not.toContain(secret);
});

it.each([301, 302, 307, 308])('follows no redirect (%s) and asks to be tried again', async (status) => {
  stub.answer = () => ({ status, headers: { location: `${stub.cloud.graphUrl}/internal` } });
  await expect(pager().page(call)).rejects.toMatchObject({ kind: 'unavailable', detail: { code: `webhook/${String(status)}` } });
  expect(stub.received.map(({ path }) => path)).toEqual(['/page']);
});

it.each([400, 401, 500, 503])('a %s is tried again with the same id', async (status) => {
  stub.answer = (_, before) => ({ status: before === 0 ? status : 200 });
  await expect(pager().page(call)).rejects.toMatchObject({ kind: 'unavailable' });
  await pager().page(call);
  expect(stub.received.map(({ headers }) => headers['webhook-id'])).toEqual(['on-call-r1', 'on-call-r1']);
});

it('waits five seconds at most, and a reset is no answer', async () => {
  stub.answer = () => 'reset';
  await expect(pager().page(call)).rejects.toMatchObject({ kind: 'unavailable', detail: { code: 'webhook/unreachable' } });
  stub.answer = () => 'silence';
  const began = performance.now();
  await expect(pager().page(call)).rejects.toMatchObject({ kind: 'unavailable' });
  expect(performance.now() - began).toBeLessThan(7_000);
}, 10_000);

describe('where it may go is the configuration’s alone', () => {
  const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const common = {
    TENANT_ID: guid(1), BOT_APP_ID: guid(2), BOT_APP_SECRET: 'x', PEOPLE_APP_ID: guid(3), PEOPLE_CONNECTION: 'people', READER_APP_ID: guid(4), READER_APP_SECRET: 'x',
    PUBLIC_URL: 'https://desk.hospital.example', DATA_DIR: '/data/bot', ON_CALL_WEBHOOK_SECRET: secret,
  };
  const problems = (env: Record<string, string>): readonly string[] => {
    try {
      readConfig({ ...common, ...env });
      return [];
    } catch (error) {
      if (error instanceof ConfigError) return error.problems;
      throw error;
    }
  };
  it.each([
    ['https://pager.hospital.example/hooks/1', []],
    ['http://pager.hospital.example/hooks/1', ['ON_CALL_WEBHOOK_URL']],
    ['https://localhost:4001/', ['ON_CALL_WEBHOOK_URL']],
    ['https://127.0.0.1/', ['ON_CALL_WEBHOOK_URL']],
    ['https://[::1]/', ['ON_CALL_WEBHOOK_URL']],
    ['https://user:word@pager.hospital.example/', ['ON_CALL_WEBHOOK_URL']],
    ['file:///etc/passwd', ['ON_CALL_WEBHOOK_URL']],
    ['', ['ON_CALL_WEBHOOK_URL']],
  ])('%j in the public cloud', (url, wrong) => {
    expect(problems({ CLOUD: 'public', ON_CALL_WEBHOOK_URL: url }).map((problem) => problem.split(' ')[0])).toEqual(wrong);
  });

  it('needs a secret worth the name, and says none of it', () => {
    const said = problems({ CLOUD: 'public', ON_CALL_WEBHOOK_URL: 'https://pager.hospital.example/', ON_CALL_WEBHOOK_SECRET: 'short-secret' });
    expect(said).toEqual(['ON_CALL_WEBHOOK_SECRET must have at least 24 characters']);
  });
});
