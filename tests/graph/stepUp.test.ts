import 'reflect-metadata';
import { createHash, webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { nationalClouds } from '../../bot/core/clouds.ts';
import { Secret } from '../../bot/core/secret.ts';
import { bindingOf } from '../../bot/core/stepUp/binding.ts';
import { type AdminGraph, type AdminSignIn, type SignedIn } from '../../bot/desk/stepUp/stepUpPorts.ts';
import { createAdminSignIn, type AdminSetup } from '../../bot/graph/stepUp/adminSignIn.ts';
import { calls } from '../../bot/graph/calls.ts';
import { permissions } from '../../bot/graph/permissions.ts';
import { permissionsOf } from '../../bot/http/stepUp/actPermissions.ts';
import { graphError, startStubGraph, type Given, type StubGraph } from './stubGraph.ts';

const tenantId = '7d0b1a4e-52c3-4a86-9f7e-3b1c5d2e8f60';
const appId = 'a9900000-0000-4000-8000-000000000041';
const redirectUri = 'https://desk.hospital.example/step-up/callback';
const iris = '0a10c0de-0000-4000-8000-000000000008';
const binding = bindingOf('s'.repeat(43), 'act');
const secret = { kind: 'secret', appId, secret: new Secret('s3cret') } as const;

let stub: StubGraph;
let tokenAnswer: () => Given;
let graphAnswer: (path: string, method: string) => Given;
const jwt = (claims: object): string => ['{"alg":"none"}', JSON.stringify(claims), 'x'].map((part) => Buffer.from(part).toString('base64url')).join('.');
const now = (): number => Math.floor(Date.now() / 1000);
const idToken = (change: object = {}): string => jwt({ iss: 'x', aud: appId, tid: tenantId, oid: iris, sub: iris, nonce: binding.nonce, auth_time: now(), iat: now(), exp: now() + 3600, ver: '2.0', ...change });
const granted = (change: object = {}): Given => ({
  status: 200,
  body: { token_type: 'Bearer', expires_in: 3599, scope: 'x', access_token: 'admin-token', id_token: idToken(change), client_info: Buffer.from(JSON.stringify({ uid: iris, utid: tenantId })).toString('base64url') },
});

beforeAll(async () => {
  stub = await startStubGraph();
});
afterAll(() => stub.stop());
beforeEach(() => {
  stub.received.length = 0;
  tokenAnswer = () => granted();
  graphAnswer = () => ({ status: 201, body: {} });
  const authority = `${stub.cloud.loginUrl}/${tenantId}`;
  stub.answer = ({ method, path: asked }) => {
    if (asked.includes('openid-configuration')) return { status: 200, body: { issuer: `${authority}/v2.0`, authorization_endpoint: `${authority}/oauth2/v2.0/authorize`, token_endpoint: `${authority}/oauth2/v2.0/token`, jwks_uri: `${authority}/keys` } };
    return asked.includes('/oauth2/v2.0/token') ? tokenAnswer() : graphAnswer(asked, method);
  };
});

const signIn = (change: Partial<AdminSetup> = {}): AdminSignIn => createAdminSignIn({ cloud: stub.cloud, correlationId: () => 'c', tenantId, identity: secret, redirectUri, ...change });
const use = <T>(work: (who: SignedIn, graph: AdminGraph) => Promise<T>, change: Partial<AdminSetup> = {}): Promise<T> => signIn(change).withToken({ code: 'the-code', binding }, work);
const forms = (): Record<string, string>[] => stub.received.filter(({ path: asked }) => asked.includes('/oauth2/v2.0/token')).map(({ body }) => body as Record<string, string>);
const graphCalls = () => stub.received.filter(({ path: asked }) => asked.startsWith('/v1.0/'));

describe('the way to the sign-in page', () => {
  it.each(Object.values(nationalClouds))('leads to the Entra of $name, with a fresh sign-in, proof key and no scope more than the acts need', async (cloud) => {
    const challenge = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    const url = new URL(await signIn({ cloud }).authorizeUrl({ binding, loginHint: 'iris@hospital.example', claims: challenge }));
    expect(url.hostname).toMatch(cloud.name === 'china' ? /\.(chinacloudapi|partner\.microsoftonline)\.cn$/ : new RegExp(`^${new URL(cloud.loginUrl).hostname}$`));
    const asked = Object.fromEntries(url.searchParams);
    expect(asked).toMatchObject({
      client_id: appId, redirect_uri: redirectUri, response_type: 'code', response_mode: 'query', prompt: 'login', max_age: '0', login_hint: 'iris@hospital.example',
      state: binding.state, nonce: binding.nonce, code_challenge: createHash('sha256').update(binding.verifier).digest('base64url'), code_challenge_method: 'S256',
    });
    expect(asked['scope']?.split(' ').sort()).toEqual([`${cloud.graphUrl}/User.Invite.All`, `${cloud.graphUrl}/User.ReadWrite.All`, 'openid', 'profile', 'offline_access'].sort());
    expect(JSON.parse(asked['claims'] ?? '')).toMatchObject({ access_token: { acrs: { value: 'c1' } }, id_token: { auth_time: { essential: true } } });
    expect(url.href).not.toContain(binding.verifier);
  });
});

describe('a code', () => {
  it('is redeemed with proof key and secret; the token serves the one act', async () => {
    const who = await use(async (person, graph) => {
      await graph.resetRedemption({ guestId: 'guest-1', email: 'cleo@clinic.example', redirectUrl: 'https://imaging.hospital.example/', language: 'de', message: 'Hallo' });
      return person;
    });
    expect(who).toMatchObject({ userId: iris, tenantId });
    expect(forms()).toMatchObject([{ grant_type: 'authorization_code', code: 'the-code', code_verifier: binding.verifier, client_secret: 's3cret', redirect_uri: redirectUri }]);
    expect(graphCalls()).toMatchObject([{
      method: 'POST', path: '/v1.0/invitations', headers: { authorization: 'Bearer admin-token' },
      body: { invitedUserEmailAddress: 'cleo@clinic.example', inviteRedirectUrl: 'https://imaging.hospital.example/', sendInvitationMessage: true, invitedUserMessageInfo: { messageLanguage: 'de', customizedMessageBody: 'Hallo' }, invitedUser: { id: 'guest-1' }, resetRedemption: true },
    }]);
  });

  it('is redeemed by a certificate where there is one', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'guest-desk-admin-'));
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 };
    const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const certificatePath = path.join(folder, 'admin.pem');
    const certificate = (await X509CertificateGenerator.createSelfSigned({ name: 'CN=Guest Desk admin', keys, signingAlgorithm: algorithm }, webcrypto)).toString('pem');
    writeFileSync(certificatePath, `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')}\n${certificate}\n`);
    await use(async () => undefined, { identity: { kind: 'certificate', appId, certificatePath } });
    expect(forms()).toEqual([expect.objectContaining({ client_assertion: expect.stringMatching(/^eyJ/) as string })]);
    expect(forms()[0]?.['client_secret']).toBeUndefined();
    rmSync(folder, { recursive: true });
  });

  it('asks Entra anew for every act: nothing is kept', async () => {
    const admin = signIn();
    for (const code of ['one', 'two']) await admin.withToken({ code, binding }, async () => undefined);
    expect(forms().map((form) => form['code'])).toEqual(['one', 'two']);
  });

  it.each([
    ['a refused code', () => ({ status: 400, body: { error: 'invalid_grant', error_description: 'AADSTS70000', error_codes: [70000] } }), { kind: 'sign-in-needed', detail: { code: 'entra/invalid-grant' } }],
    ['a challenge', () => ({ status: 400, body: { error: 'interaction_required', error_description: 'AADSTS50079', suberror: 'basic_action', claims: '{"access_token":{"x":1}}' } }), { kind: 'sign-in-needed', detail: { claims: '{"access_token":{"x":1}}' } }],
    ['a wrong secret', () => ({ status: 401, body: { error: 'invalid_client', error_description: 'AADSTS7000215' } }), { kind: 'tenant-denies', detail: { code: 'entra/invalid-client' } }],
    ['another nonce', () => granted({ nonce: 'other' }), { kind: 'sign-in-needed' }],
    ['an identity without a person', () => granted({ oid: undefined }), { kind: 'sign-in-needed', detail: { code: 'entra/identity-token' } }],
    ['nobody there', () => 'reset' as const, { kind: 'unavailable' }],
  ])('that meets %s opens nothing', async (_name, given, expected) => {
    tokenAnswer = given;
    let worked = false;
    await expect(use(async () => void (worked = true))).rejects.toMatchObject(expected);
    expect(worked).toBe(false);
  });

  it('tells when the person signed in only where Entra does', async () => {
    tokenAnswer = () => granted({ auth_time: undefined });
    await expect(use(async (who) => who.authenticatedAt)).resolves.toBeNull();
  });
});

