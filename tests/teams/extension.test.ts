import { DeskError } from '../../bot/core/errors.ts';
import { type Inbound } from '../../bot/teams/inbound/activity.ts';
import { readMessage } from '../../bot/teams/understand/readMessage.ts';
import { ada } from './signer.ts';
import { startStubChannel, type StubChannel } from './stubChannel.ts';
import { inbound, signInNeeded, startTurnKit, type TurnKit } from './turnKit.ts';

let stub: StubChannel;
let kit: TurnKit;
let asked: unknown[];
beforeAll(async () => (stub = await startStubChannel()));
afterAll(() => stub.stop());
beforeEach(() => {
  stub.reset();
  kit = startTurnKit(stub);
  asked = [];
  kit.desk.prepareFromMessage = async (_actor, message) => (asked.push(message), { kind: 'form', draftId: 'd1', offered: [{ email: 'cleo@clinic.example', name: 'Cleo Marsh' }] } as never);
  kit.desk.searchRequests = async (_actor, search) => (asked.push(search), { kind: 'found', rows: [{ id: 'r1' }] as never });
});

type Node = Record<string, unknown>;
const elsewhere = { isPersonal: false, conversationId: '19:one_two@unq.gbl.spaces', chatId: '19:one_two@unq.gbl.spaces' };
const invoke = async (name: string, value: unknown, more: Partial<Inbound> = {}) => (await kit.receive(inbound(stub, { ...elsewhere, type: 'invoke', name: `composeExtension/${name}`, value, ...more }))) as { status: number; body: { task?: { type: string; value: Node & { card: { content: Node } } }; composeExtension?: Node } };
const fetch = (more: Node = {}, from: Partial<Inbound> = {}) => invoke('fetchTask', { commandId: 'inviteToApp', commandContext: 'message', context: { theme: 'default' }, ...more }, from);
const submit = (data: Node, more: Node = {}) => invoke('submitAction', { commandId: 'inviteToApp', commandContext: 'message', data, ...more });
const query = (more: Node = {}) => invoke('query', { commandId: 'findGuests', parameters: [{ name: 'text', value: ' cle\u0000o ' }], queryOptions: { skip: 5, count: 25 }, ...more });
const elements = (card: Node | undefined): Node[] => card?.['body'] as Node[];

