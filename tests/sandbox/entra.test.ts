import { createHash } from 'node:crypto';
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { people, seedTenant } from '../../sandbox/seed.ts';
import { loadKeys } from '../../sandbox/keys.ts';
import type { RegistrationName } from '../../sandbox/state/objects.ts';
import { startTestDirectory, type TestDirectory } from '../support/directory.ts';

let desk: TestDirectory;
beforeAll(async () => {
  desk = await startTestDirectory();
});
beforeEach(() => desk.reset());
afterAll(() => desk.stop());

const oauth = () => `/${desk.tenant.id}/oauth2/v2.0`;
const ask = (name: RegistrationName, form: Record<string, string>) => {
  const { appId, secret } = desk.tenant.registrations[name];
  return desk.call('POST', `${oauth()}/token`, { form: { client_id: appId, client_secret: secret, ...form } });
};
const graphScope = () => `${desk.directory.origin}/.default`;
const onBehalfOf = (assertion: string, more: Record<string, string> = {}) =>
  ask('people', { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', requested_token_use: 'on_behalf_of', assertion, scope: graphScope(), ...more });
const numbers = (answer: { body: Record<string, unknown> }): unknown => answer.body['error_codes'];

it('the metadata lead to the keys that verify what is issued', async () => {
  const { body } = await desk.call('GET', `/${desk.tenant.id}/v2.0/.well-known/openid-configuration`);
  expect(body['issuer']).toBe(`${desk.directory.origin}/${desk.tenant.id}/v2.0`);
  const jwks = (await desk.call('GET', String(body['jwks_uri']))).body as unknown as JSONWebKeySet;
  expect(JSON.stringify(jwks)).not.toContain('"d"');
  const token = await desk.directory.issuer.ssoToken(people.owner.oid);
  await expect(jwtVerify(token, createLocalJWKSet(jwks), { issuer: String(body['issuer']), audience: desk.tenant.registrations.people.appId })).resolves.toBeDefined();
  expect((await desk.call('GET', '/00000000-0000-4000-8000-000000000000/v2.0/.well-known/openid-configuration')).status).toBe(400);
});

it('keys outlive a restart, and a rotation keeps the old one published', async () => {
  const token = await desk.directory.issuer.ssoToken(people.owner.oid);
  const again = await loadKeys(desk.settings.dataDir);
  await expect(again.entra.verify(token, { now: desk.clock.now() })).resolves.toMatchObject({ oid: people.owner.oid });
  await desk.keys.entra.rotate();
  expect(desk.keys.entra.jwks().keys).toHaveLength(2);
  await expect(desk.keys.entra.verify(token, { now: desk.clock.now() })).resolves.toBeDefined();
  await desk.keys.entra.rotate({ forget: true });
  await expect(desk.keys.entra.verify(token, { now: desk.clock.now() })).rejects.toThrow();
});

describe('client credentials', () => {
  it('carry the registration\'s roles on Graph, and none for the channel', async () => {
    const graph = await ask('reader', { grant_type: 'client_credentials', scope: graphScope() });
    expect(decodeJwt(String(graph.body['access_token']))).toMatchObject({ roles: desk.tenant.registrations.reader.applicationRoles, idtyp: 'app', aud: desk.directory.origin });
    const channel = await ask('bot', { grant_type: 'client_credentials', scope: 'https://api.botframework.com/.default' });
    const claims = decodeJwt(String(channel.body['access_token']));
    expect(claims).toMatchObject({ aud: 'https://api.botframework.com', appid: desk.tenant.registrations.bot.appId });
    expect(claims['roles']).toBeUndefined();
    expect(await desk.directory.issuer.channelCaller(String(channel.body['access_token']))).toBe(desk.tenant.registrations.bot.appId);
  });

  it.each([
    ['a wrong secret', { client_secret: 'wrong' }, 401, 7000215],
    ['an unknown application', { client_id: people.owner.oid }, 400, 700016],
    ['an unknown resource', { scope: 'https://example.com/.default' }, 400, 500011],
    ['a single scope', { scope: 'https://graph.microsoft.com/User.Read' }, 400, 1002012],
    ['another grant', { grant_type: 'password' }, 400, 70003],
  ])('refuse %s', async (_name, form, status, number) => {
    const answer = await ask('reader', { grant_type: 'client_credentials', scope: graphScope(), ...form });
    expect(answer.status).toBe(status);
    expect(numbers(answer)).toEqual([number]);
    expect(answer.text).not.toContain('access_token');
  });
});

describe('on behalf of', () => {
  it('gives every consented scope of the registration, whatever was asked', async () => {
    const answer = await onBehalfOf(await desk.directory.issuer.ssoToken(people.owner.oid), { scope: `${desk.directory.origin}/User.Read` });
    const claims = decodeJwt(String(answer.body['access_token']));
    expect(claims).toMatchObject({ oid: people.owner.oid, tid: desk.tenant.id, idtyp: 'user' });
    for (const scope of desk.tenant.registrations.people.delegatedScopes) expect(String(claims['scp']).split(' ')).toContain(scope);
    expect(JSON.parse(Buffer.from(String(answer.body['client_info']), 'base64url').toString())).toEqual({ uid: people.owner.oid, utid: desk.tenant.id });
    expect(decodeJwt(String(answer.body['id_token']))['oid']).toBe(people.owner.oid);
  });

  it('asks for consent where there is none', async () => {
    const answer = await onBehalfOf(await desk.directory.issuer.ssoToken(people.approver2.oid));
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: 'invalid_grant', suberror: 'consent_required', error_codes: [65001] });
  });

  it.each([
    ['signed by another', () => desk.keys.channel.sign({ iss: desk.directory.issuer.v2Issuer, aud: desk.tenant.registrations.people.appId, tid: desk.tenant.id, oid: people.owner.oid, scp: 'access_as_user', exp: 4e9 })],
    ['for another application', () => desk.keys.entra.sign({ iss: desk.directory.issuer.v2Issuer, aud: desk.tenant.registrations.reader.appId, tid: desk.tenant.id, oid: people.owner.oid, scp: 'access_as_user', exp: 4e9 })],
    ['of another tenant', () => desk.keys.entra.sign({ iss: desk.directory.issuer.v2Issuer, aud: desk.tenant.registrations.people.appId, tid: people.owner.oid, oid: people.owner.oid, scp: 'access_as_user', exp: 4e9 })],
    ['expired', () => desk.keys.entra.sign({ iss: desk.directory.issuer.v2Issuer, aud: desk.tenant.registrations.people.appId, tid: desk.tenant.id, oid: people.owner.oid, scp: 'access_as_user', exp: 1e9 })],
    ['without a scope', () => desk.keys.entra.sign({ iss: desk.directory.issuer.v2Issuer, aud: desk.tenant.registrations.people.appId, tid: desk.tenant.id, oid: people.owner.oid, exp: 4e9 })],
  ])('refuses an assertion %s', async (_name, make) => expect(numbers(await onBehalfOf(await make()))).toEqual([50013]));

  it('takes the identifier URI as audience too', async () => {
    const assertion = await desk.keys.entra.sign({ iss: desk.directory.issuer.v2Issuer, aud: desk.directory.issuer.identifierUri, tid: desk.tenant.id, oid: people.owner.oid, scp: 'access_as_user', exp: 4e9 });
    expect((await onBehalfOf(assertion)).status).toBe(200);
  });

  it('demands interaction with claims when a fault says so', async () => {
    desk.faults.add({ to: 'entra', method: 'POST', path: '*/oauth2/v2.0/token', times: 1, status: 400, body: { error: 'interaction_required', error_description: 'AADSTS50079', claims: '{"access_token":{}}' } });
    const assertion = await desk.directory.issuer.ssoToken(people.owner.oid);
    expect((await onBehalfOf(assertion)).body).toMatchObject({ error: 'interaction_required', claims: '{"access_token":{}}' });
    expect((await onBehalfOf(assertion)).status).toBe(200);
  });
});

