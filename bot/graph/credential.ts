import { ClientCertificateCredential, ClientSecretCredential, ManagedIdentityCredential, type TokenCredential } from '@azure/identity';
import { type Cloud } from '../core/clouds.ts';
import { DeskError, isDeskError } from '../core/errors.ts';
import { type Secret } from '../core/secret.ts';

/** How a registration of ours proves itself to Entra. */
export type AppIdentity =
  | { readonly kind: 'secret'; readonly appId: string; readonly secret: Secret }
  | { readonly kind: 'certificate'; readonly appId: string; readonly certificatePath: string }
  | { readonly kind: 'managed-identity'; readonly appId: string };

/** Access tokens of one registration for one resource. */
export type AppTokens = {
  /**
   * A token that is good now; callers who come together share one request to Entra.
   * Throws `tenant-denies` when Entra refuses the registration, `unavailable` when it cannot be reached.
   */
  get(): Promise<string>;
  /** The resource refused the token: the next `get` asks Entra anew. */
  forget(): void;
};

const tokenTimeoutMs = 10_000;

/** Tokens of a registration. `scope` is Graph's own `/.default` unless told, e.g. the channel's for the bot. */
export const createAppTokens = (cloud: Cloud, tenantId: string, identity: AppIdentity, scope = `${cloud.graphUrl}/.default`): AppTokens => {
  let credential = createCredential(cloud, tenantId, identity);
  let underway: Promise<string> | null = null;
  const ask = async (): Promise<string> => {
    try {
      const token = await credential.getToken(scope, { abortSignal: AbortSignal.timeout(tokenTimeoutMs) });
      if (token === null) throw new DeskError('unavailable', { code: 'entra/no-token' });
      return token.token;
    } catch (error) {
      throw tokenError(error);
    }
  };
  return {
    get: () => (underway ??= ask().finally(() => (underway = null))),
    forget: () => {
      credential = createCredential(cloud, tenantId, identity);
    },
  };
};

const createCredential = (cloud: Cloud, tenantId: string, identity: AppIdentity): TokenCredential => {
  const options = { authorityHost: cloud.loginUrl, disableInstanceDiscovery: cloud.name === 'custom', retryOptions: { maxRetries: 1 } };
  switch (identity.kind) {
    case 'secret':
      return new ClientSecretCredential(tenantId, identity.appId, identity.secret.reveal(), options);
    case 'certificate':
      return new ClientCertificateCredential(tenantId, identity.appId, identity.certificatePath, options);
    case 'managed-identity':
      return new ManagedIdentityCredential({ clientId: identity.appId });
  }
};

/** OAuth errors with which Entra refuses a registration; the credential hands them on at the start of its message only. */
const refusals = /^(invalid_client|unauthorized_client|invalid_request|invalid_scope|invalid_resource|invalid_grant|invalid_tenant|access_denied)\b/;

/** Entra's refusals need an administrator; everything else is a neighbour that could not be reached. Messages may hold ids, so they stay in the cause. */
const tokenError = (error: unknown): DeskError => {
  if (isDeskError(error)) return error;
  const refusal = Error.isError(error) ? refusals.exec(error.message)?.[1] : undefined;
  if (refusal !== undefined) return new DeskError('tenant-denies', { code: `entra/${refusal.replaceAll('_', '-')}`, cause: error });
  return new DeskError('unavailable', { code: 'entra/unreachable', cause: error });
};
