import { people } from '../seed.ts';
import { type ControlWorld } from './controlWorld.ts';
import { keyOf, nameOf, personKeys } from './cast.ts';

/** The tenant's settings as the control API shows and sets them. */
export const tenantFacts = ({ tenant, channel }: Pick<ControlWorld, 'tenant' | 'channel'>): Record<string, unknown> => ({
  id: tenant.id,
  name: tenant.displayName,
  domain: tenant.domains[0],
  allowInvitesFrom: tenant.policies.allowInvitesFrom,
  replicationMs: tenant.settings.replicationMs,
  sendLimits: channel.limits.mode(),
  partnerTenants: tenant.partnerTenants,
});

/** The chats of several people; members are keys. */
export const sharedChatFacts = ({ channel }: Pick<ControlWorld, 'channel'>): unknown[] =>
  channel.sharedChats.all().map(({ key, kind, name, team, members, hasBot }) => ({ key, kind, name, ...(team && { team: team.name }), members: members.map(nameOf), hasBot }));

function cast({ tenant }: Pick<ControlWorld, 'tenant'>): unknown[] {
  return personKeys.flatMap((key) => {
    const user = tenant.users.find(({ id }) => id === people[key].oid);
    if (!user) return [];
    const { id, displayName: name, mail, userPrincipalName: upn, userType, hasApp, jobTitle: about } = user;
    return [{ key, id, name, mail, upn, userType, hasApp, consented: tenant.registrations.people.consents.includes(id), about }];
  });
}

function apps({ tenant }: Pick<ControlWorld, 'tenant'>): unknown[] {
  const own = Object.values(tenant.registrations).map(({ appId }) => appId);
  return tenant.servicePrincipals
    .filter(({ appId }) => !own.includes(appId))
    .map(({ id, appId, displayName: name, owners, homepage, appRoleAssignedTo }) => ({
      id, appId, name, owners, homepage,
      groups: appRoleAssignedTo.filter(({ principalType }) => principalType === 'Group').map(({ principalId }) => principalId),
    }));
}

/** Everything `GET state` answers: facts for people who look and for tests that wait. */
export function worldState(world: ControlWorld): Record<string, unknown> {
  const { tenant, clock, faults } = world;
  return {
    ready: world.ready(),
    people: cast(world),
    sharedChats: sharedChatFacts(world),
    tenant: tenantFacts(world),
    users: tenant.users.map(({ id, displayName, mail, userPrincipalName, userType }) => ({ id, key: keyOf(id) ?? null, displayName, mail, userPrincipalName, userType })),
    guests: tenant.users
      .filter(({ userType }) => userType === 'Guest')
      .map(({ id, displayName, mail, externalUserState, identities, createdDateTime, sponsors, preferredLanguage }) => ({
        id, displayName, mail, externalUserState, identities, createdDateTime, sponsors, preferredLanguage,
      })),
    groups: tenant.groups.map(({ id, displayName: name, owners, members }) => ({ id, name, owners, members })),
    invitations: tenant.invitations.map(({ id, userId, email, redirectUrl, invitedBy, sentAt, redeemedAt }) => ({ id, userId, email, redirectUrl, invitedBy, sentAt, redeemedAt })),
    apps: apps(world),
    subscriptions: tenant.subscriptions.map(({ id, resource, changeType, expirationDateTime }) => ({ id, resource, changeType, expirationDateTime })),
    unknownRoutes: tenant.unknownRoutes.map(({ method, path }) => `${method} ${path}`),
    bots: world.bots().map((bot) => bot.status()),
    faults: faults.pending(),
    clock: { now: clock.now().toISOString(), offsetMs: clock.offsetMs },
  };
}
