import { z } from 'zod';
import type { Reply } from '../serve.ts';
import { saveTenant } from '../state/tenant.ts';
import { checkOptions, collection, pick, selected } from './collection.ts';
import { notFound } from './errors.ts';
import type { Row, Shape } from './present.ts';
import { noContent, ok, parseBody, type Route } from './route.ts';
import { type GraphCall } from './graphCall.ts';

const policyMembers = [
  'id', 'displayName', 'description', 'deletedDateTime', 'allowInvitesFrom', 'guestUserRoleId', 'allowedToSignUpEmailBasedSubscriptions', 'allowedToUseSSPR',
  'allowEmailVerifiedUsersToJoinOrganization', 'allowUserConsentForRiskyApps', 'blockMsolPowerShell', 'defaultUserRolePermissions',
];
const policyShape: Shape = { type: 'authorizationPolicy', members: policyMembers, byDefault: policyMembers };

function authorizationPolicy(call: GraphCall): Reply {
  checkOptions(call, ['$select']);
  const { allowInvitesFrom, guestUserRoleId } = call.tenant.policies;
  const row: Row = {
    id: 'authorizationPolicy',
    displayName: 'Authorization Policy',
    description: 'Used to manage authorization related settings across the company.',
    deletedDateTime: null,
    allowInvitesFrom,
    guestUserRoleId,
    allowedToSignUpEmailBasedSubscriptions: true,
    allowedToUseSSPR: true,
    allowEmailVerifiedUsersToJoinOrganization: false,
    allowUserConsentForRiskyApps: null,
    blockMsolPowerShell: false,
    defaultUserRolePermissions: {
      allowedToCreateApps: false,
      allowedToCreateSecurityGroups: false,
      allowedToCreateTenants: false,
      allowedToReadBitlockerKeysForOwnedDevice: true,
      allowedToReadOtherUsers: true,
      permissionGrantPoliciesAssigned: ['ManagePermissionGrantsForSelf.microsoft-user-default-low'],
    },
  };
  const { deletedDateTime: _deleted, ...shown } = row;
  const names = selected(call, policyShape);
  return ok(call, 'policies/authorizationPolicy/$entity', names === undefined ? shown : pick(row, names));
}

const policyChange = z.strictObject({
  allowInvitesFrom: z.enum(['none', 'adminsAndGuestInviters', 'adminsGuestInvitersAndAllMembers', 'everyone']).optional(),
  guestUserRoleId: z
    .enum(['a0b1b346-4d3e-4e8b-98f8-753987be4970', '10dae51f-b6af-4016-8d66-8c2a99b929b3', '2af84b1e-32c8-42b7-82bc-daa82404023b'])
    .optional(),
});

function updateAuthorizationPolicy(call: GraphCall): Reply {
  Object.assign(call.tenant.policies, parseBody(call, policyChange));
  saveTenant(call.tenant);
  return noContent;
}

const verifiedDomains = (call: GraphCall): Row[] =>
  call.tenant.domains.map((name, i) => ({ name, isDefault: i === 0, isInitial: i === call.tenant.domains.length - 1, type: 'Managed', capabilities: 'Email, OfficeCommunicationsOnline' }));

const organizationMembers = [
  'id', 'displayName', 'verifiedDomains', 'tenantType', 'country', 'countryLetterCode', 'preferredLanguage', 'createdDateTime', 'deletedDateTime', 'businessPhones',
  'technicalNotificationMails',
];
const organizationShape: Shape = { type: 'organization', members: organizationMembers, byDefault: organizationMembers };

const domainMembers = ['id', 'authenticationType', 'isAdminManaged', 'isDefault', 'isInitial', 'isRoot', 'isVerified', 'supportedServices'];
const domainShape: Shape = { type: 'domain', members: domainMembers, byDefault: domainMembers };

