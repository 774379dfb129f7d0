/** The verbs of the radar, and what the worker runs for it. */
import { type AccessRequestId } from '../../core/ids.ts';
import { type Actor } from '../../core/person.ts';
import { type Cause } from '../../core/radar/diagnose.ts';
import { type ActKind } from '../../core/stepUp/act.ts';
import { type JobOutcome, type PostedAt } from '../rows.ts';
import { type RequestView } from '../requestView.ts';
import { type NamedPerson } from '../namedPerson.ts';
import { type Opened } from '../stepUp/stepUpUseCases.ts';
import { type InviteForm } from '../inviteForm.ts';
import { type Press, type PressResult, type Refused } from '../outcomes.ts';

/** Why a guest cannot get in. `view`: the request it is about; null where nobody asked for the guest. */
export type Explained = {
  readonly kind: 'explained';
  readonly view: RequestView | null;
  /** The address that was asked about. */
  readonly about: string;
  /** The first is the cause, the others stand behind it. */
  readonly causes: readonly (Omit<Cause, 'who'> & { readonly who: readonly NamedPerson[] })[];
  /** Administrative acts that help and that this person may do now. */
  readonly acts: readonly ActKind[];
  /** Facts that could not be read. */
  readonly unread: readonly ('guest' | 'app' | 'inGroup' | 'signIns' | 'sponsor')[];
  /** Further requests of the same address or name. */
  readonly others: readonly { readonly requestId: AccessRequestId; readonly guest: { readonly name: string; readonly email: string }; readonly appName: string }[];
  readonly readAt: Date;
};

export type RadarDesk = {
  /** `invitation.resend`: the mail once more, in the presser's own name; three times at most. */
  resendInvitation(actor: Actor, input: Press): Promise<PressResult>;
  /** `account.confirm`: the account that was doubted is right. */
  confirmAccount(actor: Actor, input: Press): Promise<PressResult>;
  /** `account.askReset`: who may reset the redemption goes on to the act; owner and sponsor ask those who may. */
  askReset(actor: Actor, input: Press & { at: PostedAt }): Promise<PressResult | Opened>;
  /** `why …`: what keeps the guest out, by an address or the beginning of a name. */
  explainGuest(actor: Actor, about: string): Promise<Explained | Refused>;
  /** `guest.why`: the same for one request. */
  explainRequest(actor: Actor, input: { requestId: AccessRequestId }): Promise<Explained | Refused>;
  /** `request.again`: the form, filled with what that request said. */
  askAgain(actor: Actor, input: { requestId: AccessRequestId }): Promise<InviteForm | Refused>;
};

export type RadarWork = {
  /** At most one mail for each press or reminder; an interrupted call is never repeated. */
  resendInvitation(job: { requestId: AccessRequestId }): Promise<JobOutcome>;
  /** Round `reminders`: tells owner and sponsor of invitations that wait, and writes to the guest again. */
  sendReminders(): Promise<void>;
  /** Round `sign-ins`: notes first sign-ins, and tells of accounts that are not the invited ones. */
  watchSignIns(): Promise<void>;
  /** Once at start: takes up at once what an earlier process left half done. */
  resumeUnsettled(): Promise<void>;
};
