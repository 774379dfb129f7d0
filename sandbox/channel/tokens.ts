import { createIssuer, type Issuer } from '../entra/issuer.ts';
import { type Foundations } from '../foundations.ts';
import { type Exchange, type Reply } from '../serve.ts';

/** Issuer of the channel's tokens, as in Microsoft's public cloud. */
export const channelIssuer = 'https://api.botframework.com';

const lifetimeSeconds = 3_600;

type Signing = Pick<Foundations, 'keys' | 'clock' | 'tenant' | 'settings'>;

const issuerOf = (on: Signing): Issuer => createIssuer({ ...on, keys: on.keys.entra });

/** `https://localhost:<port>/`, the service address in every activity and in the channel's tokens. */
export const serviceUrl = ({ settings }: Pick<Foundations, 'settings'>): string => `https://localhost:${settings.ports.channel}/`;

const lifetime = ({ clock }: Pick<Foundations, 'clock'>): { iat: number; nbf: number; exp: number } => {
  const now = Math.floor(clock.now().getTime() / 1_000);
  return { iat: now, nbf: now - 60, exp: now + lifetimeSeconds };
};

/** The token by which the channel proves itself to the bot, valid one hour. */
export const channelToken = (on: Signing): Promise<string> =>
  on.keys.channel.sign({
    iss: channelIssuer,
    aud: on.tenant.registrations.bot.appId,
    serviceurl: serviceUrl(on),
    ...lifetime(on),
  });

/** The Application ID URI of Teams' single sign-on, also the token exchange resource. */
export const exchangeUri = (on: Signing): string => issuerOf(on).identifierUri;

/** The token that a Teams client gets for its person without asking. @throws when the account is gone or disabled */
export const singleSignOnToken = (on: Signing, oid: string): Promise<string> => issuerOf(on).ssoToken(oid);

/**
 * Checks that a call to the connector or token service comes from the bot, by its bearer token from Entra.
 * @returns the 401 to answer, or undefined when it may go on
 */
export async function refuseStranger(exchange: Exchange, on: Signing): Promise<Reply | undefined> {
  const [scheme, token] = (exchange.headers.authorization ?? '').split(' ');
  const refusal: Reply = { status: 401, body: { error: { code: 'Unauthorized', message: 'Authorization has been denied for this request.' } } };
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined) return refusal;
  try {
    if ((await issuerOf(on).channelCaller(token)) !== on.tenant.registrations.bot.appId) return refusal;
    exchange.caller = { onBehalfOf: null, scopes: [] };
    return undefined;
  } catch {
    return refusal;
  }
}
