import { type DeskError, isDeskError } from '../../bot/core/errors.ts';
import { readBatch } from '../../bot/graph/batch.ts';
import { calls } from '../../bot/graph/calls.ts';
import { createGraphClient, pathOf, type CallReport, type GraphClient } from '../../bot/graph/client.ts';
import { graphError, localCloud, startStubGraph, type StubGraph } from './stubGraph.ts';

let graph: StubGraph;
let client: GraphClient;
const reports: CallReport[] = [];
const user = { params: { id: 'u1' } };
const ok = { status: 200, body: { id: 'u1' } };

beforeAll(async () => {
  graph = await startStubGraph();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.received.length = 0;
  reports.length = 0;
  client = createGraphClient({ cloud: graph.cloud, correlationId: () => 'c0ffee00-0000-4000-8000-000000000001', report: (report) => reports.push(report), callTimeoutMs: 1200, readDeadlineMs: 8000 });
});

const failureOf = async (work: Promise<unknown>): Promise<DeskError> => {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  if (!isDeskError(error)) throw new Error(`not a DeskError`, { cause: error });
  return error;
};
const readUser = (): Promise<unknown> => client.read(calls.reader.user, 'token', user);
const invite = (): Promise<unknown> => client.write(calls.people.invite, 'token', { body: { a: 1 }, userId: 'u1' });

describe('what is sent', () => {
  it('carries token, correlation id and the encoded path', async () => {
    graph.answer = () => ok;
    await client.read(calls.reader.users, 'token', { query: { $filter: "mail eq 'o''hara+a&b@clinic.example'" } });
    await client.read(calls.reader.user, 'token', { params: { id: 'cleo_clinic.example#EXT#@hospital.example' } });
    expect(graph.received.map(({ path }) => path)).toEqual([
      '/v1.0/users?$filter=mail%20eq%20%27o%27%27hara%2Ba%26b%40clinic.example%27',
      '/v1.0/users/cleo_clinic.example%23EXT%23%40hospital.example',
    ]);
    expect(graph.received[0]?.headers.authorization).toBe('Bearer token');
    expect(graph.received[0]?.headers['client-request-id']).toBe('c0ffee00-0000-4000-8000-000000000001');
    expect(reports[1]).toMatchObject({ identity: 'reader', method: 'GET', path: '/users/{id}', status: 200 });
  });

  it('never goes to another host, by link or by redirect', async () => {
    const foreign = await startStubGraph();
    foreign.answer = () => ok;
    const link = `${foreign.cloud.graphUrl}/v1.0/users?$skiptoken=x`;
    expect((await failureOf(client.read(calls.reader.users, 'token', { link }))).detail.code).toBe('graph/foreign-link');
    graph.answer = () => ({ status: 302, headers: { location: link } });
    expect((await failureOf(readUser())).kind).toBe('bug');
    expect((await failureOf(invite())).kind).toBe('bug');
    expect(foreign.received).toEqual([]);
    expect(graph.received).toHaveLength(2);
    await foreign.stop();
  });

  it('refuses to delete anything but a reference', async () => {
    const wrong = { ...calls.people.removeMember, path: '/groups/{id}/members/{memberId}' };
    const error = await failureOf(client.write(wrong, 'token', { params: { id: 'g', memberId: 'u' } }));
    expect(error.detail.code).toBe('graph/delete-without-ref');
    expect(() => pathOf(calls.people.removeMember, { params: { id: 'g' } })).toThrow('path-parameter');
    expect(graph.received).toEqual([]);
  });

  it('opens a connection of its own for a write and shares them for reads', async () => {
    graph.answer = () => ok;
    await readUser();
    await readUser();
    await invite();
    const [first, second, write] = graph.received.map(({ headers }) => headers.connection);
    expect([first, second, write]).toEqual(['keep-alive', 'keep-alive', 'close']);
  });
});

