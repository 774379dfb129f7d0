import { type Day } from '../../core/ids.ts';
import { type Actor } from '../../core/person.ts';
import { type RequestView } from '../requestView.ts';
import { type FormProblems, type Press, type PressResult, type Refused } from '../outcomes.ts';

/** `decide`: waits for the person's decision; `mine`: what the person asked for. */
export type RequestsPart = 'decide' | 'mine';
export type PartOfRequests = { readonly part: RequestsPart; readonly count: number; readonly rows: readonly RequestView[]; readonly next: string | null };
/** One part or both, each with its count and its own next page. */
export type RequestsPage = { readonly kind: 'requests'; readonly parts: readonly PartOfRequests[] };

export type WaitingVerbs = {
  /** `requests`; `part` and `cursor` for one of its pages. */
  listRequests(actor: Actor, asked: { part: RequestsPart | 'both'; cursor: string | null }): Promise<RequestsPage | Refused>;
  /** `request.nudge` */
  nudgeRequest(actor: Actor, input: Press): Promise<PressResult>;
  /** `request.amend`; `sponsor`: user id or address, empty to leave it. */
  amendRequest(actor: Actor, input: Press & { until: Day; sponsor: string }): Promise<PressResult | FormProblems>;
};

export type WaitingWork = {
  /** Digests that have something new to show, each at most once a minute. */
  sendDigests(): Promise<void>;
};
