import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { SignJWT, createLocalJWKSet, exportJWK, generateKeyPair, importJWK, jwtVerify, type JWK, type JWTPayload } from 'jose';
import { z } from 'zod';
import { readJson, writeAtomically } from './state/file.ts';

/** RS256 keys of one issuer: the newest signs, older ones stay published. */
export type KeyRing = {
  /** Signs claims as they are; the caller sets iat, nbf and exp (seconds). */
  sign(claims: JWTPayload): Promise<string>;
  /** The claims of a token signed by any published key. @throws when signature, times, audience or issuer are wrong. */
  verify(token: string, expected: { now: Date; audience?: string | string[]; issuer?: string | string[] }): Promise<JWTPayload>;
  /** The public keys as a JWKS document, each with `extra` members. */
  jwks(extra?: Record<string, unknown>): { keys: (JWK & Record<string, unknown>)[] };
  /** Starts a new signing key; with `forget` the older ones are no longer published. */
  rotate(options?: { forget?: boolean }): Promise<void>;
};

export type Keys = { entra: KeyRing; channel: KeyRing };

const kept = z.object({ entra: z.array(z.looseObject({ kid: z.string() })), channel: z.array(z.looseObject({ kid: z.string() })) });
type Stored = Record<keyof Keys, JWK[]>;

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid: randomUUID().replaceAll('-', ''), alg: 'RS256', use: 'sig' };
}

const published = ({ kty, n, e, kid, alg, use }: JWK): JWK => ({ kty, n, e, kid, alg, use }) as JWK;

function ring(stored: JWK[], save: () => void): KeyRing {
  return {
    async sign(claims) {
      const key = stored.at(-1);
      if (key === undefined) throw new Error('No signing key');
      return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: key.kid ?? '' }).sign(await importJWK(key, 'RS256'));
    },
    async verify(token, { now, audience, issuer }) {
      const { payload } = await jwtVerify(token, createLocalJWKSet({ keys: stored.map(published) }), {
        currentDate: now,
        algorithms: ['RS256'],
        ...(audience !== undefined && { audience }),
        ...(issuer !== undefined && { issuer }),
      });
      return payload;
    },
    jwks: (extra = {}) => ({ keys: stored.map((key) => ({ ...published(key), ...extra })) }),
    async rotate({ forget = false } = {}) {
      if (forget) stored.length = 0;
      stored.push(await newKey());
      save();
    },
  };
}

/** The keys of Entra and of the channel, kept in `<dataDir>/keys.json`. */
export async function loadKeys(dataDir: string): Promise<Keys> {
  const path = join(dataDir, 'keys.json');
  const read = kept.safeParse(readJson(path)).data as Stored | undefined;
  const stored: Stored = read ?? { entra: [await newKey()], channel: [await newKey()] };
  const save = (): void => writeAtomically(path, JSON.stringify(stored));
  if (read === undefined) save();
  return { entra: ring(stored.entra, save), channel: ring(stored.channel, save) };
}
