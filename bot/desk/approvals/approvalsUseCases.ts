import { type Actor } from '../../core/person.ts';
import { type AccessRequestId } from '../../core/ids.ts';
import { type JobOutcome } from '../ports.ts';
import { type FormProblems, type Press, type PressResult } from '../useCases.ts';

/** The verbs of approvals. */
export type ApprovalDesk = {
  /** `deciders.choose`: names who decides where nobody is left; people by user id or by address. */
  chooseDeciders(actor: Actor, input: Press & { deciders: readonly string[] }): Promise<PressResult | FormProblems>;
};

/** What the worker does for approvals when nobody is waiting. */
export type ApprovalWork = {
  checkApproval(job: { requestId: AccessRequestId; mustChoose: boolean }): Promise<JobOutcome>;
  /** Looks at every waiting request: can those who are asked still decide? */
  checkApprovals(): Promise<void>;
  /** Looks at every time limit that ran out. */
  keepTimeLimits(): Promise<void>;
};
