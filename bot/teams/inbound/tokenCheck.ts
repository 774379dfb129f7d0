import { createHash } from 'node:crypto';
import { jwtVerify } from 'jose';
import { z } from 'zod';
import { DeskError } from '../../core/errors.ts';
import { type Clock } from '../../desk/ports.ts';
import { type KeySet, type SigningKey } from './keySet.ts';

/** What a genuine channel token says. */
export type ChannelClaims = { readonly serviceUrl: string; readonly endorsements: readonly string[] };

export type TokenCheckOptions = { readonly keys: KeySet; readonly issuer: string; readonly botAppId: string; readonly clock: Clock };

/** Checks an `Authorization` header. Undefined for every token that is not genuine: callers learn no more. */
export type TokenCheck = (authorization: string | undefined) => Promise<ChannelClaims | undefined>;

const skewSeconds = 300;
const longestLifeSeconds = 24 * 3600;
const cachedTokens = 500;
const claims = z.object({ aud: z.string(), exp: z.number(), nbf: z.number().optional(), iat: z.number().optional(), serviceurl: z.string().min(1) });

/**
 * Checks tokens of the channel: RS256 by one of its keys, its issuer, our app id as the only audience, an end within 24
 * hours, five minutes of skew. Tokens that passed are remembered until they end, by hash, at most 500.
 */
export const createTokenCheck = ({ keys, issuer, botAppId, clock }: TokenCheckOptions): TokenCheck => {
  const passed = new Map<string, ChannelClaims & { exp: number }>();

  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) return undefined;
    const now = clock.now().getTime() / 1000;
    const hash = createHash('sha256').update(token).digest('base64');
    const known = passed.get(hash);
    if (known !== undefined && now >= known.exp - longestLifeSeconds - skewSeconds && now < known.exp + skewSeconds) return known;
    const genuine = await verify(token, { keys, issuer, botAppId, clock });
    if (genuine === undefined) return undefined;
    if (passed.size >= cachedTokens) passed.delete(passed.keys().next().value ?? '');
    passed.set(hash, genuine);
    return genuine;
  };
};

const verify = async (token: string, { keys, issuer, botAppId, clock }: TokenCheckOptions): Promise<(ChannelClaims & { exp: number }) | undefined> => {
  let signedBy: SigningKey | undefined;
  const keyOf = async ({ kid }: { kid?: string }) => {
    signedBy = kid === undefined ? undefined : await keys.find(kid);
    if (signedBy === undefined) throw new UnknownKey('unknown key');
    return signedBy.key;
  };
  try {
    const now = clock.now();
    const { payload } = await jwtVerify(token, keyOf, { algorithms: ['RS256'], issuer, audience: botAppId, clockTolerance: skewSeconds, requiredClaims: ['exp', 'serviceurl'], currentDate: now });
    const { exp, nbf, iat, serviceurl } = claims.parse(payload);
    const from = Math.min(nbf ?? iat ?? now.getTime() / 1000, now.getTime() / 1000);
    if (exp - from > longestLifeSeconds + skewSeconds) return undefined;
    return { serviceUrl: serviceurl, endorsements: signedBy?.endorsements ?? [], exp };
  } catch (error) {
    // Without keys nothing can be said about a token: the sender is asked to come again, not turned away.
    if (error instanceof DeskError) throw error;
    return undefined;
  }
};

class UnknownKey extends Error {}
