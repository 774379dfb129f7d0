import { jwtVerify } from 'jose';
import { z } from 'zod';
import { type Clock } from '../desk/ports.ts';
import { type KeySet } from './inbound/keySet.ts';

/** Whose single sign-on token this is; undefined when it is not a genuine one for us. */
export type AssertionCheck = (token: string) => Promise<{ readonly userId: string } | undefined>;

export type AssertionCheckOptions = {
  /** Keys of our own tenant's metadata, never of `common`. */
  readonly keys: KeySet;
  readonly issuer: string;
  readonly tenantId: string;
  readonly peopleAppId: string;
  readonly clock: Clock;
};

/** Teams' own clients, pre-authorised for single sign-on: desktop and mobile, web (facts/teams-and-security.md 2.6). */
const teamsClients: readonly string[] = ['1fec8e78-bce4-4aaf-ab1b-5451cc387264', '5e3ce6c0-2b1f-4285-8d4b-75ee78787346'];
const claims = z.object({ aud: z.string(), tid: z.string(), oid: z.guid(), azp: z.string(), scp: z.string(), ver: z.literal('2.0').optional() });

/**
 * Checks a single sign-on token before it is exchanged: RS256 by a key of our tenant, our tenant's v2 issuer, the people
 * registration as audience, issued to Teams, delegated. Without this a token of one person could be exchanged into the
 * everyday token of another (rows 22 and 24 of the threat model).
 */
export const createAssertionCheck =
  ({ keys, issuer, tenantId, peopleAppId, clock }: AssertionCheckOptions): AssertionCheck =>
  async (token) => {
    try {
      const keyOf = async ({ kid }: { kid?: string }) => {
        const found = kid === undefined ? undefined : await keys.find(kid);
        if (found === undefined) throw new UnknownKey('unknown key');
        return found.key;
      };
      const { payload } = await jwtVerify(token, keyOf, { algorithms: ['RS256'], issuer, audience: peopleAppId, clockTolerance: 120, requiredClaims: ['exp'], currentDate: clock.now() });
      const { tid, oid, azp, scp } = claims.parse(payload);
      if (tid.toLowerCase() !== tenantId.toLowerCase() || !teamsClients.includes(azp.toLowerCase()) || !scp.split(' ').includes('access_as_user')) return undefined;
      return { userId: oid.toLowerCase() };
    } catch {
      return undefined;
    }
  };

class UnknownKey extends Error {}
