import { type Actor, type Standing } from '../core/person.ts';
import { toMatchable } from '../core/personText.ts';
import { refuse } from '../core/refusal.ts';
import { isInsider } from '../core/rights.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { metNames, namesOf, nameRefusal, toNamed } from './namePeople.ts';
import { type Ports } from './ports.ts';
import { barActor } from './pressRequest.ts';
import { type NamedPerson } from './namedPerson.ts';
import { readShareable } from './readShareable.ts';
import { type AppChoices, type Desk, type SharePlan } from './useCases.ts';
import { type Refused } from './outcomes.ts';

type SharePorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'directory' | 'people' | 'settings'>;
type OwnedApp = { readonly servicePrincipalId: string; readonly name: string };

/** `share …`: what sharing an app of the person's own would mean, with a form for what only the owner can say. */
export const planShare =
  (ports: SharePorts): Desk['planShare'] =>
  async (actor, words) => {
    const { store, directory } = ports;
    const standings = await directory.standings([actor.id]);
    const barred = barActor(ports, actor, standings);
    if (barred !== undefined) return nameRefusal(store.read, barred);
    const owned = await ports.people.ownedApps(actor.id);
    const chosen = chooseOwned(owned, words);
    if (chosen.length === 0) return nameRefusal(store.read, refuse('app-not-owned', [], { app: words.app ?? '' }));
    const [app, another] = chosen;
    if (app === undefined || another !== undefined) return { kind: 'choose', apps: [...chosen].sort((a, b) => a.name.localeCompare(b.name, 'en')) } satisfies AppChoices;
    return planFor(ports, actor, app.servicePrincipalId);
  };

const chooseOwned = (owned: readonly OwnedApp[], { app, servicePrincipalId }: { app: string | null; servicePrincipalId: string | null }): readonly OwnedApp[] => {
  if (servicePrincipalId !== null) return owned.filter((one) => one.servicePrincipalId === servicePrincipalId);
  if (app === null || app.trim() === '') return owned;
  const wanted = toMatchable(app);
  const exact = owned.filter(({ name }) => toMatchable(name) === wanted);
  return exact.length > 0 ? exact : owned.filter(({ name }) => toMatchable(name).startsWith(wanted));
};

const planFor = async (ports: SharePorts, actor: Actor, servicePrincipalId: string): Promise<SharePlan | Refused> => {
  const { store, directory } = ports;
  const [shareable, current] = await Promise.all([readShareable(directory, actor, servicePrincipalId), store.read.sharedAppOf(servicePrincipalId)]);
  if (shareable.kind === 'refused') return nameRefusal(store.read, shareable);
  const { facts, owners, group, groupOwners, redirectUrl } = shareable;
  const known = current === undefined ? [] : [...current.approvers, current.defaultSponsorId];
  const standings = await directory.standings([...new Set([...owners, ...groupOwners, ...known])]);
  const met = metNames(standings.values(), actor);
  const names = await namesOf(store.read, [...standings.keys(), ...known], met);
  const draftId = ports.ids.next();
  await store.transaction(async (tx) => {
    await tx.insertDraft({ id: draftId, kind: 'share', by: actor.id, conversationId: actor.conversationId, servicePrincipalId, createdAt: ports.clock.now() });
    await tx.rememberNames(met);
  });
  return {
    kind: 'plan',
    draftId,
    appName: facts.name,
    owners: owners.map((id) => toNamed(names, id)),
    accessGroup: group.name,
    redirectUrl,
    assignmentRequired: facts.assignmentRequired,
    candidates: candidatesOf(groupOwners, actor, standings),
    roles: shareable.roles.map(({ appRoleId, name }) => ({ appRoleId, name })),
    current: current === undefined ? null : toCurrent(current, names),
  };
};

const candidatesOf = (groupOwners: readonly string[], actor: Actor, standings: ReadonlyMap<string, Standing>): readonly NamedPerson[] =>
  groupOwners
    .filter((id) => id !== actor.id)
    .map((id) => standings.get(id))
    .filter(isInsider)
    .map(({ id, name }) => ({ id, name }));

const toCurrent = (app: SharedApp, names: ReadonlyMap<string, string>): NonNullable<SharePlan['current']> => ({
  approvers: app.approvers.map((id) => toNamed(names, id)),
  sponsor: toNamed(names, app.defaultSponsorId),
  longestStayDays: app.longestStayDays,
  ownerInvitesDirectly: app.ownerInvitesDirectly,
  roleIds: app.roles.map(({ appRoleId }) => appRoleId),
  reminderDays: app.reminderDays,
});
