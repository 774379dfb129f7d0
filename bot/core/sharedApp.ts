import { type ApprovalRule } from './approvals/approvalRule.ts';
import { type AppRole } from './appRole.ts';
import { type SharedAppId, type TenantId, type UserId } from './ids.ts';

/** An app that guests are let into: an enterprise app, its access group, and the rules its owner chose. */
export type SharedApp = {
  readonly id: SharedAppId;
  readonly version: number;
  readonly tenantId: TenantId;
  /** Object id of the enterprise app (service principal). */
  readonly servicePrincipalId: string;
  readonly name: string;
  /** Object id of the security group whose members may use the app. */
  readonly accessGroupId: string;
  /** The app's own https address; where a guest lands after redemption. Never taken from a person. */
  readonly redirectUrl: string;
  /** Roles that guests can be given, each with an access group of its own; empty where the app has one access group. */
  readonly roles: readonly AppRole[];
  readonly approvers: readonly UserId[];
  readonly defaultSponsorId: UserId;
  /** Longest stay of a guest, in days from the day of asking. */
  readonly longestStayDays: number;
  /** Whether an owner who may invite needs nobody else's decision. */
  readonly ownerInvitesDirectly: boolean;
  /** Days after the mail on which an unredeemed invitation is remembered; empty: never. */
  readonly reminderDays: readonly number[];
  /** How requests are decided. */
  readonly approval: ApprovalRule;
  readonly sharedBy: UserId;
  readonly sharedAt: Date;
};
