import { people } from '../../sandbox/seed.ts';
import { startTestDirectory, type Answer, type TestDirectory } from '../support/directory.ts';

let desk: TestDirectory;
let token: string;
beforeAll(async () => {
  desk = await startTestDirectory();
});
beforeEach(async () => {
  await desk.reset();
  token = await desk.asApp('reader');
});
afterAll(() => desk.stop());

const cleo = 'cleo@clinic.example';
const tracked = '$select=id,externalUserState';
const get = async (path: string, headers: Record<string, string> = {}): Promise<Answer> => {
  token = await desk.asApp('reader');
  return desk.call('GET', path, { token, headers });
};
const link = (answer: Answer): string => String(answer.body['@odata.deltaLink']);
const latest = async (query = tracked): Promise<string> => link(await get(`/v1.0/users/delta?$deltatoken=latest&${query}`));

it('the first sweep gives everybody in pages, then a delta link', async () => {
  desk.tenant.settings.pageSize = 4;
  const seen: unknown[] = [];
  let answer = await get(`/v1.0/users/delta?${tracked}`);
  for (let page = 0; page < 9; page += 1) {
    seen.push(...(answer.body.value ?? []).map((each) => each['id']));
    const next = answer.body['@odata.nextLink'];
    expect(next === undefined).toBe(answer.body['@odata.deltaLink'] !== undefined);
    if (typeof next !== 'string') break;
    answer = await get(next);
  }
  expect(seen).toEqual(desk.tenant.users.map((user) => user.id));
  expect((await get(link(answer))).body.value).toEqual([]);
});

it('a redemption is told to who selected the state, and to nobody else', async () => {
  await desk.invite('approver', cleo);
  const [state, names] = [await latest(), await latest('$select=id,displayName')];
  desk.directory.redeem({ email: cleo });
  const told = await get(state);
  expect(told.body.value).toEqual([{ id: expect.any(String) as string, externalUserState: 'Accepted' }]);
  expect((await get(names)).body.value).toEqual([]);
  expect((await get(link(told))).body.value).toEqual([]);
});

it('the same link may be asked again and tells the same', async () => {
  const from = await latest();
  await desk.invite('approver', cleo);
  expect((await get(from)).body.value).toEqual((await get(from)).body.value);
});

it('minimal answers carry the changed members only', async () => {
  const from = await latest('$select=id,displayName,externalUserState');
  desk.user('outsider').displayName = 'Eve';
  await desk.call('PATCH', `/v1.0/users/${people.outsider.oid}`, { token: await desk.as('admin', 'admin'), body: { displayName: 'Eve M.' } });
  expect((await get(from, { prefer: 'return=minimal' })).body.value).toEqual([{ id: people.outsider.oid, displayName: 'Eve M.' }]);
  expect((await get(from)).body.value).toEqual([{ id: people.outsider.oid, displayName: 'Eve M.', externalUserState: 'Accepted' }]);
});

it('a deleted guest is marked as removed', async () => {
  const from = await latest();
  await desk.call('DELETE', `/v1.0/users/${people.outsider.oid}`, { token: await desk.as('admin', 'admin') });
  expect((await get(from)).body.value).toEqual([{ id: people.outsider.oid, '@removed': { reason: 'changed' } }]);
});

it('a guest still replicating comes in a later round', async () => {
  desk.tenant.settings.replicationMs = 60_000;
  const from = await latest();
  await desk.invite('approver', cleo);
  const early = await get(from);
  expect(early.body.value).toEqual([]);
  await desk.clock.advance('PT2M');
  expect((await get(link(early))).body.value).toHaveLength(1);
});

it('a link is good for seven days, then 410 with where to begin again', async () => {
  const from = await latest();
  await desk.clock.advance('P6DT23H');
  expect((await get(from)).status).toBe(200);
  await desk.clock.advance('PT2H');
  const gone = await get(from);
  expect(gone.status).toBe(410);
  expect(gone.body.error?.code).toBe('syncStateNotFound');
  expect((await get(String(gone.headers['location']))).status).toBe(200);
});

it.each([['$expand=sponsors'], ['$top=5'], ["$filter=mail eq 'x'"], ['$deltatoken=nonsense'], ['$select=shoeSize']])('%s answers 400', async (query) => {
  expect((await get(`/v1.0/users/delta?${query}`)).status).toBe(400);
});

it('may follow a few ids', async () => {
  const answer = await get(`/v1.0/users/delta?$select=id&$filter=id eq '${people.owner.oid}' or id eq '${people.sponsor.oid}'`);
  expect(answer.body.value).toEqual([{ id: people.owner.oid }, { id: people.sponsor.oid }]);
});

it('every answer of this file fits the official model', () => expect(desk.modelProblems() ?? []).toEqual([]));
