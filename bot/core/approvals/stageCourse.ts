import { type AccessRequest } from '../accessRequest.ts';
import { type UserId } from '../ids.ts';
import { type SharedApp } from '../sharedApp.ts';
import { type Approval, currentRun, voteOf, type Vote, withRun } from './approval.ts';
import { ableNow, candidatesFor, type StageLive } from './stagePeople.ts';
import { canBeReached, type Tally, tally } from './tally.ts';

const msPerHour = 3_600_000;

/** When a time limit that begins now runs out. */
export const dueAfter = (limitHours: number | null, from: Date): Date | null => (limitHours === null ? null : new Date(from.getTime() + limitHours * msPerHour));

type Asked = Pick<AccessRequest, 'askedAs' | 'requestedBy'>;
type Course = { readonly approval: Approval; readonly deciders: readonly UserId[] };

/** Puts the question of one stage: to whom the rule names now, without those who answered an earlier stage. */
export const beginStage = (approval: Approval, index: number, asked: Asked, app: Pick<SharedApp, 'approvers'>, live: StageLive, when: { readonly at: Date; readonly version: number }): Course => {
  const begun: Approval = { ...approval, current: index, askedSince: when.version, escalatedAt: null, remindedAt: null, succession: null };
  const { stage } = currentRun(begun);
  const deciders = [...new Set(candidatesFor(stage.who, asked, app, live))].filter((id) => voteOf(begun, id) === undefined);
  return { approval: withRun({ ...begun, dueAt: dueAfter(stage.limitHours, when.at) }, { asked: deciders, standIns: [], votes: [] }), deciders };
};

/** Puts the question anew from the first stage, e.g. because what is asked for was changed: no earlier vote counts. */
export const beginAnew = (request: AccessRequest, app: Pick<SharedApp, 'approvers'>, live: StageLive, when: { readonly at: Date; readonly version: number }): Course => {
  const blank: Approval = { ...request.approval, stages: request.approval.stages.map(({ stage }) => ({ stage, asked: [], standIns: [], votes: [] })) };
  return beginStage(blank, 0, request, app, live, when);
};

/** Whether enough of those asked are left, as things are now, to complete the current stage. A fallback who was asked is enough. */
export const isReachable = (request: AccessRequest, app: Pick<SharedApp, 'approvers'>, live: StageLive): boolean => {
  const able = ableNow(request, app, live);
  const run = currentRun(request.approval);
  return canBeReached(run, able.length) || (request.approval.escalatedAt !== null && run.stage.fallbackId !== null && able.includes(run.stage.fallbackId));
};

export type Voted = {
  /** `open`: others must answer too; `advanced`: the next stage is asked. */
  readonly verdict: Tally | 'advanced';
  readonly request: AccessRequest;
  /** Who is asked now and was not before. */
  readonly newlyAsked: readonly UserId[];
};

/** Counts a vote that was found to be allowed. The request is one version on; a final verdict is for the caller to write. */
export const countVote = (request: AccessRequest, app: Pick<SharedApp, 'approvers'>, vote: Vote, live: StageLive): Voted => {
  const run = currentRun(request.approval);
  const left = ableNow(request, app, live).filter((id) => id !== vote.by).length;
  const approval = withRun(request.approval, { votes: [...run.votes, vote] });
  const verdict = tally(currentRun(approval), left, approval.escalatedAt === null ? null : run.stage.fallbackId);
  const version = request.version + 1;
  if (verdict === 'declined' || (verdict === 'approved' && approval.current + 1 === approval.stages.length)) {
    return { verdict, request: { ...request, version, approval: { ...approval, dueAt: null, succession: null } }, newlyAsked: [] };
  }
  if (verdict === 'approved') {
    const next = beginStage(approval, approval.current + 1, request, app, live, { at: vote.at, version });
    return { verdict: 'advanced', request: { ...request, version, ...next }, newlyAsked: next.deciders };
  }
  return { verdict: 'open', request: { ...request, version, approval, deciders: request.deciders.filter((id) => id !== vote.by) }, newlyAsked: [] };
};
