import { SignJWT } from 'jose';
import { isDeskError } from '../../bot/core/errors.ts';
import { createDoor, isServiceUrl, type Admit } from '../../bot/teams/inbound/admit.ts';
import { createKeySet } from '../../bot/teams/inbound/keySet.ts';
import { createTokenCheck } from '../../bot/teams/inbound/tokenCheck.ts';
import { ada, botAppId, createSigner, keyHost, quietLog, standingClock, tenantId, type Signer } from './signer.ts';

const metadataUrl = 'https://localhost:4002/.well-known/openidconfiguration';
const jwksUrl = 'https://localhost:4002/keys';
const serviceUrl = 'https://localhost:4002/';
const issuer = 'https://api.botframework.com';

let channel: Signer;
let stranger: Signer;
let unendorsed: Signer;
let clock: ReturnType<typeof standingClock>;
let host: ReturnType<typeof keyHost>;
let admit: Admit;

beforeAll(async () => {
  [channel, stranger, unendorsed] = await Promise.all([createSigner('channel-1'), createSigner('channel-1'), createSigner('other-1')]);
});
beforeEach(async () => {
  clock = standingClock();
  host = keyHost({ [metadataUrl]: { issuer, jwks_uri: jwksUrl }, [jwksUrl]: { keys: [await channel.jwk({ endorsements: ['msteams', 'webchat'] }), await unendorsed.jwk({ endorsements: ['webchat'] })] } });
  const keys = createKeySet({ metadataUrl, clock, log: quietLog(), readJson: host.readJson });
  admit = createDoor({ checkToken: createTokenCheck({ keys, issuer, botAppId, clock }), tenantId, botAppId, serviceOrigins: ['https://localhost:4002'] });
});

const seconds = (): number => Math.floor(clock.now().getTime() / 1000);
const claims = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ iss: issuer, aud: botAppId, serviceurl: serviceUrl, iat: seconds(), nbf: seconds(), exp: seconds() + 3_600, ...more });
const without = (...names: string[]): Record<string, unknown> => Object.fromEntries(Object.entries(claims()).filter(([name]) => !names.includes(name)));
const message = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  type: 'message', id: '1', channelId: 'msteams', serviceUrl, text: 'help', locale: 'de-DE', localTimezone: 'Europe/Berlin',
  from: { id: `29:${ada}`, name: 'Ada Berg', aadObjectId: ada.toUpperCase() },
  recipient: { id: `28:${botAppId}`, name: 'Guest Desk' },
  conversation: { id: `a:${ada}`, conversationType: 'personal', tenantId },
  channelData: { tenant: { id: tenantId } },
  ...more,
});
const genuine = async (more: Record<string, unknown> = {}): Promise<string> => `Bearer ${await channel.sign(claims(more))}`;

const mention = (id: string, name: string) => ({ type: 'mention', mentioned: { id, name }, text: `<at>${name}</at>` });

describe('a genuine activity', () => {
  it('is admitted in our own words', async () => {
    expect(await admit(await genuine(), message())).toEqual({
      kind: 'admitted',
      inbound: {
        type: 'message', activityId: '1', name: '', action: '', tenantId, userId: ada, channelUserId: `29:${ada}`, userName: 'Ada Berg', botId: `28:${botAppId}`,
        conversationId: `a:${ada}`, isPersonal: true, chatId: `a:${ada}`, mentionsBot: false, serviceUrl, text: 'help', value: undefined, replyToId: null, locale: 'de-DE', timeZone: 'Europe/Berlin', addsBot: false,
      },
    });
  });

  it.each([
    ['a locale that is none', { locale: '$$$' }, { locale: 'en' }],
    ['no time zone', { localTimezone: undefined }, { timeZone: 'UTC' }],
    ['a time zone that is none', { localTimezone: 'Mars/Olympus' }, { timeZone: 'UTC' }],
    ['a client that names the zone', { entities: [{ type: 'clientInfo', timezone: 'Asia/Tokyo' }] }, { timeZone: 'Asia/Tokyo' }],
    ['a group', { conversation: { id: '19:x', conversationType: 'groupChat', tenantId } }, { isPersonal: false, mentionsBot: false }],
    ['a chat of two people, where an extension is used', { conversation: { id: '19:one_two@unq.gbl.spaces', conversationType: 'personal', tenantId } }, { isPersonal: false }],
    ['a thread of a channel', { conversation: { id: '19:c@thread.tacv2;messageid=17', conversationType: 'channel', tenantId } }, { conversationId: '19:c@thread.tacv2;messageid=17', chatId: '19:c@thread.tacv2' }],
    ['a mention without a space', { text: '<at>Guest Desk</at>help', entities: [mention('28:' + botAppId, 'Guest Desk')] }, { text: 'help', mentionsBot: true }],
    ['a mention of somebody else', { text: 'ask <at>Boris Kern</at>', entities: [mention('29:boris', 'Boris Kern')] }, { text: 'ask Boris Kern', mentionsBot: false }],
    ['a tag that is no mention', { text: 'what is <at>x</at>' }, { text: 'what is <at>x</at>', mentionsBot: false }],
    ['an entity that only looks like one', { text: 'hi', entities: [{ type: 'mention', mentioned: 'x', text: 7 }] }, { text: 'hi', mentionsBot: false }],
    ['nobody', { from: { id: '28:other' } }, { userId: null }],
    ['null as text', { text: null }, { text: '' }],
  ])('with %s', async (_name, more, expected) => {
    expect(await admit(await genuine(), message(more))).toMatchObject({ kind: 'admitted', inbound: expected });
  });

  it('is checked by signature once and admitted again until the token ends', async () => {
    const token = await genuine();
    await admit(token, message());
    host.documents[jwksUrl] = { keys: [] };
    expect((await admit(token, message())).kind).toBe('admitted');
    clock.advance(3_600_000 + 299_000);
    expect((await admit(token, message())).kind).toBe('admitted');
    clock.advance(2_000);
    expect(await admit(token, message())).toMatchObject({ status: 401 });
  });
});

