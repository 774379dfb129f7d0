import { snapshotOf } from '../approvals/approval.ts';
import { type Stage, usualRule } from '../approvals/approvalRule.ts';
import { beginStage } from '../approvals/stageCourse.ts';
import { type StageLive } from '../approvals/stagePeople.ts';
import { type AccessRequestId, type SharedAppId, type UserId } from '../ids.ts';
import { canBeFinished, chooseNames, forecastNames, type Powers } from '../nameChain.ts';
import { type Outcome, type Pressed, type RequestState, stale } from '../outcome.ts';
import { refuse } from '../refusal.ts';
import { isInsider } from '../rights.ts';
import { type SharedApp } from '../sharedApp.ts';
import { nextTimeOfDay } from './onCallTime.ts';

/** How an app is opened at night: two of the roster agree, for some hours, and the end comes by itself. */
export type OnCallRule = {
  readonly appId: SharedAppId;
  readonly version: number;
  /** In the order in which they are asked; the first two who can are. */
  readonly roster: readonly UserId[];
  /** Most hours one may ask for; at most 24. */
  readonly longestHours: number;
  /** Times of day (`HH:MM`) at which shifts end, in `timeZone`; may be empty. */
  readonly shiftEnds: readonly string[];
  /** The owner's; the morning of the review is theirs too. */
  readonly timeZone: string;
  readonly setBy: UserId;
  readonly setAt: Date;
};

/** Limits of a rule. */
export const onCallLimits = { hours: 24, people: 20, shiftEnds: 6 } as const;

/** How many must agree. */
export const onCallVoters = 2;

/**
 * What became of a request that was needed now: *asked* of two people; *running* until `endsAt`; *ending*; *reviewing*
 * from `reviewAt` on by an owner; *closed* (reviewed, or it never ran).
 */
export type OnCallAccess = {
  readonly requestId: AccessRequestId;
  readonly hours: number;
  /** Does not end within a shift: the end is moved to the end of that shift. */
  readonly keepsShift: boolean;
  readonly shiftEnds: readonly string[];
  readonly timeZone: string;
  readonly state: 'asked' | 'running' | 'ending' | 'reviewing' | 'closed';
  readonly endsAt: Date | null;
  readonly reviewAt: Date | null;
  readonly verdict: 'right' | 'look' | null;
  readonly reviewedBy: UserId | null;
  readonly reviewedAt: Date | null;
};

const msPerHour = 3_600_000;
const reviewTime = '08:00';

/** When access that began at `from` ends: after its hours, or at the end of the shift that is on by then. */
export const endOf = ({ hours, keepsShift, shiftEnds, timeZone }: Pick<OnCallAccess, 'hours' | 'keepsShift' | 'shiftEnds' | 'timeZone'>, from: Date): Date => {
  const end = new Date(from.getTime() + hours * msPerHour);
  return keepsShift ? nextTimeOfDay(shiftEnds, end, timeZone) : end;
};

/** Eight in the morning after it ended. */
export const reviewAfter = (endedAt: Date, timeZone: string): Date => nextTimeOfDay([reviewTime], endedAt, timeZone);

export type NeededNow = Pressed & { readonly hours: number; readonly keepsShift: boolean };

/**
 * Puts a waiting request to two people on call instead of those the app's rule asks: both must agree, one no ends it.
 * Only who asked may, and neither of the two is that person.
 */
export const askOnCall = ({ request }: RequestState, app: SharedApp, rule: OnCallRule, press: NeededNow, live: StageLive & { readonly powers: Powers }): Outcome => {
  if (press.by !== request.requestedBy) return refuse('not-requester', [request.requestedBy]);
  if (request.state !== 'submitted' || press.version !== request.version) return stale;
  const able = rule.roster.filter((id) => id !== request.requestedBy && isInsider(live.standings.get(id)));
  if (able.length < onCallVoters) return refuse('on-call-too-few', [rule.setBy]);
  const asked = able.slice(0, onCallVoters);
  const stage: Stage = { who: { kind: 'people', people: asked }, needed: onCallVoters, veto: true, reasonOn: 'none', limitHours: null, fallbackId: null, afterLimit: 'remain' };
  const version = request.version + 1;
  const begun = beginStage(snapshotOf({ ...usualRule, stages: [stage] }), 0, request, app, live, { at: press.at, version });
  const people = asked.flatMap((id) => live.standings.get(id) ?? []);
  const requester = live.standings.get(request.requestedBy);
  const finishing = [...live.standings.values()].filter(({ id }) => app.approvers.includes(id) || live.powers.groupOwners.includes(id));
  if (requester === undefined || !canBeFinished(chooseNames([requester, ...people], live.powers), finishing, live.powers, request.requestedBy)) return refuse('nobody-invites', live.owners);
  return {
    kind: 'changed',
    request: { ...request, ...begun, version, forecast: forecastNames(requester, people, finishing, live.powers) },
    invitation: null,
    events: [{ name: 'on-call.asked', subject: request.id, by: press.by, at: press.at, facts: { hours: press.hours, keepsShift: press.keepsShift, asked: asked.join(' ') } }],
  };
};

/** What an owner says the morning after; the first word stands. */
export const reviewOnCall = (access: OnCallAccess, owners: readonly UserId[], press: { readonly by: UserId; readonly at: Date; readonly verdict: 'right' | 'look' }) => {
  if (!owners.includes(press.by)) return refuse('not-owner', owners);
  if (access.state !== 'reviewing') return stale;
  return { kind: 'reviewed', access: { ...access, state: 'closed', verdict: press.verdict, reviewedBy: press.by, reviewedAt: press.at } } as const;
};
