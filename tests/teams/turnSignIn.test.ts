import { ada, boris } from './signer.ts';
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

/** From now on the token service has a token for these people. */
const signedIn = (...people: string[]): void =>
  stub.answerWith(({ path, query }) => (path.endsWith('/GetToken') && people.some((id) => query.get('userId') === `29:${id}`) ? { status: 200, body: { token: 't', connectionName: 'people' } } : undefined));
const posts = (): StubCall[] => stub.calls.filter(({ method, path }) => method === 'POST' && path.startsWith('/v3/'));
const said = (): unknown[] => posts().map(({ body }) => ((body as { attachments?: { content: { title?: string } }[]; text?: string }).attachments?.[0]?.content.title ?? (body as { text?: string }).text));
const inner = (answer: { body?: unknown } | null): Record<string, unknown> => answer?.body as Record<string, unknown>;

describe('a press that needs a sign-in', () => {
  const loginRequest = 'application/vnd.microsoft.activity.loginRequest';
  const offer = (token: string): Record<string, unknown> => ({ authentication: { id: 'exchange-1', connectionName: 'people', token } });

  it('runs at once with a token', async () => {
    signedIn(ada);
    expect(inner(await kit.receive(press(stub, 'request.approve')))).toMatchObject({ statusCode: 200 });
    expect(kit.ran).toHaveLength(1);
  });

  it('asks the client for one, then the same press goes on', async () => {
    const asked = inner(await kit.receive(press(stub, 'request.approve')));
    expect(asked).toEqual({
      statusCode: 401,
      type: loginRequest,
      value: { text: 'en:signIn.text', connectionName: 'people', tokenExchangeResource: { id: 'exchange-1', uri: 'api://x', providerId: 'p' }, buttons: [{ title: 'en:signIn.button', text: 'en:signIn.text', type: 'signin', value: 'https://localhost:4002/signin?t=1' }] },
    });
    expect(kit.ran).toEqual([]);
    stub.answerWith(({ path }) => (path.endsWith('/exchange') ? { status: 200, body: { token: 't' } } : undefined));
    expect(inner(await kit.receive(press(stub, 'request.approve', offer(`sso-${ada}`))))).toMatchObject({ statusCode: 200 });
    expect(stub.calls.find(({ path }) => path.endsWith('/exchange'))).toMatchObject({ body: { token: `sso-${ada}` } });
    expect(kit.ran).toHaveLength(1);
  });

  it.each([400, 404])('without consent (%d) gets 412, runs nothing, and goes on with the code of the page', async (status) => {
    stub.answerWith(({ path }) => (path.endsWith('/exchange') ? { status, body: { error: { code: 'ConsentRequired', message: 'x' } } } : undefined));
    expect(inner(await kit.receive(press(stub, 'request.approve', offer(`sso-${ada}`))))).toMatchObject({ statusCode: 412, type: 'application/vnd.microsoft.error.preconditionFailed' });
    expect(kit.ran).toEqual([]);
    stub.answerWith(({ path, query }) => (path.endsWith('/GetToken') && query.get('code') === '123456' ? { status: 200, body: { token: 't' } } : undefined));
    expect(inner(await kit.receive(press(stub, 'request.approve', { state: '123456' })))).toMatchObject({ statusCode: 200 });
    expect(kit.ran).toHaveLength(1);
  });

  it('with a wrong code is asked again', async () => {
    expect(inner(await kit.receive(press(stub, 'request.approve', { state: '000000' })))).toMatchObject({ statusCode: 401, type: loginRequest });
    expect(kit.ran).toEqual([]);
  });

  it.each([
    ['another person’s token', `sso-${boris}`],
    ['no token of Entra', 'garbage'],
  ])('with %s is refused and nothing is exchanged', async (_name, token) => {
    expect(inner(await kit.receive(press(stub, 'request.approve', offer(token))))).toMatchObject({ statusCode: 412 });
    expect(stub.calls.filter(({ path }) => path.endsWith('/exchange'))).toEqual([]);
    expect(kit.ran).toEqual([]);
  });

  it('for another connection is refused', async () => {
    expect(inner(await kit.receive(press(stub, 'request.approve', { authentication: { id: 'x', connectionName: 'admin', token: `sso-${ada}` } })))).toMatchObject({ statusCode: 412 });
  });

  it('asked for by the use case, asks once and never twice', async () => {
    kit.act = async () => Promise.reject(signInNeeded(ada));
    expect(inner(await kit.receive(press(stub, 'request.decline')))).toMatchObject({ statusCode: 401, type: loginRequest });
    stub.answerWith(({ path }) => (path.endsWith('/exchange') ? { status: 200, body: { token: 't' } } : undefined));
    expect(inner(await kit.receive(press(stub, 'request.decline', offer(`sso-${ada}`))))).toMatchObject({ statusCode: 200, value: expect.stringContaining('error.sign-in-needed') as string });
  });

  it('of somebody else’s sign-in is not asked from the one who presses', async () => {
    kit.act = async () => Promise.reject(signInNeeded(boris));
    expect(inner(await kit.receive(press(stub, 'request.decline')))).toMatchObject({ statusCode: 200, value: expect.stringContaining('error.sign-in-needed') as string });
  });

  it('while the token service is down changes nothing and says so', async () => {
    stub.answerWith(() => ({ status: 503 }));
    expect(inner(await kit.receive(press(stub, 'request.approve')))).toMatchObject({ statusCode: 200, value: expect.stringContaining('error.unavailable') as string });
    expect(kit.ran).toEqual([]);
  });
});

