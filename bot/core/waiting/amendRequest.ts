import { type AccessRequest } from '../accessRequest.ts';
import { castByOf, votesOf } from '../approvals/approval.ts';
import { beginAnew } from '../approvals/stageCourse.ts';
import { mayVote, type StageLive } from '../approvals/stagePeople.ts';
import { type Delegation, seatOf } from '../delegation/delegation.ts';
import { type AccessRequestId, type Day, type UserId } from '../ids.ts';
import { type Outcome, type Pressed, type RequestState, stale } from '../outcome.ts';
import { refuse } from '../refusal.ts';
import { isInsider } from '../rights.ts';
import { type SharedApp } from '../sharedApp.ts';

/** What a decider changed before deciding; null where it stayed. `version`: of the request afterwards. */
export type Amendment = {
  readonly requestId: AccessRequestId;
  readonly version: number;
  readonly by: UserId;
  readonly at: Date;
  readonly until: { readonly before: Day; readonly after: Day } | null;
  readonly sponsor: { readonly before: UserId; readonly after: UserId } | null;
};

export type Amending = Pressed & { readonly until: Day; readonly sponsorId: UserId };
export type AmendFacts = StageLive & { readonly holding: readonly Delegation[] };

/**
 * Changes the last day or the sponsor before deciding. Who may decide now may; never who asked. What was read of the
 * inputs before (day, longest stay, sponsor's account) holds. Votes were for what was asked before: they are asked anew,
 * and an answer from an older card does not count.
 */
export const amendRequest = ({ request }: RequestState, app: SharedApp, press: Amending, facts: AmendFacts): Outcome => {
  if (press.by === request.requestedBy) return refuse('own-request', request.deciders);
  const seat = seatOf(request, press.by, facts.holding);
  const isAllowed = castByOf(request.approval, press.by) === undefined && mayVote(request, app, facts, seat?.by ?? press.by) && (seat === undefined || isInsider(facts.standings.get(seat.by)));
  if (!isAllowed) return refuse('not-decider', request.deciders);
  if (request.state !== 'submitted' || press.version !== request.version) return stale;
  if (press.until === request.until && press.sponsorId === request.sponsorId) return { kind: 'already-done' };
  const version = request.version + 1;
  const isVotedOn = request.approval.current > 0 || votesOf(request.approval).length > 0;
  const question = isVotedOn ? beginAnew(request, app, facts, { at: press.at, version }) : { approval: { ...request.approval, askedSince: version } };
  const amended: AccessRequest = { ...request, ...question, version, until: press.until, sponsorId: press.sponsorId };
  return {
    kind: 'changed',
    request: amended,
    invitation: null,
    events: [
      {
        name: 'access-request.amended',
        subject: request.id,
        by: press.by,
        at: press.at,
        facts: { untilBefore: request.until, until: press.until, sponsorBefore: request.sponsorId, sponsor: press.sponsorId, votesReset: isVotedOn },
      },
    ],
  };
};

/** What changed between two versions of a request. */
export const amendmentOf = (before: AccessRequest, after: AccessRequest, { by, at }: Pick<Pressed, 'by' | 'at'>): Amendment => ({
  requestId: after.id,
  version: after.version,
  by,
  at,
  until: before.until === after.until ? null : { before: before.until, after: after.until },
  sponsor: before.sponsorId === after.sponsorId ? null : { before: before.sponsorId, after: after.sponsorId },
});
