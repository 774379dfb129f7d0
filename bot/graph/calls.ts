import { type GraphIdentity, type PermissionOf } from './permissions.ts';

/** One kind of request to Graph: all that the client ever sends is declared in {@link calls}. */
export type Call = {
  readonly identity: GraphIdentity;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/v1.0`; `{name}` is filled in, percent-encoded. */
  readonly path: string;
  /** All of them are needed together. */
  readonly permissions: readonly string[];
  /** Only served in beta: may change, and is missing in national clouds. */
  readonly beta?: true;
};

type Entry<Identity extends GraphIdentity> = readonly [method: Call['method'] | 'GET beta', path: string, ...permissions: PermissionOf<Identity>[]];

const callsOf = <Identity extends GraphIdentity, Name extends string>(identity: Identity, entries: Record<Name, Entry<Identity>>): Record<Name, Call> => {
  const named = Object.entries<Entry<Identity>>(entries).map(([name, [method, path, ...needed]]): [string, Call] => [
    name,
    method === 'GET beta' ? { identity, method: 'GET', beta: true, path, permissions: needed } : { identity, method, path, permissions: needed },
  ]);
  return Object.fromEntries(named) as Record<Name, Call>;
};

/** Every request of every identity, with the permissions it needs (facts/graph.md; checked against the permissions data by a test). */
export const calls = {
  reader: callsOf('reader', {
    // The batch itself needs none; its inner requests are calls of their own.
    batch: ['POST', '/$batch'],
    user: ['GET', '/users/{id}', 'User.Read.All'],
    users: ['GET', '/users', 'User.Read.All'],
    userRoles: ['GET', '/users/{id}/transitiveMemberOf', 'User.Read.All', 'RoleManagement.Read.Directory'],
    usersDelta: ['GET', '/users/delta', 'User.Read.All'],
    authorizationPolicy: ['GET', '/policies/authorizationPolicy', 'Policy.Read.All'],
    organization: ['GET', '/organization', 'Organization.Read.All'],
    app: ['GET', '/servicePrincipals/{id}', 'Application.Read.All'],
    appOwners: ['GET', '/servicePrincipals/{id}/owners', 'Application.Read.All'],
    appAssignments: ['GET', '/servicePrincipals/{id}/appRoleAssignedTo', 'Application.Read.All'],
    crossTenantDefault: ['GET', '/policies/crossTenantAccessPolicy/default', 'Policy.Read.All'],
    crossTenantPartners: ['GET', '/policies/crossTenantAccessPolicy/partners', 'Policy.Read.All'],
    emailPasscodes: ['GET', '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email', 'Policy.Read.All'],
    domainList: ['GET beta', '/policies/b2bManagementPolicies', 'Policy.Read.B2BManagementPolicy'],
    tenantOfDomain: ['GET', "/tenantRelationships/findTenantInformationByDomainName(domainName='{domainName}')", 'CrossTenantInformation.ReadBasic.All'],
    contacts: ['GET', '/contacts', 'OrgContact.Read.All'],
    deletedUsers: ['GET', '/directory/deletedItems/microsoft.graph.user', 'User.Read.All'],
    group: ['GET', '/groups/{id}', 'GroupMember.Read.All'],
    groupOwners: ['GET', '/groups/{id}/owners', 'GroupMember.Read.All'],
    roleAssignments: ['GET', '/roleManagement/directory/roleAssignments', 'RoleManagement.Read.Directory'],
    roleEligibilities: ['GET', '/roleManagement/directory/roleEligibilityScheduleInstances', 'RoleEligibilitySchedule.Read.Directory'],
    groupMembers: ['GET', '/groups/{id}/members', 'GroupMember.Read.All'],
    signIns: ['GET', '/auditLogs/signIns', 'AuditLog.Read.All'],
    partnerTenant: ['GET', "/tenantRelationships/findTenantInformationByDomainName(domainName='{domain}')", 'CrossTenantInformation.ReadBasic.All'],
    tenantById: ['GET', "/tenantRelationships/findTenantInformationByTenantId(tenantId='{id}')", 'CrossTenantInformation.ReadBasic.All'],
    subscribe: ['POST', '/subscriptions', 'User.Read.All'],
    renewSubscription: ['PATCH', '/subscriptions/{id}', 'User.Read.All'],
  }),
  people: callsOf('people', {
    me: ['GET', '/me', 'User.Read'],
    // Names of service principals come only with Application.Read.All.
    ownedObjects: ['GET', '/me/ownedObjects', 'User.Read', 'Application.Read.All'],
    invite: ['POST', '/invitations', 'User.Invite.All'],
    addSponsor: ['POST', '/users/{id}/sponsors/$ref', 'User.ReadWrite.All'],
    addMember: ['POST', '/groups/{id}/members/$ref', 'GroupMember.ReadWrite.All'],
    removeMember: ['DELETE', '/groups/{id}/members/{memberId}/$ref', 'GroupMember.ReadWrite.All'],
  }),
  admin: callsOf('admin', {
    guest: ['GET', '/users/{id}', 'User.ReadWrite.All'],
    changeAddresses: ['PATCH', '/users/{id}', 'User.ReadWrite.All'],
    resetRedemption: ['POST', '/invitations', 'User.Invite.All', 'User.ReadWrite.All'],
  }),
  ender: callsOf('ender', {
    removeMember: ['DELETE', '/groups/{id}/members/{memberId}/$ref', 'Group.Create'],
  }),
} as const;
