import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Foundations } from '../foundations.ts';
import { secureCall } from './secureCall.ts';

/** A delegated Graph token of the everyday app. `expiresAt` is the sandbox's time. */
export type DelegatedToken = { token: string; expiresAt: Date };

/** Entra refused; `code` is its `error` member (`invalid_grant`, `interaction_required`, …). */
export class EntraRefusal extends Error {
  override readonly name = 'EntraRefusal';
  readonly code: string;
  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

/** The two things that the token service asks of Entra for the everyday app. */
export type EntraForPeople = {
  /** On-behalf-of: a single sign-on token against a Graph token. @throws EntraRefusal */
  exchange(assertion: string): Promise<DelegatedToken>;
  /** Where a person signs in, and the verifier to keep for the code that comes back. */
  authorizeUrl(options: { redirectUri: string; state: string; loginHint?: string }): { url: string; verifier: string };
  /** @throws EntraRefusal */
  redeemCode(options: { code: string; verifier: string; redirectUri: string }): Promise<DelegatedToken>;
};

const granted = z.looseObject({ access_token: z.string(), expires_in: z.coerce.number() });
const refused = z.looseObject({ error: z.string(), error_description: z.string().default('') });
const graphScope = 'https://graph.microsoft.com/.default';
const callLimitMs = 10_000;

/** Speaks to the sandbox's own Entra by https, as Microsoft's token service speaks to the real one. */
export function entraForPeople({ settings, tenant, certificates, clock }: Pick<Foundations, 'settings' | 'tenant' | 'certificates' | 'clock'>): EntraForPeople {
  const authority = `https://localhost:${settings.ports.graph}/${tenant.id}/oauth2/v2.0`;

  async function ask(form: Record<string, string>): Promise<DelegatedToken> {
    const { appId, secret } = tenant.registrations.people;
    const answer = await secureCall({
      url: `${authority}/token`,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ client_id: appId, client_secret: secret, scope: graphScope, ...form }).toString(),
      ca: certificates.ca,
      timeoutMs: callLimitMs,
    });
    const body: unknown = JSON.parse(answer.text);
    const refusal = refused.safeParse(body);
    if (refusal.success) throw new EntraRefusal(refusal.data.error, refusal.data.error_description);
    const { access_token: token, expires_in: seconds } = granted.parse(body);
    return { token, expiresAt: new Date(clock.now().getTime() + seconds * 1_000) };
  }

  return {
    exchange: (assertion) =>
      ask({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion, requested_token_use: 'on_behalf_of' }),
    authorizeUrl({ redirectUri, state, loginHint }) {
      const verifier = randomBytes(32).toString('base64url');
      const query = new URLSearchParams({
        client_id: tenant.registrations.people.appId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: `openid profile offline_access ${graphScope}`,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        ...(loginHint !== undefined && { login_hint: loginHint }),
      });
      return { url: `${authority}/authorize?${query.toString()}`, verifier };
    },
    redeemCode: ({ code, verifier, redirectUri }) => ask({ grant_type: 'authorization_code', code, code_verifier: verifier, redirect_uri: redirectUri }),
  };
}
