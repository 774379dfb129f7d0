import { type Changed, type RequestState } from '../outcome.ts';
import { isInsider } from '../rights.ts';
import { type UserId } from '../ids.ts';
import { currentRun, voteOf, withRun } from './approval.ts';
import { dueAfter } from './stageCourse.ts';
import { type StageLive } from './stagePeople.ts';

const reminderHours = 24;

/** What time brought: the request as it is then, and whom a card goes to. */
export type Passed = {
  readonly kind: 'escalated' | 'expired' | 'remains';
  readonly change: Changed;
  /** The fallback, newly asked; or those who are reminded. */
  readonly tell: readonly UserId[];
  /** The fallback named by the rule cannot decide: somebody has to choose. */
  readonly lacksFallback: boolean;
};

/**
 * What becomes of a request whose time ran out: first the fallback is asked and has as long again; then it is declined
 * ("nobody decided in time") or remains, with a reminder every day. Undefined while there is time.
 */
export const timePassed = (state: RequestState, live: Pick<StageLive, 'standings'>, at: Date): Passed | undefined => {
  const { request } = state;
  const { approval } = request;
  if (request.state !== 'submitted' || approval.dueAt === null || at < approval.dueAt) return undefined;
  const { stage, standIns } = currentRun(approval);
  const next = { ...request, version: request.version + 1 };
  const stageNumber = approval.current + 1;

  if (stage.fallbackId !== null && approval.escalatedAt === null) {
    const { fallbackId } = stage;
    const isAble = fallbackId !== request.requestedBy && isInsider(live.standings.get(fallbackId)) && voteOf(approval, fallbackId) === undefined;
    const escalated = { ...withRun(approval, isAble ? { standIns: [...new Set([...standIns, fallbackId])] } : {}), escalatedAt: at, dueAt: dueAfter(stage.limitHours, at) };
    const deciders = isAble ? [...new Set([...request.deciders, fallbackId])] : request.deciders;
    return {
      kind: 'escalated',
      change: {
        kind: 'changed', invitation: null, request: { ...next, approval: escalated, deciders },
        events: [{ name: 'access-request.escalated', subject: request.id, by: null, at, facts: { stage: stageNumber, to: isAble ? fallbackId : null } }],
      },
      tell: isAble ? [fallbackId] : [],
      lacksFallback: !isAble,
    };
  }
  if (stage.afterLimit === 'decline') {
    return {
      kind: 'expired',
      change: {
        kind: 'changed', invitation: null, request: { ...next, state: 'expired', closedAt: at, approval: { ...approval, dueAt: null, succession: null } },
        events: [{ name: 'access-request.expired', subject: request.id, by: null, at, facts: { stage: stageNumber } }],
      },
      tell: [],
      lacksFallback: false,
    };
  }
  return {
    kind: 'remains',
    change: {
      kind: 'changed', invitation: null, request: { ...next, approval: { ...approval, dueAt: dueAfter(reminderHours, at), remindedAt: at } },
      events: [{ name: 'access-request.reminded', subject: request.id, by: null, at, facts: { stage: stageNumber } }],
    },
    tell: request.deciders,
    lacksFallback: false,
  };
};
