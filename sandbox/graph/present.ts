import { directoryRoles } from '../roles.ts';
import type { AppRoleAssignment, AuditRow, Group, ServicePrincipal, User } from '../state/objects.ts';
import type { Tenant } from '../state/tenant.ts';

export type Row = Record<string, unknown>;

/** How one type is shown: all members, and those that come without `$select`. */
export type Shape = { type: string; members: readonly string[]; byDefault: readonly string[] };

export const userShape: Shape = {
  type: 'user',
  byDefault: [
    'businessPhones', 'displayName', 'givenName', 'jobTitle', 'mail', 'mobilePhone', 'officeLocation', 'preferredLanguage', 'surname',
    'userPrincipalName', 'id',
  ],
  members: [
    'id', 'businessPhones', 'displayName', 'givenName', 'jobTitle', 'mail', 'mobilePhone', 'officeLocation', 'preferredLanguage', 'surname',
    'userPrincipalName', 'accountEnabled', 'userType', 'externalUserState', 'externalUserStateChangeDateTime', 'creationType', 'identities',
    'proxyAddresses', 'otherMails', 'department', 'createdDateTime', 'deletedDateTime', 'mailNickname', 'companyName', 'usageLocation',
    'onPremisesSyncEnabled', 'city', 'country', 'employeeId', 'state', 'lastPasswordChangeDateTime',
  ],
};

/** What User.ReadBasic.All shows of other people. */
export const basicUserMembers: readonly string[] = ['id', 'displayName', 'givenName', 'surname', 'mail', 'userPrincipalName', 'photo'];

export const groupShape: Shape = {
  type: 'group',
  byDefault: [
    'id', 'deletedDateTime', 'createdDateTime', 'description', 'displayName', 'groupTypes', 'mail', 'mailEnabled', 'mailNickname',
    'securityEnabled', 'isAssignableToRole', 'membershipRule', 'visibility',
  ],
  members: [
    'id', 'deletedDateTime', 'createdDateTime', 'description', 'displayName', 'groupTypes', 'mail', 'mailEnabled', 'mailNickname',
    'securityEnabled', 'isAssignableToRole', 'membershipRule', 'onPremisesSyncEnabled', 'visibility', 'classification',
    'membershipRuleProcessingState', 'proxyAddresses', 'resourceProvisioningOptions', 'securityIdentifier',
  ],
};

export const servicePrincipalShape: Shape = {
  type: 'servicePrincipal',
  byDefault: [
    'id', 'deletedDateTime', 'accountEnabled', 'appDisplayName', 'appId', 'appRoleAssignmentRequired', 'appRoles', 'displayName', 'homepage',
    'loginUrl', 'notes', 'replyUrls', 'servicePrincipalNames', 'servicePrincipalType', 'signInAudience', 'tags', 'appOwnerOrganizationId',
  ],
  members: [
    'id', 'deletedDateTime', 'accountEnabled', 'appDisplayName', 'appId', 'appRoleAssignmentRequired', 'appRoles', 'displayName', 'homepage',
    'loginUrl', 'notes', 'replyUrls', 'servicePrincipalNames', 'servicePrincipalType', 'signInAudience', 'tags', 'appOwnerOrganizationId',
  ],
};

const roleMembers = ['id', 'deletedDateTime', 'description', 'displayName', 'roleTemplateId'];
export const directoryRoleShape: Shape = { type: 'directoryRole', byDefault: roleMembers, members: roleMembers };

export function userRow(user: User): Row {
  const { sponsors: _sponsors, visibleAt: _visibleAt, hasApp: _hasApp, ...shown } = user;
  return {
    ...shown,
    businessPhones: [],
    mobilePhone: null,
    officeLocation: null,
    companyName: null,
    usageLocation: null,
    mailNickname: user.userPrincipalName.split('@')[0] ?? null,
  };
}

export const groupRow = (group: Group): Row => ({
  id: group.id,
  deletedDateTime: null,
  createdDateTime: group.createdDateTime,
  description: group.description,
  displayName: group.displayName,
  groupTypes: [],
  mail: null,
  mailEnabled: false,
  mailNickname: group.mailNickname,
  securityEnabled: true,
  isAssignableToRole: null,
  membershipRule: null,
  visibility: null,
  onPremisesSyncEnabled: null,
  proxyAddresses: [],
  resourceProvisioningOptions: [],
});

export const servicePrincipalRow = (principal: ServicePrincipal, tenant: Tenant): Row => ({
  id: principal.id,
  deletedDateTime: null,
  accountEnabled: principal.accountEnabled,
  appDisplayName: principal.displayName,
  appId: principal.appId,
  appRoleAssignmentRequired: principal.appRoleAssignmentRequired,
  appRoles: principal.appRoles,
  displayName: principal.displayName,
  homepage: principal.homepage,
  loginUrl: null,
  notes: null,
  replyUrls: principal.homepage === null ? [] : [`${principal.homepage}signin`],
  servicePrincipalNames: [principal.appId],
  servicePrincipalType: 'Application',
  signInAudience: 'AzureADMyOrg',
  tags: principal.tags,
  appOwnerOrganizationId: tenant.id,
});

const roleNames = new Map<string, string>(Object.entries(directoryRoles).map(([name, id]) => [id, name]));

export const directoryRoleRow = (templateId: string): Row => ({
  // Objects of activated roles have ids of their own; they only must be stable and differ from the template's.
  id: templateId.replace(/^.{8}/, 'd17ec700'),
  deletedDateTime: null,
  description: null,
  displayName: roleNames.get(templateId) ?? null,
  roleTemplateId: templateId,
});

export function assignmentRow(assignment: AppRoleAssignment, resource: ServicePrincipal, tenant: Tenant): Row {
  const principal = [...tenant.users, ...tenant.groups, ...tenant.servicePrincipals].find((each) => each.id === assignment.principalId);
  return {
    ...assignment,
    deletedDateTime: null,
    principalDisplayName: principal?.displayName ?? null,
    resourceDisplayName: resource.displayName,
    resourceId: resource.id,
  };
}

export function auditShown(row: AuditRow, tenant: Tenant): Row {
  const target = tenant.users.find((user) => user.id === row.targetId);
  const by = tenant.users.find((user) => user.id === row.initiatedBy.userId);
  const { initiatedBy, targetId, ...rest } = row;
  return {
    ...rest,
    correlationId: row.id,
    operationType: 'Update',
    resultReason: '',
    additionalDetails: [],
    initiatedBy: {
      user: initiatedBy.userId === null ? null : { id: initiatedBy.userId, displayName: by?.displayName ?? null, userPrincipalName: by?.userPrincipalName ?? null },
      app: initiatedBy.appId === null ? null : { appId: initiatedBy.appId },
    },
    targetResources: [{ id: targetId, displayName: target?.displayName ?? null, type: 'User', userPrincipalName: target?.userPrincipalName ?? null, modifiedProperties: [] }],
  };
}

/** A directory object of any kind by id, with its type; undefined where there is none. */
export function objectRow(id: string, tenant: Tenant, visible: (user: User) => boolean): { row: Row; shape: Shape } | undefined {
  const user = tenant.users.find((each) => each.id === id);
  if (user !== undefined) return visible(user) ? { row: userRow(user), shape: userShape } : undefined;
  const group = tenant.groups.find((each) => each.id === id);
  if (group !== undefined) return { row: groupRow(group), shape: groupShape };
  const principal = tenant.servicePrincipals.find((each) => each.id === id);
  return principal === undefined ? undefined : { row: servicePrincipalRow(principal, tenant), shape: servicePrincipalShape };
}