describe('a read', () => {
  it.each([429, 503, 504])('comes again after %d and then succeeds', async (status) => {
    graph.answer = (_, before) => (before < 2 ? graphError(status, 'UnknownError', 'busy', { 'retry-after': '0' }) : ok);
    await expect(readUser()).resolves.toEqual({ id: 'u1' });
    expect(graph.received).toHaveLength(3);
  });

  it('waits as long as asked', async () => {
    graph.answer = (_, before) => (before === 0 ? graphError(429, 'TooManyRequests', 'wait', { 'retry-after': '1' }) : ok);
    const started = performance.now();
    await readUser();
    expect(performance.now() - started).toBeGreaterThan(950);
  });

  it('does not wait past its deadline, but says how long to wait', async () => {
    graph.answer = () => graphError(429, 'TooManyRequests', 'wait', { 'retry-after': '60' });
    const error = await failureOf(readUser());
    expect([error.kind, error.detail.retryAfterSeconds]).toEqual(['throttled', 60]);
    expect(graph.received).toHaveLength(1);
  });

  it('comes again after a reset', async () => {
    graph.answer = (_, before) => (before === 0 ? 'reset' : ok);
    await expect(readUser()).resolves.toEqual({ id: 'u1' });
  });

  it('gives up on a Graph that is silent: unavailable', async () => {
    graph.answer = () => 'silence';
    const error = await failureOf(readUser());
    expect([error.kind, error.detail.code]).toEqual(['unavailable', 'graph/timeout']);
    expect(graph.received.length).toBeGreaterThan(1);
    expect(graph.received.length).toBeLessThanOrEqual(4);
  });

  it.each([
    [401, 'InvalidAuthenticationToken', 'tenant-denies', 'graph/invalid-authentication-token'],
    [403, 'Authorization_RequestDenied', 'tenant-denies', 'graph/authorization-request-denied'],
    [404, 'Request_ResourceNotFound', 'not-found', 'graph/request-resource-not-found'],
    [400, 'Request_BadRequest', 'bug', 'graph/request-bad-request'],
    [500, 'InternalServerError', 'unavailable', 'graph/internal-server-error'],
  ])('reads %d %s as %s, once', async (status, code, kind, own) => {
    graph.answer = () => graphError(status, code);
    const error = await failureOf(readUser());
    expect([error.kind, error.detail.code]).toEqual([kind, own]);
    expect(graph.received).toHaveLength(1);
  });
});

