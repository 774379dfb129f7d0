/** The verbs of the desk as handlers, workers and compose see them; each is implemented in the file of its name. */
import { type Actor } from '../core/person.ts';
import { type AccessRequestId, type DraftId, type UserId } from '../core/ids.ts';
import { type DialogsDesk } from './dialogs/dialogsUseCases.ts';
import { type DelegationVerbs, type DelegationWork } from './delegation/delegationUseCases.ts';
import { type OnCallDesk, type OnCallWork } from './onCall/onCallUseCases.ts';
import { type WaitingVerbs, type WaitingWork } from './waiting/waitingUseCases.ts';
import { type Checked, type PreflightDesk } from './preflight/preflightUseCases.ts';
import { type JobOutcome, type Page } from './rows.ts';
import { type RadarDesk, type RadarWork } from './radar/radarUseCases.ts';
import { type ApprovalDesk, type ApprovalWork } from './approvals/approvalsUseCases.ts';
import { type ExtensionDesk } from './extension/extensionUseCases.ts';
import { type CardPurpose, type RequestView } from './requestView.ts';
import { type NamedPerson } from './namedPerson.ts';
import { type StepUpDesk, type StepUpWork } from './stepUp/stepUpUseCases.ts';
import { type FormProblems, type Press, type PressResult, type Refused, type Shown } from './outcomes.ts';
import { type AppChoice, type FormAgain, type InviteForm, type InviteWords, type SubmitInput } from './inviteForm.ts';

export type SharePlan = {
  readonly kind: 'plan';
  readonly draftId: DraftId;
  readonly appName: string;
  readonly owners: readonly NamedPerson[];
  readonly accessGroup: string;
  readonly redirectUrl: string;
  readonly assignmentRequired: boolean;
  /** People offered as approvers: owners of the access group, without the person who shares. */
  readonly candidates: readonly NamedPerson[];
  /** Roles that could be offered: each has an access group of its own. */
  readonly roles: readonly { readonly appRoleId: string; readonly name: string }[];
  /** What is set now, when the app is shared already. */
  readonly current: { readonly approvers: readonly NamedPerson[]; readonly sponsor: NamedPerson; readonly longestStayDays: number; readonly ownerInvitesDirectly: boolean; readonly roleIds: readonly string[]; readonly reminderDays: readonly number[] } | null;
};
export type ShareInput = { readonly draftId: DraftId; readonly approvers: readonly string[]; readonly sponsor: string; readonly longestStayDays: number; readonly ownerInvitesDirectly: boolean; /** App roles to offer, by id. */ readonly roles: readonly string[]; /** Days as the owner wrote them. */ readonly reminders: string };
export type AppShared = { readonly kind: 'shared'; readonly draftId: DraftId; readonly appName: string; readonly approvers: readonly NamedPerson[]; readonly sponsor: NamedPerson; readonly longestStayDays: number; readonly ownerInvitesDirectly: boolean; readonly roles: readonly string[]; readonly reminderDays: readonly number[]; readonly changed: boolean };
/** More than one owned app bears the name, or none was named. */
export type AppChoices = { readonly kind: 'choose'; readonly apps: readonly { readonly servicePrincipalId: string; readonly name: string }[] };

export type Desk = DialogsDesk & DelegationVerbs & OnCallDesk & WaitingVerbs & RadarDesk & ApprovalDesk & ExtensionDesk & PreflightDesk & StepUpDesk & {
  /** `invite …`: the form, filled in with what the sentence said. */
  prepareRequest(actor: Actor, words: InviteWords): Promise<InviteForm | Refused>;
  /** `request.submit` */
  requestAccess(actor: Actor, input: SubmitInput): Promise<Shown | FormAgain | Refused | Checked>;
  /** `request.approve`, `request.decline` */
  decideRequest(actor: Actor, input: Press & { verdict: 'approved' | 'declined'; reason: string | null }): Promise<PressResult | FormProblems>;
  /** `request.withdraw` */
  withdrawRequest(actor: Actor, input: Press): Promise<PressResult>;
  /** `request.finish`: the presser's name is used for what nobody before could do. */
  finishInvitation(actor: Actor, input: Press): Promise<PressResult>;
  /** `request.retry` */
  retryInvitation(actor: Actor, input: Press): Promise<PressResult>;
  /** `access.end` */
  endAccess(actor: Actor, input: Press): Promise<PressResult>;
  /** `sponsor.replace` */
  replaceSponsor(actor: Actor, input: Press & { sponsor: string }): Promise<PressResult | FormProblems>;
  /** `request.show`: refresh; no side effect, succeeds for whoever has a part in the request. */
  showRequest(actor: Actor, input: { requestId: AccessRequestId; purpose: CardPurpose; /** Without the others it was asked for with. */ isAlone?: boolean }): Promise<Shown | Refused>;
  /** `share …` */
  planShare(actor: Actor, words: { app: string | null; servicePrincipalId: string | null }): Promise<SharePlan | AppChoices | Refused>;
  /** `app.share` */
  shareApp(actor: Actor, input: ShareInput): Promise<AppShared | FormProblems | Refused>;
  listGuests(actor: Actor, cursor: string | null): Promise<Page<RequestView> | Refused>;
  listSharedApps(actor: Actor): Promise<readonly AppChoice[] | Refused>;
  /** Takes the person's everyday token away from the token service. */
  signOut(actor: Actor): Promise<void>;
};

/** What the worker runs; each returns what to do next with the job. */
export type DeskWork = DelegationWork & OnCallWork & WaitingWork & RadarWork & ApprovalWork & StepUpWork & {
  postCard(job: { requestId: AccessRequestId; to: UserId; purpose: CardPurpose; again?: true | undefined }): Promise<JobOutcome>;
  refreshCards(job: { requestId: AccessRequestId }): Promise<JobOutcome>;
  sendInvitation(job: { requestId: AccessRequestId }): Promise<JobOutcome>;
  removeAccess(job: { requestId: AccessRequestId }): Promise<JobOutcome>;
  /** `noticedAt`: when a hint came (ISO 8601); for half a minute after it, a guest who seems not to have accepted is looked at again. */
  recordRedemption(job: { userId: UserId; noticedAt?: string }): Promise<JobOutcome>;
  /** Finds redemptions that were never notified. */
  sweepRedemptions(): Promise<void>;
};
