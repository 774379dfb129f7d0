import { readFileSync } from 'node:fs';
import { createHash, X509Certificate } from 'node:crypto';
import { type AuthenticationResult, ConfidentialClientApplication, type Configuration, LogLevel } from '@azure/msal-node';
import { z } from 'zod';
import { DeskError } from '../../core/errors.ts';
import { type AdminSignIn, type SignedIn } from '../../desk/stepUp/stepUpPorts.ts';
import { type GraphSetup } from '../client.ts';
import { type AppIdentity } from '../credential.ts';
import { permissions } from '../permissions.ts';
import { createAdminGraph } from './adminGraph.ts';

export type AdminSetup = GraphSetup & {
  readonly tenantId: string;
  readonly identity: Exclude<AppIdentity, { kind: 'managed-identity' }>;
  /** Where Entra sends the browser back; registered exactly so. */
  readonly redirectUri: string;
};

const longestMs = 10_000;
/** Entra tells when somebody signed in only where it is asked to. */
const tellWhen = { auth_time: { essential: true } };
const claimsShape = z.record(z.string(), z.unknown());
const idClaims = z.object({ oid: z.string(), tid: z.string(), auth_time: z.coerce.number().optional() });

/**
 * Sign-ins of the admin registration: code with proof key, credentials asked for anew each time. Every act gets a client
 * of its own, so its token cache ends with it; nothing is ever stored or asked for silently. (The library always asks
 * for `offline_access` too; that token ends unused with the rest.)
 */
export const createAdminSignIn = (setup: AdminSetup): AdminSignIn => {
  const { cloud, tenantId, identity, redirectUri } = setup;
  const scopes = Object.keys(permissions.admin).map((name) => `${cloud.graphUrl}/${name}`);
  const client = (): ConfidentialClientApplication => new ConfidentialClientApplication(configuration(setup));
  const proof = proofOf(identity);

  function configuration({ cloud: { loginUrl, name } }: AdminSetup): Configuration {
    return {
      auth: {
        clientId: identity.appId,
        authority: `${loginUrl}/${tenantId}`,
        // A custom cloud is not in Microsoft's list of authorities; asking for that list would leave the machine.
        ...(name === 'custom' && { knownAuthorities: [new URL(loginUrl).host] }),
        ...proof,
      },
      system: { loggerOptions: { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => undefined } },
    };
  }

  return {
    authorizeUrl: ({ binding, loginHint, claims }) =>
      inTime(
        client().getAuthCodeUrl({
          scopes,
          redirectUri,
          responseMode: 'query',
          prompt: 'login',
          state: binding.state,
          nonce: binding.nonce,
          codeChallenge: createHash('sha256').update(binding.verifier).digest('base64url'),
          codeChallengeMethod: 'S256',
          claims: withAuthTime(claims),
          extraQueryParameters: { max_age: '0' },
          ...(loginHint !== null && { loginHint }),
        }),
      ),
    async withToken({ code, binding }, work) {
      const own = client();
      try {
        const result = await inTime(own.acquireTokenByCode({ code, scopes, redirectUri, codeVerifier: binding.verifier, claims: withAuthTime(null) }, { code, nonce: binding.nonce }));
        return await work(whoIn(result), createAdminGraph(setup, { token: result.accessToken, userId: result.uniqueId }));
      } finally {
        own.clearCache();
      }
    },
  };
};

const proofOf = (identity: AdminSetup['identity']): Partial<Configuration['auth']> => {
  if (identity.kind === 'secret') return { clientSecret: identity.secret.reveal() };
  const pem = readFileSync(identity.certificatePath, 'utf8');
  const certificate = new X509Certificate(pem);
  const privateKey = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+?-----END [A-Z ]*PRIVATE KEY-----/.exec(pem)?.[0];
  if (privateKey === undefined) throw new Error('ADMIN_CERTIFICATE_PATH holds no private key');
  return { clientCertificate: { thumbprintSha256: certificate.fingerprint256.replaceAll(':', ''), privateKey, x5c: certificate.toString() } };
};

/** The claims that the directory demanded, together with the time of the sign-in. */
const withAuthTime = (claims: string | null): string => {
  const demanded = claims === null ? {} : claimsShape.parse(JSON.parse(claims));
  return JSON.stringify({ ...demanded, id_token: { ...claimsShape.catch({}).parse(demanded['id_token']), ...tellWhen } });
};

/** The identity token came from Entra itself over TLS in answer to our own proof; msal has compared its nonce. */
const whoIn = ({ idTokenClaims }: AuthenticationResult): SignedIn => {
  const claims = idClaims.safeParse(idTokenClaims);
  if (!claims.success) throw new DeskError('sign-in-needed', { code: 'entra/identity-token' });
  const { oid, tid, auth_time: seconds } = claims.data;
  return { userId: oid, tenantId: tid, authenticatedAt: seconds === undefined ? null : new Date(seconds * 1000) };
};

/** Entra's refusals as errors of the desk; messages hold ids and addresses, so only codes are kept. */
const inTime = async <T>(asked: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeskError('unavailable', { code: 'entra/timeout' })), longestMs);
  });
  try {
    return await Promise.race([asked, late]);
  } catch (error) {
    throw toDeskError(error);
  } finally {
    clearTimeout(timer);
  }
};

const refusal = z.object({ errorCode: z.string(), claims: z.string().optional() });
const registrationRefusals = ['invalid_client', 'unauthorized_client', 'invalid_scope', 'invalid_resource', 'invalid_tenant'];

const toDeskError = (error: unknown): DeskError => {
  if (error instanceof DeskError) return error;
  const { errorCode, claims } = refusal.catch({ errorCode: 'unreachable' }).parse(error);
  const code = `entra/${errorCode.replaceAll('_', '-')}`;
  if (claims !== undefined && claims !== '') return new DeskError('sign-in-needed', { code, claims });
  if (registrationRefusals.includes(errorCode)) return new DeskError('tenant-denies', { code });
  const isOurRequest = /^(unreachable|network_error|endpoints_resolution_error|openid_config_error|request_timeout|server_error|temporarily_unavailable|no_network_connectivity|untrusted_authority)$/.test(errorCode);
  return new DeskError(isOurRequest ? 'unavailable' : 'sign-in-needed', { code });
};
