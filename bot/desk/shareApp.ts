import { usualRule } from '../core/approvals/approvalRule.ts';
import { DeskError } from '../core/errors.ts';
import { type AppRole } from '../core/appRole.ts';
import { type Actor, type Standing } from '../core/person.ts';
import { latestReminderDay, mostReminderDays, readReminderDays } from '../core/radar/remind.ts';
import { type Problem, problem } from '../core/refusal.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { checkDraft } from './checkDraft.ts';
import { findApprover, findSponsor, type FoundPerson } from './findPerson.ts';
import { metNames, nameRefusal, toNamed } from './namePeople.ts';
import { type Ports } from './ports.ts';
import { barActor } from './pressRequest.ts';
import { readShareable, type Shareable } from './readShareable.ts';
import { type AppShared, type Desk, type ShareInput } from './useCases.ts';
import { type FormProblems } from './outcomes.ts';

type SharePorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'directory' | 'settings'>;

/** Longest stay an owner may set, in days. */
const mostDays = 365;

/** `app.share`: shares the app, or changes the rules of one that is shared. Ownership is read again. */
export const shareApp =
  (ports: SharePorts): Desk['shareApp'] =>
  async (actor, input) => {
    const { store, directory } = ports;
    const draft = await store.read.draft(input.draftId);
    const barredDraft = checkDraft(draft, 'share', actor);
    if (barredDraft !== undefined) return nameRefusal(store.read, barredDraft);
    if (draft?.servicePrincipalId == null) throw new DeskError('not-found', { code: 'desk/form-gone' });

    const [standings, shareable, people] = await Promise.all([
      directory.standings([actor.id]),
      readShareable(directory, actor, draft.servicePrincipalId),
      readPeople(ports, input),
    ]);
    const barred = barActor(ports, actor, standings);
    if (barred !== undefined) return nameRefusal(store.read, barred);
    if (shareable.kind === 'refused') return nameRefusal(store.read, shareable);
    if (people.kind === 'problems') return people;

    const rules: Rules = {
      tenantId: actor.tenantId,
      servicePrincipalId: draft.servicePrincipalId,
      name: shareable.facts.name,
      accessGroupId: shareable.group.id,
      redirectUrl: shareable.redirectUrl,
      roles: chosenRoles(shareable, input.roles),
      approvers: people.approvers.map(({ id }) => id),
      defaultSponsorId: people.sponsor.id,
      longestStayDays: input.longestStayDays,
      ownerInvitesDirectly: input.ownerInvitesDirectly,
      reminderDays: people.reminderDays,
    };
    const met = metNames([...people.approvers, people.sponsor], actor);
    const changed = await writeRules(ports, actor, rules, met);
    return {
      kind: 'shared',
      draftId: input.draftId,
      appName: rules.name,
      approvers: rules.approvers.map((id) => toNamed(met, id)),
      sponsor: toNamed(met, rules.defaultSponsorId),
      longestStayDays: rules.longestStayDays,
      ownerInvitesDirectly: rules.ownerInvitesDirectly,
      roles: rules.roles.map(({ name }) => name),
      reminderDays: rules.reminderDays,
      changed,
    } satisfies AppShared;
  };

/** Of the roles that have a group, those the owner chose. */
const chosenRoles = ({ roles }: Pick<Shareable, 'roles'>, chosen: readonly string[]): readonly AppRole[] => roles.filter(({ appRoleId }) => chosen.includes(appRoleId));

type People = { readonly kind: 'people'; readonly approvers: readonly Standing[]; readonly sponsor: Standing; readonly reminderDays: readonly number[] };
type Rules = Omit<SharedApp, 'id' | 'version' | 'sharedBy' | 'sharedAt' | 'approval'>;

const readPeople = async ({ directory }: SharePorts, input: ShareInput): Promise<People | FormProblems> => {
  const chosen = [...new Set(input.approvers.map((text) => text.trim()).filter((text) => text !== ''))];
  const missing: FoundPerson = { kind: 'problem', problem: problem('missing') };
  const [sponsor, ...approvers] = await Promise.all([
    input.sponsor.trim() === '' ? missing : findSponsor(directory, input.sponsor),
    ...(chosen.length === 0 ? [missing] : chosen.map((text) => findApprover(directory, text))),
  ]);
  const problems: Record<string, Problem> = {};
  const unfit = approvers.find((one) => one.kind === 'problem');
  if (unfit !== undefined) problems.approvers = unfit.problem;
  if (sponsor.kind === 'problem') problems.sponsor = sponsor.problem;
  if (!Number.isInteger(input.longestStayDays) || input.longestStayDays < 1 || input.longestStayDays > mostDays) {
    problems.longestStay = problem('number-out-of-range', { least: 1, most: mostDays });
  }
  const reminderDays = readReminderDays(input.reminders);
  if (reminderDays === undefined) problems.reminders = problem('days-unusable', { most: mostReminderDays, latest: latestReminderDay });
  if (sponsor.kind === 'problem' || reminderDays === undefined || Object.keys(problems).length > 0) return { kind: 'problems', problems };
  const found = approvers.flatMap((one) => (one.kind === 'found' ? [one.person] : []));
  return { kind: 'people', approvers: [...new Map(found.map((person) => [person.id, person])).values()], sponsor: sponsor.person, reminderDays };
};

/** @returns whether the app was shared already and something about it changed */
const writeRules = async ({ store, clock, ids }: SharePorts, actor: Actor, rules: Rules, met: ReadonlyMap<string, string>): Promise<boolean> => {
  const now = clock.now();
  const facts = { approvers: rules.approvers.join(' '), sponsor: rules.defaultSponsorId, longestStayDays: rules.longestStayDays, direct: rules.ownerInvitesDirectly, reminders: rules.reminderDays.join(' ') };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = await store.read.sharedAppOf(rules.servicePrincipalId);
    if (before !== undefined && isSame(before, rules)) return false;
    const outcome = await store.transaction(async (tx) => {
      const app: SharedApp =
        before === undefined
          ? { ...rules, approval: usualRule, id: ids.next(), version: 1, sharedBy: actor.id, sharedAt: now }
          : { ...before, ...rules, version: before.version + 1 };
      const written = before === undefined ? await tx.insertSharedApp(app) : await tx.saveSharedApp(app);
      if (written === 'already-shared' || written === 'conflict') return 'again';
      await tx.rememberNames(met);
      await tx.commitWith([{ name: before === undefined ? 'shared-app.shared' : 'shared-app.changed', subject: app.id, by: actor.id, at: now, facts }], []);
      return written;
    });
    if (outcome !== 'again') return outcome === 'saved';
  }
  throw new DeskError('unavailable', { code: 'desk/shared-app-busy' });
};

const isSame = (before: SharedApp, rules: Rules): boolean => JSON.stringify({ ...before, ...rules }) === JSON.stringify(before);
