import { parseActivity, toInbound, type Inbound } from './activity.ts';
import { type TokenCheck } from './tokenCheck.ts';

/** `why` is for our log only; callers get nothing but the status. */
export type Refusal = { readonly kind: 'refused'; readonly status: 400 | 401 | 403; readonly why: string };
export type Admitted = { readonly kind: 'admitted'; readonly inbound: Inbound };

export type DoorOptions = {
  readonly checkToken: TokenCheck;
  readonly tenantId: string;
  readonly botAppId: string;
  /** Exact origins the channel may ask us to answer to. */
  readonly serviceOrigins: readonly string[];
};

export type Admit = (authorization: string | undefined, body: unknown) => Promise<Admitted | Refusal>;

/**
 * The door for activities: a genuine token of the Teams channel, and a body that agrees with it – same service address
 * as the token says, on a known origin; both tenant ids ours; addressed to our bot. botbuilder's own check, which trusts
 * more issuers than this, is never reached (facts/teams-and-security.md fact 1).
 * @throws DeskError unavailable while the channel's keys cannot be read
 */
export const createDoor =
  ({ checkToken, tenantId, botAppId, serviceOrigins }: DoorOptions): Admit =>
  async (authorization, body) => {
    const claims = await checkToken(authorization);
    if (claims === undefined) return refused(401, 'token');
    const activity = parseActivity(body);
    if (activity === undefined) return refused(400, 'shape');
    if (activity.channelId !== 'msteams') return refused(403, 'channel');
    if (!claims.endorsements.includes(activity.channelId)) return refused(403, 'endorsement');
    if (activity.serviceUrl === undefined || activity.serviceUrl !== claims.serviceUrl) return refused(403, 'service-url');
    if (!isServiceUrl(activity.serviceUrl, serviceOrigins)) return refused(403, 'service-origin');
    const tenants = [activity.conversation.tenantId, activity.channelData?.tenant?.id];
    if (!tenants.every((tenant) => tenant?.toLowerCase() === tenantId.toLowerCase())) return refused(403, 'tenant');
    if (activity.recipient.id !== `28:${botAppId}`) return refused(403, 'recipient');
    return { kind: 'admitted', inbound: toInbound(activity, { tenantId, serviceUrl: activity.serviceUrl }) };
  };

/** True for an https address on one of the origins; checked again whenever a stored address is used. */
export const isServiceUrl = (serviceUrl: string, origins: readonly string[]): boolean => {
  const url = URL.parse(serviceUrl);
  return url?.protocol === 'https:' && url.username === '' && url.password === '' && origins.includes(url.origin);
};

const refused = (status: Refusal['status'], why: string): Refusal => ({ kind: 'refused', status, why });