describe('a token that is not genuine gets the same 401', () => {
  const bad: [string, () => Promise<string | undefined>][] = [
    ['none', async () => undefined],
    ['an empty header', async () => ''],
    ['garbage', async () => 'Bearer abc.def.ghi'],
    ['basic', async () => `Basic ${await channel.sign(claims())}`],
    ['two tokens', async () => `${await genuine()} ${await channel.sign(claims())}`],
    ['alg none', async () => `Bearer ${[{ alg: 'none', typ: 'JWT', kid: channel.kid }, claims()].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`],
    ['alg none with a signature', async () => `Bearer ${[{ alg: 'none', kid: channel.kid }, claims()].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.AAAA`],
    ['HS256 with the public key', async () => `Bearer ${await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', kid: channel.kid }).sign(await channel.publicBytes())}`],
    ['another key under a known id', async () => `Bearer ${await stranger.sign(claims())}`],
    ['an unknown key id', async () => `Bearer ${await channel.sign(claims(), { kid: 'nobody' })}`],
    ['no key id', async () => `Bearer ${await channel.sign(claims(), { kid: undefined })}`],
    ['another issuer', async () => genuine({ iss: `https://sts.windows.net/${tenantId}/` })],
    ['Entra v2 with our app id as audience', async () => genuine({ iss: `https://login.microsoftonline.com/${tenantId}/v2.0`, azp: botAppId })],
    ['another audience', async () => genuine({ aud: tenantId })],
    ['two audiences', async () => genuine({ aud: [botAppId, tenantId] })],
    ['no end', async () => `Bearer ${await channel.sign(without('exp'))}`],
    ['a life of 25 hours', async () => genuine({ exp: seconds() + 25 * 3_600 })],
    ['a life of 25 hours that began in the future', async () => genuine({ nbf: seconds() + 200, iat: seconds() + 200, exp: seconds() + 25 * 3_600 })],
    ['an end 301 s ago', async () => genuine({ exp: seconds() - 301, nbf: seconds() - 3_000, iat: seconds() - 3_000 })],
    ['a beginning in 301 s', async () => genuine({ nbf: seconds() + 301 })],
    ['no service address', async () => `Bearer ${await channel.sign(without('serviceurl'))}`],
    ['a service address that is no text', async () => genuine({ serviceurl: [serviceUrl] })],
    ['a changed payload', async () => (await genuine()).replace(/\.[^.]+\./, `.${Buffer.from(JSON.stringify(claims({ serviceurl: 'https://evil.example/' }))).toString('base64url')}.`)],
  ];

  it.each(bad)('%s', async (_name, token) => {
    expect(await admit(await token(), message())).toEqual({ kind: 'refused', status: 401, why: 'token' });
  });

  it('within the skew it still is: 299 s after its end, 299 s before its beginning', async () => {
    for (const more of [{ exp: seconds() - 299, nbf: seconds() - 3_000, iat: seconds() - 3_000 }, { nbf: seconds() + 299 }]) expect((await admit(await genuine(more), message())).kind).toBe('admitted');
  });
});

