import { type AccessRequestId, type UserId } from '../../core/ids.ts';
import { type RequestRow } from '../rows.ts';

/** What approvals need of the directory. Every answer is live. */
export type ApprovalDirectory = {
  /** People among the direct members of a group; `not-found` when it is gone. */
  groupPeople(groupId: string): Promise<readonly UserId[]>;
  /** The group by object id; undefined when there is none. */
  group(groupId: string): Promise<{ readonly id: string; readonly name: string } | undefined>;
  /** Holders of Global Administrator or Privileged Role Administrator that are assigned by name. */
  administrators(): Promise<readonly UserId[]>;
};

/** What approvals need of the store, by page. */
export type ApprovalReads = {
  /** Requests that wait for a decision, by id. */
  waitingRequests(after: AccessRequestId | null, limit: number): Promise<readonly RequestRow[]>;
  /** Requests whose time limit ran out by then, longest overdue first. */
  dueRequests(at: Date, limit: number): Promise<readonly RequestRow[]>;
};

/** Look whether those who are asked can still decide. `mustChoose`: the fallback of the rule cannot. */
export type ApprovalJob = { readonly name: 'approval.check'; readonly requestId: AccessRequestId; readonly mustChoose: boolean };
