import { DeskError } from '../../bot/core/errors.ts';
import { type AppSearch } from '../../bot/desk/dialogs/dialogsUseCases.ts';
import { type Inbound } from '../../bot/teams/inbound/activity.ts';
import { startStubChannel, type StubChannel } from './stubChannel.ts';
import { inbound, startTurnKit, type TurnKit } from './turnKit.ts';

let stub: StubChannel;
let kit: TurnKit;
let asked: AppSearch[];
beforeAll(async () => (stub = await startStubChannel()));
afterAll(() => stub.stop());
beforeEach(() => {
  stub.reset();
  kit = startTurnKit(stub);
  asked = [];
  kit.desk.findSharedApps = async (_actor, search) => (asked.push(search), { kind: 'found', apps: [{ id: 'reports#viewer', name: 'Reports · Viewer' }] as never });
});

const question = { queryText: 'rep', queryOptions: { skip: 0, top: 15 }, dataset: 'shared-apps' };
const type = (value: unknown, from: Partial<Inbound> = {}) => kit.receive(inbound(stub, { type: 'invoke', name: 'application/search', replyToId: 'card-1', value, ...from }));
const answer = (results: unknown[]) => ({ status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } } });
const viewer = { title: 'Reports · Viewer', value: 'reports#viewer' };
const inGroup = { isPersonal: false, conversationId: '19:one_two@unq.gbl.spaces', chatId: '19:one_two@unq.gbl.spaces' };

it('answers what is typed with apps and roles', async () => {
  expect(await type(question)).toEqual(answer([viewer]));
  expect(asked).toEqual([{ text: 'rep', skip: 0, count: 15 }]);
});

it('gives fifteen at most, from where the client is', async () => {
  await type({ ...question, queryOptions: { skip: 15, top: 500 } });
  await type({ queryText: '', dataset: 'shared-apps' });
  await type({ ...question, queryOptions: { top: 3 } });
  expect(asked).toEqual([{ text: 'rep', skip: 15, count: 15 }, { text: '', skip: 0, count: 15 }, { text: 'rep', skip: 0, count: 3 }]);
});

it.each([
  ['another data set', { ...question, dataset: 'graph.microsoft.com/users' }],
  ['no data set', { queryText: 'rep' }],
  ['too long a text', { ...question, queryText: 'x'.repeat(65) }],
  ['a text that is none', { ...question, queryText: { $ne: '' } }],
  ['a negative skip', { ...question, queryOptions: { skip: -1 } }],
  ['nothing', null],
])('%s finds nothing and asks nobody', async (_what, value) => {
  expect(await type(value)).toEqual(answer([]));
  expect(asked).toEqual([]);
});

it('tells people outside nothing', async () => {
  kit.desk.findSharedApps = async () => ({ kind: 'refused', rule: 'outsider', who: [], facts: {} });
  expect(await type(question)).toEqual(answer([]));
});

it('answers in a dialog wherever that is open, and no card of a shared chat', async () => {
  expect(await type(question, { ...inGroup, replyToId: null })).toEqual(answer([viewer]));
  expect(await type(question, inGroup)).toEqual(answer([]));
  expect(asked).toHaveLength(1);
});

it('needs a person, and says inside what stopped it', async () => {
  expect(await type(question, { userId: null })).toMatchObject({ status: 200, body: { statusCode: 400 } });
  kit.desk.findSharedApps = async () => {
    throw new DeskError('unavailable', { code: 'graph/503' });
  };
  expect(await type(question)).toMatchObject({ status: 200, body: { statusCode: 500, type: 'application/vnd.microsoft.error' } });
});
