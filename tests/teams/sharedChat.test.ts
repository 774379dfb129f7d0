import { DeskError } from '../../bot/core/errors.ts';
import { type Inbound } from '../../bot/teams/inbound/activity.ts';
import { ada } from './signer.ts';
import { startStubChannel, type StubChannel } from './stubChannel.ts';
import { inbound, press, startTurnKit, type TurnKit } from './turnKit.ts';

const rosa = '0a10c0de-0000-4000-8000-000000000001';
const refused = { kind: 'refused', rule: 'outsider', who: [], facts: {} } as const;
let stub: StubChannel;
let kit: TurnKit;
beforeAll(async () => (stub = await startStubChannel()));
afterAll(() => stub.stop());
beforeEach(() => {
  stub.reset();
  kit = startTurnKit(stub);
});

const group = { isPersonal: false, conversationId: '19:radiology@thread.v2', chatId: '19:radiology@thread.v2', mentionsBot: true };
const inGroup = (more: Partial<Inbound>): Inbound => inbound(stub, { ...group, ...more });
/** What was said where: the conversation, and the title of the card. */
const said = (): [string, string][] =>
  stub.calls
    .filter(({ method, path }) => method === 'POST' && path.includes('/activities'))
    .map(({ path, body }) => [decodeURIComponent(path.split('/')[3] ?? ''), String((body as { attachments?: { content: { title: string } }[] }).attachments?.[0]?.content.title)]);
const inner = (answer: unknown): { statusCode: number; value: { title: string } } => (answer as { body: { statusCode: number; value: { title: string } } }).body;
const known = (userId: string) => kit.channel.rememberConversation({ userId, tenantId: 't', channelUserId: `29:${userId}`, conversationId: `a:${userId}`, serviceUrl: stub.url, locale: 'en', timeZone: 'UTC', name: 'Ada' });

describe('a message to the bot where others read along', () => {
  it('is answered in the writer’s own chat; here stands one line that says so', async () => {
    await known(ada);
    kit.act = async (turn) => ({ kind: 'card', card: { type: 'AdaptiveCard', title: `in ${turn.actor.conversationId}` } });
    stub.answerWith(({ path }) => (path === '/api/usertoken/GetToken' ? { status: 200, body: { token: 't' } } : undefined));
    await kit.receive(inGroup({ text: 'share Imaging' }));
    expect(said()).toEqual([[`a:${ada}`, `in a:${ada}`], [group.conversationId, 'continue answered null']]);
    expect(kit.ran).toEqual([{ name: 'share', actor: ada, input: 'Imaging' }]);
    expect(kit.channel.conversations.get(ada)?.conversationId).toBe(`a:${ada}`);
  });

  it('opens that chat for somebody who never wrote', async () => {
    stub.answerWith(({ path, method }) => (path === '/api/usertoken/GetToken' ? { status: 200, body: { token: 't' } } : method === 'POST' && path === '/v3/conversations' ? { status: 201, body: { id: 'a:opened' } } : undefined));
    await kit.receive(inGroup({ text: 'share' }));
    expect(said().map(([where]) => where)).toEqual(['a:opened', group.conversationId]);
  });

  it('says how to install where the bot may not write to the person', async () => {
    stub.answerWith(({ path, method }) => (method === 'POST' && path === '/v3/conversations' ? { status: 403, body: { error: { code: 'BotNotInConversationRoster', message: 'x' } } } : undefined));
    await kit.receive(inGroup({ text: 'share' }));
    expect(said()).toEqual([[group.conversationId, 'continue unreachable null']]);
    expect(kit.ran).toEqual([]);
  });

  it('asks for a sign-in in the own chat, and goes on there', async () => {
    await known(ada);
    await kit.receive(inGroup({ text: 'share Imaging' }));
    expect(kit.channel.pending.get(ada)).toMatchObject({ conversationId: `a:${ada}`, text: 'share Imaging' });
    expect(said()[0]?.[0]).toBe(`a:${ada}`);
  });

  it('is answered in public for help, and when it is no command', async () => {
    await kit.receive(inGroup({ text: 'help' }));
    await kit.receive(inGroup({ text: 'hlep' }));
    expect(said()).toEqual([[group.conversationId, 'undefined'], [group.conversationId, 'unknown help']]);
    expect(kit.ran.map(({ name }) => name)).toEqual(['help']);
  });

  it('without a mention is none', async () => {
    await kit.receive(inGroup({ text: 'share Imaging', mentionsBot: false }));
    expect([said(), kit.ran]).toEqual([[], []]);
  });

  it('is answered once although Teams delivers it twice, and again when the first turn failed', async () => {
    await known(ada);
    const message = inGroup({ text: 'help' });
    await kit.receive(message);
    await kit.receive(message);
    expect(kit.ran).toHaveLength(1);
    kit.desk.meetPerson = () => Promise.reject(new DeskError('unavailable', { code: 'graph/down' }));
    const other = inGroup({ text: 'share' });
    await expect(kit.receive(other)).rejects.toBeDefined();
    kit.desk.meetPerson = async () => ({ kind: 'met', name: 'Ada' });
    await kit.receive(other);
    expect(said().at(-1)).toEqual([group.conversationId, 'continue answered null']);
  });

  it('of a guest is refused politely, once a day and chat; so is another bot', async () => {
    kit.desk.meetPerson = async () => refused;
    for (const text of ['share Imaging', 'share', 'what is this']) await kit.receive(inGroup({ text, userId: rosa, channelUserId: `29:${rosa}` }));
    for (let times = 0; times < 3; times += 1) await kit.receive(inGroup({ text: 'help', userId: null, channelUserId: '28:other-bot' }));
    await kit.receive(inGroup({ text: 'help', userId: null, channelUserId: '28:third', mentionsBot: false }));
    expect(said()).toEqual([[group.conversationId, 'refusal outsider'], [group.conversationId, 'refusal outsider']]);
    expect(kit.ran).toEqual([]);
  });
});