describe('Graph with that token', () => {
  it('hands on the claims of a challenge, padding and all', async () => {
    const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
    graphAnswer = () => graphError(401, 'InvalidAuthenticationToken', 'x', { 'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"` });
    await expect(use((_who, graph) => graph.resetRedemption({ guestId: 'g', email: 'a@b.example', redirectUrl: 'https://x.example/', language: 'en', message: '' }))).rejects.toMatchObject({ kind: 'sign-in-needed', detail: { code: 'graph/claims-challenge', claims } });
  });

  it.each([['no base64', 'claims="***"'], ['no JSON', `claims="${Buffer.from('hello').toString('base64')}"`], ['no object', `claims="${Buffer.from('7').toString('base64')}"`], ['endless', `claims="${'QUFB'.repeat(3000)}"`]])('takes a challenge that is %s for a plain refusal', async (_name, claims) => {
    graphAnswer = () => graphError(401, 'InvalidAuthenticationToken', 'x', { 'www-authenticate': `Bearer error="insufficient_claims", ${claims}` });
    const error = (await use((_who, graph) => graph.resetRedemption({ guestId: 'g', email: 'a@b.example', redirectUrl: 'https://x.example/', language: 'en', message: '' })).catch((thrown: unknown) => thrown)) as { kind: string; detail: { claims?: string } };
    expect([error.kind, error.detail.claims]).toEqual(['sign-in-needed', undefined]);
  });

  it('adds an address beside the others, once', async () => {
    graphAnswer = (_path, method) => (method === 'GET' ? { status: 200, body: { mail: 'old@clinic.example', otherMails: ['old@clinic.example'] } } : { status: 204 });
    await use((_who, graph) => graph.addAddress('guest-1', 'new@praxis.example'));
    expect(graphCalls()).toMatchObject([{ method: 'GET', path: '/v1.0/users/guest-1?$select=mail%2CotherMails' }, { method: 'PATCH', path: '/v1.0/users/guest-1', body: { otherMails: ['old@clinic.example', 'new@praxis.example'] } }]);
    stub.received.length = 0;
    await use((_who, graph) => graph.addAddress('guest-1', 'old@clinic.example'));
    expect(graphCalls().map(({ method }) => method)).toEqual(['GET']);
  });
});

it('the page names the permissions that the calls need', () => {
  const needed = [...new Set(Object.values(calls.admin).flatMap((call) => call.permissions))].sort();
  expect(Object.keys(permissions.admin).sort()).toEqual(needed);
  for (const named of Object.values(permissionsOf)) expect(named.map(({ name }) => name).sort()).toEqual(needed);
});
