/** What the use cases need from outside. Adapters implement these; `compose.ts` hands them over. */
import { type AccessRequest } from '../core/accessRequest.ts';
import { type DomainEvent } from '../core/events.ts';
import { type AccessRequestId, type DraftId, type SharedAppId, type TenantId, type UserId } from '../core/ids.ts';
import { type IdentityProvider, type Invitation } from '../core/invitation.ts';
import { type InvitePolicy, type Standing } from '../core/person.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { type DelegationReads, type DelegationTx } from './delegation/delegationPorts.ts';
import { type RadarDirectory, type RadarReads, type SignInLog } from './radar/radarPorts.ts';
import { type KeptPreflight, type PreflightPorts, type PreflightStore } from './preflight/preflightPorts.ts';
import { type ActivationDirectory } from './activation/activation.ts';
import { type ApprovalDirectory, type ApprovalJob, type ApprovalReads } from './approvals/approvalsPorts.ts';
import { type SearchReads } from './extension/extensionPorts.ts';
import { type AskDialogs, type PersonLanguages } from './dialogs/dialogsPorts.ts';
import { type OnCallReads, type OnCallReview, type OnCallTx, type Pager } from './onCall/onCallPorts.ts';
import { type WaitingReads, type WaitingTx } from './waiting/waitingPorts.ts';
import { type PartOfRequests } from './waiting/waitingUseCases.ts';
import { type CardPurpose, type RequestView } from './requestView.ts';
import { type AdminSignIn, type StepUpCards, type StepUpReads, type StepUpTx } from './stepUp/stepUpPorts.ts';
import { type PostedAt, type Page, type RequestRow } from './rows.ts';

export type Clock = { now(): Date };
/** Random UUIDs. */
export type Ids = { next(): string };

/** The reader identity: application permissions that only read. Every answer is live. */
export type Directory = ApprovalDirectory & ActivationDirectory & RadarDirectory & {
  /** What the directory says of each person now, in one round trip. People it does not know are absent from the map. */
  standings(ids: readonly UserId[]): Promise<ReadonlyMap<UserId, Standing>>;
  /** `authorizationPolicy.allowInvitesFrom`. */
  invitePolicy(): Promise<InvitePolicy>;
  /** Owners of the enterprise app (not of the app registration). */
  appOwners(servicePrincipalId: string): Promise<readonly UserId[]>;
  groupOwners(groupId: string): Promise<readonly UserId[]>;
  /** Domains verified in our tenant, lower case. */
  verifiedDomains(): Promise<readonly string[]>;
  /** A user by object id; undefined when gone (or not visible yet). */
  findUser(id: UserId): Promise<DirectoryUser | undefined>;
  /** A user by mail, proxy address, other mail or user principal name; undefined when there is none (or not visible yet). */
  findUserByEmail(email: string): Promise<DirectoryUser | undefined>;
  isGroupMember(groupId: string, userId: UserId): Promise<boolean>;
  /** Groups assigned to the enterprise app, and its own addresses. `not-found` when the app is gone. */
  appFacts(servicePrincipalId: string): Promise<AppFacts>;
  /** Guests changed since the link (delta); without a link, from now on. `gap`: the link is too old, everything must be read again. */
  changedUsers(link: string | null): Promise<{ kind: 'changes'; users: readonly DirectoryUser[]; link: string } | { kind: 'gap' }>;
};

export type DirectoryUser = {
  readonly id: UserId;
  readonly name: string;
  readonly mail: string | null;
  readonly userType: 'member' | 'guest';
  readonly isEnabled: boolean;
  /** Redemption: `accepted`, `pending`, or null where Entra keeps no state (self-service sign-up guests are active with null). */
  readonly redemption: 'accepted' | 'pending' | null;
  readonly redemptionChangedAt: Date | null;
  readonly createdAt: Date | null;
  readonly provider: IdentityProvider;
};

export type AppFacts = {
  readonly servicePrincipalId: string;
  readonly appId: string;
  readonly name: string;
  /** False where nobody may sign in to it. */
  readonly isEnabled: boolean;
  readonly assignmentRequired: boolean;
  /** The app's own https address, or null where it registers none. */
  readonly redirectUrl: string | null;
  /** Security groups assigned to the app. */
  readonly groups: readonly { id: string; name: string; /** The app role they are assigned with. */ appRoleId: string }[];
  /** App roles that are enabled and can be given to people. */
  readonly appRoles: readonly { id: string; value: string; name: string }[];
};

