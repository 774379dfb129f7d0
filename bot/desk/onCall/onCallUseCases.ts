import { type AccessRequestId, type DraftId } from '../../core/ids.ts';
import { type Actor } from '../../core/person.ts';
import { type JobOutcome } from '../rows.ts';
import { type NamedPerson } from '../namedPerson.ts';
import { type FormProblems, type Press, type PressResult, type Refused } from '../outcomes.ts';
import { type OnCallReview } from './onCallPorts.ts';

export type OnCallForm = { readonly kind: 'on-call-form'; readonly draftId: DraftId; readonly appName: string; readonly roster: readonly NamedPerson[]; readonly candidates: readonly NamedPerson[]; readonly longestHours: number; readonly shiftEnds: readonly string[] };
/** `roster` empty: the lane is closed. */
export type OnCallSet = { readonly kind: 'on-call-set'; readonly appName: string; readonly roster: readonly NamedPerson[]; readonly longestHours: number; readonly shiftEnds: readonly string[] };
export type OnCallReviewed = { readonly kind: 'on-call-review'; readonly review: OnCallReview };

export type OnCallDesk = {
  /** `app.onCall`: the form. */
  planOnCall(actor: Actor, input: { draftId: DraftId }): Promise<OnCallForm | Refused>;
  /** `onCall.set`; people by id or address, times of day as `HH:MM`. */
  setOnCall(actor: Actor, input: { draftId: DraftId; roster: readonly string[]; longestHours: number; shiftEnds: string }): Promise<OnCallSet | FormProblems | Refused>;
  /** `request.urgent` */
  askOnCall(actor: Actor, input: Press & { hours: number; keepsShift: boolean }): Promise<PressResult | FormProblems>;
  /** `onCall.review` */
  reviewOnCall(actor: Actor, input: { requestId: AccessRequestId; verdict: 'right' | 'look' }): Promise<OnCallReviewed | Refused>;
};

export type OnCallWork = {
  /** `onCall.page` */
  pageOnCall(job: { requestId: AccessRequestId }): Promise<JobOutcome>;
  /** `onCall.askReview` */
  askReview(job: { requestId: AccessRequestId }): Promise<JobOutcome>;
  /** Begins, ends and puts to review what is due. */
  keepOnCall(): Promise<void>;
};
