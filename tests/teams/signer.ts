import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { type Clock } from '../../bot/desk/ports.ts';
import { type Log, type LogLine } from '../../bot/telemetry/log.ts';

/** A clock that stands until it is moved. */
export const standingClock = (at = '2026-03-02T09:00:00Z'): Clock & { advance(ms: number): void } => {
  let now = Date.parse(at);
  return { now: () => new Date(now), advance: (ms) => void (now += ms) };
};

export const quietLog = (): Log & { readonly lines: LogLine[] } => {
  const lines: LogLine[] = [];
  const write = (line: LogLine): void => void lines.push(line);
  return { lines, debug: write, info: write, warn: write, error: write };
};

export type Signer = {
  readonly kid: string;
  jwk(extra?: Record<string, unknown>): Promise<Record<string, unknown>>;
  sign(claims: JWTPayload, header?: { alg?: string; kid?: string | undefined }): Promise<string>;
  /** The public key as PEM-like bytes, for the attack that signs HS256 with it. */
  publicBytes(): Promise<Uint8Array>;
};

export const createSigner = async (kid: string): Promise<Signer> => {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(publicKey);
  return {
    kid,
    jwk: async (extra = {}) => ({ ...jwk, kid, use: 'sig', alg: 'RS256', ...extra }),
    sign: (claims, header = {}) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...('kid' in header ? (header.kid === undefined ? {} : { kid: header.kid }) : { kid }) }).sign(privateKey),
    publicBytes: async () => new TextEncoder().encode(JSON.stringify(jwk)),
  };
};

/** Serves key sets by address and counts how often each was read; what is not there fails like a dead host. */
export const keyHost = (documents: Record<string, unknown>) => {
  const reads: string[] = [];
  const readJson = async (url: string): Promise<unknown> => {
    reads.push(url);
    await new Promise((resolve) => setImmediate(resolve));
    if (!(url in documents)) throw new Error('connect ECONNREFUSED');
    return structuredClone(documents[url]);
  };
  return { documents, reads, readJson };
};

/** Object ids of people in these tests. */
export const ada = '0a10c0de-0000-4000-8000-000000000002';
export const boris = '0a10c0de-0000-4000-8000-000000000003';
export const tenantId = '7d0b1a4e-52c3-4a86-9f7e-3b1c5d2e8f60';
export const botAppId = '11111111-0000-4000-8000-000000000001';
export const peopleAppId = '22222222-0000-4000-8000-000000000002';
