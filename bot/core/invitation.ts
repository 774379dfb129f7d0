import { type AccessRequestId, type UserId } from './ids.ts';
import { type Watch } from './radar/watch.ts';

export type InvitationState = 'pending' | 'sent' | 'redeemed' | 'expired' | 'revoked';

/** By which provider a guest signed in; Graph shows the account only for some (facts/recipes.md "Redeemed account"). */
export type IdentityProvider = {
  readonly kind: 'entra' | 'microsoft-account' | 'one-time-passcode' | 'google' | 'facebook' | 'federated' | 'unknown';
  /** The account, where Graph shows it; null means "which account is not visible". */
  readonly account: string | null;
};

/** Why an approved request does not move on by itself; shown on a task card. */
export type Obstacle = {
  /** Stable code, e.g. `graph/authorization-request-denied`, `sign-in-needed`. */
  readonly code: string;
  /** Whose press can help (Retry). */
  readonly userId: UserId;
  readonly at: Date;
};

/** Membership in the app's access group, as far as Guest Desk brought it about. */
export type AccessState = 'none' | 'granted' | 'ending' | 'ended';

/**
 * What becomes of an approved request: the invitation, its redemption and the access. One per approved request.
 * `lookedAt` and `callStartedAt` are the intent row: they tell our own interrupted call from a guest who was there before.
 */
export type Invitation = {
  readonly requestId: AccessRequestId;
  readonly version: number;
  readonly state: InvitationState;
  /** `existing-guest`: no second invitation is sent, the guest only gets the app. Known after the look. */
  readonly kind: 'new-guest' | 'existing-guest' | null;
  /** In whose name the invitation goes out; null while a Finish is awaited. */
  readonly inviterId: UserId | null;
  /** In whose name the guest is added to the access group; null while a Finish is awaited. */
  readonly adderId: UserId | null;
  readonly guestId: UserId | null;
  readonly lookedAt: Date | null;
  readonly callStartedAt: Date | null;
  readonly attempts: number;
  readonly sentAt: Date | null;
  readonly redeemedAt: Date | null;
  readonly provider: IdentityProvider | null;
  /** The redemption that was reset: while the directory still tells of it, it counts no more. */
  readonly resetOf: Date | null;
  readonly access: AccessState;
  readonly endRequestedBy: UserId | null;
  readonly endedAt: Date | null;
  readonly obstacle: Obstacle | null;
  /** False once a message to the sponsor was refused (app not installed or blocked). */
  readonly sponsorReachable: boolean;
  /** What the radar follows: reminders, further mails, the first sign-in, alarms. */
  readonly watch: Watch;
};

/** Where a request stands, as people see it. */
export type Phase =
  | 'waiting' // for a decision
  | 'declined'
  | 'withdrawn'
  | 'expired'
  | 'finish-needed' // approved; nobody who pressed may send the invitation
  | 'sending' // approved; on its way
  | 'retry-needed' // approved; stopped by an obstacle
  | 'invited' // mail sent (or pending guest got the app); not redeemed
  | 'redeemed'
  | 'ending' // end asked for, not yet done
  | 'ended';