/** Graph in the name of a signed-in person (everyday permissions). Every method throws `sign-in-needed` without a usable token. */
export type People = {
  /** Throws `sign-in-needed` unless the person has a token now. */
  ensureSignedIn(person: UserId): Promise<void>;
  /**
   * `POST /invitations`. Never repeated by the client. Errors: `ambiguous` (time-out, reset, 5xx: may have happened),
   * `throttled`, `tenant-denies`, `invalid` (address refused), `sign-in-needed` (also on a claims challenge; the token is then dropped).
   */
  invite(person: UserId, invitation: InvitationCall): Promise<{ guestId: UserId }>;
  /** Adds to the group; `already` when a member. `not-found` while the directory does not show the guest yet. */
  addToGroup(person: UserId, groupId: string, guestId: UserId): Promise<'added' | 'already'>;
  removeFromGroup(person: UserId, groupId: string, guestId: UserId): Promise<'removed' | 'absent'>;
  /** Enterprise apps the person owns. */
  ownedApps(person: UserId): Promise<readonly { servicePrincipalId: string; name: string }[]>;
  /** Forgets the person's token at the token service. */
  signOut(person: UserId): Promise<void>;
};

export type InvitationCall = {
  readonly email: string;
  readonly name: string;
  readonly redirectUrl: string;
  readonly sponsorId: UserId;
  readonly language: string;
  /** Plain text of the mail's personal message, in the guest's language. */
  readonly message: string;
};

/** The ender identity: removes members of access groups it owns, nothing else. */
export type Ender = { removeFromGroup(groupId: string, guestId: UserId): Promise<'removed' | 'absent'> };

/** Cards that come unasked. Throws `unreachable` when the person cannot be messaged. */
export type Messenger = StepUpCards & {
  post(to: UserId, view: RequestView): Promise<PostedAt>;
  /** Replaces a posted card. `not-found` when it is gone. */
  update(at: PostedAt, view: RequestView): Promise<void>;
  /** One card that lists what waits for a person. */
  postDigest(to: UserId, part: PartOfRequests): Promise<PostedAt>;
  /** The morning's question about an access at night. */
  postReview(to: UserId, review: OnCallReview): Promise<PostedAt>;
  updateDigest(to: UserId, at: PostedAt, part: PartOfRequests): Promise<void>;
};

/** Words that leave the house in a mail. */
export type Letters = { invitationMessage(facts: { language: string; appName: string; inviterName: string; sponsorName: string }): string };

export type PostedCard = PostedAt & { readonly requestId: AccessRequestId; readonly to: UserId; readonly purpose: CardPurpose };

/** Follow-up work, written in the transaction of the row that caused it. */
export type Job =
  | ApprovalJob
  /** `again`: as a new message, also where an earlier one stands further up. */
  | { readonly name: 'card.post'; readonly requestId: AccessRequestId; readonly to: UserId; readonly purpose: CardPurpose; readonly again?: true | undefined }
  | { readonly name: 'cards.refresh'; readonly requestId: AccessRequestId }
  | { readonly name: 'invitation.send'; readonly requestId: AccessRequestId }
  | { readonly name: 'access.end'; readonly requestId: AccessRequestId }
  | { readonly name: 'onCall.page'; readonly requestId: AccessRequestId }
  | { readonly name: 'onCall.askReview'; readonly requestId: AccessRequestId }
  /** The cards of waiting requests are brought in line with a delegation. */
  | { readonly name: 'delegation.apply'; readonly delegationId: string }
  | { readonly name: 'invitation.resend'; readonly requestId: AccessRequestId }
  | { readonly name: 'stepUp.settle'; readonly actId: string }
  /** `noticedAt`: when the hint came, an ISO 8601 instant. */
  | { readonly name: 'redemption.check'; readonly userId: UserId; readonly noticedAt: string };

/** What a form was filled with before it was sent; kept so that one form makes one request and a restart loses nothing. */
export type Draft = {
  readonly id: DraftId;
  readonly kind: 'invite' | 'share';
  readonly by: UserId;
  readonly conversationId: string;
  /** `share`: the service principal; `invite`: empty. */
  readonly servicePrincipalId: string | null;
  readonly createdAt: Date;
};

