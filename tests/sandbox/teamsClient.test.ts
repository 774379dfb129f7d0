import { openChats, type Outcome } from '../../sandbox/channel/chats.ts';
import { type Json } from '../../sandbox/client/card.ts';
import { people } from '../../sandbox/seed.ts';
import { secureCall } from '../../sandbox/channel/secureCall.ts';
import { startStage, type Incoming, type Stage } from '../support/scriptedBot.ts';

const ada = people.owner.oid;
const farid = people.approver2.oid;
const cardType = 'application/vnd.microsoft.card.adaptive';
const until = async <T>(look: () => T | undefined | false | Promise<T | undefined | false>): Promise<T> => {
  for (let waited = 0; waited < 10_000; waited += 25) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error('it did not become so within 10 s');
};

const card = (title: string, more: Json = {}): Json => ({
  type: 'AdaptiveCard', version: '1.5',
  body: [{ type: 'TextBlock', text: title }, { type: 'Input.Text', id: 'decisionReason', value: 'as asked' }],
  actions: [{ type: 'Action.Execute', id: 'approve', verb: 'request.approve', data: { requestId: 'r1' }, title: 'Approve' }],
  ...more,
});
const refreshing = (title: string, oid: string): Json => card(title, { refresh: { action: { type: 'Action.Execute', verb: 'request.show', data: { requestId: 'r1' } }, userIds: [`29:${oid}`] } });
const ok = (value: Json): { status: number; body: unknown } => ({ status: 200, body: { statusCode: 200, type: cardType, value } });

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  stage.channel.limits.set('off');
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.channel.chats.clear();
  stage.channel.client.clear();
  stage.channel.tokens.forget();
  stage.heard.length = 0;
});

async function posted(oid: string, content: Json): Promise<string> {
  const answer = await stage.call('POST', `/v3/conversations/a:${oid}/activities`, { type: 'message', attachments: [{ contentType: cardType, content }] });
  return (answer.json as { id: string }).id;
}
const press = (oid: string, messageId: string, inputs: Record<string, string> = {}): Promise<Outcome> =>
  stage.channel.client.press(oid, { messageId, verb: 'request.approve', inputs }) as Promise<Outcome>;
const titleOf = (oid: string): unknown => (stage.channel.client.shown(oid).at(-1)?.card?.['body'] as Json[])[0]?.['text'];

/** What the bot does that needs a token: asks for sign-in, tries the exchange, takes the code, as the wire contract says. */
function needsSignIn(done: Json) {
  return async (activity: Incoming): Promise<{ status: number; body: unknown }> => {
    const userId = activity.from.id;
    const where = `userId=${userId}&connectionName=people&channelId=msteams`;
    const { authentication, state } = (activity.value ?? {}) as { authentication?: { token: string }; state?: string };
    if (state !== undefined) {
      const { status } = await stage.call('GET', `/api/usertoken/GetToken?${where}&code=${state}`);
      return status === 200 ? ok(done) : { status: 200, body: { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'BadCode', message: 'No.' } } };
    }
    if (authentication) {
      const { status } = await stage.call('POST', `/api/usertoken/exchange?${where}`, { token: authentication.token });
      return status === 200 ? ok(done) : { status: 200, body: { statusCode: 412, type: 'application/vnd.microsoft.error.preconditionFailed', value: { code: '412', message: 'Failed' } } };
    }
    if ((await stage.call('GET', `/api/usertoken/GetToken?${where}`)).status === 200) return ok(done);
    const asked = Buffer.from(JSON.stringify({ connectionName: 'people', msAppId: stage.tenant.registrations.bot.appId, conversation: { user: activity.from } })).toString('base64');
    const { json } = await stage.call('GET', `/api/botsignin/GetSignInResource?state=${encodeURIComponent(asked)}`);
    const { signInLink, tokenExchangeResource } = json as { signInLink: string; tokenExchangeResource: Json };
    return {
      status: 200,
      body: {
        statusCode: 401,
        type: 'application/vnd.microsoft.activity.loginRequest',
        value: { text: 'Please sign in', connectionName: 'people', tokenExchangeResource, buttons: [{ type: 'signin', title: 'Sign in', text: 'Sign in', value: signInLink }] },
      },
    };
  };
}

