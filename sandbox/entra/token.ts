import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Exchange, Reply } from '../serve.ts';
import type { Registration, User } from '../state/objects.ts';
import type { AuthorizationCodes } from './codes.ts';
import { EntraError } from './errors.ts';
import { tokenLifetime, type DirectoryParts, type Issuer } from './issuer.ts';

const form = z.looseObject({
  grant_type: z.string(),
  client_id: z.string().optional(),
  client_secret: z.string().optional(),
  scope: z.string().default(''),
  assertion: z.string().optional(),
  requested_token_use: z.string().optional(),
  code: z.string().optional(),
  redirect_uri: z.string().optional(),
  code_verifier: z.string().optional(),
});
type TokenForm = z.infer<typeof form>;

export type TokenParts = DirectoryParts & { issuer: Issuer; codes: AuthorizationCodes };

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
const base64url = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** `POST /{tenant}/oauth2/v2.0/token`: client credentials, on-behalf-of, authorization code with PKCE. */
export async function tokenEndpoint(exchange: Exchange, parts: TokenParts): Promise<Reply> {
  try {
    const parsed = form.safeParse(exchange.body);
    if (!parsed.success) throw new EntraError('invalid_request', 900144, "The request body must contain the parameter 'grant_type'.");
    const registration = authenticatedClient(parsed.data, exchange, parts);
    const body = await grant(parsed.data, registration, exchange, parts);
    return { status: 200, headers: { pragma: 'no-cache' }, body };
  } catch (error) {
    if (error instanceof EntraError) return error.reply(parts.clock.now());
    throw error;
  }
}

async function grant(input: TokenForm, registration: Registration, exchange: Exchange, parts: TokenParts): Promise<Record<string, unknown>> {
  switch (input.grant_type) {
    case 'client_credentials':
      return clientCredentials(input, registration, parts.issuer);
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer':
      return onBehalfOf(input, registration, exchange, parts);
    case 'authorization_code':
      return authorizationCode(input, registration, exchange, parts);
    default:
      throw new EntraError('unsupported_grant_type', 70003, `The app requested an unsupported grant type '${input.grant_type}'.`);
  }
}

function authenticatedClient(input: TokenForm, exchange: Exchange, { tenant }: TokenParts): Registration {
  const basic = /^Basic (.+)$/.exec(exchange.headers.authorization ?? '')?.[1];
  const [basicId, basicSecret] = basic === undefined ? [] : Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
  const id = input.client_id ?? basicId;
  const secret = input.client_secret ?? basicSecret;
  const registration = Object.values(tenant.registrations).find((each) => each.appId === id);
  if (registration === undefined) {
    throw new EntraError('unauthorized_client', 700016, `Application with identifier '${id ?? ''}' was not found in the directory.`);
  }
  if (secret === undefined || !timingSafeEqual(sha256(secret), sha256(registration.secret))) {
    throw new EntraError('invalid_client', 7000215, 'Invalid client secret provided.', { status: 401 });
  }
  return registration;
}

/** The resource that the scopes name: everything before the last slash of the one that is a URL. */
function resourceIn(scope: string, issuer: Issuer): { resource: string; kind: 'graph' | 'channel'; asked: string[] } {
  const asked = scope.split(' ').filter((each) => each !== '');
  const url = asked.find((each) => each.includes('://'));
  const resource = url === undefined ? issuer.origin : url.slice(0, url.lastIndexOf('/')).replace(/\/$/, '');
  const kind = issuer.resourceOf(resource);
  if (kind === undefined) {
    throw new EntraError('invalid_resource', 500011, `The resource principal named ${resource} was not found in the tenant.`);
  }
  return { resource, kind, asked };
}