describe('a press where others read along', () => {
  it('looks at a request without doing anything', async () => {
    const answer = await kit.receive(press(stub, 'request.show', { trigger: 'automatic' }, group));
    expect(inner(answer)).toMatchObject({ statusCode: 200, value: { title: 'glance Imaging waiting' } });
    expect(kit.ran).toEqual([]);
    kit.desk.glanceAtRequest = async () => refused;
    expect(inner(await kit.receive(press(stub, 'request.show', {}, group))).value.title).toBe('refusal outsider');
    kit.desk.glanceAtRequest = async () => ({ kind: 'shown', view: { id: 'r' } as never });
    expect(inner(await kit.receive(press(stub, 'request.show', {}, group))).value.title).toBe('request r');
  });

  it.each(['request.approve', 'request.decline'])('moves %s to the own chat, and needs no sign-in for that', async (verb) => {
    const asked: string[] = [];
    kit.desk.continueInChat = async (_actor, { requestId }) => (asked.push(requestId), 'posted');
    const answer = await kit.receive(press(stub, verb, {}, group));
    expect(inner(answer)).toMatchObject({ statusCode: 200, value: { title: 'continue moved r' } });
    expect(asked).toEqual(['r']);
    expect(kit.ran).toEqual([]);
  });

  it('says the same of a request that is gone and of one the person has no part in', async () => {
    kit.desk.continueInChat = async () => 'nothing';
    const none = inner(await kit.receive(press(stub, 'request.decline', {}, group)));
    kit.desk.continueInChat = () => Promise.reject(new DeskError('not-found', { code: 'desk/request-gone' }));
    expect(inner(await kit.receive(press(stub, 'request.decline', {}, group)))).toEqual(none);
    expect(none.value.title).toBe('continue pressThere null');
  });

  it('of an unknown verb, or of one that no client sends by itself, is an error', async () => {
    expect(inner(await kit.receive(press(stub, 'request.destroy', {}, group)))).toMatchObject({ statusCode: 400 });
    expect(inner(await kit.receive(press(stub, 'request.decline', { trigger: 'automatic' }, group)))).toMatchObject({ statusCode: 400 });
  });
});

describe('an install in a chat of several people', () => {
  const install = (more: Partial<Inbound> = {}) => kit.receive(inGroup({ type: 'installationUpdate', action: 'add', ...more }));

  it('is welcomed once in the chat, names who did it, and writes to nobody else', async () => {
    kit.desk.meetPerson = async () => ({ kind: 'met', name: 'Ada Berg' });
    await install();
    await kit.receive(inGroup({ type: 'conversationUpdate', addsBot: true }));
    await install({ conversationId: `${group.conversationId};messageid=7` });
    expect(said()).toEqual([[group.conversationId, 'welcome of Ada Berg']]);
    expect(kit.channel.conversations.size).toBe(0);
  });

  it('is welcomed again after a removal, and in another chat', async () => {
    await install();
    await kit.receive(inGroup({ type: 'installationUpdate', action: 'remove' }));
    await install();
    await install({ chatId: '19:other', conversationId: '19:other' });
    expect(said()).toHaveLength(3);
  });

  it('names nobody who is not one of ours, or while the directory is down', async () => {
    kit.desk.meetPerson = async () => refused;
    await install();
    kit.desk.meetPerson = () => Promise.reject(new DeskError('unavailable', { code: 'graph/down' }));
    await install({ chatId: '19:other', conversationId: '19:other' });
    expect(said().map(([, title]) => title)).toEqual(['welcome of null', 'welcome of null']);
  });
});
