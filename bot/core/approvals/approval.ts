import { type UserId } from '../ids.ts';
import { type ApprovalRule, type Stage, usualRule } from './approvalRule.ts';

/** One person's answer in one stage. */
export type Vote = {
  readonly by: UserId;
  readonly verdict: 'approved' | 'declined';
  readonly at: Date;
  readonly reason: string | null;
  /** Who pressed, where somebody stood in for `by`. */
  readonly castBy?: UserId;
};

/** A stage of one request: the rule as it was when asked, and how it went. */
export type StageRun = {
  readonly stage: Stage;
  /** Who was asked by the rule, read live when the stage began and again when somebody dropped out. */
  readonly asked: readonly UserId[];
  /** Who was asked besides: the fallback, and people named because nobody was left. */
  readonly standIns: readonly UserId[];
  readonly votes: readonly Vote[];
};

/** Nobody is left who could decide: who was asked to choose, since when. `isWidened`: administrators were asked too. */
export type Succession = { readonly since: Date; readonly choosers: readonly UserId[]; readonly isWidened: boolean };

/** The approval of one request: a snapshot of the app's rule, and where it stands. */
export type Approval = {
  readonly stages: readonly StageRun[];
  /** Index of the stage that is asked now, or was when it was decided. */
  readonly current: number;
  /** Version of the request at which the current question was put; answers to older ones do not count. */
  readonly askedSince: number;
  /** When the time of the current stage runs out; null without a limit. */
  readonly dueAt: Date | null;
  readonly escalatedAt: Date | null;
  /** When those asked were reminded last, after the time had run out. */
  readonly remindedAt: Date | null;
  readonly succession: Succession | null;
  /** The partner domain that the rule lets in without a decision; null where people decide. */
  readonly automaticFor: string | null;
};

/** The rule as a request carries it, before anybody is asked. */
export const snapshotOf = ({ stages }: ApprovalRule): Approval => ({
  stages: stages.map((stage) => ({ stage, asked: [], standIns: [], votes: [] })),
  current: 0,
  askedSince: 1,
  dueAt: null,
  escalatedAt: null,
  remindedAt: null,
  succession: null,
  automaticFor: null,
});

/** The usual rule with these people asked. */
export const usualApproval = (deciders: readonly UserId[]): Approval => withRun(snapshotOf(usualRule), { asked: deciders });

/** The stage that is asked now. */
export const currentRun = ({ stages, current }: Pick<Approval, 'stages' | 'current'>): StageRun => {
  const run = stages[current];
  if (run === undefined) throw new Error('An approval without its current stage');
  return run;
};

/** The approval with its current stage changed. */
export const withRun = (approval: Approval, change: Partial<StageRun>): Approval => ({
  ...approval,
  stages: approval.stages.map((run, index) => (index === approval.current ? { ...run, ...change } : run)),
});

/** Every vote, in the order given. */
export const votesOf = ({ stages }: Pick<Approval, 'stages'>): readonly Vote[] => stages.flatMap(({ votes }) => votes);

export const voteOf = (approval: Pick<Approval, 'stages'>, person: UserId): Vote | undefined => votesOf(approval).find(({ by }) => by === person);

/** The vote somebody gave in another's place. */
export const castByOf = (approval: Pick<Approval, 'stages'>, person: UserId): Vote | undefined => votesOf(approval).find(({ castBy }) => castBy === person);

/** Who said yes so far, in order: in whose names the guest may be invited. */
export const approversSoFar = (approval: Pick<Approval, 'stages'>): readonly UserId[] =>
  votesOf(approval).filter(({ verdict }) => verdict === 'approved').map(({ by, castBy }) => castBy ?? by);

/** Everybody who was ever asked, in any stage. */
export const everAsked = ({ stages }: Pick<Approval, 'stages'>): readonly UserId[] => [
  ...new Set(stages.flatMap(({ asked, standIns, votes }) => [...asked, ...standIns, ...votes.map(({ by }) => by)])),
];

/** Whether one more yes leaves something to be decided. */
export const needsMoreAfter = (approval: Approval): boolean => {
  const { stage, votes } = currentRun(approval);
  return approval.current + 1 < approval.stages.length || votes.filter(({ verdict }) => verdict === 'approved').length + 1 < stage.needed;
};
