import type { KeyRing } from '../keys.ts';
import type { Exchange, Reply } from '../serve.ts';
import { approve, authorizeEndpoint } from './authorize.ts';
import { createAuthorizationCodes } from './codes.ts';
import { EntraError } from './errors.ts';
import type { DirectoryParts, Issuer } from './issuer.ts';
import { tokenEndpoint } from './token.ts';

export type Entra = {
  /** Answers a request under `/{tenant}/…`, or undefined where the path is not Entra's. */
  handle(exchange: Exchange): Promise<Reply> | Reply | undefined;
  /**
   * Does what a person does on the sign-in pages: picks the account, accepts.
   * @returns the address that the pages lead back to. @throws when they do not lead back.
   */
  signIn(authorizeUrl: string, oid: string): string;
};

/** The tenant's Entra: metadata, keys, sign-in pages and the token endpoint. */
export function createEntra(parts: DirectoryParts & { issuer: Issuer; keys: KeyRing }): Entra {
  const { tenant, issuer, keys, clock } = parts;
  const whole = { ...parts, codes: createAuthorizationCodes(clock) };
  const base = `${issuer.origin}/${tenant.id}`;
  const metadata = {
    issuer: issuer.v2Issuer,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    userinfo_endpoint: `${issuer.origin}/oidc/userinfo`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
    claims_supported: ['sub', 'iss', 'aud', 'exp', 'iat', 'auth_time', 'acr', 'nonce', 'preferred_username', 'name', 'tid', 'ver'],
    tenant_region_scope: 'EU',
    cloud_instance_name: 'localhost',
    request_uri_parameter_supported: false,
    kerberos_endpoint: `${base}/kerberos`,
  };

  return {
    handle(exchange) {
      const match = /^\/([^/]+)\/(.+)$/.exec(exchange.path);
      if (match === null) return undefined;
      const [, named = '', rest = ''] = match;
      const route = `${exchange.method} ${rest}`;
      const isOurs = /^(GET|POST) (v2\.0\/\.well-known\/openid-configuration|discovery\/v2\.0\/keys|oauth2\/v2\.0\/(token|authorize))$/.test(route);
      if (!isOurs) return undefined;
      if (named.toLowerCase() !== tenant.id && !tenant.domains.includes(named.toLowerCase())) {
        return new EntraError('invalid_tenant', 90002, `Tenant '${named}' not found.`).reply(clock.now());
      }
      switch (route) {
        case 'GET v2.0/.well-known/openid-configuration':
          return { status: 200, body: metadata };
        case 'GET discovery/v2.0/keys':
          return { status: 200, body: keys.jwks({ issuer: issuer.v2Issuer }) };
        case 'POST oauth2/v2.0/token':
          return tokenEndpoint(exchange, whole);
        case 'GET oauth2/v2.0/authorize':
        case 'POST oauth2/v2.0/authorize':
          return authorizeEndpoint(exchange, whole);
        default:
          return { status: 405 };
      }
    },
    signIn(authorizeUrl, oid) {
      const reply = approve(new URL(authorizeUrl), oid, whole);
      const location = reply.headers?.['location'];
      if (location === undefined) throw new Error('The sign-in pages do not lead back for this person.');
      return location;
    },
  };
}