describe('a press', () => {
  it('sends the action with data and inputs, and puts the answered card in place', async () => {
    stage.script(() => ok(card('Approved')));
    const id = await posted(ada, card('Let Cleo in?'));
    expect(await press(ada, id, { decisionReason: 'fine' })).toMatchObject({ kind: 'card', verb: 'request.approve' });
    expect(stage.heard.at(-1)).toMatchObject({
      type: 'invoke', name: 'adaptiveCard/action', replyToId: id,
      value: { trigger: 'manual', action: { type: 'Action.Execute', id: 'approve', verb: 'request.approve', data: { requestId: 'r1', decisionReason: 'fine' } } },
    });
    expect(titleOf(ada)).toBe('Approved');
    const kept = openChats(stage.settings.dataDir, stage.clock).find(ada, id);
    expect(kept?.answered?.card).toEqual(card('Approved'));
  });

  it.each([
    [{ status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done.' } }, { kind: 'message', text: 'Done.' }],
    [{ status: 200, body: { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'Bad', message: 'No.' } } }, { kind: 'error', status: 400, code: 'Bad', text: 'No.' }],
    [{ status: 500, body: { error: { code: 'Oops', message: 'Sorry.' } } }, { kind: 'error', status: 500, code: 'Oops', text: 'Sorry.' }],
    [{ status: 200, body: undefined }, { kind: 'error', code: 'BadAnswer' }],
    [{ status: 200, body: { statusCode: 200, type: cardType, value: { type: 'Image' } } }, { kind: 'error', code: 'BadAnswer' }],
  ])('keeps every other outcome with the message: %j', async (answer, outcome) => {
    stage.script(() => answer);
    const id = await posted(ada, card('Let Cleo in?'));
    expect(await press(ada, id)).toMatchObject(outcome);
    expect(stage.channel.client.shown(ada).at(-1)?.outcome).toMatchObject(outcome);
    expect(titleOf(ada)).toBe('Let Cleo in?');
  });

  it('is refused when the card does not offer it', async () => {
    const id = await posted(ada, card('Let Cleo in?'));
    const { client } = stage.channel;
    expect(await client.press(ada, { messageId: id, verb: 'request.finish', inputs: {} })).toMatchObject({ code: 'verbNotOnCard' });
    expect(await client.press(ada, { messageId: '1', verb: 'request.approve', inputs: {} })).toMatchObject({ code: 'noSuchMessage' });
    expect(stage.heard).toHaveLength(0);
  });

  it('loses against an update that came while it ran', async () => {
    const id = await posted(ada, card('Let Cleo in?'));
    stage.script(async () => {
      await stage.call('PUT', `/v3/conversations/a:${ada}/activities/${id}`, { type: 'message', attachments: [{ contentType: cardType, content: card('Updated') }] });
      return ok(card('Answered'));
    });
    await press(ada, id);
    expect(titleOf(ada)).toBe('Updated');
  });

  it('can be made twice at once', async () => {
    let running = 0;
    let most = 0;
    stage.script(async () => {
      most = Math.max(most, (running += 1));
      await new Promise((done) => setTimeout(done, 100));
      running -= 1;
      return ok(card('Approved'));
    });
    const id = await posted(ada, card('Let Cleo in?'));
    const outcomes = await Promise.all([press(ada, id), press(ada, id)]);
    expect(most).toBe(2);
    expect(new Set(outcomes.map(({ pressId }) => pressId)).size).toBe(2);
  });
});

describe('a card that lists its viewer for refresh', () => {
  it('is refreshed when it is viewed, once while it is fresh, and never for anybody else', async () => {
    let answers = 0;
    stage.script(() => ok(refreshing(`seen ${(answers += 1)}`, ada)));
    await posted(ada, refreshing('posted', ada));
    await posted(farid, refreshing('posted', ada));
    expect(titleOf(ada)).toBe('posted');
    await stage.channel.client.view(ada);
    await stage.channel.client.view(ada);
    await stage.channel.client.view(farid);
    expect(titleOf(ada)).toBe('seen 1');
    expect(titleOf(farid)).toBe('posted');
    expect(stage.heard.map(({ value }) => value?.['trigger'])).toEqual(['automatic']);
    await stage.clock.advance('P1D');
    await stage.channel.client.view(ada);
    expect(titleOf(ada)).toBe('seen 2');
  });
});

describe('single sign-on in a card', () => {
  it('goes on silently for a person who consented', async () => {
    stage.script(needsSignIn(card('Approved')));
    const id = await posted(ada, card('Let Cleo in?'));
    expect(await press(ada, id)).toMatchObject({ kind: 'card' });
    expect(stage.heard.map(({ value }) => [value?.['authentication'] !== undefined, value?.['state'] !== undefined])).toEqual([[false, false], [true, false]]);
    expect(/eyJ[\w-]+\.[\w-]+\.[\w-]+/.test(JSON.stringify(stage.journal.since()))).toBe(false);
    await press(ada, id);
    expect(stage.heard).toHaveLength(3);
    await stage.call('DELETE', `/api/usertoken/SignOut?userId=29:${ada}&connectionName=people&channelId=msteams`);
    await press(ada, id);
    expect(stage.heard).toHaveLength(5);
  });

  it('asks a person without consent to sign in, and the pressed action goes on by itself', async () => {
    stage.script(needsSignIn(card('Approved')));
    const id = await posted(farid, card('Let Cleo in?'));
    const first = await press(farid, id);
    expect(first).toMatchObject({ kind: 'signIn', title: 'Sign in' });
    const link = stage.channel.client.signInLink(farid) ?? '';
    const outcomes = await stage.channel.client.signedIn(farid, await stage.channel.tokens.signInByLink(link));
    expect(outcomes).toMatchObject([{ kind: 'card', pressId: first.pressId }]);
    expect(titleOf(farid)).toBe('Approved');
    expect(stage.channel.client.signInLink(farid)).toBeUndefined();
    await expect(stage.channel.tokens.signInByLink(link)).rejects.toThrow('used up');
  });

  it('goes on after the sign-in page, too', async () => {
    const { people: registration } = stage.tenant.registrations;
    registration.consents = registration.consents.filter((oid) => oid !== farid);
    stage.script(needsSignIn(card('Approved')));
    const id = await posted(farid, card('Let Cleo in?'));
    const outcome = await press(farid, id);
    const link = outcome.kind === 'signIn' ? outcome.link : '';
    const get = (url: string) => secureCall({ url, method: 'GET', ca: stage.certificates.ca, timeoutMs: 5_000 });
    const authorize = String((await get(link)).headers['location']);
    expect(new URL(authorize).searchParams.get('login_hint')).toBe('farid@hospital.example');
    const back = stage.directory.signIn(authorize, farid);
    const page = await get(back);
    expect(page.status).toBe(200);
    expect(page.text).toContain('You are signed in');
    await until(() => titleOf(farid) === 'Approved');
    expect(registration.consents).toContain(farid);
    expect((await get(back)).status).toBe(410);
  });

  it('hands a code to nobody else', async () => {
    stage.script(needsSignIn(card('Approved')));
    const { people: registration } = stage.tenant.registrations;
    registration.consents = registration.consents.filter((oid) => oid !== farid);
    await press(farid, await posted(farid, card('Let Cleo in?')));
    const code = await stage.channel.tokens.signInByLink(stage.channel.client.signInLink(farid) ?? '');
    const token = (oid: string) => stage.call('GET', `/api/usertoken/GetToken?userId=29:${oid}&connectionName=people&channelId=msteams&code=${code}`);
    expect((await token(ada)).status).toBe(404);
    expect((await token(farid)).status).toBe(200);
    expect((await token(farid)).status).toBe(404);
  });

  it('renews a token near its end without the person, and not after consent is gone', async () => {
    stage.script(needsSignIn(card('Approved')));
    await press(ada, await posted(ada, card('Let Cleo in?')));
    const token = async () => (await stage.call('GET', `/api/usertoken/GetToken?userId=29:${ada}&connectionName=people&channelId=msteams`)).json as { token?: string; expiration: string };
    const first = await token();
    await stage.clock.advance('PT2H');
    const second = await token();
    expect(second.token).not.toBe(first.token);
    expect(Date.parse(second.expiration)).toBeGreaterThan(stage.clock.now().getTime());
    const { people: registration } = stage.tenant.registrations;
    registration.consents = registration.consents.filter((oid) => oid !== ada);
    await stage.clock.advance('PT2H');
    expect((await token()).token).toBeUndefined();
    registration.consents.push(ada);
  });
});

describe('a sign-in card in a message', () => {
  const signInCard = async (oid: string): Promise<void> => {
    const asked = Buffer.from(JSON.stringify({ connectionName: 'people', msAppId: stage.tenant.registrations.bot.appId, conversation: { user: { id: `29:${oid}` } } })).toString('base64');
    const { json } = await stage.call('GET', `/api/botsignin/GetSignInResource?state=${encodeURIComponent(asked)}`);
    const { signInLink, tokenExchangeResource } = json as { signInLink: string; tokenExchangeResource: Json };
    const content = { text: 'Please sign in', connectionName: 'people', tokenExchangeResource, buttons: [{ type: 'signin', title: 'Sign in', value: signInLink }] };
    await stage.call('POST', `/v3/conversations/a:${oid}/activities`, { type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.oauth', content }] });
  };

  it('is answered silently where the token is enough', async () => {
    stage.script(() => ({ status: 200, body: {} }));
    await signInCard(ada);
    await until(() => stage.heard.find(({ name }) => name === 'signin/tokenExchange'));
    expect(stage.heard[0]?.value).toMatchObject({ connectionName: 'people' });
    expect(stage.channel.client.shown(ada)).toEqual([]);
  });

  it('shows its button on 412, and hands the code on after the sign-in', async () => {
    stage.script(({ name }) => ({ status: name === 'signin/tokenExchange' ? 412 : 200 }));
    await signInCard(farid);
    const shown = await until(() => stage.channel.client.shown(farid)[0]);
    expect(shown.signIn).toMatchObject({ title: 'Sign in' });
    await stage.channel.client.signedIn(farid, await stage.channel.tokens.signInByLink(shown.signIn?.link ?? ''));
    expect(stage.heard.at(-1)?.name).toBe('signin/verifyState');
    expect(stage.heard.at(-1)?.value?.['state']).toMatch(/^\d{6}$/);
    expect(stage.channel.client.shown(farid)).toEqual([]);
  });
});
