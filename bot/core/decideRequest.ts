import { type AccessRequest, type Decision } from './accessRequest.ts';
import { approversSoFar, castByOf, currentRun, everAsked, voteOf } from './approvals/approval.ts';
import { needsReason } from './approvals/approvalRule.ts';
import { countVote } from './approvals/stageCourse.ts';
import { mayVote, type StageLive } from './approvals/stagePeople.ts';
import { daysBetween } from './day.ts';
import { type Delegation, seatOf } from './delegation/delegation.ts';
import { type EventName } from './events.ts';
import { type Day } from './ids.ts';
import { canBeFinished, chooseNames, forecastNames, type Powers } from './nameChain.ts';
import { alreadyDone, type Changed, type Outcome, type Pressed, type RequestState, stale } from './outcome.ts';
import { refuse } from './refusal.ts';
import { isInsider } from './rights.ts';
import { type SharedApp } from './sharedApp.ts';
import { newInvitation } from './submitRequest.ts';

export type Verdict = Pressed & Pick<Decision, 'verdict' | 'reason'>;

/** Read live for a decision; `today` is the day in the request's time zone. */
export type DecisionFacts = Pick<StageLive, 'owners' | 'standings'> & {
  /** Members of the groups that the rule names; none where it names none. */
  readonly groups?: StageLive['groups'];
  readonly powers: Powers;
  readonly today: Day;
  /** Delegations to the presser that hold now. */
  readonly holding: readonly Delegation[];
};

/**
 * Approves or declines: one vote, which completes the stage, asks the next one, or decides. Nobody decides their own
 * request, whatever else they are, and one person answers once. A vote given on an older card counts as long as the
 * question is the same, so that two who answer at once are both heard. The last approval also fixes in whose name the
 * guest is invited and added (requester first, then those who approved, in order). A stand-in votes where the person they
 * stand in for could; their own directory rights count, nobody else's.
 */
export const decideRequest = (state: RequestState, app: SharedApp, press: Verdict, facts: DecisionFacts): Outcome => {
  const { request } = state;
  const { approval } = request;
  const live: StageLive = { groups: new Map(), ...facts };
  if (press.by === request.requestedBy) return refuse('own-request', request.deciders);
  const seat = seatOf(request, press.by, facts.holding);
  if (seat !== undefined && !isInsider(facts.standings.get(seat.by))) return refuse('not-decider', request.deciders);
  const voter = seat?.by ?? press.by;
  const earlier = castByOf(approval, press.by);
  const given = voteOf(approval, voter) ?? earlier;
  const isAsked = earlier === undefined && mayVote(request, app, live, voter);
  if (!isAsked && given === undefined && !wasAskedBefore(request, press.by)) return refuse('not-decider', request.deciders);
  if (request.state !== 'submitted' || !isAsked) {
    const isRepeated = given !== undefined ? given.verdict === press.verdict : request.decision?.by === press.by && request.decision.verdict === press.verdict;
    return isRepeated ? alreadyDone : stale;
  }
  if (press.version < approval.askedSince || press.version > request.version) return stale;
  if (press.reason === null && needsReason(currentRun(approval).stage, press.verdict)) return refuse('reason-needed');
  if (press.verdict === 'approved') {
    if (facts.powers.policy === 'none') return refuse('invitations-off');
    if (daysBetween(facts.today, request.until) < 0) return refuse('day-in-the-past', [request.requestedBy]);
  }

  const voted = countVote(request, app, { by: voter, verdict: press.verdict, at: press.at, reason: press.reason, ...(seat === undefined ? {} : { castBy: press.by }) }, live);
  if (voted.verdict === 'approved') return approve(voted.request, app, press, facts, seat);
  if (voted.verdict === 'declined') return changed(decidedBy(voted.request, press, seat), press, 'access-request.declined', seat === undefined ? undefined : { for: seat.by });
  const next = { ...voted.request, forecast: forecastAfter(voted.request, app, facts) };
  return changed(next, press, 'access-request.voted', { stage: approval.current + 1, verdict: press.verdict, advanced: voted.verdict === 'advanced', ...(seat === undefined ? {} : { for: seat.by }) });
};

/** Was asked in an earlier stage, so that a late press hears how it went. */
const wasAskedBefore = ({ approval }: AccessRequest, person: string): boolean =>
  everAsked({ stages: approval.stages.slice(0, approval.current) }).includes(person);

const approve = (request: AccessRequest, app: SharedApp, press: Verdict, { powers, standings, owners }: DecisionFacts, seat: Delegation | undefined): Outcome => {
  const names = chooseNames([request.requestedBy, ...approversSoFar(request.approval)].map((id) => standings.get(id)), powers);
  const finishing = [...standings.values()].filter(({ id }) => app.approvers.includes(id) || powers.groupOwners.includes(id));
  if (!canBeFinished(names, finishing, powers, request.requestedBy)) return refuse('nobody-invites', owners);
  const approved = changed(decidedBy(request, press, seat), press, 'access-request.approved', { direct: false, inviter: names.inviterId, adder: names.adderId, ...(seat === undefined ? {} : { for: seat.by }) });
  return { ...approved, invitation: newInvitation(request.id, names) };
};

const decidedBy = (request: AccessRequest, press: Verdict, seat: Delegation | undefined): AccessRequest => ({
  ...request,
  state: press.verdict,
  decision: { verdict: press.verdict, by: press.by, at: press.at, reason: press.reason, direct: false, ...(seat === undefined ? {} : { onBehalfOf: seat.by }) },
  closedAt: press.at,
});

const changed = (request: AccessRequest, press: Verdict, name: EventName, facts?: Readonly<Record<string, string | number | boolean | null>>): Changed => ({
  kind: 'changed',
  request,
  invitation: null,
  events: [{ name, subject: request.id, by: press.by, at: press.at, ...(facts === undefined ? {} : { facts }) }],
});

const forecastAfter = (request: AccessRequest, app: SharedApp, { standings, powers }: DecisionFacts): AccessRequest['forecast'] => {
  const requester = standings.get(request.requestedBy);
  if (requester === undefined) return request.forecast;
  const finishing = [...standings.values()].filter(({ id }) => app.approvers.includes(id) || powers.groupOwners.includes(id));
  const deciders = request.deciders.flatMap((id) => standings.get(id) ?? []);
  return forecastNames(requester, deciders, finishing, powers, approversSoFar(request.approval).map((id) => standings.get(id)));
};
