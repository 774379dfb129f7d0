import { createAssertionCheck, type AssertionCheck } from '../../bot/teams/assertion.ts';
import { createKeySet } from '../../bot/teams/inbound/keySet.ts';
import { ada, botAppId, createSigner, keyHost, peopleAppId, quietLog, standingClock, tenantId, type Signer } from './signer.ts';

const issuer = `https://localhost:4001/${tenantId}/v2.0`;
const metadataUrl = `${issuer}/.well-known/openid-configuration`;
const teamsWeb = '5e3ce6c0-2b1f-4285-8d4b-75ee78787346';
const clock = standingClock();
const now = Math.floor(clock.now().getTime() / 1000);
const claims = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ iss: issuer, aud: peopleAppId, tid: tenantId, oid: ada, azp: teamsWeb, scp: 'access_as_user', ver: '2.0', iat: now, nbf: now, exp: now + 3_600, ...more });

let entra: Signer;
let check: AssertionCheck;
beforeAll(async () => {
  entra = await createSigner('entra-1');
  const host = keyHost({ [metadataUrl]: { jwks_uri: 'https://localhost:4001/keys' }, 'https://localhost:4001/keys': { keys: [await entra.jwk()] } });
  check = createAssertionCheck({ keys: createKeySet({ metadataUrl, clock, log: quietLog(), readJson: host.readJson }), issuer, tenantId, peopleAppId, clock });
});

it('tells whose single sign-on token it is', async () => {
  expect(await check(await entra.sign(claims()))).toEqual({ userId: ada });
  expect(await check(await entra.sign(claims({ oid: ada.toUpperCase(), scp: 'openid access_as_user', azp: '1fec8e78-bce4-4aaf-ab1b-5451cc387264' })))).toEqual({ userId: ada });
});

it.each([
  ['another tenant', { tid: botAppId }],
  ['another tenant’s issuer', { iss: `https://localhost:4001/${botAppId}/v2.0` }],
  ['a v1 issuer', { iss: `https://sts.windows.net/${tenantId}/` }],
  ['the bot as audience', { aud: botAppId }],
  ['Graph as audience', { aud: 'https://graph.microsoft.com' }],
  ['two audiences', { aud: [peopleAppId, botAppId] }],
  ['another client', { azp: peopleAppId }],
  ['no client', { azp: undefined }],
  ['another scope', { scp: 'User.Read' }],
  ['a scope that begins alike', { scp: 'access_as_user_x' }],
  ['no delegated scope', { scp: undefined, roles: ['x'] }],
  ['no person', { oid: undefined }],
  ['an end that is past', { exp: now - 121 }],
  ['no end', { exp: undefined }],
])('a token with %s is nobody’s', async (_name, more) => {
  expect(await check(await entra.sign(claims(more)))).toBeUndefined();
});

it('neither is one of another key, nor garbage', async () => {
  const stranger = await createSigner('entra-1');
  for (const token of [await stranger.sign(claims()), await entra.sign(claims(), { kid: 'x' }), 'a.b.c', '']) expect(await check(token)).toBeUndefined();
});
