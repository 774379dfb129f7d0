import { type Approval } from './approvals/approval.ts';
import { type AccessRequestId, type Day, type DraftId, type SharedAppId, type TenantId, type UserId } from './ids.ts';
import { type AppRole } from './appRole.ts';
import { type NameForecast } from './nameChain.ts';

/** The person outside who is to be let in, before a guest object exists. */
export type Invitee = {
  /** Lower-cased address, domain in ASCII. */
  readonly email: string;
  readonly name: string;
  /** BCP 47 language of the invitation mail, e.g. `de`. */
  readonly language: string;
};

export type AccessRequestState = 'submitted' | 'approved' | 'declined' | 'withdrawn' | 'expired';

/** Approve or decline, by whom, when, why. `direct`: the owner's own request that needed nobody else. */
export type Decision = {
  readonly verdict: 'approved' | 'declined';
  readonly by: UserId;
  readonly at: Date;
  readonly reason: string | null;
  readonly direct: boolean;
  /** For whom a stand-in decided, by a delegation; left out where the person decided who was asked. */
  readonly onBehalfOf?: UserId;
};

/** A request that one outside person be let into one shared app. */
export type AccessRequest = {
  readonly id: AccessRequestId;
  /** Grows by one with every change; a press on an older version changes nothing. */
  readonly version: number;
  readonly tenantId: TenantId;
  /** The form it came from; one form makes at most one request. */
  readonly draftId: DraftId;
  readonly appId: SharedAppId;
  /** The role of the app that was asked for, as it was offered then; null where the app offers none. */
  readonly role: AppRole | null;
  /** Requests that were asked for together have one; each is decided by itself. */
  readonly bundleId: string | null;
  readonly requestedBy: UserId;
  /** What the requester was to the app when asking; owners' requests go to approvers, others' to owners. */
  readonly askedAs: 'owner' | 'requester';
  /**
   * Who is asked now and has not answered; each is checked again, live, when pressing. Once decided: who was asked when
   * the last answer came.
   */
  readonly deciders: readonly UserId[];
  /** The rule of the app as it was when asked, the stages and their votes. */
  readonly approval: Approval;
  readonly forecast: NameForecast;
  readonly invitee: Invitee;
  readonly sponsorId: UserId;
  /** Last day of access. */
  readonly until: Day;
  readonly timeZone: string;
  readonly reason: string;
  readonly state: AccessRequestState;
  readonly decision: Decision | null;
  readonly submittedAt: Date;
  readonly closedAt: Date | null;
};
