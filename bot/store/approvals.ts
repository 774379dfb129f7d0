import { z } from 'zod';
import { type Approval } from '../core/approvals/approval.ts';
import { type ApprovalRule } from '../core/approvals/approvalRule.ts';

/** The shape of rules and approvals as the database keeps them. */

const at = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const people = z.array(z.string());

const who = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.enum(['usual', 'owners', 'approvers']) }),
  z.strictObject({ kind: z.literal('people'), people }),
  z.strictObject({ kind: z.literal('group'), groupId: z.string(), name: z.string() }),
]);

const stage = z.strictObject({
  who,
  needed: z.int().positive(),
  veto: z.boolean(),
  reasonOn: z.enum(['none', 'decline', 'approve', 'both']),
  limitHours: z.number().positive().nullable(),
  fallbackId: z.string().nullable(),
  afterLimit: z.enum(['decline', 'remain']),
});

const rule = z.strictObject({ stages: z.array(stage).min(1), automaticDomains: z.array(z.string()), setBy: z.string().nullable(), setAt: at.nullable() });

const vote = z.strictObject({ by: z.string(), verdict: z.enum(['approved', 'declined']), at, reason: z.string().nullable(), castBy: z.string().exactOptional() });

const approval = z.strictObject({
  stages: z.array(z.strictObject({ stage, asked: people, standIns: people, votes: z.array(vote) })).min(1),
  current: z.int().nonnegative(),
  askedSince: z.int().positive(),
  escalatedAt: at.nullable(),
  remindedAt: at.nullable(),
  succession: z.strictObject({ since: at, choosers: people, isWidened: z.boolean() }).nullable(),
  automaticFor: z.string().nullable(),
});

export const ruleFromJson = (json: unknown): ApprovalRule => rule.parse(json);
export const ruleToJson = (value: ApprovalRule): string => JSON.stringify(value);

/** `dueAt` is a column of its own: the rounds look for it. */
export const approvalFromRow = ({ approval: json, due_at: dueAt }: { approval: unknown; due_at: Date | null }): Approval => ({ ...approval.parse(json), dueAt });
export const approvalToRow = ({ dueAt, ...rest }: Approval): { approval: string; due_at: Date | null } => ({ approval: JSON.stringify(rest), due_at: dueAt });
