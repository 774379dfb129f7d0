import { DeskError, type DeskErrorKind } from '../../bot/core/errors.ts';
import { ada } from './signer.ts';
import { startStubChannel, type StubCall, type StubChannel } from './stubChannel.ts';
import { inbound, press, signInNeeded, startTurnKit, type TurnKit } from './turnKit.ts';

let stub: StubChannel;
let kit: TurnKit;
beforeAll(async () => (stub = await startStubChannel()));
afterAll(() => stub.stop());
beforeEach(() => {
  stub.reset();
  kit = startTurnKit(stub);
});

const posts = (): StubCall[] => stub.calls.filter(({ method, path }) => method === 'POST' && path.startsWith('/v3/'));
const said = (): unknown[] => posts().map(({ body }) => ((body as { attachments?: { content: { title?: string } }[]; text?: string }).attachments?.[0]?.content.title ?? (body as { text?: string }).text));
const inner = (answer: { body?: unknown } | null): Record<string, unknown> => answer?.body as Record<string, unknown>;

describe('a press', () => {
  it('is answered in place by a card, outside always 200', async () => {
    const answer = await kit.receive(press(stub, 'request.decline'));
    expect(answer).toEqual({ status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard', body: [] } } });
    expect(kit.ran).toEqual([{ name: 'request.decline', actor: ada, input: { requestId: 'r', version: 1 } }]);
    expect(posts()).toEqual([]);
  });

  it('is answered by a message', async () => {
    kit.act = async () => ({ kind: 'message', text: 'mend this' });
    expect(inner(await kit.receive(press(stub, 'request.decline')))).toEqual({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'mend this' });
  });

  it.each([
    ['an unknown verb', { action: { type: 'Action.Execute', verb: 'request.destroy', data: {} } }],
    ['a verb of a prototype', { action: { type: 'Action.Execute', verb: 'constructor', data: {} } }],
    ['no action', {}],
    ['Action.Submit', { action: { type: 'Action.Submit', verb: 'request.decline', data: {} } }],
    ['a strange trigger', { action: { type: 'Action.Execute', verb: 'request.decline', data: {} }, trigger: 'dream' }],
  ])('with %s runs nothing', async (_name, value) => {
    const answer = await kit.receive(inbound(stub, { type: 'invoke', name: 'adaptiveCard/action', value }));
    expect(answer).toMatchObject({ status: 200, body: { statusCode: 400 } });
    expect(kit.ran).toEqual([]);
  });

  it('with a payload that does not fit changes nothing and leaves the card', async () => {
    const answer = await kit.receive(press(stub, 'request.decline', { action: { type: 'Action.Execute', verb: 'request.decline', data: { requestId: 'r', version: 1, isAdmin: true } } }));
    expect(inner(answer)).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: expect.stringContaining('error.invalid') as string });
    expect(kit.ran).toEqual([]);
  });

  it.each<DeskErrorKind>(['invalid', 'not-found', 'tenant-denies', 'throttled', 'ambiguous', 'unavailable', 'unreachable', 'bug'])('that ends in %s is answered in words', async (kind) => {
    kit.act = async () => Promise.reject(new DeskError(kind, { code: 'x/y' }));
    expect(inner(await kit.receive(press(stub, 'request.decline')))).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: expect.stringContaining(`error.${kind}.title`) as string });
  });

  it('that ends in a mistake of ours says so without its message', async () => {
    kit.act = async () => Promise.reject(new Error('cleo@clinic.example'));
    const answer = JSON.stringify(await kit.receive(press(stub, 'request.decline')));
    expect(answer).toContain('error.bug.title');
    expect(answer).not.toContain('cleo');
  });
});

describe('a refresh', () => {
  it('runs request.show and sends nothing', async () => {
    expect(inner(await kit.receive(press(stub, 'request.show', { trigger: 'automatic' })))).toMatchObject({ statusCode: 200 });
    expect(stub.calls).toEqual([]);
  });

  it('of any other verb is refused', async () => {
    expect(inner(await kit.receive(press(stub, 'request.decline', { trigger: 'automatic' })))).toMatchObject({ statusCode: 400 });
    expect(kit.ran).toEqual([]);
  });

  it('never asks for a sign-in and fails quietly', async () => {
    kit.act = async () => Promise.reject(signInNeeded(ada));
    expect(inner(await kit.receive(press(stub, 'request.show', { trigger: 'automatic' })))).toMatchObject({ statusCode: 500, type: 'application/vnd.microsoft.error' });
    expect(stub.calls).toEqual([]);
  });
});

