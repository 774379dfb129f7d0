/**
 * What can stop a use case. The set is closed: every adapter maps its world into it in one place, and one table
 * maps it to what the person sees. Expected outcomes (refused, conflict) are results of a use case, not errors.
 */
export type DeskErrorKind =
  | 'invalid' // the person's input cannot be used; nothing changed
  | 'not-found' // what was named does not exist (any more)
  | 'sign-in-needed' // no usable token of this person; the same action goes on after signing in
  | 'tenant-denies' // Entra or Graph refuses: a permission, role or setting is missing
  | 'throttled' // asked to wait; `retryAfterSeconds` says how long
  | 'ambiguous' // a call may or may not have had its effect: look before repeating
  | 'unavailable' // a neighbour is down or slow; nothing happened
  | 'unreachable' // the person cannot be messaged (app not installed, or blocked)
  | 'bug'; // anything else

export type DeskErrorDetail = {
  /** Stable code with its origin, e.g. `graph/authorization-request-denied`. Never personal data. */
  readonly code: string;
  readonly cause?: unknown;
  /** Seconds the neighbour asked us to wait. */
  readonly retryAfterSeconds?: number;
  /** For `sign-in-needed`: whose sign-in. */
  readonly userId?: string;
  /** For `sign-in-needed`: the claims that the next sign-in has to bring, JSON as the directory gave them. */
  readonly claims?: string;
  /** For `invalid`: the input that cannot be used. */
  readonly input?: string;
};

/** The one error class of Guest Desk. `message` is for engineers and carries no personal data. */
export class DeskError extends Error {
  readonly kind: DeskErrorKind;
  readonly detail: DeskErrorDetail;

  constructor(kind: DeskErrorKind, detail: DeskErrorDetail) {
    super(`${kind}: ${detail.code}`, detail.cause === undefined ? {} : { cause: detail.cause });
    this.name = 'DeskError';
    this.kind = kind;
    this.detail = detail;
  }
}

/** True for errors of the closed set, optionally of one kind. */
export const isDeskError = (error: unknown, kind?: DeskErrorKind): error is DeskError =>
  error instanceof DeskError && (kind === undefined || error.kind === kind);
