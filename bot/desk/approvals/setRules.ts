import { snapshotOf } from '../../core/approvals/approval.ts';
import { type ApprovalRule, ruleLimits, type Stage } from '../../core/approvals/approvalRule.ts';
import { ruleCode } from '../../core/approvals/readRule.ts';
import { DeskError } from '../../core/errors.ts';
import { type UserId } from '../../core/ids.ts';
import { type Actor } from '../../core/person.ts';
import { refuse } from '../../core/refusal.ts';
import { type SharedApp } from '../../core/sharedApp.ts';
import { checkDraft } from '../checkDraft.ts';
import { metNames, namesOf, nameRefusal, toNamed } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { barActor } from '../pressRequest.ts';
import { readShareable } from '../readShareable.ts';
import { type Desk } from '../useCases.ts';
import { type Refused } from '../outcomes.ts';
import { peopleOfApproval, type StageView, viewApproval } from './approvalView.ts';
import { type RulesForm, type RulesInput, type StageInput } from './approvalsUseCases.ts';
import { readRules, type RulesRead } from './readRules.ts';

type RulesPorts = Pick<Ports, 'store' | 'clock' | 'directory' | 'settings'>;

const mostCandidates = 8;

/** `app.rules`: the rules as they are, to be changed. */
export const planRules =
  (ports: RulesPorts): Desk['planRules'] =>
  async (actor, { draftId }) => {
    const opened = await openRules(ports, actor, draftId);
    if (opened.kind === 'refused') return opened;
    const { app } = opened;
    const stages = app.approval.stages.map(toInput);
    return form(ports, opened, { draftId, stages: [...stages, ...Array.from({ length: ruleLimits.stages - stages.length }, () => noStage)], automaticDomains: app.approval.automaticDomains.join(', ') }, null);
  };

/** `rules.preview` */
export const previewRules =
  (ports: RulesPorts): Desk['previewRules'] =>
  async (actor, input) => {
    const opened = await openRules(ports, actor, input.draftId);
    if (opened.kind === 'refused') return opened;
    const read = await readRules(ports.directory, input, opened.sizes);
    return read.kind === 'problems' ? read : form(ports, opened, input, read);
  };

/** `rules.set`: requests made from now on are decided so; those that wait keep the rule they were made under. */
export const setRules =
  (ports: RulesPorts): Desk['setRules'] =>
  async (actor, input) => {
    const opened = await openRules(ports, actor, input.draftId);
    if (opened.kind === 'refused') return opened;
    const read = await readRules(ports.directory, input, opened.sizes);
    if (read.kind === 'problems') return read;
    const changed = await writeRules(ports, actor, opened.app, read);
    return { kind: 'rules-set', draftId: input.draftId, appName: opened.app.name, stages: await inWords(ports, read), automaticDomains: read.automaticDomains, changed };
  };

type Opened = { readonly kind: 'opened'; readonly app: SharedApp; readonly owners: readonly UserId[]; readonly sizes: { readonly owners: number; readonly approvers: number } };

/** The app of a form of the share card, owned by this person now, and shared. */
export const openRules = async ({ store, directory, settings }: RulesPorts, actor: Actor, draftId: string): Promise<Opened | Refused> => {
  const draft = await store.read.draft(draftId);
  const barredDraft = checkDraft(draft, 'share', actor);
  if (barredDraft !== undefined) return nameRefusal(store.read, barredDraft);
  if (draft?.servicePrincipalId == null) throw new DeskError('not-found', { code: 'desk/form-gone' });
  const [standings, shareable, app] = await Promise.all([
    directory.standings([actor.id]),
    readShareable(directory, actor, draft.servicePrincipalId),
    store.read.sharedAppOf(draft.servicePrincipalId),
  ]);
  const barred = barActor({ settings }, actor, standings);
  if (barred !== undefined) return nameRefusal(store.read, barred);
  if (shareable.kind === 'refused') return nameRefusal(store.read, shareable);
  if (app === undefined) return nameRefusal(store.read, refuse('app-not-shared'));
  return { kind: 'opened', app, owners: shareable.owners, sizes: { owners: shareable.owners.length, approvers: app.approvers.length } };
};

const form = async (ports: RulesPorts, { app, owners }: Opened, input: RulesInput, read: RulesRead | null): Promise<RulesForm> => {
  const chosen = input.stages.flatMap(({ people, fallback }) => [...people, fallback]).filter((text) => text !== '');
  const usual = [...new Set([...app.approvers, ...owners])].slice(0, mostCandidates);
  const names = await namesOf(ports.store.read, [...new Set([...chosen, ...usual])], metNames(read?.people ?? []));
  return {
    kind: 'rules',
    ...input,
    appName: app.name,
    candidates: [...new Set([...chosen.filter((id) => names.has(id)), ...usual])].map((id) => toNamed(names, id)),
    inWords: read === null ? null : await inWords(ports, read),
  };
};

const inWords = async ({ store }: RulesPorts, { stages, people, automaticDomains }: RulesRead): Promise<readonly StageView[]> => {
  const approval = snapshotOf({ stages, automaticDomains, setBy: null, setAt: null });
  const names = await namesOf(store.read, [...new Set(peopleOfApproval(approval))], metNames(people));
  return viewApproval(approval, (id) => toNamed(names, id), true).stages;
};

/** @returns whether anything is different now */
const writeRules = async ({ store, clock }: RulesPorts, actor: Actor, opened: SharedApp, { stages, automaticDomains, people }: RulesRead): Promise<boolean> => {
  const now = clock.now();
  const approval: ApprovalRule = { stages, automaticDomains, setBy: actor.id, setAt: now };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = attempt === 0 ? opened : await store.read.sharedApp(opened.id);
    if (before === undefined) throw new DeskError('not-found', { code: 'desk/shared-app-gone' });
    if (isSame(before.approval, approval)) return false;
    const outcome = await store.transaction(async (tx) => {
      const saved = await tx.saveSharedApp({ ...before, approval, version: before.version + 1 });
      if (saved === 'conflict') return saved;
      await tx.rememberNames(metNames(people, actor));
      await tx.commitWith([{ name: 'approval-rule.changed', subject: before.id, by: actor.id, at: now, facts: { stages: ruleCode(stages), automaticDomains: automaticDomains.join(' ') } }], []);
      return saved;
    });
    if (outcome === 'saved') return true;
  }
  throw new DeskError('unavailable', { code: 'desk/shared-app-busy' });
};

const isSame = (a: ApprovalRule, b: ApprovalRule): boolean => ruleCode(a.stages) === ruleCode(b.stages) && a.automaticDomains.join(' ') === b.automaticDomains.join(' ');

const noStage: StageInput = { who: 'none', people: [], group: '', needed: 1, veto: true, reasonOn: 'none', limitHours: 0, fallback: '', afterLimit: 'decline' };

const toInput = ({ who, needed, veto, reasonOn, limitHours, fallbackId, afterLimit }: Stage): StageInput => ({
  who: who.kind,
  people: who.kind === 'people' ? who.people : [],
  group: who.kind === 'group' ? who.groupId : '',
  needed, veto, reasonOn, limitHours: limitHours ?? 0, fallback: fallbackId ?? '', afterLimit,
});