describe('a message', () => {
  it('is answered in the chat, in any letter case', async () => {
    expect(await kit.receive(inbound(stub, { text: 'HELP' }))).toBeNull();
    expect(kit.ran).toEqual([{ name: 'help', actor: ada, input: '' }]);
    expect(posts()).toHaveLength(1);
    expect(posts()[0]).toMatchObject({ authorization: 'Bearer bot-token', body: { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }] } });
  });

  it('delivered twice is answered once', async () => {
    const message = inbound(stub, { text: 'help' });
    await Promise.all([kit.receive(message), kit.receive(message), kit.receive(message)]);
    expect(kit.ran).toHaveLength(1);
    expect(posts()).toHaveLength(1);
  });

  it('whose answer could not be posted fails, and is run when Teams delivers it again', async () => {
    const message = inbound(stub, { text: 'help' });
    stub.answerWith(({ path }) => (path.startsWith('/v3/') ? { status: 403 } : undefined));
    await expect(kit.receive(message)).rejects.toThrow();
    stub.reset();
    await kit.receive(message);
    await kit.receive(message);
    expect(kit.ran).toHaveLength(2);
    expect(posts()).toHaveLength(1);
  });

  it('fails by its own error although its claim cannot be released', async () => {
    stub.answerWith(({ path }) => (path.startsWith('/v3/') ? { status: 403 } : undefined));
    kit.channel.releaseActivity = () => Promise.reject(new DeskError('unavailable', { code: 'store/down' }));
    await expect(kit.receive(inbound(stub, { text: 'help' }))).rejects.not.toMatchObject({ detail: { code: 'store/down' } });
    expect(kit.log.lines.map(({ event }) => event)).toContain('turn.claim-kept');
  });

  it('is answered although Teams asks to wait a moment', async () => {
    let refused = 0;
    stub.answerWith(({ path }) => (path.startsWith('/v3/') && (refused += 1) === 1 ? { status: 429, headers: { 'retry-after': '4' } } : undefined));
    await kit.receive(inbound(stub, { text: 'help' }));
    expect(posts()).toHaveLength(2);
    expect(kit.ran).toHaveLength(1);
  }, 15_000);

  it('that is no command gets the nearest one', async () => {
    await kit.receive(inbound(stub, { text: 'hlep' }));
    expect(said()).toEqual(['unknown help']);
  });

  it.each<DeskErrorKind>(['unavailable', 'bug'])('that ends in %s gets an apology card', async (kind) => {
    kit.act = async () => Promise.reject(new DeskError(kind, { code: 'x/y' }));
    await kit.receive(inbound(stub, { text: 'help' }));
    expect(said()).toEqual([`apology ${kind}`]);
  });
});

describe('who and where', () => {
  it('a person’s chat is remembered with every personal activity', async () => {
    await kit.receive(inbound(stub, { text: 'help' }));
    expect(kit.channel.conversations.get(ada)).toMatchObject({ conversationId: `a:${ada}`, channelUserId: `29:${ada}`, serviceUrl: stub.url, timeZone: 'Europe/Berlin' });
  });

  it('a guest who adds the app is told so instead of being welcomed', async () => {
    kit.desk.meetPerson = async () => ({ kind: 'refused', rule: 'outsider', who: [], facts: {} });
    await kit.receive(inbound(stub, { type: 'installationUpdate', action: 'add' }));
    expect(said()).toEqual(['refusal outsider']);
  });

  it('an activity of nobody does nothing', async () => {
    expect(await kit.receive(inbound(stub, { userId: null, text: 'help' }))).toBeNull();
    expect(await kit.receive(press(stub, 'request.decline', {}, { userId: null }))).toMatchObject({ status: 200, body: { statusCode: 400 } });
    expect([kit.ran, stub.calls]).toEqual([[], []]);
  });

  it('an install is welcomed once, whichever events come', async () => {
    await kit.receive(inbound(stub, { type: 'installationUpdate', action: 'add' }));
    await kit.receive(inbound(stub, { type: 'conversationUpdate', addsBot: true }));
    await kit.receive(inbound(stub, { type: 'installationUpdate', action: 'add' }));
    expect(said()).toEqual(['welcome']);
  });

  it('a removal forgets the chat', async () => {
    await kit.receive(inbound(stub, { type: 'installationUpdate', action: 'add' }));
    await kit.receive(inbound(stub, { type: 'installationUpdate', action: 'remove' }));
    expect(kit.channel.conversations.size).toBe(0);
  });

  it.each(['composeExtension/query', 'task/fetch', 'signin/failure', ''])('the invoke %p is answered 200 and does nothing', async (name) => {
    expect(await kit.receive(inbound(stub, { type: 'invoke', name, value: {} }))).toEqual({ status: 200, body: {} });
    expect(kit.ran).toEqual([]);
  });

  it('every turn logs one line, with ids and outcome and no text', async () => {
    await kit.receive(inbound(stub, { text: 'help me with cleo@clinic.example' }));
    await kit.receive(press(stub, 'request.decline'));
    const done = kit.log.lines.filter(({ event }) => event === 'turn.done');
    expect(done).toEqual([expect.objectContaining({ name: 'help', actor: ada, outcome: 'card' }), expect.objectContaining({ name: 'request.decline', actor: ada, outcome: 'card' })]);
    expect(JSON.stringify(kit.log.lines)).not.toContain('cleo');
  });
});
