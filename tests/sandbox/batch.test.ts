import { people, seedIds } from '../../sandbox/seed.ts';
import { startTestDirectory, type TestDirectory } from '../support/directory.ts';

type Inner = { id: string; status: number; headers: Record<string, string>; body?: { id?: string; error?: { code: string } } };

let desk: TestDirectory;
beforeAll(async () => {
  desk = await startTestDirectory();
});
beforeEach(() => desk.reset());
afterAll(() => desk.stop());

const batch = async (requests: unknown[], token?: string) => desk.call('POST', '/v1.0/$batch', { token: token ?? (await desk.asApp('reader')), body: { requests } });
const responses = (answer: { body: Record<string, unknown> }): Inner[] => answer.body['responses'] as Inner[];
const user = (id: string, key: keyof typeof people, more: Record<string, unknown> = {}) => ({ id, method: 'GET', url: `/users/${people[key].oid}?$select=id`, ...more });

it('answers each request for itself', async () => {
  const answer = await batch([user('1', 'owner'), { id: '2', method: 'GET', url: '/users/nobody' }, { id: '3', method: 'GET', url: 'me' }, { id: '4', method: 'GET', url: '/policies/authorizationPolicy' }]);
  expect(answer.status).toBe(200);
  expect(responses(answer).map(({ id, status }) => [id, status])).toEqual([['1', 200], ['2', 404], ['3', 403], ['4', 200]]);
  expect(responses(answer)[0]?.body?.id).toBe(people.owner.oid);
  expect(responses(answer)[1]?.body?.error?.code).toBe('Request_ResourceNotFound');
});

it('gives 424 to what depends on a failure', async () => {
  const answer = await batch([{ id: '1', method: 'GET', url: '/users/nobody' }, user('2', 'owner', { dependsOn: ['1'] }), user('3', 'owner')]);
  expect(responses(answer).map(({ status }) => status)).toEqual([404, 424, 200]);
});

it('throttles a single request inside, with its own Retry-After', async () => {
  desk.faults.add({ to: 'graph', method: 'GET', path: `/users/${people.sponsor.oid}*`, times: 1, status: 429, headers: { 'retry-after': '7' } });
  const requests = [user('1', 'owner'), user('2', 'sponsor')];
  const answer = await batch(requests);
  expect(responses(answer).map(({ status }) => status)).toEqual([200, 429]);
  expect(responses(answer)[1]?.headers['retry-after']).toBe('7');
  expect(responses(await batch(requests)).map(({ status }) => status)).toEqual([200, 200]);
});

it('writes under the person\'s rights, and each write is in the journal', async () => {
  desk.journal.clear();
  const add = { id: '1', method: 'POST', url: `/groups/${seedIds.imaging.group}/members/$ref`, headers: { 'Content-Type': 'application/json' }, body: { '@odata.id': `${desk.directory.origin}/v1.0/directoryObjects/${people.outsider.oid}` } };
  expect(responses(await batch([add], await desk.as('requester')))[0]?.status).toBe(403);
  expect(responses(await batch([add], await desk.as('owner')))[0]?.status).toBe(204);
  const written = desk.journal.since().filter((entry) => entry.path.endsWith('/members/$ref'));
  expect(written.map(({ status, onBehalfOf }) => [status, onBehalfOf])).toEqual([[403, people.requester.oid], [204, people.owner.oid]]);
});

it.each([
  ['21 requests', Array.from({ length: 21 }, (_, i) => user(String(i), 'owner')), 'maximum value of 20'],
  ['a doubled id', [user('1', 'owner'), user('1', 'sponsor')], 'unique'],
  ['a batch in a batch', [{ id: '1', method: 'POST', url: '/$batch', headers: {}, body: { requests: [] } }], 'may not hold a batch'],
  ['a body without headers', [{ id: '1', method: 'POST', url: '/invitations', body: {} }], 'headers'],
  ['an unknown member', [user('1', 'owner', { dependOn: ['2'] })], 'dependOn'],
])('refuses %s', async (_name, requests, text) => {
  const answer = await batch(requests);
  expect(answer.status).toBe(400);
  expect(answer.body.error?.message).toContain(text);
});

it('every answer of this file fits the official model', () => expect(desk.modelProblems() ?? []).toEqual([]));
