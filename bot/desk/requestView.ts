import { type ApprovalView } from './approvals/approvalView.ts';
import { type AccessRequestId, type Day, type UserId } from '../core/ids.ts';
import { type IdentityProvider, type Phase } from '../core/invitation.ts';
import { type TimelineEntry } from '../core/radar/timeline.ts';
import { type PreflightView } from './preflight/preflightView.ts';
import { type RequestVerb } from '../core/requestVerbs.ts';
import { type NamedPerson } from './namedPerson.ts';

export { type RequestVerb } from '../core/requestVerbs.ts';

/** What a card is for; one person has at most one card per request and purpose. */
export const cardPurposes = ['status', 'decide', 'finish', 'sponsor', 'radar', 'reset', 'succession'] as const;
export type CardPurpose = (typeof cardPurposes)[number];

export type StandIn = { readonly who: NamedPerson; readonly for: NamedPerson; readonly until: Day };
export type RequestChange = {
  readonly by: NamedPerson;
  readonly at: Date;
  readonly until: { readonly before: Day; readonly after: Day } | null;
  readonly sponsor: { readonly before: NamedPerson; readonly after: NamedPerson } | null;
};

/** One app of several that were asked for together. */
export type BundlePart = { readonly requestId: AccessRequestId; readonly appName: string; readonly phase: Phase; readonly until: Day };

/**
 * A request as one person may see it: everything a card of it shows, and what that person can press.
 * Personal parts the viewer has no business with are null (the reason is for requester and deciders).
 */
export type RequestView = {
  readonly id: AccessRequestId;
  /** Version of the request and its invitation together; goes back with every press. */
  readonly version: number;
  readonly purpose: CardPurpose;
  readonly viewer: UserId;
  readonly phase: Phase;
  readonly appName: string;
  /** For the requester: everything asked for together, each with where it stands; null where it was asked for alone. */
  readonly bundle: readonly BundlePart[] | null;
  /** One of several, opened by itself. */
  readonly isPart: boolean;
  readonly guest: { readonly name: string; readonly email: string };
  readonly requester: NamedPerson;
  readonly sponsor: NamedPerson;
  readonly until: Day;
  readonly timeZone: string;
  readonly reason: string | null;
  /** Who is asked now and has not answered. */
  readonly deciders: readonly NamedPerson[];
  readonly decision: { readonly by: NamedPerson; readonly at: Date; readonly verdict: 'approved' | 'declined'; readonly reason: string | null; readonly direct: boolean; /** For whom a stand-in decided. */ readonly onBehalfOf?: NamedPerson } | null;
  /** Who may decide for whom, until when; while the request waits. */
  readonly standIns: readonly StandIn[];
  readonly approval: ApprovalView;
  /** The requester reminded those who decide; while the request waits. */
  readonly nudge: { readonly by: NamedPerson; readonly at: Date } | null;
  /** Needed now: for how long, and when it ends once it began. */
  readonly onCall: { readonly hours: number; readonly keepsShift: boolean; readonly endsAt: Date | null } | null;
  /** Offered where the app has an on-call lane and the request may still take it. */
  readonly urgent: { readonly longestHours: number; readonly hasShifts: boolean } | null;
  /** What a decider changed last. */
  readonly change: RequestChange | null;
  /** In whose name the guest sees the invitation; null until known. */
  readonly inviter: NamedPerson | null;
  /**
   * Whose name the guest will see if this viewer approves, as foretold when the request was made; without an inviter the
   * finishers would be asked. Null unless the viewer is asked to decide.
   */
  readonly ifApproved: { readonly inviter: NamedPerson | null; /** Who adds the guest to the access group; null where nobody who pressed may. */ readonly adder: NamedPerson | null; readonly finishers: readonly NamedPerson[] } | null;
  /** What stands in the way, and who the partner is; null unless the viewer is asked to decide. */
  readonly preflight: PreflightView | null;
  readonly isExistingGuest: boolean;
  readonly sentAt: Date | null;
  readonly redeemedAt: Date | null;
  readonly provider: IdentityProvider | null;
  readonly endedAt: Date | null;
  readonly endRequestedBy: NamedPerson | null;
  /** Set on a task card: what stopped the effect, and whose press helps. */
  readonly obstacle: { readonly code: string; readonly who: NamedPerson } | null;
  readonly sponsorReachable: boolean;
  /** Offered where the sponsor cannot be messaged and the viewer may choose another. */
  readonly otherSponsors: readonly NamedPerson[];
  /** What the radar followed; null for people who are neither requester, owner, sponsor nor finisher. */
  readonly radar: RadarView | null;
  /** Offered where the viewer is asked to choose who decides. */
  readonly candidates: readonly NamedPerson[];
  readonly verbs: readonly RequestVerb[];
};

/** The redemption as it can be followed. */
export type RadarView = {
  /** Further mails that are left, and whether one is on its way. */
  readonly mailsLeft: number;
  readonly isSending: boolean;
  /** Evidence of another account that nobody has confirmed. */
  readonly alarms: readonly { readonly kind: 'passcode-address' | 'home-tenant'; readonly account: string; readonly name: string | null }[];
  /** Who asked whom of the service desk to reset the redemption, while an alarm stands. */
  readonly reset: { readonly by: NamedPerson; readonly of: readonly NamedPerson[] } | null;
  /** For the app's owners and the sponsor; empty for others. */
  readonly timeline: readonly (Omit<TimelineEntry, 'who'> & { readonly who: NamedPerson | null })[];
};
