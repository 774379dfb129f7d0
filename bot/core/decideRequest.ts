import { type Decision } from './accessRequest.ts';
import { daysBetween } from './day.ts';
import { isDeciderNow } from './deciders.ts';
import { type Day, type UserId } from './ids.ts';
import { canBeFinished, chooseNames, type Powers } from './nameChain.ts';
import { alreadyDone, type Outcome, type Pressed, type RequestState, stale } from './outcome.ts';
import { type Standing } from './person.ts';
import { refuse } from './refusal.ts';
import { type SharedApp } from './sharedApp.ts';
import { newInvitation } from './submitRequest.ts';

export type Verdict = Pressed & Pick<Decision, 'verdict' | 'reason'>;

/** Read live for a decision; `today` is the day in the request's time zone. */
export type DecisionFacts = {
  readonly owners: readonly UserId[];
  readonly standings: ReadonlyMap<UserId, Standing>;
  readonly powers: Powers;
  readonly today: Day;
};

/**
 * Approves or declines. Nobody decides their own request, whatever else they are. The first decision stands; an
 * approval also fixes in whose name the guest is invited and added (requester before decider).
 */
export const decideRequest = (state: RequestState, app: SharedApp, press: Verdict, facts: DecisionFacts): Outcome => {
  const { request } = state;
  if (press.by === request.requestedBy) return refuse('own-request', request.deciders);
  if (!isDeciderNow(request, app, facts.owners, press.by)) return refuse('not-decider', request.deciders);
  if (request.state !== 'submitted') {
    const isRepeated = request.decision?.by === press.by && request.decision.verdict === press.verdict;
    return isRepeated ? alreadyDone : stale;
  }
  if (press.version !== request.version) return stale;

  const decided = {
    ...request,
    version: request.version + 1,
    state: press.verdict,
    decision: { verdict: press.verdict, by: press.by, at: press.at, reason: press.reason, direct: false },
    closedAt: press.at,
  };
  if (press.verdict === 'declined') {
    return { kind: 'changed', request: decided, invitation: null, events: [{ name: 'access-request.declined', subject: request.id, by: press.by, at: press.at }] };
  }

  const { powers, standings } = facts;
  if (powers.policy === 'none') return refuse('invitations-off');
  if (daysBetween(facts.today, request.until) < 0) return refuse('day-in-the-past', [request.requestedBy]);
  const names = chooseNames([standings.get(request.requestedBy), standings.get(press.by)], powers);
  const finishing = [...standings.values()].filter(({ id }) => app.approvers.includes(id) || powers.groupOwners.includes(id));
  if (!canBeFinished(names, finishing, powers, request.requestedBy)) return refuse('nobody-invites', facts.owners);
  return {
    kind: 'changed',
    request: decided,
    invitation: newInvitation(request.id, names),
    events: [
      { name: 'access-request.approved', subject: request.id, by: press.by, at: press.at, facts: { direct: false, inviter: names.inviterId, adder: names.adderId } },
    ],
  };
};
