import { type UserId } from '../core/ids.ts';
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
};

/** @throws DeskError not-found when the app is gone, unavailable */
export const readShareable = async (directory: Directory, actor: Actor, servicePrincipalId: string): Promise<Shareable | Refusal> => {
  const [facts, owners] = await Promise.all([directory.appFacts(servicePrincipalId), directory.appOwners(servicePrincipalId)]);
  if (!owners.includes(actor.id)) return refuse('app-not-owned', owners, { app: facts.name });
  const groups = await Promise.all(facts.groups.map(async (group) => ({ group, owners: await directory.groupOwners(group.id) })));
  const chosen = groups.find((one) => one.owners.includes(actor.id)) ?? groups[0];
  if (chosen === undefined) return refuse('app-no-group', owners, { app: facts.name });
  if (facts.redirectUrl?.startsWith('https://') !== true) return refuse('app-no-address', owners, { app: facts.name });
  return { kind: 'shareable', facts, owners, group: chosen.group, groupOwners: chosen.owners, redirectUrl: facts.redirectUrl };
};
