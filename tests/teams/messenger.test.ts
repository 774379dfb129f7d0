import { isDeskError } from '../../bot/core/errors.ts';
import { type RequestView } from '../../bot/desk/requestView.ts';
import { createConnectorClient } from '../../bot/teams/connector.ts';
import { createMessenger, firstServiceUrl, type MessengerOptions } from '../../bot/teams/messenger.ts';
import { createPersonalChats, type PersonalChatOptions } from '../../bot/teams/personalChats.ts';
import { createSendBudget } from '../../bot/teams/sendBudget.ts';
import { nationalClouds } from '../../bot/core/clouds.ts';
import { botAppId, standingClock, tenantId } from './signer.ts';
import { startStubChannel, type StubAnswer, type StubChannel } from './stubChannel.ts';
import { memoryChannel } from './turnKit.ts';

const dana = '0a10c0de-0000-4000-8000-000000000005';
const serviceUrl = 'https://localhost:4002/';
const view = { id: 'r', viewer: dana } as RequestView;
const reference = { userId: dana, tenantId, channelUserId: `29:${dana}`, conversationId: 'a:dana', serviceUrl, locale: 'de', timeZone: 'Europe/Berlin', name: 'Dana Holm' };

let stub: StubChannel;
let channel: ReturnType<typeof memoryChannel>;
type Options = PersonalChatOptions & Omit<MessengerOptions, 'chats'>;
let options: Options;
const messengerOf = (all: Options) => createMessenger({ ...all, chats: createPersonalChats(all) });
let asked: string[];
beforeAll(async () => (stub = await startStubChannel()));
afterAll(() => stub.stop());
beforeEach(() => {
  stub.reset();
  channel = memoryChannel();
  asked = [];
  options = {
    connectorFor: (url) => {
      asked.push(url);
      return createConnectorClient(stub.url, botAppId, async () => 'bot-token');
    },
    serviceOrigins: ['https://localhost:4002'],
    firstServiceUrl: serviceUrl,
    botAppId,
    tenantId,
    channel,
    cards: { request: (shown, reader) => ({ type: 'AdaptiveCard', for: shown.viewer, ...reader }), digest: (part, reader) => ({ type: 'AdaptiveCard', count: part.count, ...reader }), onCallReview: (review, reader) => ({ type: 'AdaptiveCard', for: review.viewer, ...reader }), stepUp: (shown, reader) => ({ type: 'AdaptiveCard', for: shown.askedBy.id, ...reader }) },
    clock: standingClock(),
    budget: createSendBudget(),
  };
});
const failWith = async (answer: StubAnswer, act: () => Promise<unknown>): Promise<unknown> => {
  stub.answerWith(() => answer);
  return act().catch((error: unknown) => error);
};

