import 'reflect-metadata';
import { createHash, webcrypto, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PemConverter, X509CertificateGenerator } from '@peculiar/x509';
import { decodeProtectedHeader, importX509, jwtVerify } from 'jose';
import { createAppTokens } from '../../bot/graph/credential.ts';
import { Secret } from '../../bot/core/secret.ts';
import { startStubGraph, type StubGraph } from './stubGraph.ts';

const tenantId = '7d0b1a4e-52c3-4a86-9f7e-3b1c5d2e8f60';
const appId = 'a9900000-0000-4000-8000-000000000031';
let entra: StubGraph;
let issued = 0;

beforeAll(async () => {
  entra = await startStubGraph();
  const authority = `${entra.cloud.loginUrl}/${tenantId}`;
  entra.answer = ({ method }) =>
    method === 'GET'
      ? { status: 200, body: { issuer: `${authority}/v2.0`, authorization_endpoint: `${authority}/oauth2/v2.0/authorize`, token_endpoint: `${authority}/oauth2/v2.0/token`, jwks_uri: `${authority}/keys` } }
      : { status: 200, body: { token_type: 'Bearer', expires_in: 3599, access_token: `token-${(issued += 1)}` } };
});
afterAll(() => entra.stop());
beforeEach(() => {
  entra.received.length = 0;
  issued = 0;
});

const forms = (): Record<string, string>[] => entra.received.filter(({ method }) => method === 'POST').map(({ body }) => body as Record<string, string>);

it('proves the registration by a certificate: the assertion is signed by its key and names it', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'guest-desk-certificate-'));
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = (await X509CertificateGenerator.createSelfSigned({ name: 'CN=Guest Desk reader', keys, signingAlgorithm: algorithm }, webcrypto)).toString('pem');
  const certificatePath = path.join(folder, 'reader.pem');
  writeFileSync(certificatePath, `${PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY')}\n${certificate}\n`);

  await expect(createAppTokens(entra.cloud, tenantId, { kind: 'certificate', appId, certificatePath }).get()).resolves.toBe('token-1');
  const [form] = forms();
  expect(form).toMatchObject({ client_id: appId, grant_type: 'client_credentials' });
  expect([form?.['scope']?.split(' '), form?.['client_secret']]).toEqual([expect.arrayContaining([`${entra.cloud.graphUrl}/.default`]), undefined]);
  const assertion = form?.['client_assertion'] ?? '';
  const { alg } = decodeProtectedHeader(assertion);
  // The library rounds its instants to whole seconds, up as well.
  const { payload } = await jwtVerify(assertion, await importX509(certificate, alg ?? ''), { clockTolerance: 2 });
  expect([payload.sub, payload.aud]).toEqual([appId, `${entra.cloud.loginUrl}/${tenantId}/oauth2/v2.0/token`]);
  expect(decodeProtectedHeader(assertion)['x5t#S256']).toBe(createHash('sha256').update(new X509Certificate(certificate).raw).digest('base64url'));
  rmSync(folder, { recursive: true });
});

it('keeps a token while it lives, asks for the scope it is told, and anew after forget', async () => {
  const tokens = createAppTokens(entra.cloud, tenantId, { kind: 'secret', appId, secret: new Secret('s3cret') }, entra.cloud.channelScope);
  expect([await tokens.get(), await tokens.get()]).toEqual(['token-1', 'token-1']);
  tokens.forget();
  await expect(tokens.get()).resolves.toBe('token-2');
  expect(forms().map((form) => [form['scope']?.split(' ').includes('https://api.botframework.com/.default'), form['client_secret']])).toEqual([[true, 's3cret'], [true, 's3cret']]);
});

it('never asks the public cloud about a custom one', async () => {
  await createAppTokens(entra.cloud, tenantId, { kind: 'secret', appId, secret: new Secret('s') }).get();
  expect(entra.received.map(({ path: asked }) => asked.split('?')[0])).toEqual([`/${tenantId}/v2.0/.well-known/openid-configuration`, `/${tenantId}/oauth2/v2.0/token`]);
});
