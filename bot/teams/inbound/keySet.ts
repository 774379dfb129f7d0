import { importJWK, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';
import { DeskError } from '../../core/errors.ts';
import { type Clock } from '../../desk/ports.ts';
import { type Log } from '../../telemetry/log.ts';

export type SigningKey = { readonly key: CryptoKey; readonly endorsements: readonly string[] };

/** The signing keys behind one OpenID metadata address. */
export type KeySet = {
  /**
   * The key of that id; undefined when the set does not have it.
   * @throws DeskError unavailable when no set was ever read
   */
  find(kid: string): Promise<SigningKey | undefined>;
  /** Reads the set once; says whether there is one. */
  warmUp(): Promise<boolean>;
};

export type KeySetOptions = {
  readonly metadataUrl: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Unknown key ids make the set be read again at most this often, so that bogus ones cost nothing. */
  readonly refetchAfterSeconds?: number;
  /** Reads a JSON document; replaced by tests. */
  readonly readJson?: (url: string) => Promise<unknown>;
};

const metadata = z.object({ jwks_uri: z.url({ protocol: /^https$/ }) });
const jwks = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional(), endorsements: z.array(z.string()).optional() })).max(500) });
const staleAfterMs = 24 * 3_600_000;
/** While no set was ever read, every request needs one; this keeps a dead host from being asked by each of them. */
const emptyRetryMs = 2_000;

/**
 * Keeps the last good set: while the metadata host is down, tokens of known keys go on being checked. The set is read
 * again daily, and on an unknown key id at most every five minutes; concurrent readers share one request.
 */
export const createKeySet = ({ metadataUrl, clock, log, refetchAfterSeconds = 300, readJson = fetchJson }: KeySetOptions): KeySet => {
  let keys: ReadonlyMap<string, SigningKey> | undefined;
  let readAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;

  const read = async (): Promise<void> => {
    triedAt = clock.now().getTime();
    try {
      const { jwks_uri } = metadata.parse(await readJson(metadataUrl));
      const fresh = await importKeys(jwks.parse(await readJson(jwks_uri)).keys);
      if (fresh.size === 0) throw new DeskError('unavailable', { code: 'keys/empty' });
      keys = fresh;
      readAt = triedAt;
    } catch (error) {
      log.warn({ event: 'keys.unread', metadata: metadataUrl, kept: keys?.size ?? 0, error });
    }
  };
  const readOnce = (): Promise<void> => (reading ??= read().finally(() => (reading = undefined)));
  /** Also true after the clock went back, or a set would never be read again. */
  const passed = (since: number, ms: number): boolean => Math.abs(clock.now().getTime() - since) >= ms;

  return {
    async find(kid) {
      if (keys === undefined && (reading !== undefined || passed(triedAt, emptyRetryMs))) await readOnce();
      if (keys === undefined) throw new DeskError('unavailable', { code: 'keys/none' });
      const isUnknown = !keys.has(kid) && passed(triedAt, refetchAfterSeconds * 1000);
      const isStale = passed(readAt, staleAfterMs) && passed(triedAt, refetchAfterSeconds * 1000);
      if (isUnknown || isStale || (!keys.has(kid) && reading !== undefined)) await readOnce();
      return keys.get(kid);
    },
    async warmUp() {
      if (keys === undefined) await readOnce();
      return keys !== undefined;
    },
  };
};

const importKeys = async (entries: z.output<typeof jwks>['keys']): Promise<Map<string, SigningKey>> => {
  const usable = entries.filter((entry) => entry.kty === 'RSA' && entry.kid !== undefined && (entry['use'] ?? 'sig') === 'sig');
  const imported = usable.map(async ({ endorsements, ...jwk }) => [jwk.kid as string, { key: (await importJWK(jwk as JWK, 'RS256')) as CryptoKey, endorsements: endorsements ?? [] }] as const);
  return new Map(await Promise.all(imported));
};

const fetchJson = async (url: string): Promise<unknown> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(5_000), redirect: 'error', headers: { accept: 'application/json' } });
  if (!answer.ok) throw new DeskError('unavailable', { code: `keys/http-${answer.status}` });
  return answer.json();
};
