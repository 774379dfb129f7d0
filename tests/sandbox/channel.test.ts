import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { people } from '../../sandbox/seed.ts';
import { openChats } from '../../sandbox/channel/chats.ts';
import { startStage, type Stage } from '../support/scriptedBot.ts';

const ada = people.owner.oid;
const chat = `/v3/conversations/${encodeURIComponent(`a:${ada}`)}`;
const aCard = (title: string): unknown => ({ type: 'message', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: title }] } }] });

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.channel.chats.clear();
  stage.channel.client.clear();
  stage.channel.limits.clear();
  stage.channel.limits.set('teams');
  stage.faults.clear();
});

describe('the connector', () => {
  it.each([
    ['no token', {}],
    ['garbage', { authorization: 'Bearer x.y.z' }],
  ])('answers 401 to %s', async (_name, headers) => {
    const answer = await stage.call('POST', `${chat}/activities`, { type: 'message', text: 'hi' }, { authorization: '', ...headers });
    expect(answer.status).toBe(401);
    expect(stage.channel.chats.messages(ada)).toHaveLength(0);
  });

  it('answers 401 to another app of the tenant and to a Graph token of the bot', async () => {
    const { issuer } = stage.directory;
    const { reader, bot } = stage.tenant.registrations;
    for (const token of [await issuer.applicationToken(reader, 'https://api.botframework.com'), await issuer.applicationToken(bot, issuer.origin)]) {
      expect((await stage.call('GET', `${chat}/members`, undefined, { authorization: `Bearer ${token}` })).status).toBe(401);
    }
  });

  it('keeps what is posted, updates it and deletes it', async () => {
    const posted = await stage.call('POST', `${chat}/activities`, aCard('one'));
    expect(posted.status).toBe(201);
    const { id } = posted.json as { id: string };
    expect(await stage.call('PUT', `${chat}/activities/${id}`, aCard('two'))).toMatchObject({ status: 200, json: { id } });
    const [message] = stage.channel.client.shown(ada);
    expect(message).toMatchObject({ id, from: 'bot', revision: 2, card: { body: [{ text: 'two' }] } });
    expect((await stage.call('DELETE', `${chat}/activities/${id}`)).status).toBe(200);
    expect(stage.channel.client.shown(ada)).toEqual([]);
    expect((await stage.call('PUT', `${chat}/activities/${id}`, aCard('three'))).status).toBe(404);
  });

  it('has on disk what it acknowledged, also when it is killed the next moment', async () => {
    const first = (await stage.call('POST', `${chat}/activities`, aCard('one'))).json as { id: string };
    const second = (await stage.call('POST', `${chat}/activities`, aCard('two'))).json as { id: string };
    await stage.call('PUT', `${chat}/activities/${first.id}`, aCard('changed'));
    await stage.call('DELETE', `${chat}/activities/${second.id}`);
    appendFileSync(join(stage.settings.dataDir, 'chats.jsonl'), '{"oid":"cut o');
    expect(openChats(stage.settings.dataDir, stage.clock).messages(ada)).toMatchObject([{ id: first.id, card: { body: [{ text: 'changed' }] }, content: 2 }]);
  });

  it('splits text beside a card, so that the id is the text’s', async () => {
    const { json } = await stage.call('POST', `${chat}/activities`, { ...(aCard('one') as object), text: 'hello' });
    expect(stage.channel.client.shown(ada).map(({ id, text, card }) => [id === (json as { id: string }).id, text, card !== undefined])).toEqual([[true, 'hello', false], [false, undefined, true]]);
  });

  it('opens a chat with a person, also with a first activity', async () => {
    const asked = { bot: { id: '28:x' }, isGroup: false, members: [{ id: `29:${ada}` }], tenantId: stage.tenant.id, channelData: { tenant: { id: stage.tenant.id } } };
    expect(await stage.call('POST', '/v3/conversations', asked)).toMatchObject({ status: 201, json: { id: `a:${ada}` } });
    const { json } = await stage.call('POST', '/v3/conversations', { ...asked, activity: aCard('first') });
    expect(json).toEqual({ id: `a:${ada}`, activityId: stage.channel.client.shown(ada)[0]?.id });
    expect((await stage.call('POST', '/v3/conversations', { ...asked, members: [{ id: '29:nobody' }] })).status).toBe(400);
    expect((await stage.call('POST', '/v3/conversations', { ...asked, tenantId: 'another' })).status).toBe(400);
  });

  it('answers 403 for a person without the app, on create and on post', async () => {
    const sam = people.unreachable.oid;
    const created = await stage.call('POST', '/v3/conversations', { members: [{ id: `29:${sam}` }], tenantId: stage.tenant.id });
    const posted = await stage.call('POST', `/v3/conversations/a:${sam}/activities`, aCard('x'));
    for (const answer of [created, posted]) expect(answer).toMatchObject({ status: 403, json: { error: { code: 'BotNotInConversationRoster' } } });
  });

  it('knows the members', async () => {
    const member = { id: `29:${ada}`, aadObjectId: ada, name: 'Ada Berg', tenantId: stage.tenant.id, userRole: 'user' };
    expect((await stage.call('GET', `${chat}/members`)).json).toMatchObject([member]);
    expect((await stage.call('GET', `${chat}/members/29:${ada}`)).json).toMatchObject(member);
    expect((await stage.call('GET', `${chat}/pagedmembers`)).json).toMatchObject({ members: [member] });
    expect((await stage.call('GET', `${chat}/members/29:${people.sponsor.oid}`)).status).toBe(404);
  });

  it('answers 413 above 80 KB as Teams counts, and 429 with Retry-After above seven in a second', async () => {
    expect((await stage.call('POST', `${chat}/activities`, { type: 'message', text: 'x'.repeat(41_000) })).status).toBe(413);
    expect((await stage.call('POST', `${chat}/activities`, { type: 'message', text: 'x'.repeat(40_000) })).status).toBe(201);
    const answers = await Promise.all(Array.from({ length: 8 }, () => stage.call('POST', `${chat}/activities`, aCard('x'))));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers['retry-after']).toBe('1');
  });

  it('refuses what no client shows', async () => {
    for (const body of [{ type: 'message' }, { type: 'message', attachments: [{ contentType: 'text/html' }] }, { text: 'no type' }, { type: 'event' }]) {
      expect((await stage.call('POST', `${chat}/activities`, body)).status).toBe(400);
    }
  });

  it('marks a route that it does not imitate', async () => {
    expect((await stage.call('GET', '/v3/conversations')).status).toBe(501);
    expect(stage.tenant.unknownRoutes).toContainEqual({ method: 'GET', path: '/v3/conversations' });
    stage.tenant.unknownRoutes = [];
  });

  it('fails as it is asked to, before or after the effect', async () => {
    stage.faults.add([{ to: 'connector', method: 'POST', path: '*/activities', times: 1, status: 502 }, { to: 'connector', method: 'POST', path: '*/activities', times: 1, status: 504, afterEffect: true }]);
    expect((await stage.call('POST', `${chat}/activities`, aCard('x'))).status).toBe(502);
    expect(stage.channel.client.shown(ada)).toHaveLength(0);
    expect((await stage.call('POST', `${chat}/activities`, aCard('x'))).status).toBe(504);
    expect(stage.channel.client.shown(ada)).toHaveLength(1);
  });
});

