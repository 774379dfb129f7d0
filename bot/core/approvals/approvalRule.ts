import { type UserId } from '../ids.ts';

/**
 * Who is asked in a stage. `usual`: approvers for what an owner asks, owners for what others ask, and approvers where an
 * app has no owner who could decide. `group`: its members, read live, the first 50.
 */
export type StageWho =
  | { readonly kind: 'usual' | 'owners' | 'approvers' }
  | { readonly kind: 'people'; readonly people: readonly UserId[] }
  | { readonly kind: 'group'; readonly groupId: string; readonly name: string };

/** One step of an approval: who is asked, how many of them must agree, and what happens when nobody answers. */
export type Stage = {
  readonly who: StageWho;
  /** How many of those asked must agree; 1 or more. */
  readonly needed: number;
  /** True: one no ends it. False: a no ends it only when `needed` can no longer be reached. */
  readonly veto: boolean;
  readonly reasonOn: 'none' | 'decline' | 'approve' | 'both';
  /** Hours until the fallback is asked (or, without one, until `afterLimit`); null: no limit. */
  readonly limitHours: number | null;
  /** Who decides alone once the time has run out; has as long again. */
  readonly fallbackId: UserId | null;
  readonly afterLimit: 'decline' | 'remain';
};

/** How requests for one app are decided. */
export type ApprovalRule = {
  /** In order; at least one. */
  readonly stages: readonly Stage[];
  /** Domains of partners whose guests the owner lets in without a decision; lower case, ASCII. */
  readonly automaticDomains: readonly string[];
  /** Who set the rule and when; null for the usual one. */
  readonly setBy: UserId | null;
  readonly setAt: Date | null;
};

/** Limits of a rule that a person may set. */
export const ruleLimits = { stages: 3, people: 20, needed: 20, hours: 24 * 28, domains: 50, groupMembers: 50 } as const;

export const usualStage: Stage = { who: { kind: 'usual' }, needed: 1, veto: true, reasonOn: 'none', limitHours: null, fallbackId: null, afterLimit: 'remain' };

/** The rule of an app whose owner never set one. */
export const usualRule: ApprovalRule = { stages: [usualStage], automaticDomains: [], setBy: null, setAt: null };

/** Whether a reason must come with this verdict. */
export const needsReason = ({ reasonOn }: Stage, verdict: 'approved' | 'declined'): boolean =>
  reasonOn === 'both' || reasonOn === (verdict === 'approved' ? 'approve' : 'decline');
