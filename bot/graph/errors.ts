import { DeskError, type DeskErrorKind } from '../core/errors.ts';
import { type TransportFailure } from './transport.ts';

/** An answer of Graph, or of one request inside a batch. Header names in lower case. */
export type Answer = { readonly status: number; readonly headers: ReadonlyMap<string, string>; readonly body: unknown };

/** What decides how a failure is read: a write without an answer may have happened. */
export type Attempt = { readonly kind: 'read' | 'write'; readonly userId?: string };

/** Texts with which `POST /invitations` and member changes explain a 400 or 403; Graph gives them no codes of their own (facts/graph.md §2). */
const knownTexts: readonly { readonly text: RegExp; readonly kind: DeskErrorKind; readonly code: string; readonly input?: string }[] = [
  { text: /object references already exist/i, kind: 'invalid', code: 'already-a-member' },
  { text: /verified domain of this directory/i, kind: 'invalid', code: 'own-domain', input: 'email' },
  { text: /already exists in the directory/i, kind: 'invalid', code: 'invitee-exists', input: 'email' },
  { text: /cross-tenant access settings/i, kind: 'tenant-denies', code: 'cross-tenant-blocked' },
  { text: /guest invitations not allowed/i, kind: 'tenant-denies', code: 'invitations-not-allowed' },
  { text: /domain.*(not allowed|blocked|deny list|allow list)|(not allowed|blocked).*domain/i, kind: 'tenant-denies', code: 'domain-not-allowed' },
  { text: /invitedUserEmailAddress|invalid e-?mail|email address.*(not valid|invalid)/i, kind: 'invalid', code: 'address-refused', input: 'email' },
];

/**
 * Reads a failed answer. The only place that knows Graph's statuses and codes.
 * 401 → `sign-in-needed` for a person's call, else `tenant-denies`.
 */
export const errorOfAnswer = (answer: Answer, attempt: Attempt): DeskError => {
  const { code, message } = graphErrorOf(answer.body);
  const own = `graph/${slug(code) || `status-${answer.status}`}`;
  const wait = retryAfterSeconds(answer.headers.get('retry-after'));
  const user = attempt.userId === undefined ? {} : { userId: attempt.userId };
  if (answer.status === 429) return new DeskError('throttled', { code: own, ...(wait !== null && { retryAfterSeconds: wait }) });
  if (answer.status === 401) {
    const claims = claimsIn(answer);
    return new DeskError(attempt.userId === undefined ? 'tenant-denies' : 'sign-in-needed', { code: challenged(answer) ? 'graph/claims-challenge' : own, ...(claims !== undefined && { claims }), ...user });
  }
  if (answer.status === 404) return new DeskError('not-found', { code: own });
  if (answer.status === 400 || answer.status === 403) {
    const known = knownTexts.find(({ text }) => text.test(message));
    if (known !== undefined) return new DeskError(known.kind, { code: `graph/${known.code}`, ...(known.input !== undefined && { input: known.input }) });
    return new DeskError(answer.status === 403 ? 'tenant-denies' : 'bug', { code: own });
  }
  if (answer.status >= 500 || answer.status === 408) {
    return new DeskError(attempt.kind === 'write' ? 'ambiguous' : 'unavailable', { code: own, ...(wait !== null && { retryAfterSeconds: wait }) });
  }
  return new DeskError('bug', { code: own });
};

/** Reads a request that got no answer at all. */
export const errorOfFailure = (failure: TransportFailure, attempt: Attempt): DeskError => {
  const code = `graph/${slug(causeName(failure.cause))}`;
  return new DeskError(attempt.kind === 'write' && failure.sent ? 'ambiguous' : 'unavailable', { code, cause: failure });
};

/** True for a 401 that asks for more than the token has (Conditional Access, revoked session). */
export const challenged = (answer: Answer): boolean => /insufficient_claims|\bclaims=/.test(answer.headers.get('www-authenticate') ?? '');

const longestClaims = 4096;

/**
 * The claims of a challenge, as JSON. They come as base64, whose padding a split at `=` would lose; what is no JSON
 * object, or longer than any real one, is no challenge we could answer.
 */
export const claimsIn = (answer: Answer): string | undefined => {
  const encoded = /\bclaims="([A-Za-z0-9+/_=-]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1];
  if (encoded === undefined || encoded.length > longestClaims) return undefined;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  try {
    return isRecord(JSON.parse(text)) ? text : undefined;
  } catch {
    return undefined;
  }
};

/** Code and message of Graph's error shape; empty where the body is something else. */
export const graphErrorOf = (body: unknown): { readonly code: string; readonly message: string } => {
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {};
  return { code: textOf(error['code']), message: textOf(error['message']) };
};

/** `Retry-After` in seconds, given as seconds or as a date; null where there is none. Never more than an hour. */
export const retryAfterSeconds = (value: string | undefined): number | null => {
  if (value === undefined) return null;
  const seconds = /^\d+$/.test(value.trim()) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(Math.ceil(seconds), 0), 3600) : null;
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** `Authorization_RequestDenied` → `authorization-request-denied`. */
const slug = (code: string): string =>
  code.replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2').replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '').toLowerCase().slice(0, 80);

const causeName = (cause: unknown): string => {
  if (!isRecord(cause)) return 'network';
  return textOf(cause['name']) === 'TimeoutError' || textOf(cause['code']) === 'ABORT_ERR' ? 'timeout' : textOf(cause['code']) || 'network';
};
