import { type Json } from '../../sandbox/client/card.ts';
import { people } from '../../sandbox/seed.ts';
import { startStage, type Stage } from '../support/scriptedBot.ts';

const ada = people.owner.oid;
const cardType = 'application/vnd.microsoft.card.adaptive';
const searchType = 'application/vnd.microsoft.search.searchResponse';
const picker = (id: string, dataset: string): Json => ({ type: 'Input.ChoiceSet', id, style: 'filtered', choices: [], 'choices.data': { type: 'Data.Query', dataset } });
const form: Json = {
  type: 'AdaptiveCard', version: '1.5',
  body: [picker('app', 'shared-apps'), picker('sponsor', 'graph.microsoft.com/users'), { type: 'Input.Text', id: 'name' }],
  actions: [{ type: 'Action.ShowCard', title: 'More', card: { type: 'AdaptiveCard', body: [picker('folded', 'shared-apps')] } }],
};
const found = (count: number) => ({ status: 200, body: { statusCode: 200, type: searchType, value: { results: Array.from({ length: count }, (_, index) => ({ title: `App ${index}`, value: `a${index}` })) } } });

let stage: Stage;
let messageId: string;
beforeAll(async () => {
  stage = await startStage();
  const answer = await stage.call('POST', `/v3/conversations/a:${ada}/activities`, { type: 'message', attachments: [{ contentType: cardType, content: form }] });
  messageId = (answer.json as { id: string }).id;
});
afterAll(() => stage.close());
const type = (input: string, more: Json = {}) => stage.channel.client.type(ada, { messageId, input, text: 'im', skip: 0, ...more });

it('asks the bot for the data set of the input, and shows fifteen lines', async () => {
  stage.script(() => found(20));
  const answer = await type('app', { skip: 15 });
  expect(answer).toMatchObject({ kind: 'found' });
  expect('choices' in answer && answer.choices).toHaveLength(15);
  expect(stage.heard.at(-1)).toMatchObject({ type: 'invoke', name: 'application/search', replyToId: messageId, value: { queryText: 'im', queryOptions: { skip: 15, top: 15 }, dataset: 'shared-apps' } });
  expect(await type('folded')).toMatchObject({ kind: 'found' });
});

it('asks from a dialog that is open', async () => {
  const dialog = { status: 200, body: { task: { type: 'continue', value: { title: 'Invite', card: { contentType: cardType, content: form } } } } };
  expect(await type('app', { messageId: undefined })).toMatchObject({ code: 'noSuchCard' });
  stage.script(() => dialog);
  await stage.channel.client.extension.invite(ada, {});
  stage.script(() => found(1));
  expect(await type('app', { messageId: undefined })).toEqual({ kind: 'found', choices: [{ title: 'App 0', value: 'a0' }] });
  expect(stage.heard.at(-1)).not.toHaveProperty('replyToId');
});

it('asks nothing for other inputs, people of the directory and cards that are not there', async () => {
  stage.heard.length = 0;
  for (const input of ['name', 'sponsor', 'nonesuch']) expect(await type(input)).toMatchObject({ code: 'noDataset' });
  expect(await type('app', { messageId: 'nonesuch' })).toMatchObject({ code: 'noSuchCard' });
  expect(stage.heard).toEqual([]);
});

it.each([
  ['an error inside', { statusCode: 500, type: 'application/vnd.microsoft.error', value: { code: 'SearchFailed', message: 'Later.' } }, { status: 500, code: 'SearchFailed', text: 'Later.' }],
  ['another type', { statusCode: 200, type: cardType, value: { results: [] } }, { code: 'BadAnswer' }],
  ['results that are none', { statusCode: 200, type: searchType, value: { results: [{ title: 'x' }] } }, { code: 'BadAnswer' }],
  ['nothing', {}, { code: 'BadAnswer' }],
])('says what a client makes of %s', async (_what, body, told) => {
  stage.script(() => ({ status: 200, body }));
  expect(await type('app')).toMatchObject({ kind: 'error', ...told });
});