async function clientCredentials(input: TokenForm, registration: Registration, issuer: Issuer): Promise<Record<string, unknown>> {
  const { resource, asked } = resourceIn(input.scope, issuer);
  if (asked.length !== 1 || asked[0]?.endsWith('/.default') !== true) {
    throw new EntraError('invalid_scope', 1002012, `The provided value for scope ${input.scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`);
  }
  return {
    token_type: 'Bearer',
    expires_in: tokenLifetime,
    ext_expires_in: tokenLifetime,
    access_token: await issuer.applicationToken(registration, resource),
  };
}

async function onBehalfOf(input: TokenForm, registration: Registration, exchange: Exchange, parts: TokenParts): Promise<Record<string, unknown>> {
  if (input.requested_token_use !== 'on_behalf_of' || input.assertion === undefined) {
    throw new EntraError('invalid_request', 900144, "The request body must contain 'requested_token_use' = 'on_behalf_of' and 'assertion'.");
  }
  const user = await parts.issuer.assertedUser(input.assertion, registration).catch((error: unknown) => {
    throw new EntraError('invalid_grant', 50013, `Assertion failed validation: ${Error.isError(error) ? error.message : 'unknown reason'}`);
  });
  requireConsent(registration, user);
  return userTokens(input, registration, user, exchange, parts);
}

async function authorizationCode(input: TokenForm, registration: Registration, exchange: Exchange, parts: TokenParts): Promise<Record<string, unknown>> {
  const granted = parts.codes.take(input.code ?? '');
  if (granted === undefined || granted.clientId !== registration.appId) {
    throw new EntraError('invalid_grant', 70000, 'The provided authorization code is invalid, expired or already redeemed.');
  }
  if (granted.redirectUri !== input.redirect_uri) {
    throw new EntraError('invalid_grant', 50011, 'The redirect URI does not match the one of the authorization request.');
  }
  if (granted.challenge !== undefined && sha256(input.code_verifier ?? '').toString('base64url') !== granted.challenge) {
    throw new EntraError('invalid_grant', 501481, 'The Code_Verifier does not match the code_challenge supplied in the authorization request.');
  }
  const user = parts.tenant.users.find((each) => each.id === granted.oid && each.accountEnabled);
  if (user === undefined) throw new EntraError('invalid_grant', 50057, 'The user account is disabled.');
  requireConsent(registration, user);
  const seconds = Math.floor(granted.signedInAt.getTime() / 1000);
  return userTokens(input, registration, user, exchange, parts, {
    ...(granted.tellsWhen && { auth_time: seconds }),
    amr: ['pwd', 'mfa'],
    ...(granted.nonce !== undefined && { nonce: granted.nonce }),
    ...(granted.contexts.length > 0 && { acrs: granted.contexts }),
  });
}

function requireConsent(registration: Registration, user: User): void {
  if (registration.consents.includes(user.id)) return;
  throw new EntraError(
    'invalid_grant', 65001,
    `The user or administrator has not consented to use the application with ID '${registration.appId}'. Send an interactive authorization request for this user and resource.`,
    { suberror: 'consent_required' },
  );
}

async function userTokens(
  input: TokenForm, registration: Registration, user: User, exchange: Exchange, { issuer, tenant }: TokenParts, extra: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const { resource, kind, asked } = resourceIn(input.scope, issuer);
  if (kind !== 'graph') throw new EntraError('invalid_resource', 500011, 'The registration has no delegated permission on this resource.');
  exchange.caller = { onBehalfOf: user.id, scopes: registration.delegatedScopes };
  const { nonce: _nonce, ...accessExtra } = extra;
  return {
    token_type: 'Bearer',
    scope: [...registration.delegatedScopes.map((scope) => `${resource}/${scope}`), ...asked.filter((scope) => scope.endsWith('/.default'))].join(' '),
    expires_in: tokenLifetime,
    ext_expires_in: tokenLifetime,
    access_token: await issuer.userToken(registration, user, resource, accessExtra),
    id_token: await issuer.idToken(registration, user, extra),
    client_info: base64url({ uid: user.id, utid: tenant.id }),
  };
}