/** Reads outside a transaction. */
export type Reads = DelegationReads & OnCallReads & WaitingReads & RadarReads & ApprovalReads & SearchReads & StepUpReads & {
  request(id: AccessRequestId): Promise<RequestRow | undefined>;
  /** Requests asked for together, in the order they were asked for. */
  requestsOfBundle(bundleId: string): Promise<readonly RequestRow[]>;
  requestByDraft(draft: DraftId): Promise<AccessRequest | undefined>;
  /** Requests for this address and app that are submitted, or approved with access not ended. */
  openRequestsFor(appId: SharedAppId, email: string): Promise<readonly RequestRow[]>;
  /** Guests of approved requests this person asked for or sponsors, or whose app is in `apps`. */
  guestsOf(person: UserId, apps: readonly SharedAppId[], cursor: string | null, limit: number): Promise<Page<RequestRow>>;
  /** Approved requests whose invitation is `sent` for this guest, or whose access is granted to them unredeemed. */
  awaitingRedemption(guestId: UserId): Promise<readonly RequestRow[]>;
  /** Guests with an unredeemed invitation, for the full sweep. */
  guestsAwaitingRedemption(after: UserId | null, limit: number): Promise<readonly UserId[]>;
  sharedApps(): Promise<readonly SharedApp[]>;
  sharedApp(id: SharedAppId): Promise<SharedApp | undefined>;
  sharedAppOf(servicePrincipalId: string): Promise<SharedApp | undefined>;
  draft(id: DraftId): Promise<Draft | undefined>;
  /** Undefined where none was kept. */
  keptPreflight(requestId: AccessRequestId): Promise<KeptPreflight | undefined>;
  postedCards(requestId: AccessRequestId): Promise<readonly PostedCard[]>;
  /** Display names we have met; people never met are absent. */
  names(ids: readonly UserId[]): Promise<ReadonlyMap<UserId, string>>;
};

/** One transaction: rows, audit entry and follow-up work together, or none of them. */
export type Tx = DelegationTx & OnCallTx & WaitingTx & StepUpTx & {
  /** The request and its invitation, locked for update; `undefined` when there is none. */
  lockRequest(id: AccessRequestId): Promise<RequestRow | undefined>;
  insertRequest(request: AccessRequest): Promise<'inserted' | 'draft-used'>;
  /** Compare-and-set on `version - 1`; throws `bug` when the row moved although it was locked. */
  /** As in `Reads`, and nobody else asks for this address and app before the transaction ends. */
  lockOpenRequestsFor(appId: SharedAppId, email: string): Promise<readonly RequestRow[]>;
  saveRequest(request: AccessRequest): Promise<void>;
  insertInvitation(invitation: Invitation): Promise<void>;
  saveInvitation(invitation: Invitation): Promise<void>;
  insertSharedApp(app: SharedApp): Promise<'inserted' | 'already-shared'>;
  saveSharedApp(app: SharedApp): Promise<'saved' | 'conflict'>;
  insertDraft(draft: Draft): Promise<void>;
  keepPreflight(requestId: AccessRequestId, kept: KeptPreflight): Promise<void>;
  savePostedCard(card: PostedCard): Promise<void>;
  forgetPostedCard(at: PostedAt): Promise<void>;
  rememberNames(names: ReadonlyMap<UserId, string>): Promise<void>;
  /** The audit entries (last statements of the transaction) and the jobs. */
  commitWith(events: readonly DomainEvent[], jobs: readonly Job[]): Promise<void>;
};

export type Store = AskDialogs & PersonLanguages & {
  readonly read: Reads;
  readonly preflight: PreflightStore;
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  /**
   * Takes the request's effect lease for some seconds so that two workers never call Graph for it at once;
   * false when another holds it. A crashed holder's lease runs out by itself.
   */
  lease(requestId: AccessRequestId, holder: string, seconds: number): Promise<boolean>;
  release(requestId: AccessRequestId, holder: string): Promise<void>;
  /** Watermarks of loops, e.g. the delta link. */
  mark(name: string): Promise<string | null>;
  setMark(name: string, value: string | null): Promise<void>;
};

export type Settings = {
  readonly tenantId: TenantId;
  /** How long the directory may lag behind a write, in seconds. */
  readonly directoryLagSeconds: number;
  /** Origin of our own pages, https. */
  readonly publicUrl: string;
  /** The page of Entra on which people activate directory roles, https. */
  readonly roleActivationUrl: string;
  /** Requests that wait for one person before they come as one list instead of a card each. */
  readonly digestAfter: number;
  /** Requests of one person for one app that may wait at a time. */
  readonly mostWaiting: number;
};

export type Ports = PreflightPorts & {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly directory: Directory;
  readonly signInLog: SignInLog;
  readonly people: People;
  readonly ender: Ender | null;
  /** Null where nobody is paged from here. */
  readonly pager: Pager | null;
  /** Null where no admin registration is set up: step-up is not offered. */
  readonly admin: AdminSignIn | null;
  readonly messenger: Messenger;
  readonly letters: Letters;
  readonly settings: Settings;
};
