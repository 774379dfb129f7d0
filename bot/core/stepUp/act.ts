import { type AccessRequestId, type TenantId, type UserId } from '../ids.ts';

/** Administrative acts that a fresh sign-in opens, one at a time. The set is closed. */
export const actKinds = ['invitation.reset', 'invitation.changeAddress'] as const;
export type ActKind = (typeof actKinds)[number];

/**
 * `open`: waits for a sign-in. `signing-in`: one is under way, in one browser. `doing`: signed in, the directory is being
 * asked. `done`, `failed`, `closed`: over, for good.
 */
export const actStates = ['open', 'signing-in', 'doing', 'done', 'failed', 'closed'] as const;
export type ActState = (typeof actStates)[number];

/** Why a sign-in or an act did not come to its end; each has a sentence in every locale (`stepUp.problem.<key>`). */
export const actProblems = [
  'sign-in-cancelled',
  'sign-in-failed',
  'wrong-person',
  'not-fresh',
  'other-window', // the browser that comes back is not the one that went, or the answer belongs to another act
  'too-many-sign-ins',
  'unavailable', // nothing happened; it can be tried again
  'challenge-unmet', // the directory asks for more again and again
  'not-allowed', // not a member any more, or the role is gone
  'request-moved',
  'address-in-use',
  'directory-refused',
  'uncertain', // the directory gave no answer: it may have happened
] as const;
export type ActProblem = (typeof actProblems)[number];

/** One administrative act, asked for by one person, good once and for ten minutes. */
export type Act = {
  /** Random; whoever knows it may look at the page, and nothing more. */
  readonly id: string;
  /** Grows with every change; a change of another version is none. */
  readonly version: number;
  readonly kind: ActKind;
  readonly requestId: AccessRequestId;
  /** What the request looked like to the person who asked (`versionOf`). */
  readonly requestVersion: number;
  /** The new address of `invitation.changeAddress`, as `parseEmailAddress` keeps it. */
  readonly address: string | null;
  readonly tenantId: TenantId;
  readonly askedBy: UserId;
  readonly locale: string;
  readonly timeZone: string;
  /** The message whose button was pressed; it shows what becomes of the act. */
  readonly conversationId: string;
  readonly activityId: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly state: ActState;
  /** Hash of the secret that the signing-in browser holds; null when no sign-in is under way. */
  readonly binding: string | null;
  readonly signInAt: Date | null;
  readonly signIns: number;
  /** The claims that the directory asked for, JSON; they go with the next sign-in. */
  readonly challenge: string | null;
  readonly challenges: number;
  readonly problem: ActProblem | null;
};

export const actLifeMs = 10 * 60_000;
export const mostSignIns = 5;
/** Rounds of claims; a directory that is not content after them never will be. */
export const mostChallenges = 2;

/** Nothing can be done with it any more. */
export const isOver = ({ state, expiresAt }: Act, now: Date): boolean => state === 'done' || state === 'failed' || state === 'closed' || expiresAt.getTime() <= now.getTime();

const moved = (act: Act, change: Partial<Omit<Act, 'id' | 'version'>>): Act => ({ ...act, ...change, version: act.version + 1 });

/** A sign-in begins in one browser; one that began earlier elsewhere is no good any more. Undefined when it may not begin. */
export const beginSignIn = (act: Act, binding: string, now: Date): Act | undefined =>
  isOver(act, now) || act.state === 'doing' || act.signIns >= mostSignIns ? undefined : moved(act, { state: 'signing-in', binding, signInAt: now, signIns: act.signIns + 1, problem: null });

/** The sign-in came back to the browser it began in: from here on nobody else can use it. Undefined when there is none to use. */
export const takeSignIn = (act: Act, binding: string, now: Date): Act | undefined =>
  act.state === 'signing-in' && act.binding === binding && !isOver(act, now) ? moved(act, { state: 'doing', binding: null }) : undefined;

/** Nothing happened and it can be tried again. */
export const reopen = (act: Act, problem: ActProblem): Act => moved(act, { state: 'open', binding: null, problem });

/** The directory asks for claims: the next sign-in brings them. Undefined after the last round. */
export const challenged = (act: Act, claims: string): Act | undefined =>
  act.challenges >= mostChallenges ? undefined : moved(act, { state: 'open', binding: null, challenge: claims, challenges: act.challenges + 1, signIns: Math.max(0, act.signIns - 1) });

export const done = (act: Act): Act => moved(act, { state: 'done', binding: null, challenge: null, problem: null });
export const failed = (act: Act, problem: ActProblem): Act => moved(act, { state: 'failed', binding: null, challenge: null, problem });
export const closed = (act: Act): Act => moved(act, { state: 'closed', binding: null, challenge: null });