function domainList(call: GraphCall): Reply {
  const { allowedDomains, blockedDomains } = call.tenant.policies;
  const definition = {
    B2BManagementPolicy: { InvitationsAllowedAndBlockedDomainsPolicy: { AllowedDomains: allowedDomains, BlockedDomains: blockedDomains }, AutoRedeemPolicy: { AdminConsentedForUsersIntoTenantIds: [], NoAADConsentForUsersFromTenantsIds: [] } },
  };
  const restricted = allowedDomains.length + blockedDomains.length > 0;
  return ok(call, 'policies/b2bManagementPolicies', {
    value: restricted
      ? [{ id: 'b2b00000-0000-4000-8000-000000000001', displayName: 'B2BManagementPolicy', description: null, deletedDateTime: null, isOrganizationDefault: true, definition: [JSON.stringify(definition)] }]
      : [],
  });
}

function tenantInformation(call: GraphCall): Reply {
  const { domainName, tenantId } = call.params;
  const own = { id: call.tenant.id, displayName: call.tenant.displayName, domains: call.tenant.domains };
  const wanted = domainName?.toLowerCase();
  const found = [own, ...call.tenant.partnerTenants].find((each) => each.id === tenantId || (wanted !== undefined && each.domains.includes(wanted)));
  if (found === undefined) throw notFound(domainName ?? tenantId ?? '');
  return ok(call, 'microsoft.graph.tenantInformation', {
    tenantId: found.id,
    displayName: found.displayName,
    defaultDomainName: found.domains[0] ?? null,
    federationBrandName: null,
  });
}

const readPolicies = ['Policy.Read.All', 'Policy.ReadWrite.Authorization'];
const readTenants = ['CrossTenantInformation.ReadBasic.All'];

export const policyRoutes: Route[] = [
  {
    method: 'GET', path: '/policies/authorizationPolicy', delegated: readPolicies, application: readPolicies, rule: 'policyReader', limit: '`$select`',
    handle: authorizationPolicy,
  },
  {
    method: 'PATCH', path: '/policies/authorizationPolicy', delegated: ['Policy.ReadWrite.Authorization'], application: ['Policy.ReadWrite.Authorization'],
    rule: 'privilegedRoleAdministrator', limit: '`allowInvitesFrom`, `guestUserRoleId`', errors: '400 unknown member', handle: updateAuthorizationPolicy,
  },
  {
    method: 'GET', path: '/policies/b2bManagementPolicies', beta: true, delegated: ['Policy.Read.B2BManagementPolicy', 'Policy.ReadWrite.B2BManagementPolicy'],
    application: ['Policy.Read.B2BManagementPolicy', 'Policy.ReadWrite.B2BManagementPolicy'], rule: 'globalAdministrator', limit: 'beta only', handle: domainList,
  },
  {
    method: 'GET', path: '/organization', delegated: ['Organization.Read.All', 'Directory.Read.All'], application: ['Organization.Read.All', 'Directory.Read.All'],
    rule: 'policyReader', limit: '`$select`',
    handle(call) {
      const row = {
        id: call.tenant.id, displayName: call.tenant.displayName, verifiedDomains: verifiedDomains(call), tenantType: 'AAD', country: null, countryLetterCode: 'DE',
        preferredLanguage: 'en', createdDateTime: '2020-01-01T00:00:00Z', deletedDateTime: null, businessPhones: [], technicalNotificationMails: [],
      };
      return collection(call, 'organization', [row], organizationShape);
    },
  },
  {
    method: 'GET', path: '/domains', delegated: ['Domain.Read.All', 'Directory.Read.All'], application: ['Domain.Read.All', 'Directory.Read.All'],
    rule: 'policyReader',
    handle(call) {
      const rows = verifiedDomains(call).map(({ name, isDefault, isInitial }) => ({
        id: name, authenticationType: 'Managed', isAdminManaged: true, isDefault, isInitial, isRoot: true, isVerified: true, supportedServices: ['Email'],
      }));
      return collection(call, 'domains', rows, domainShape);
    },
  },
  {
    method: 'GET', path: "/tenantRelationships/findTenantInformationByDomainName(domainName='{domainName}')", delegated: readTenants, application: readTenants,
    errors: '404 no Entra tenant has the domain', handle: tenantInformation,
  },
  {
    method: 'GET', path: "/tenantRelationships/findTenantInformationByTenantId(tenantId='{tenantId}')", delegated: readTenants, application: readTenants,
    errors: '404', handle: tenantInformation,
  },
];