describe('a sentence that needs a sign-in', () => {
  const exchange = (from: string, token = `sso-${from}`, id = 'exchange-1'): ReturnType<typeof inbound> => inbound(stub, { userId: from, type: 'invoke', name: 'signin/tokenExchange', value: { id, connectionName: 'people', token } });
  const consented = (): void => stub.answerWith(({ path }) => (path.endsWith('/exchange') ? { status: 200, body: { token: 't' } } : undefined));

  it('sends a sign-in card, and goes on by itself once', async () => {
    await kit.receive(inbound(stub, { text: 'share Imaging' }));
    expect(kit.ran).toEqual([]);
    expect(posts()[0]).toMatchObject({ body: { attachments: [{ contentType: 'application/vnd.microsoft.card.oauth', content: { connectionName: 'people', tokenExchangeResource: { id: 'exchange-1' } } }] } });
    consented();
    expect(await kit.receive(exchange(ada))).toEqual({ status: 200, body: {} });
    expect(kit.ran).toEqual([{ name: 'share', actor: ada, input: 'Imaging' }]);
    expect(posts()).toHaveLength(2);
  });

  it('answered by three clients of one person goes on once', async () => {
    await kit.receive(inbound(stub, { text: 'share Imaging' }));
    consented();
    const answers = await Promise.all([kit.receive(exchange(ada)), kit.receive(exchange(ada)), kit.receive(exchange(ada))]);
    expect(answers.filter((answer) => answer?.status === 200).length).toBeGreaterThanOrEqual(1);
    expect(kit.ran).toHaveLength(1);
    expect(stub.calls.filter(({ path }) => path.endsWith('/exchange'))).toHaveLength(1);
  });

  it('of two people who answer one prompt goes on for both', async () => {
    const conversationId = 'a:shared-prompt';
    for (const userId of [ada, boris]) await kit.receive(inbound(stub, { userId, conversationId, text: `share app of ${userId}` }));
    consented();
    const answers = await Promise.all([ada, boris].map((userId) => kit.receive({ ...exchange(userId), conversationId })));
    expect(answers).toEqual([{ status: 200, body: {} }, { status: 200, body: {} }]);
    expect(new Set(kit.ran.map(({ actor, input }) => `${actor} ${String(input)}`))).toEqual(new Set([`${ada} app of ${ada}`, `${boris} app of ${boris}`]));
  });

  it('of one person is never continued by another', async () => {
    await kit.receive(inbound(stub, { text: 'share Imaging' }));
    consented();
    expect(await kit.receive(exchange(boris))).toEqual({ status: 200, body: {} });
    expect(await kit.receive(exchange(ada, `sso-${boris}`))).toMatchObject({ status: 412 });
    expect(kit.ran).toEqual([]);
  });

  it('without consent gets 412 outside, and goes on with the code of the page', async () => {
    await kit.receive(inbound(stub, { text: 'share Imaging' }));
    stub.answerWith(({ path }) => (path.endsWith('/exchange') ? { status: 400, body: { error: { code: 'ConsentRequired', message: 'x' } } } : undefined));
    expect(await kit.receive(exchange(ada))).toEqual({ status: 412, body: { id: 'exchange-1', connectionName: 'people', failureDetail: expect.any(String) as string } });
    expect(await kit.receive(exchange(ada))).toMatchObject({ status: 412 });
    stub.answerWith(({ path, query }) => (path.endsWith('/GetToken') && query.get('code') === '123456' ? { status: 200, body: { token: 't' } } : undefined));
    expect(await kit.receive(inbound(stub, { type: 'invoke', name: 'signin/verifyState', value: { state: '123456' } }))).toEqual({ status: 200, body: {} });
    expect(kit.ran).toEqual([{ name: 'share', actor: ada, input: 'Imaging' }]);
  });

  it.each([{ state: '000000' }, {}, { state: 7 }])('with the wrong code %j hears that it did not work', async (value) => {
    await kit.receive(inbound(stub, { text: 'share Imaging' }));
    stub.calls.length = 0;
    expect(await kit.receive(inbound(stub, { type: 'invoke', name: 'signin/verifyState', value }))).toEqual({ status: 200, body: {} });
    expect(said()).toEqual(['en:signIn.failed']);
    expect(kit.channel.pending.size).toBe(1);
  });

  it('that still lacks a token after signing in ends in an apology, not in another prompt', async () => {
    kit.act = async () => Promise.reject(signInNeeded(ada));
    await kit.receive(inbound(stub, { text: 'share Imaging' }));
    consented();
    await kit.receive(exchange(ada));
    expect(said().at(-1)).toBe('apology sign-in-needed');
  });

  it.each([undefined, {}, { id: 1 }, 'x'])('an exchange of %j is refused', async (value) => {
    expect(await kit.receive(inbound(stub, { type: 'invoke', name: 'signin/tokenExchange', value }))).toMatchObject({ status: 412 });
  });
});
