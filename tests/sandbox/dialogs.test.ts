import { type Json } from '../../sandbox/client/card.ts';
import { people } from '../../sandbox/seed.ts';
import { startStage, type Stage } from '../support/scriptedBot.ts';

const ada = people.owner.oid;
const cardType = 'application/vnd.microsoft.card.adaptive';
const launcher: Json = {
  type: 'AdaptiveCard', version: '1.5',
  body: [{ type: 'Input.Text', id: 'note' }],
  actions: [
    { type: 'Action.Submit', title: 'Plain', data: { plain: true } },
    { type: 'Action.Submit', title: 'Open', data: { msteams: { type: 'task/fetch' }, act: 'one' } },
    { type: 'Action.Submit', title: 'Open another', data: { msteams: { type: 'task/fetch' }, act: 'two' } },
  ],
};
const asking: Json = {
  type: 'AdaptiveCard', version: '1.5',
  body: [{ type: 'Input.Text', id: 'name', isRequired: true, label: 'Name' }],
  actions: [{ type: 'Action.Submit', title: 'Go', data: { draftId: 'd1' } }],
};
const inTask = (value: Json): { status: number; body: unknown } => ({ status: 200, body: { task: { type: 'continue', value } } });
const cardTask = (content: Json): { status: number; body: unknown } => inTask({ title: 'Ask', height: 400, width: 'small', card: { contentType: cardType, content } });

let stage: Stage;
let messageId: string;
beforeAll(async () => {
  stage = await startStage();
  stage.channel.limits.set('off');
});
afterAll(() => stage.close());
beforeEach(async () => {
  stage.channel.chats.clear();
  stage.channel.client.clear();
  stage.heard.length = 0;
  const answer = await stage.call('POST', `/v3/conversations/a:${ada}/activities`, { type: 'message', attachments: [{ contentType: cardType, content: launcher }] });
  messageId = (answer.json as { id: string }).id;
});
const client = () => stage.channel.client;
const open = (data?: Json) => client().openDialog(ada, { messageId, inputs: { note: 'hello' }, data });

describe('a Teams dialog', () => {
  it('is fetched by the action of the card that asks for one, with the inputs of the card', async () => {
    stage.script(() => cardTask(asking));
    expect(await open({ act: 'two' })).toEqual({ kind: 'dialog', dialog: { title: 'Ask', width: 'small', height: 400, card: asking } });
    expect(stage.heard.at(-1)).toMatchObject({
      type: 'invoke', name: 'task/fetch', replyToId: messageId,
      value: { data: { msteams: { type: 'task/fetch' }, act: 'two', note: 'hello' }, context: { theme: 'default' } },
    });
    expect(client().dialogs.shown(ada)).toMatchObject({ title: 'Ask' });
  });

  it('sends what was filled in, shows the next card, and ends with words or without', async () => {
    stage.script(() => cardTask(asking));
    await open();
    stage.script(() => cardTask({ ...asking, body: [] }));
    expect(await client().submitDialog(ada, { inputs: { name: 'Cleo' } })).toMatchObject({ kind: 'dialog', dialog: { card: { body: [] } } });
    expect(stage.heard.at(-1)).toMatchObject({ name: 'task/submit', replyToId: messageId, value: { data: { draftId: 'd1', name: 'Cleo' } } });
    stage.script(() => ({ status: 200, body: { task: { type: 'message', value: 'Done.' } } }));
    expect(await client().submitDialog(ada, { inputs: {} })).toEqual({ kind: 'message', text: 'Done.' });
    expect(await client().submitDialog(ada, { inputs: {} })).toMatchObject({ code: 'noDialog' });
    stage.script(() => cardTask(asking));
    await open();
    stage.script(() => ({ status: 200, body: {} }));
    expect(await client().submitDialog(ada, { inputs: { name: 'Cleo' } })).toEqual({ kind: 'closed' });
  });

  it('stays open with what it has when the bot fails or an input is missing', async () => {
    stage.script(() => cardTask(asking));
    await open();
    expect(await client().submitDialog(ada, { inputs: {} })).toMatchObject({ code: 'inputRequired', input: 'name' });
    stage.script(() => ({ status: 500, body: { error: { code: 'Oops', message: 'Sorry.' } } }));
    expect(await client().submitDialog(ada, { inputs: { name: 'Cleo' } })).toEqual({ kind: 'error', status: 500, code: 'Oops', text: 'Sorry.' });
    expect(client().dialogs.shown(ada)).toMatchObject({ title: 'Ask' });
    client().dialogs.close(ada);
    expect(client().dialogs.shown(ada)).toBeUndefined();
  });

  it("frames a page of the app's own host only, and hands over what the page submits", async () => {
    stage.script(() => inTask({ title: 'Step-up', url: 'https://evil.example/step-up' }));
    expect(await open()).toMatchObject({ kind: 'error', code: 'BadAnswer' });
    const url = `https://localhost:${stage.settings.ports.door}/step-up/1`;
    stage.script(() => inTask({ title: 'Step-up', url }));
    expect(await open()).toEqual({ kind: 'dialog', dialog: { title: 'Step-up', width: 'medium', height: 'medium', url } });
    expect(await client().submitDialog(ada, { inputs: {} })).toMatchObject({ code: 'noSubmit' });
    stage.script(() => ({ status: 200 }));
    expect(await client().submitDialog(ada, { result: { act: 'done' } })).toEqual({ kind: 'closed' });
    expect(stage.heard.at(-1)).toMatchObject({ name: 'task/submit', value: { data: { act: 'done' } } });
  });

  it('opens for no other action, message or answer', async () => {
    expect(await open({ plain: true })).toMatchObject({ code: 'opensNoDialog' });
    expect(await client().openDialog(ada, { messageId: '1', inputs: {} })).toMatchObject({ code: 'noSuchMessage' });
    expect(stage.heard).toHaveLength(0);
    stage.script(() => ({ status: 200, body: { task: { type: 'continue', value: { card: { contentType: 'text/plain', content: 'x' } } } } }));
    expect(await open()).toMatchObject({ kind: 'error', code: 'BadAnswer' });
  });
});