describe('what the channel sends', () => {
  it('is signed as the channel signs, by a key that its metadata endorses for Teams', async () => {
    let authorization = '';
    stage.script((_activity, sent) => {
      authorization = sent;
      return { status: 200 };
    });
    await stage.channel.client.say(ada, 'help');
    const token = authorization.replace('Bearer ', '');
    const claims = decodeJwt(token);
    expect(claims).toMatchObject({ iss: 'https://api.botframework.com', aud: stage.tenant.registrations.bot.appId, serviceurl: `https://localhost:${stage.settings.ports.channel}/` });
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBeLessThanOrEqual(3_600);
    const metadata = (await stage.call('GET', '/.well-known/openidconfiguration')).json as { jwks_uri: string; issuer: string };
    const { keys } = (await stage.call('GET', new URL(metadata.jwks_uri).pathname)).json as { keys: { kid: string; endorsements: string[]; d?: string }[] };
    const key = keys.find(({ kid }) => kid === decodeProtectedHeader(token).kid);
    expect(key?.endorsements).toEqual(['msteams']);
    expect(key?.d).toBeUndefined();
  });

  it('is shaped as Teams shapes it', async () => {
    await stage.channel.client.say(ada, 'help me');
    expect(stage.heard.at(-1)).toMatchObject({
      type: 'message', text: 'help me', textFormat: 'plain', channelId: 'msteams', locale: 'en-GB', localTimezone: 'Europe/Berlin',
      serviceUrl: `https://localhost:${stage.settings.ports.channel}/`,
      from: { id: `29:${ada}`, name: 'Ada Berg', aadObjectId: ada },
      conversation: { id: `a:${ada}`, conversationType: 'personal', tenantId: stage.tenant.id },
      channelData: { tenant: { id: stage.tenant.id } },
    });
    expect(stage.heard.at(-1)?.['localTimestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000\+0[12]:00$/);
  });

  it('tells of the app being added, without a name', async () => {
    const before = stage.heard.length;
    await stage.channel.client.installed(ada, 'add');
    const [installed, joined] = stage.heard.slice(before);
    expect(installed).toMatchObject({ type: 'installationUpdate', action: 'add', from: { id: `29:${ada}` } });
    expect(joined).toMatchObject({ type: 'conversationUpdate', membersAdded: [{ id: `28:${stage.tenant.registrations.bot.appId}` }, { id: `29:${ada}` }] });
    expect(installed?.from).not.toHaveProperty('name');
  });

  it('shows a message that the bot refused as failed', async () => {
    stage.script(() => ({ status: 500 }));
    expect(await stage.channel.client.say(ada, 'help')).toMatchObject({ status: 500 });
    expect(stage.channel.client.shown(ada).at(-1)).toMatchObject({ text: 'help', failed: true });
  });

  it('is lost, late or answered by somebody else as a fault says', async () => {
    stage.script(() => ({ status: 200 }));
    const before = stage.heard.length;
    stage.faults.add([{ to: 'bot', method: 'POST', path: '/api/messages', times: 1, reset: true }, { to: 'bot', method: 'POST', path: '/api/messages', times: 1, status: 502, afterEffect: true }]);
    expect(await stage.channel.client.say(ada, 'lost')).toMatchObject({ status: 0 });
    expect(stage.heard).toHaveLength(before);
    expect(await stage.channel.client.say(ada, 'taken')).toMatchObject({ status: 502 });
    expect(stage.heard).toHaveLength(before + 1);
  });
});
