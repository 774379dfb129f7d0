/** The verbs of the radar, and what the worker runs for it. */
import { type AccessRequestId } from '../../core/ids.ts';
import { type Actor } from '../../core/person.ts';
import { type JobOutcome } from '../ports.ts';
import { type Press, type PressResult } from '../useCases.ts';

export type RadarDesk = {
  /** `invitation.resend`: the mail once more, in the presser's own name; three times at most. */
  resendInvitation(actor: Actor, input: Press): Promise<PressResult>;
  /** `account.confirm`: the account that was doubted is right. */
  confirmAccount(actor: Actor, input: Press): Promise<PressResult>;
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
