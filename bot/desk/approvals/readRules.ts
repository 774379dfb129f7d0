import { ruleLimits, type Stage } from '../../core/approvals/approvalRule.ts';
import { readDomains, readStage, type StageSizes, type StageWords } from '../../core/approvals/readRule.ts';
import { isDeskError } from '../../core/errors.ts';
import { type Standing } from '../../core/person.ts';
import { type Problem, problem } from '../../core/refusal.ts';
import { findApprover } from '../findPerson.ts';
import { type Directory } from '../ports.ts';
import { type FormProblems } from '../outcomes.ts';
import { type RulesInput, type StageInput } from './approvalsUseCases.ts';

/** A rule as it was filled in, with everybody it names. */
export type RulesRead = { readonly kind: 'read'; readonly stages: readonly Stage[]; readonly automaticDomains: readonly string[]; readonly people: readonly Standing[] };

const objectId = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** Reads the form: people and groups are looked up now. Problems are named by input and step, e.g. `needed2`. */
export const readRules = async (directory: Directory, input: RulesInput, sizes: StageSizes): Promise<RulesRead | FormProblems> => {
  const chosen = input.stages.slice(0, ruleLimits.stages).flatMap((stage, index) => (stage.who === 'none' ? [] : [{ stage: { ...stage, who: stage.who }, step: index + 1 }]));
  const [verifiedDomains, ...found] = await Promise.all([directory.verifiedDomains(), ...chosen.map(({ stage }) => lookUp(directory, stage))]);

  const problems: Record<string, Problem> = chosen.length === 0 ? { who1: problem('missing') } : {};
  const stages: Stage[] = [];
  for (const [index, { stage, step }] of chosen.entries()) {
    const looked = found[index];
    if (looked === undefined) continue;
    const read = readStage({ ...looked.words, who: stage.who }, sizes);
    const wrong = { ...('problems' in read ? read.problems : {}), ...looked.problems };
    for (const [name, one] of Object.entries(wrong)) problems[`${name}${String(step)}`] = one;
    if ('stage' in read) stages.push(read.stage);
  }
  const domains = readDomains(input.automaticDomains, verifiedDomains);
  if ('problem' in domains) problems.automaticDomains = domains.problem;
  if ('problem' in domains || Object.keys(problems).length > 0) return { kind: 'problems', problems };
  return { kind: 'read', stages, automaticDomains: domains.value, people: found.flatMap(({ people }) => people) };
};

type LookedUp = { readonly words: StageWords; readonly people: readonly Standing[]; readonly problems: Readonly<Record<string, Problem>> };

const lookUp = async (directory: Directory, stage: StageInput): Promise<LookedUp> => {
  const wanted = stage.who === 'people' ? [...new Set(stage.people)].slice(0, ruleLimits.people) : [];
  const [found, fallback, group] = await Promise.all([
    Promise.all(wanted.map((text) => findApprover(directory, text))),
    stage.fallback.trim() === '' ? undefined : findApprover(directory, stage.fallback),
    stage.who === 'group' ? readGroup(directory, stage.group.trim().toLowerCase()) : null,
  ]);
  const problems: Record<string, Problem> = {};
  const unfit = found.find((one) => one.kind === 'problem');
  if (unfit !== undefined) problems.people = unfit.problem;
  if (fallback?.kind === 'problem') problems.fallback = fallback.problem;
  const people = found.flatMap((one) => (one.kind === 'found' ? [one.person] : []));
  const fallbackPerson = fallback?.kind === 'found' ? fallback.person : null;
  return {
    words: {
      who: stage.who, people: [...new Set(people.map(({ id }) => id))], group, needed: stage.needed, veto: stage.veto, reasonOn: stage.reasonOn,
      limitHours: stage.limitHours, fallbackId: fallbackPerson?.id ?? null, afterLimit: stage.afterLimit,
    },
    people: [...people, ...(fallbackPerson === null ? [] : [fallbackPerson])],
    problems,
  };
};

const readGroup = async (directory: Directory, id: string): Promise<StageWords['group']> => {
  if (!objectId.test(id)) return null;
  try {
    const [group, people] = await Promise.all([directory.group(id), directory.groupPeople(id)]);
    return group === undefined ? null : { ...group, size: people.length };
  } catch (error) {
    if (isDeskError(error, 'not-found')) return null;
    throw error;
  }
};
