import { type IncomingMessage } from 'node:http';

/** Why a body was not taken: the HTTP status to answer. */
export type BodyRefusal = { readonly kind: 'refused'; readonly status: 400 | 413 | 415 };
export type JsonBody = { readonly kind: 'read'; readonly body: unknown };

const largestBytes = 256 * 1024;
const deepest = 32;
/** Names that can reach a prototype when a body is copied member by member. */
const prototypeKeys: readonly string[] = ['__proto__', 'constructor', 'prototype'];

/**
 * Reads one JSON body of at most 256 KB and 32 levels. restify's own body parser is not used: a gzip header in front of
 * other bytes ends its process, and its limit counts compressed bytes (facts/teams-and-security.md fact 3), so every
 * `Content-Encoding` is refused before a byte is read.
 */
export const readJsonBody = async (request: IncomingMessage): Promise<JsonBody | BodyRefusal> => {
  const { 'content-encoding': encoding, 'content-type': type, 'content-length': length } = request.headers;
  if (encoding !== undefined) return refused(415);
  // Graph's handshake posts nothing, as text/plain.
  if (request.headers['transfer-encoding'] === undefined && Number(length ?? 0) === 0) return { kind: 'read', body: undefined };
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type ?? '')) return refused(415);
  if (Number(length ?? 0) > largestBytes) return refused(413);
  const bytes = await collect(request);
  if (bytes === undefined) return refused(413);
  return parse(bytes);
};

/** Undefined as soon as there are too many bytes, whatever the length header said. */
const collect = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const parse = (bytes: Buffer): JsonBody | BodyRefusal => {
  try {
    const body: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isHarmless(body, deepest) ? { kind: 'read', body } : refused(400);
  } catch {
    return refused(400);
  }
};

const isHarmless = (value: unknown, levels: number): boolean => {
  // No sender writes a NUL, and PostgreSQL stores none.
  if (typeof value === 'string') return !value.includes('\u0000');
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((entry) => isHarmless(entry, levels - 1));
  return Object.entries(value).every(([key, entry]) => !prototypeKeys.includes(key) && isHarmless(entry, levels - 1));
};

const refused = (status: BodyRefusal['status']): BodyRefusal => ({ kind: 'refused', status });
