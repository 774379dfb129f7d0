/** What the on-call lane needs from outside; joined into `Reads`, `Tx` and `Ports`. */
import { type OnCallAccess, type OnCallRule } from '../../core/onCall/onCall.ts';
import { type AccessRequestId, type SharedAppId, type UserId } from '../../core/ids.ts';
import { type NamedPerson } from '../namedPerson.ts';

export type OnCallReads = {
  onCallRule(appId: SharedAppId): Promise<OnCallRule | undefined>;
  onCallAccess(requestId: AccessRequestId): Promise<OnCallAccess | undefined>;
  /** Accesses that are not closed, by request id. */
  openOnCall(after: AccessRequestId | null, limit: number): Promise<readonly OnCallAccess[]>;
};

export type OnCallTx = {
  /** Inserts or replaces; with null the lane is closed. */
  saveOnCallRule(appId: SharedAppId, rule: OnCallRule | null): Promise<void>;
  insertOnCallAccess(access: OnCallAccess): Promise<void>;
  /** False unless it is still in state `from`. */
  moveOnCallAccess(access: OnCallAccess, from: OnCallAccess['state']): Promise<boolean>;
};

/** What leaves the house when somebody is needed at night: nothing that says who the guest is. */
export type Page = { readonly id: string; readonly requestId: AccessRequestId; readonly app: string; readonly hours: number };

/** Wakes people by a system of theirs. Throws `unavailable` when it has to be tried again. */
export type Pager = { page(call: Page): Promise<void> };

/** What an owner sees the morning after. */
export type OnCallReview = {
  readonly requestId: AccessRequestId;
  readonly appName: string;
  readonly guest: string;
  readonly requester: NamedPerson;
  readonly approvedBy: readonly NamedPerson[];
  readonly reason: string;
  readonly hours: number;
  readonly from: Date;
  readonly endedAt: Date;
  readonly verdict: { readonly kind: 'right' | 'look'; readonly by: NamedPerson; readonly at: Date } | null;
  readonly viewer: UserId;
};
