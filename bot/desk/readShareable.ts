import { type UserId } from '../core/ids.ts';
import { type AppRole } from '../core/appRole.ts';
import { type Actor } from '../core/person.ts';
import { type Refusal, refuse } from '../core/refusal.ts';
import { type AppFacts, type Directory } from './ports.ts';

/** An enterprise app that this person can share, read live. */
export type Shareable = {
  readonly kind: 'shareable';
  readonly facts: AppFacts;
  readonly owners: readonly UserId[];
  /** The access group: of the groups assigned to the app one that the person owns, else the first. */
  readonly group: { readonly id: string; readonly name: string };
  readonly groupOwners: readonly UserId[];
  readonly redirectUrl: string;
  /** Roles that a group of their own is assigned to; none where the app has one group. */
  readonly roles: readonly AppRole[];
};

/** An offered role is an app role with a group of its own (docs/adr/0010). */
const rolesOf = ({ groups, appRoles }: AppFacts): readonly AppRole[] => {
  if (groups.length < 2) return [];
  return appRoles.flatMap((role) => {
    const group = groups.find(({ appRoleId }) => appRoleId === role.id);
    return group === undefined ? [] : [{ appRoleId: role.id, value: role.value, name: role.name, groupId: group.id }];
  });
};

/** @throws DeskError not-found when the app is gone, unavailable */
export const readShareable = async (directory: Directory, actor: Actor, servicePrincipalId: string): Promise<Shareable | Refusal> => {
  const [facts, owners] = await Promise.all([directory.appFacts(servicePrincipalId), directory.appOwners(servicePrincipalId)]);
  if (!owners.includes(actor.id)) return refuse('app-not-owned', owners, { app: facts.name });
  const groups = await Promise.all(facts.groups.map(async (group) => ({ group, owners: await directory.groupOwners(group.id) })));
  const chosen = groups.find((one) => one.owners.includes(actor.id)) ?? groups[0];
  if (chosen === undefined) return refuse('app-no-group', owners, { app: facts.name });
  if (facts.redirectUrl?.startsWith('https://') !== true) return refuse('app-no-address', owners, { app: facts.name });
  return { kind: 'shareable', facts, owners, group: chosen.group, groupOwners: chosen.owners, redirectUrl: facts.redirectUrl, roles: rolesOf(facts) };
};
