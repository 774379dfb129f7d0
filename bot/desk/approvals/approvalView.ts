import { type Approval, needsMoreAfter, type StageRun } from '../../core/approvals/approval.ts';
import { needsReason, type Stage } from '../../core/approvals/approvalRule.ts';
import { type UserId } from '../../core/ids.ts';
import { type NamedPerson } from '../namedPerson.ts';

/** A rule's step as people read it. */
export type StageView = Pick<Stage, 'needed' | 'veto' | 'reasonOn' | 'limitHours' | 'afterLimit'> & {
  readonly who: Stage['who']['kind'];
  /** Who was asked; for a stage that is still to come only those whom the rule names one by one. */
  readonly people: readonly NamedPerson[];
  /** Of how many `needed` must agree; the fallback is none of them. 0 where that is not known yet. */
  readonly of: number;
  readonly group: string | null;
  readonly fallback: NamedPerson | null;
  readonly votes: readonly { readonly by: NamedPerson; readonly verdict: 'approved' | 'declined'; readonly at: Date; readonly reason: string | null }[];
};

/** The approval of a request as a card shows it. */
export type ApprovalView = {
  readonly stages: readonly StageView[];
  readonly current: number;
  /** When the time of the current stage runs out. */
  readonly dueAt: Date | null;
  readonly isEscalated: boolean;
  /** The usual rule: one answer of those responsible decides, with no limit. Cards need not explain it. */
  readonly isUsual: boolean;
  /** Nobody is left who could decide: who was asked to choose. */
  readonly choosers: readonly NamedPerson[];
  /** The partner domain that the rule lets in without a decision. */
  readonly automaticFor: string | null;
  readonly needsReason: { readonly approved: boolean; readonly declined: boolean };
  /** One more yes leaves something to be decided. */
  readonly needsMore: boolean;
};

type Named = (id: UserId) => NamedPerson;

/** @param hidesReason whether the viewer has no business with the reasons */
export const viewApproval = (approval: Approval, named: Named, hidesReason: boolean): ApprovalView => {
  const current = approval.stages[approval.current]?.stage;
  return {
    stages: approval.stages.map((run) => viewStage(run, named, hidesReason)),
    current: approval.current,
    dueAt: approval.dueAt,
    isEscalated: approval.escalatedAt !== null,
    isUsual: approval.stages.length === 1 && current?.who.kind === 'usual' && current.needed === 1 && current.veto && current.limitHours === null,
    choosers: approval.succession?.choosers.map(named) ?? [],
    automaticFor: approval.automaticFor,
    needsReason: { approved: current !== undefined && needsReason(current, 'approved'), declined: current !== undefined && needsReason(current, 'declined') },
    needsMore: needsMoreAfter(approval),
  };
};

const viewStage = ({ stage, asked, standIns, votes }: StageRun, named: Named, hidesReason: boolean): StageView => {
  const ids = asked.length > 0 || standIns.length > 0 ? [...asked, ...standIns] : stage.who.kind === 'people' ? stage.who.people : [];
  return {
    who: stage.who.kind,
    people: [...new Set(ids)].map(named),
    of: new Set(ids.filter((id) => id !== stage.fallbackId || asked.includes(id) || !standIns.includes(id))).size,
    group: stage.who.kind === 'group' ? stage.who.name : null,
    needed: stage.needed,
    veto: stage.veto,
    reasonOn: stage.reasonOn,
    limitHours: stage.limitHours,
    afterLimit: stage.afterLimit,
    fallback: stage.fallbackId === null ? null : named(stage.fallbackId),
    votes: votes.map(({ by, verdict, at, reason }) => ({ by: named(by), verdict, at, reason: hidesReason ? null : reason })),
  };
};

/** Everybody whose name such a view shows. */
export const peopleOfApproval = ({ stages, succession }: Approval): readonly UserId[] => [
  ...(succession?.choosers ?? []),
  ...stages.flatMap(({ stage, asked, standIns, votes }) => [
    ...asked, ...standIns, ...votes.map(({ by }) => by), ...(stage.who.kind === 'people' ? stage.who.people : []), ...(stage.fallbackId === null ? [] : [stage.fallbackId]),
  ]),
];