describe('Invite to an app', () => {
  it('opens a dialog with the form of what the message says; presses of the form become submissions', async () => {
    const { body } = await fetch({ messagePayload: { body: { contentType: 'html', content: '<p>Meet <a href="mailto:cleo@clinic.example">Cleo Marsh</a></p>' }, from: { user: { displayName: 'Omar Said' } } } });
    expect(asked).toEqual([{ text: expect.stringContaining('Cleo Marsh <cleo@clinic.example>') as string, senderName: 'Omar Said' }]);
    const card = body.task?.value.card.content;
    expect(body.task).toMatchObject({ type: 'continue', value: { title: 'en:extension.dialogTitle' } });
    expect(card).not.toHaveProperty('refresh');
    expect(elements(card)).toEqual([
      expect.objectContaining({ id: 'email', type: 'Input.Text' }), expect.objectContaining({ id: 'name' }),
      { type: 'ActionSet', actions: [{ type: 'Action.Submit', title: 'Ask', data: { draftId: 'd1', verb: 'request.submit' } }] },
    ]);
    expect([kit.channel.conversations.size, stub.calls.filter(({ path }) => path.startsWith('/v3'))]).toEqual([0, []]);
  });

  it('offers several addresses to choose from, and takes the chosen one’s name along', async () => {
    kit.desk.prepareFromMessage = async () => ({ kind: 'form', draftId: 'd1', offered: [{ email: 'cleo@clinic.example', name: 'Cleo *Marsh*' }, { email: 'omar@praxis.example', name: null }] }) as never;
    const card = (await fetch()).body.task?.value.card.content;
    expect(elements(card).slice(0, 2)).toEqual([
      { type: 'Input.ChoiceSet', style: 'expanded', id: 'email', label: 'en:extension.pickAddress', isRequired: true, value: 'cleo@clinic.example', choices: [{ title: 'Cleo Marsh · cleo@clinic.example', value: 'cleo@clinic.example' }, { title: 'omar@praxis.example', value: 'omar@praxis.example' }] },
      { type: 'Input.Text', id: 'name', isRequired: false, value: '', placeholder: 'en:extension.nameFromMessage' },
    ]);
    await submit({ verb: 'request.submit', draftId: 'd1', email: 'cleo@clinic.example', name: ' ', names: { 'cleo@clinic.example': 'Cleo Marsh' } });
    expect(kit.ran.at(-1)?.input).toEqual({ draftId: 'd1', email: 'cleo@clinic.example', name: 'Cleo Marsh' });
    await submit({ verb: 'request.submit', email: 'omar@praxis.example', name: 'Omar', names: { 'omar@praxis.example': 'X' } });
    expect(kit.ran.at(-1)?.input).toMatchObject({ name: 'Omar' });
    await submit({ verb: 'request.submit', email: '__proto__', name: '', names: {} });
    expect(kit.ran.at(-1)?.input).toMatchObject({ name: '' });
  });

  it('shows what was asked with the way to the own chat, and a form to mend as it came back', async () => {
    kit.act = async (turn) => ({ kind: 'card', shows: 'r1', card: { type: 'AdaptiveCard', body: [], at: turn.pressedAt } });
    const done = (await submit({ verb: 'request.submit' })).body.task?.value.card.content;
    expect(done).toMatchObject({ at: null, body: [{ type: 'TextBlock', text: 'en:extension.askedLead' }, { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', url: expect.stringContaining('/l/chat/') as string }] }] });
    kit.act = async () => ({ kind: 'card', card: { type: 'AdaptiveCard', body: [{ type: 'ActionSet', actions: [{ type: 'Action.Execute', verb: 'request.submit', data: { draftId: 'd1' } }] }] } });
    expect((await submit({ verb: 'request.submit' })).body.task?.value.card.content).toMatchObject({ body: [{ actions: [{ type: 'Action.Submit', data: { draftId: 'd1', verb: 'request.submit' } }] }] });
  });

  it('lets no other verb through, and no stranger in', async () => {
    for (const verb of ['request.approve', 'access.end', 'nothing']) expect((await submit({ verb })).body).toEqual({});
    expect(kit.ran).toEqual([]);
    kit.desk.prepareFromMessage = async () => ({ kind: 'refused', rule: 'outsider', who: [], facts: {} });
    expect((await fetch()).body.task?.value.card.content).toMatchObject({ title: 'refusal outsider' });
    kit.desk.prepareFromMessage = () => Promise.reject(new DeskError('unavailable', { code: 'graph/down' }));
    expect((await fetch()).body.task).toMatchObject({ type: 'message', value: expect.stringContaining('error.unavailable') as string });
  });

  it.each([{}, { commandId: 'other' }, 'x', { commandId: 'inviteToApp', authentication: 7 }, null])('does nothing with %j', async (value) => {
    for (const name of ['fetchTask', 'submitAction', 'query', 'selectItem', 'setting']) expect(await invoke(name, value)).toEqual({ status: 200, body: name === 'fetchTask' && value !== null && typeof value === 'object' && 'commandId' in value && value.commandId === 'inviteToApp' && !('authentication' in value) ? expect.anything() as object : {} });
    expect(kit.ran).toEqual([]);
  });
});

describe('the extension’s own sign-in', () => {
  const auth = (token: string) => ({ authentication: { token } });

  it('is asked for silently where the person would invite in their own name, and goes on with the token', async () => {
    kit.desk.actsInOwnName = async () => true;
    const first = await fetch();
    expect(first.body.composeExtension).toMatchObject({ type: 'silentAuth', suggestedActions: { actions: [{ type: 'openUrl', value: 'https://localhost:4002/signin?t=1', title: 'en:signIn.button' }] } });
    stub.answerWith(({ path }) => (path === '/api/usertoken/exchange' ? { status: 200, body: { token: 't' } } : undefined));
    expect((await fetch(auth(`sso-${ada}`))).body.task).toMatchObject({ type: 'continue' });
  });

  it('takes nobody else’s token, and is asked for by the button when the silent one is not enough', async () => {
    kit.desk.actsInOwnName = async () => true;
    stub.answerWith(({ path }) => (path === '/api/usertoken/exchange' ? { status: 200, body: { token: 't' } } : undefined));
    expect(await fetch(auth('sso-somebody-else'))).toMatchObject({ status: 412 });
    expect(await fetch({ authentication: { token: `sso-${ada}`, connectionName: 'another' } })).toMatchObject({ status: 412 });
    stub.answerWith(({ path }) => (path === '/api/usertoken/exchange' ? { status: 400, body: { error: { code: 'ConsentRequired' } } } : undefined));
    expect(await fetch(auth(`sso-${ada}`))).toMatchObject({ status: 412 });
    expect((await fetch({ state: '123456' })).body.composeExtension).toMatchObject({ type: 'auth' });
    expect(asked).toEqual([]);
  });

  it('goes on with the code of the page, and never asks a second time', async () => {
    kit.desk.actsInOwnName = async () => true;
    stub.answerWith(({ path, query: given }) => (path === '/api/usertoken/GetToken' && given.get('code') === '123456' ? { status: 200, body: { token: 't' } } : undefined));
    expect((await fetch({ state: '123456' })).body.task).toMatchObject({ type: 'continue' });
    kit.act = () => Promise.reject(signInNeeded(ada));
    expect((await submit({ verb: 'request.submit' })).body.composeExtension).toMatchObject({ type: 'silentAuth' });
    expect((await submit({ verb: 'request.submit' }, { state: '123456' })).body.task).toMatchObject({ type: 'message', value: expect.stringContaining('sign-in-needed') as string });
  });
});

describe('Find guests and requests', () => {
  it('answers lines for the searcher and a card for everybody', async () => {
    expect((await query()).body.composeExtension).toEqual({
      type: 'result', attachmentLayout: 'list',
      attachments: [{
        contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', title: 'base r1' },
        preview: { contentType: 'application/vnd.microsoft.card.thumbnail', content: { title: 'guest of r1', text: 'Imaging' } },
      }],
    });
    expect(asked).toEqual([{ text: 'cle o', skip: 5, count: 25 }]);
    await query({ parameters: [{ name: 'initialRun', value: 'true' }], queryOptions: undefined });
    expect(asked.at(-1)).toEqual({ text: '', skip: 0, count: 25 });
  });

  it('says in words that nothing was found, or why it will not look', async () => {
    kit.desk.searchRequests = async () => ({ kind: 'found', rows: [] });
    expect((await query({ queryOptions: { skip: 0, count: 25 } })).body.composeExtension).toEqual({ type: 'message', text: 'en:extension.nothingFound' });
    expect((await query()).body.composeExtension).toMatchObject({ type: 'result', attachments: [] });
    kit.desk.searchRequests = async () => ({ kind: 'refused', rule: 'outsider', who: [], facts: {} });
    expect((await query()).body.composeExtension).toMatchObject({ type: 'message', text: expect.stringContaining('refusal.outsider.title') as string });
  });
});

describe('a message as it is read', () => {
  const textOf = (content: string, contentType = 'html'): string => readMessage({ body: { content, contentType } }).text.replace(/\s+/gu, ' ').trim();
  it.each([
    ['<p>Hello&nbsp;<b>Cleo</b> &lt;cleo@clinic.example&gt;</p><p>bye</p>', 'Hello Cleo <cleo@clinic.example> bye'],
    ['<a href="mailto:cleo@clinic.example?subject=x" title="y">Cleo Marsh</a>', 'Cleo Marsh <cleo@clinic.example>'],
    ['<a href="mailto:cleo@clinic.example">cleo@clinic.example</a>', 'cleo@clinic.example'],
    ['a &amp; b &#64; c &#x40; &unknown; &#0; &#xD800;', 'a & b @ c @ &unknown;'],
    ['<script>x</script> 1 < 2', 'x 1 < 2'],
  ])('%j is %j', (html, text) => expect(textOf(html)).toBe(text));
  it('is left alone when it is plain', () => expect(textOf('<b>x</b> &lt;', 'text')).toBe('<b>x</b> &lt;'));
  it('takes no long time, however it is made', () => {
    const started = performance.now();
    for (const piece of ['<a href="mailto:', '<', '&', '<a '.repeat(5), '<p>&lt;']) textOf(piece.repeat(Math.floor(28_000 / piece.length)));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