describe('a write', () => {
  it.each([
    ['a 500', graphError(500, 'InternalServerError'), 'graph/internal-server-error'],
    ['a 503', graphError(503, 'ServiceUnavailable', 'busy', { 'retry-after': '0' }), 'graph/service-unavailable'],
    ['a 504', { status: 504 } as const, 'graph/status-504'],
    ['a reset', 'reset' as const, 'graph/econnreset'],
    ['silence', 'silence' as const, 'graph/timeout'],
  ])('is sent once and ambiguous after %s', async (_, given, code) => {
    graph.answer = () => given;
    const error = await failureOf(invite());
    expect([error.kind, error.detail.code]).toEqual(['ambiguous', code]);
    await new Promise((done) => setTimeout(done, 300));
    expect(graph.received).toHaveLength(1);
  });

  it('is throttled, not repeated', async () => {
    graph.answer = () => graphError(429, 'TooManyRequests', 'wait', { 'retry-after': '7' });
    const error = await failureOf(invite());
    expect([error.kind, error.detail.retryAfterSeconds]).toEqual(['throttled', 7]);
    expect(graph.received).toHaveLength(1);
  });

  it('that found nobody listening certainly did not happen', async () => {
    const gone = await startStubGraph();
    await gone.stop();
    const closed = createGraphClient({ cloud: gone.cloud, correlationId: () => 'c' });
    const error = await failureOf(closed.write(calls.people.invite, 'token', { body: {} }));
    expect([error.kind, error.detail.code]).toEqual(['unavailable', 'graph/econnrefused']);
  });

  it('that could not trust the certificate certainly did not happen', async () => {
    const port = Number(new URL(graph.cloud.graphUrl).port);
    const cloud = { ...localCloud(port), graphUrl: `https://[::ffff:127.0.0.1]:${port}` };
    const error = await failureOf(createGraphClient({ cloud, correlationId: () => 'c' }).write(calls.people.invite, 'token', { body: {} }));
    expect(error.kind).toBe('unavailable');
    expect(graph.received).toEqual([]);
  });

  it.each([
    [400, 'The invited user: email address is a verified domain of this directory.', 'invalid', 'graph/own-domain'],
    [400, 'The invited user already exists in the directory as object ID: x.', 'invalid', 'graph/invitee-exists'],
    [400, "Invalid value specified for property 'invitedUserEmailAddress'", 'invalid', 'graph/address-refused'],
    [403, 'Guest invitations not allowed for your company.', 'tenant-denies', 'graph/invitations-not-allowed'],
    [403, 'This invitation is blocked by cross-tenant access settings.', 'tenant-denies', 'graph/cross-tenant-blocked'],
    [403, 'The domain of this address is on the deny list.', 'tenant-denies', 'graph/domain-not-allowed'],
  ])('reads %d "%s"', async (status, message, kind, code) => {
    graph.answer = () => graphError(status, 'BadRequest', message);
    const error = await failureOf(invite());
    expect([error.kind, error.detail.code]).toEqual([kind, code]);
  });

  it('asks the person to sign in again on a claims challenge', async () => {
    graph.answer = () => graphError(401, 'InvalidAuthenticationToken', 'more', { 'www-authenticate': 'Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ=="' });
    const error = await failureOf(invite());
    expect([error.kind, error.detail]).toEqual(['sign-in-needed', { claims: '{"a":1}', code: 'graph/claims-challenge', userId: 'u1' }]);
  });
});

describe('a batch', () => {
  const part = (id: string) => ({ key: id, call: calls.reader.user, filling: { params: { id } } });
  const answerBatch = (each: (id: string, url: string) => { status: number; body?: unknown; headers?: Record<string, string> }) => {
    graph.answer = ({ body }) => ({ status: 200, body: { responses: (body as { requests: { id: string; url: string }[] }).requests.map(({ id, url }) => ({ id, ...each(id, url) })).reverse() } });
  };

  it('reads more than twenty side by side, whatever the order of the answers', async () => {
    answerBatch((_, url) => (url === '/users/p7' ? { status: 404 } : { status: 200, body: { id: url.slice('/users/'.length) } }));
    const bodies = await readBatch(client, 'token', Array.from({ length: 45 }, (_, index) => part(`p${index}`)));
    expect(graph.received.map(({ body }) => (body as { requests: unknown[] }).requests.length).sort()).toEqual([20, 20, 5]);
    expect([bodies.size, bodies.get('p44'), bodies.has('p7')]).toEqual([44, { id: 'p44' }, false]);
  });

  it('comes again when one inside was throttled', async () => {
    let rounds = 0;
    answerBatch((id) => (id === '1' && (rounds += 1) === 1 ? { status: 429, headers: { 'Retry-After': '0' }, body: { error: { code: 'TooManyRequests' } } } : { status: 200, body: { id } }));
    await expect(readBatch(client, 'token', [part('a'), part('b')])).resolves.toHaveProperty('size', 2);
    expect(graph.received).toHaveLength(2);
  });

  it('fails as the one inside failed', async () => {
    answerBatch((id) => (id === '1' ? { status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } } : { status: 200, body: { id } }));
    expect((await failureOf(readBatch(client, 'token', [part('a'), part('b')]))).detail.code).toBe('graph/authorization-request-denied');
  });

  it('says how long to wait when the one inside does', async () => {
    answerBatch(() => ({ status: 429, headers: { 'Retry-After': '33' }, body: { error: { code: 'TooManyRequests' } } }));
    const error = await failureOf(readBatch(client, 'token', [part('a')]));
    expect([error.kind, error.detail.retryAfterSeconds]).toEqual(['throttled', 33]);
  });
});
