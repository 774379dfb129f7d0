import { z } from 'zod';
import { directoryRoles, type RoleName } from '../roles.ts';
import { saveTenant, type Tenant } from '../state/tenant.ts';
import { personKeys, userOf } from './cast.ts';
import { ControlError } from './controlError.ts';
import { type ControlWorld } from './controlWorld.ts';
import { applyPartnerChange, partnerChange } from './partnerChanges.ts';
import { route } from './route.ts';
import { tenantFacts } from './worldState.ts';

const person = z.enum(personKeys);
const roleName = z.enum(Object.keys(directoryRoles) as [RoleName, ...RoleName[]]);

const change = z.strictObject({
  replicationMs: z.int().nonnegative().optional(),
  invitationsPer5s: z.int().positive().optional(),
  allowInvitesFrom: z.enum(['none', 'adminsAndGuestInviters', 'adminsGuestInvitersAndAllMembers', 'everyone']).optional(),
  signInLog: z.boolean().optional(),
  signInLogDelayMs: z.int().nonnegative().optional(),
  rolesOnDemand: z.boolean().optional(),
  sendLimits: z.enum(['teams', 'off']).optional(),
  consent: z.strictObject({ person, given: z.boolean() }).optional(),
  hasApp: z.strictObject({ person, installed: z.boolean() }).optional(),
  enabled: z.strictObject({ person, enabled: z.boolean() }).optional(),
  role: z.strictObject({ person, name: roleName, held: z.boolean() }).optional(),
  eligible: z.strictObject({ person, name: roleName, held: z.boolean() }).optional(),
  owner: z.strictObject({ op: z.enum(['add', 'remove']), of: z.enum(['app', 'group']), name: z.string(), person }).optional(),
  rotateKeys: z.enum(['channel', 'entra']).optional(),
  forgetOldKeys: z.boolean().optional(),
  ...partnerChange,
});
type Change = z.infer<typeof change>;

const without = (list: string[], id: string): string[] => list.filter((each) => each !== id);
const including = (list: string[], id: string): string[] => [...without(list, id), id];

function setConsent({ tenant, channel }: ControlWorld, { person: key, given }: NonNullable<Change['consent']>): void {
  const { people } = tenant.registrations;
  const { id } = userOf(tenant, key);
  people.consents = given ? including(people.consents, id) : without(people.consents, id);
  if (!given) channel.tokens.forget(id);
}

async function setApp({ tenant, channel }: ControlWorld, { person: key, installed }: NonNullable<Change['hasApp']>): Promise<void> {
  const user = userOf(tenant, key);
  if (user.hasApp === installed) return;
  user.hasApp = installed;
  await channel.client.installed(user.id, installed ? 'add' : 'remove');
}

function setOwner(tenant: Tenant, { op, of, name, person: key }: NonNullable<Change['owner']>): void {
  const things = of === 'app' ? tenant.servicePrincipals : tenant.groups;
  const thing = things.find(({ displayName }) => displayName === name);
  if (!thing) throw new ControlError(404, 'noSuchThing', `The tenant has no ${of} ${name}.`);
  const { id } = userOf(tenant, key);
  thing.owners = op === 'add' ? including(thing.owners, id) : without(thing.owners, id);
}

function setRole(tenant: Tenant, of: 'roleAssignments' | 'roleEligibilities', { person: key, name, held }: NonNullable<Change['role']>): void {
  const { id } = userOf(tenant, key);
  const roleDefinitionId = directoryRoles[name];
  tenant[of] = tenant[of].filter((each) => each.principalId !== id || each.roleDefinitionId !== roleDefinitionId);
  if (held) tenant[of].push({ id: `${key}-${roleDefinitionId.slice(0, 8)}`, principalId: id, roleDefinitionId });
}

/** Applies every member that is given, in the order of the schema. */
async function apply(world: ControlWorld, asked: Change): Promise<unknown> {
  const { tenant, channel, keys } = world;
  if (asked.replicationMs !== undefined) tenant.settings.replicationMs = asked.replicationMs;
  if (asked.invitationsPer5s !== undefined) tenant.settings.invitationsPer5s = asked.invitationsPer5s;
  if (asked.allowInvitesFrom !== undefined) tenant.policies.allowInvitesFrom = asked.allowInvitesFrom;
  if (asked.signInLog !== undefined) tenant.settings.signInLog = asked.signInLog;
  if (asked.signInLogDelayMs !== undefined) tenant.settings.signInLogDelayMs = asked.signInLogDelayMs;
  if (asked.rolesOnDemand !== undefined) tenant.settings.rolesOnDemand = asked.rolesOnDemand;
  if (asked.sendLimits !== undefined) channel.limits.set(asked.sendLimits);
  if (asked.consent) setConsent(world, asked.consent);
  if (asked.hasApp) await setApp(world, asked.hasApp);
  if (asked.enabled) userOf(tenant, asked.enabled.person).accountEnabled = asked.enabled.enabled;
  if (asked.owner) setOwner(tenant, asked.owner);
  if (asked.role) setRole(tenant, 'roleAssignments', asked.role);
  if (asked.eligible) setRole(tenant, 'roleEligibilities', asked.eligible);
  if (asked.rotateKeys) await keys[asked.rotateKeys].rotate({ forget: asked.forgetOldKeys ?? false });
  applyPartnerChange(tenant, asked);
  saveTenant(tenant);
  return tenantFacts(world);
}

/** Changes of the tenant that an administrator would make elsewhere; tests set the scene with it. */
export const tenantRoute = route({ method: 'POST', path: 'tenant', body: change, answer: (world, { body }) => apply(world, body) });
