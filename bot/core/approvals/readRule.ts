import { parseEmailAddress } from '../emailAddress.ts';
import { type UserId } from '../ids.ts';
import { type Problem, problem } from '../refusal.ts';
import { ruleLimits, type Stage, type StageWho } from './approvalRule.ts';

/** One step as it was filled in, with what the directory says of the people and the group it names. */
export type StageWords = {
  readonly who: StageWho['kind'] | 'none';
  readonly people: readonly UserId[];
  readonly group: { readonly id: string; readonly name: string; readonly size: number } | null;
  readonly needed: number;
  readonly veto: boolean;
  readonly reasonOn: Stage['reasonOn'];
  /** 0: no limit. */
  readonly limitHours: number;
  readonly fallbackId: UserId | null;
  readonly afterLimit: Stage['afterLimit'];
};

/** How many people owners and approvers of the app are now. */
export type StageSizes = { readonly owners: number; readonly approvers: number };

type StageRead = { readonly stage: Stage } | { readonly problems: Readonly<Record<string, Problem>> };

/** A step of a rule, or what has to be mended, by input. */
export const readStage = (words: StageWords & { readonly who: StageWho['kind'] }, sizes: StageSizes): StageRead => {
  const problems: Record<string, Problem> = {};
  const { group, people } = words;
  if (words.who === 'people' && people.length === 0) problems.people = problem('missing');
  if (words.who === 'group' && (group === null || group.size < 1 || group.size > ruleLimits.groupMembers)) problems.group = problem('group-unsuitable', { most: ruleLimits.groupMembers });
  const most = Math.min(ruleLimits.needed, mostNeeded(words, sizes));
  if (!Number.isInteger(words.needed) || words.needed < 1 || words.needed > most) problems.needed = problem('number-out-of-range', { least: 1, most });
  if (words.limitHours < 0 || words.limitHours > ruleLimits.hours) problems.limit = problem('number-out-of-range', { least: 0, most: ruleLimits.hours });
  if (words.fallbackId !== null && words.limitHours === 0) problems.limit = problem('missing');
  if (Object.keys(problems).length > 0) return { problems };
  return {
    stage: {
      who: whoOf(words),
      needed: words.needed,
      veto: words.veto,
      reasonOn: words.reasonOn,
      limitHours: words.limitHours === 0 ? null : words.limitHours,
      fallbackId: words.fallbackId,
      afterLimit: words.afterLimit,
    },
  };
};

const whoOf = ({ who, people, group }: StageWords & { readonly who: StageWho['kind'] }): StageWho => {
  if (who === 'people') return { kind: 'people', people };
  return who === 'group' ? { kind: 'group', groupId: group?.id ?? '', name: group?.name ?? '' } : { kind: who };
};

/** More cannot be asked for than there are people to give it. */
const mostNeeded = ({ who, people, group }: StageWords, { owners, approvers }: StageSizes): number => {
  const sizes = { none: 1, usual: Math.max(1, Math.min(owners, approvers)), owners, approvers, people: people.length, group: group?.size ?? 1 };
  return Math.max(1, sizes[who]);
};

/** Mail that anybody can have: no partner's, so never let in without a decision. */
const openToAnybody: ReadonlySet<string> = new Set([
  'gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com', 'yahoo.com', 'icloud.com', 'me.com', 'aol.com', 'proton.me',
  'protonmail.com', 'gmx.de', 'gmx.net', 'web.de', 't-online.de', 'orange.fr', 'free.fr', 'laposte.net', 'mail.ru', 'qq.com', '163.com', 'yahoo.co.jp',
]);

/** Partner domains as typed, separated by spaces or commas. Not the tenant's own, and none that anybody can have an address at. */
export const readDomains = (text: string, verifiedDomains: readonly string[]): { readonly value: readonly string[] } | { readonly problem: Problem } => {
  const typed = [...new Set(text.toLowerCase().split(/[\s,;،、]+/u).map((part) => part.replace(/^@/, '').replace(/\.$/, '')).filter((part) => part !== ''))];
  const domains = typed.map((part) => parseEmailAddress(`guest@${part}`)?.slice('guest@'.length));
  const unfit = typed.find((_, index) => {
    const domain = domains[index];
    return domain === undefined || openToAnybody.has(domain) || verifiedDomains.includes(domain);
  });
  if (unfit !== undefined) return { problem: problem('domain-unusable', { domain: unfit }) };
  if (domains.length > ruleLimits.domains) return { problem: problem('number-out-of-range', { least: 0, most: ruleLimits.domains }) };
  return { value: [...new Set(domains.filter((domain) => domain !== undefined))].sort() };
};

/** A rule as the audit chain keeps it: ids and codes only. */
export const ruleCode = (stages: readonly Stage[]): string =>
  stages
    .map(({ who, needed, veto, reasonOn, limitHours, fallbackId, afterLimit }) => {
      const asked = who.kind === 'people' ? who.people.join('+') : who.kind === 'group' ? who.groupId : who.kind;
      const limit = limitHours === null ? [] : [`limit ${limitHours}h`, ...(fallbackId === null ? [] : [`then ${fallbackId}`]), afterLimit];
      return [`${needed} of ${asked}`, veto ? 'veto' : 'no veto', `reason ${reasonOn}`, ...limit].join(', ');
    })
    .join(' | ');