describe('post', () => {
  it('goes to the known chat, in its reader’s language', async () => {
    await channel.rememberConversation(reference);
    expect(await messengerOf(options).post(dana, view)).toEqual({ conversationId: 'a:dana', activityId: expect.stringMatching(/^activity-/) as string });
    expect(stub.calls).toEqual([
      expect.objectContaining({
        method: 'POST',
        path: '/v3/conversations/a%3Adana/activities',
        authorization: 'Bearer bot-token',
        body: expect.objectContaining({
          type: 'message',
          from: expect.objectContaining({ id: `28:${botAppId}` }) as unknown,
          attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', for: dana, locale: 'de', timeZone: 'Europe/Berlin', now: '2026-03-02T09:00:00.000Z', channelUserId: `29:${dana}` } }],
        }) as unknown,
      }),
    ]);
  });

  it('opens a chat with somebody who never wrote, and remembers it', async () => {
    stub.answerWith(({ path, method }) => (method === 'POST' && path === '/v3/conversations' ? { status: 201, body: { id: 'a:opened' } } : undefined));
    expect(await messengerOf(options).post(dana, view)).toMatchObject({ conversationId: 'a:opened' });
    expect(stub.calls[0]).toMatchObject({ body: { members: [{ id: dana }], tenantId, channelData: { tenant: { id: tenantId } }, isGroup: false } });
    expect(channel.conversations.get(dana)).toMatchObject({ conversationId: 'a:opened', channelUserId: '29:opened', name: 'Dana Holm' });
  });

  it('opens a chat again when the known one is gone', async () => {
    await channel.rememberConversation(reference);
    stub.answerWith(({ path, method }) => {
      if (path.includes('dana')) return { status: 404, body: { error: { code: 'ConversationNotFound', message: 'x' } } };
      return method === 'POST' && path === '/v3/conversations' ? { status: 201, body: { id: 'a:new' } } : undefined;
    });
    expect(await messengerOf(options).post(dana, view)).toMatchObject({ conversationId: 'a:new' });
  });

  it.each(['BotNotInConversationRoster', 'MessageWritesBlocked'])('to somebody behind %s is unreachable', async (code) => {
    for (const known of [true, false]) {
      if (known) await channel.rememberConversation(reference);
      const error = await failWith({ status: 403, body: { error: { code, message: 'x' } } }, () => messengerOf(options).post(dana, view));
      expect(error).toMatchObject({ kind: 'unreachable', detail: { code: `connector/${code}` } });
      await channel.forgetConversation(dana);
    }
  });

  it.each<[StubAnswer, string]>([
    [{ status: 429, headers: { 'retry-after': '7' } }, 'throttled'],
    [{ status: 412 }, 'throttled'],
    [{ status: 500 }, 'ambiguous'],
    [{ status: 502 }, 'ambiguous'],
    [{ status: 504 }, 'ambiguous'],
    [{ status: 503 }, 'unavailable'],
    [{ status: 0, reset: true }, 'ambiguous'],
    [{ status: 403, body: { error: { code: 'Forbidden', message: 'x' } } }, 'tenant-denies'],
    [{ status: 401 }, 'bug'],
    [{ status: 413, body: { error: { code: 'MessageSizeTooBig', message: 'x' } } }, 'bug'],
  ])('%j is %s and is sent once', async (answer, kind) => {
    await channel.rememberConversation(reference);
    const error = await failWith(answer, () => messengerOf(options).post(dana, view));
    expect(error).toMatchObject({ kind });
    expect(stub.calls).toHaveLength(1);
    if (answer.status === 429) expect(error).toMatchObject({ detail: { retryAfterSeconds: 7 } });
  });

  it('follows no redirect with the bot’s token', async () => {
    await channel.rememberConversation(reference);
    const error = await failWith({ status: 307, headers: { location: `${stub.url}elsewhere` } }, () => messengerOf(options).post(dana, view));
    expect(isDeskError(error)).toBe(true);
    expect(stub.calls.map(({ path }) => path)).toEqual(['/v3/conversations/a%3Adana/activities']);
  });

  it('never goes to a stored address that is none of the channel’s, but to the configured one', async () => {
    for (const bad of ['https://evil.example/', 'http://localhost:4002/', 'https://localhost:4002.evil.example/', 'https://localhost:4999/', '']) {
      await channel.rememberConversation({ ...reference, serviceUrl: bad });
      await messengerOf(options).post(dana, view);
      await messengerOf(options).update({ conversationId: 'a:dana', activityId: 'card-7' }, view);
    }
    expect(new Set(asked)).toEqual(new Set([serviceUrl]));
    expect(stub.calls).toHaveLength(10);
  });

  it('waits after the channel asked to', async () => {
    await channel.rememberConversation(reference);
    const messenger = messengerOf(options);
    await failWith({ status: 429, headers: { 'retry-after': '30' } }, () => messenger.post(dana, view));
    stub.reset();
    await expect(messenger.post(dana, view)).rejects.toMatchObject({ kind: 'throttled', detail: { code: 'connector/own-limit', retryAfterSeconds: 30 } });
    expect(stub.calls).toEqual([]);
  });

  it('gives an answer that never comes up after ten seconds', async () => {
    await channel.rememberConversation(reference);
    const started = performance.now();
    const silent = messengerOf({ ...options, connectorFor: () => createConnectorClient(stub.url, botAppId, async () => 't') });
    stub.answerWith(() => ({ status: -1 }));
    const error = await silent.post(dana, view).catch((failure: unknown) => failure);
    expect(error).toMatchObject({ kind: 'ambiguous' });
    expect(performance.now() - started).toBeGreaterThan(9_000);
    expect(performance.now() - started).toBeLessThan(13_000);
  }, 20_000);
});

describe('update', () => {
  const at = { conversationId: 'a:dana', activityId: 'card-7' };

  it('replaces the posted card', async () => {
    await channel.rememberConversation(reference);
    await messengerOf(options).update(at, view);
    expect(stub.calls).toEqual([expect.objectContaining({ method: 'PUT', path: '/v3/conversations/a%3Adana/activities/card-7', body: expect.objectContaining({ id: 'card-7' }) as unknown })]);
  });

  it('does not use up the messages of its chat', async () => {
    await channel.rememberConversation(reference);
    const taken: string[] = [];
    const messenger = messengerOf({ ...options, budget: { take: async (account) => void taken.push(account), pause: () => undefined } });
    await messenger.post(dana, view);
    await messenger.update(at, view);
    expect(taken).toEqual(['a:dana', 'updates in a:dana']);
  });

  it('of a card that is gone, of a person without the app or of another chat is not found', async () => {
    await expect(messengerOf(options).update(at, view)).rejects.toMatchObject({ kind: 'not-found' });
    await channel.rememberConversation(reference);
    expect(await failWith({ status: 404 }, () => messengerOf(options).update(at, view))).toMatchObject({ kind: 'not-found' });
    expect(await failWith({ status: 403, body: { error: { code: 'BotNotInConversationRoster', message: 'x' } } }, () => messengerOf(options).update(at, view))).toMatchObject({ kind: 'not-found' });
    await channel.rememberConversation({ ...reference, conversationId: 'a:other' });
    await expect(messengerOf(options).update(at, view)).rejects.toMatchObject({ kind: 'not-found' });
  });
});

it('a chat is opened at the global address of the cloud', () => {
  expect(firstServiceUrl(nationalClouds.public)).toBe('https://smba.trafficmanager.net/teams/');
  expect(firstServiceUrl(nationalClouds.usgov)).toBe('https://smba.infra.gov.teams.microsoft.us/teams/');
  expect(firstServiceUrl({ name: 'custom', channelServiceOrigins: ['https://localhost:4002'] })).toBe('https://localhost:4002/');
});