describe('a body that does not agree with its token', () => {
  it.each([
    ['another channel', { channelId: 'emulator' }, 403, 'channel'],
    ['the channel that picks another validator', { channelId: 'AseChannel' }, 403, 'channel'],
    ['no channel', { channelId: undefined }, 400, 'shape'],
    ['another service address', { serviceUrl: 'https://localhost:4002/x' }, 403, 'service-url'],
    ['no service address', { serviceUrl: undefined }, 403, 'service-url'],
    ['a conversation of another tenant', { conversation: { id: 'a', conversationType: 'personal', tenantId: ada } }, 403, 'tenant'],
    ['a conversation without tenant', { conversation: { id: 'a', conversationType: 'personal' } }, 403, 'tenant'],
    ['channel data of another tenant', { channelData: { tenant: { id: ada } } }, 403, 'tenant'],
    ['no channel data', { channelData: undefined }, 403, 'tenant'],
    ['another bot', { recipient: { id: '28:other' } }, 403, 'recipient'],
    ['an object as text', { text: { $gt: '' } }, 400, 'shape'],
    ['an object id that is none', { from: { id: '29:x', aadObjectId: '../me' } }, 400, 'shape'],
  ])('%s is refused', async (_name, more, status, why) => {
    expect(await admit(await genuine(), message(more))).toEqual({ kind: 'refused', status, why });
  });

  it.each([null, undefined, [], 'x', 1, {}])('%p is refused', async (body) => {
    expect(await admit(await genuine(), body)).toMatchObject({ status: 400 });
  });

  it('a key that Microsoft did not endorse for Teams is refused', async () => {
    expect(await admit(`Bearer ${await unendorsed.sign(claims())}`, message())).toMatchObject({ status: 403, why: 'endorsement' });
  });

  it('a genuine token that names a strange origin is refused', async () => {
    const evil = 'https://localhost:4002.evil.example/';
    expect(await admit(await genuine({ serviceurl: evil }), message({ serviceUrl: evil }))).toMatchObject({ status: 403, why: 'service-origin' });
  });

  it.each(['http://localhost:4002/', 'https://user@localhost:4002/', 'https://localhost:4002@evil.example/', 'https://localhost:40020/', '//localhost:4002', 'x', ''])('%s is no service address', (url) => {
    expect(isServiceUrl(url, ['https://localhost:4002'])).toBe(false);
  });
});

describe('the channel’s keys', () => {
  it('are read once for many concurrent tokens', async () => {
    const token = await genuine();
    await Promise.all(Array.from({ length: 50 }, () => admit(token, message())));
    expect(host.reads).toEqual([metadataUrl, jwksUrl]);
  });

  it('are read again for an unknown id at most every five minutes', async () => {
    await admit(await genuine(), message());
    const next = await createSigner('channel-2');
    host.documents[jwksUrl] = { keys: [await next.jwk({ endorsements: ['msteams'] })] };
    const rolled = `Bearer ${await next.sign(claims())}`;
    for (let times = 0; times < 20; times += 1) await admit(`Bearer ${await stranger.sign(claims(), { kid: `bogus-${times}` })}`, message());
    expect(host.reads).toHaveLength(2);
    expect(await admit(rolled, message())).toMatchObject({ status: 401 });
    clock.advance(300_000);
    expect((await admit(rolled, message())).kind).toBe('admitted');
    expect(host.reads).toHaveLength(4);
  });

  it('are kept while their host is down, also when they are a day old', async () => {
    await admit(await genuine(), message());
    delete host.documents[metadataUrl];
    clock.advance(25 * 3_600_000);
    expect((await admit(await genuine(), message())).kind).toBe('admitted');
    expect(host.reads.length).toBeGreaterThan(2);
  });

  it('are replaced daily, so that a withdrawn one ends', async () => {
    await admit(await genuine(), message());
    host.documents[jwksUrl] = { keys: [await unendorsed.jwk()] };
    clock.advance(24 * 3_600_000);
    expect(await admit(await genuine(), message())).toMatchObject({ status: 401 });
  });

  it('were never read: the sender is asked to come again', async () => {
    delete host.documents[jwksUrl];
    const failure: unknown = await admit(await genuine(), message()).catch((error: unknown) => error);
    expect(isDeskError(failure, 'unavailable')).toBe(true);
    host.documents[jwksUrl] = { keys: [await channel.jwk({ endorsements: ['msteams'] })] };
    clock.advance(2_000);
    expect((await admit(await genuine(), message())).kind).toBe('admitted');
  });

  it('behind an address without https are not read', async () => {
    host.documents[metadataUrl] = { jwks_uri: 'http://localhost:4002/keys' };
    await expect(admit(await genuine(), message())).rejects.toMatchObject({ kind: 'unavailable' });
    expect(host.reads).not.toContain('http://localhost:4002/keys');
  });
});