describe('the sign-in pages', () => {
  const verifier = 'v'.repeat(64);
  const redirect = () => `https://localhost:${desk.settings.ports.door}/step-up/callback`;
  const request = (name: RegistrationName, more: Record<string, string> = {}): URLSearchParams =>
    new URLSearchParams({
      client_id: desk.tenant.registrations[name].appId, response_type: 'code', redirect_uri: redirect(), scope: `openid ${graphScope()}`, state: 's-1', nonce: 'n-1',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256', ...more,
    });
  const open = (asked: URLSearchParams) => desk.call('GET', `${oauth()}/authorize?${asked.toString()}`);
  const answer = (asked: URLSearchParams, form: Record<string, string>) => desk.call('POST', `${oauth()}/authorize`, { form: { request: asked.toString(), ...form } });
  const codeOf = (location: unknown): string => new URL(String(location)).searchParams.get('code') ?? '';
  const redeem = (name: RegistrationName, code: string, more: Record<string, string> = {}) =>
    ask(name, { grant_type: 'authorization_code', code, redirect_uri: redirect(), code_verifier: verifier, scope: graphScope(), ...more });

  it('list the accounts, ask for consent once, and lead back with a code that is good once', async () => {
    const asked = request('people');
    const list = await open(asked);
    expect(list.text).toContain('Farid Amini');
    const consent = await answer(asked, { user: people.approver2.oid });
    expect(consent.text).toContain('Invite guests in your name');
    const back = await answer(asked, { user: people.approver2.oid, consent: 'accept' });
    expect(back.status).toBe(302);
    const location = new URL(String(back.headers['location']));
    expect([location.origin + location.pathname, location.searchParams.get('state')]).toEqual([redirect(), 's-1']);
    const tokens = await redeem('people', codeOf(location));
    expect(decodeJwt(String(tokens.body['id_token']))).toMatchObject({ nonce: 'n-1', oid: people.approver2.oid });
    expect(numbers(await redeem('people', codeOf(location)))).toEqual([70000]);
    expect((await answer(asked, { user: people.approver2.oid })).status).toBe(302);
    expect((await onBehalfOf(await desk.directory.issuer.ssoToken(people.approver2.oid))).status).toBe(200);
  });

  it('lead back with a refusal when the person declines', async () => {
    const back = await answer(request('people'), { user: people.approver2.oid, consent: 'decline' });
    expect(new URL(String(back.headers['location'])).searchParams.get('error')).toBe('access_denied');
    expect(desk.tenant.registrations.people.consents).not.toContain(people.approver2.oid);
  });

  it('let only administrators consent to the step-up registration', async () => {
    const page = await answer(request('admin'), { user: people.owner.oid, consent: 'accept' });
    expect(page.text).toContain('An administrator must approve');
    desk.tenant.registrations.admin.consents = [];
    expect((await answer(request('admin'), { user: people.admin.oid, consent: 'accept' })).status).toBe(302);
  });

  it('put the demanded authentication context into the token', async () => {
    const claims = JSON.stringify({ access_token: { acrs: { essential: true, value: 'c2' } } });
    const location = desk.directory.signIn(`${desk.directory.origin}${oauth()}/authorize?${request('admin', { claims }).toString()}`, people.admin.oid);
    const tokens = await redeem('admin', codeOf(location));
    expect(decodeJwt(String(tokens.body['access_token']))).toMatchObject({ acrs: ['c2'], amr: ['pwd', 'mfa'] });
  });

  it('tell when somebody signed in where they are asked to, and not otherwise', async () => {
    const timeOf = async (more: Record<string, string>): Promise<unknown> => {
      const location = desk.directory.signIn(`${desk.directory.origin}${oauth()}/authorize?${request('admin', more).toString()}`, people.admin.oid);
      return decodeJwt(String((await redeem('admin', codeOf(location))).body['id_token']))['auth_time'];
    };
    expect(await timeOf({})).toBeUndefined();
    expect(await timeOf({ max_age: '0', prompt: 'login' })).toEqual(expect.any(Number));
    expect(await timeOf({ claims: '{"id_token":{"auth_time":{"essential":true}}}' })).toEqual(expect.any(Number));
  });

  it('lead back to the one address of the step-up registration, letter by letter', async () => {
    for (const redirect_uri of [`${redirect()}/`, `${redirect()}?x=1`, redirect().replace('/callback', ''), redirect().replace('localhost', '127.0.0.1')]) {
      expect((await open(request('admin', { redirect_uri }))).status).toBe(400);
    }
  });

  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(64) }, 501481],
    ['another redirect', { redirect_uri: 'https://localhost/else' }, 50011],
  ])('their code is not given for %s', async (_name, more, number) => {
    const back = await answer(request('people'), { user: people.owner.oid });
    expect(numbers(await redeem('people', codeOf(back.headers['location']), more))).toEqual([number]);
  });

  it('their code is not given to another registration, nor after ten minutes', async () => {
    const code = async () => codeOf((await answer(request('people'), { user: people.owner.oid })).headers['location']);
    expect(numbers(await redeem('admin', await code()))).toEqual([70000]);
    const late = await code();
    await desk.clock.advance('PT11M');
    expect(numbers(await redeem('people', late))).toEqual([70000]);
  });

  it('do not lead to a foreign address, escape what they show, and run no script', async () => {
    const foreign = await open(request('people', { redirect_uri: 'https://evil.example/cb' }));
    expect([foreign.status, foreign.headers['location']]).toEqual([400, undefined]);
    const shown = await open(request('people', { state: '"><script>alert(1)</script>' }));
    expect(shown.text).not.toContain('<script');
    expect(shown.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('answer a silent request without asking', async () => {
    const back = await open(request('people', { prompt: 'none' }));
    expect(new URL(String(back.headers['location'])).searchParams.get('error')).toBe('login_required');
  });
});

it('no secret, token or code is in the journal', async () => {
  desk.journal.clear();
  await ask('reader', { grant_type: 'client_credentials', scope: graphScope() });
  await onBehalfOf(await desk.directory.issuer.ssoToken(people.owner.oid));
  const text = JSON.stringify(desk.journal.since());
  expect(desk.journal.since().map((entry) => entry.status)).toEqual([200, 200]);
  expect(text).not.toContain(desk.tenant.registrations.reader.secret);
  expect(text).not.toMatch(/eyJ[\w-]{10,}\./);
});

it('each seed draws its own secrets', () => expect(seedTenant().registrations.bot.secret).not.toBe(seedTenant().registrations.bot.secret));
