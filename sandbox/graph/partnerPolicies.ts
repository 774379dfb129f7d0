import type { Reply } from '../serve.ts';
import type { CrossTenantAccess, InboundAccess, InboundTrust } from '../state/objects.ts';
import { collection } from './collection.ts';
import { notFound } from './errors.ts';
import { userRow, userShape, type Row, type Shape } from './present.ts';
import { ok, type Route } from './route.ts';
import { type GraphCall } from './graphCall.ts';

/** What tells whether an address can come in from outside: cross-tenant access, passcodes, contacts, deleted people. */

const policies = ['Policy.Read.All', 'Policy.ReadWrite.CrossTenantAccess'];
const methods = ['Policy.Read.AuthenticationMethod', 'Policy.Read.All', 'Policy.ReadWrite.AuthenticationMethod'];
const contacts = ['OrgContact.Read.All', 'Directory.Read.All'];
const deleted = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All'];

const blocks = (inbound: InboundAccess | null, trust: InboundTrust | null): Row => ({
  b2bCollaborationInbound: inbound,
  b2bCollaborationOutbound: null,
  b2bDirectConnectInbound: null,
  b2bDirectConnectOutbound: null,
  inboundTrust: trust,
  automaticUserConsentSettings: { inboundAllowed: null, outboundAllowed: null },
  tenantRestrictions: null,
});

function defaults(call: GraphCall): Reply {
  const { inbound, trust, redemption } = call.tenant.policies.crossTenant;
  return ok(call, 'policies/crossTenantAccessPolicy/default/$entity', {
    id: 'default',
    isServiceDefault: false,
    ...blocks(inbound, trust),
    invitationRedemptionIdentityProviderConfiguration: {
      '@odata.type': '#microsoft.graph.defaultInvitationRedemptionIdentityProviderConfiguration',
      primaryIdentityProviderPrecedenceOrder: redemption.primary,
      fallbackIdentityProvider: redemption.fallback,
    },
  });
}

const partnerRow = ({ tenantId, inbound, trust }: CrossTenantAccess['partners'][number]): Row => ({
  tenantId, isServiceProvider: null, isInMultiTenantOrganization: false, ...blocks(inbound, trust),
});

const partnerMembers = ['tenantId', 'isServiceProvider', 'isInMultiTenantOrganization', ...Object.keys(blocks(null, null))];
const partnerShape: Shape = { type: 'crossTenantAccessPolicyConfigurationPartner', members: partnerMembers, byDefault: partnerMembers };

function onePartner(call: GraphCall): Reply {
  const { tenantId = '' } = call.params;
  const found = call.tenant.policies.crossTenant.partners.find((each) => each.tenantId === tenantId);
  if (found === undefined) throw notFound(tenantId);
  return ok(call, 'policies/crossTenantAccessPolicy/partners/$entity', partnerRow(found));
}

const contactMembers = ['id', 'displayName', 'mail', 'proxyAddresses'];
const contactShape: Shape = { type: 'orgContact', members: contactMembers, byDefault: contactMembers };

export const partnerPolicyRoutes: Route[] = [
  { method: 'GET', path: '/policies/crossTenantAccessPolicy/default', delegated: policies, application: policies, rule: 'policyReader', handle: defaults },
  {
    method: 'GET', path: '/policies/crossTenantAccessPolicy/partners', delegated: policies, application: policies, rule: 'policyReader',
    handle: (call) => {
      const rows = call.tenant.policies.crossTenant.partners.map(partnerRow);
      return collection(call, 'policies/crossTenantAccessPolicy/partners', rows, { ...partnerShape, members: [...partnerShape.members, 'id'] }, ({ id: _id, ...row }) => row);
    },
  },
  {
    method: 'GET', path: '/policies/crossTenantAccessPolicy/partners/{tenantId}', delegated: policies, application: policies, rule: 'policyReader',
    errors: '404 no settings of its own: the default ones hold', handle: onePartner,
  },
  {
    method: 'GET', path: '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email', delegated: methods, application: methods, rule: 'policyReader',
    handle: (call) =>
      ok(call, 'policies/authenticationMethodsPolicy/authenticationMethodConfigurations/$entity', {
        '@odata.type': '#microsoft.graph.emailAuthenticationMethodConfiguration', id: 'Email', state: 'enabled',
        allowExternalIdToUseEmailOtp: call.tenant.policies.passcodes, excludeTargets: [], includeTargets: [],
      }),
  },
  {
    method: 'GET', path: '/contacts', delegated: contacts, application: contacts, rule: 'notGuests', limit: '`$filter` mail, proxyAddresses/any; `$select`',
    handle: (call) =>
      collection(call, 'contacts', call.tenant.contacts.map((contact) => ({ ...contact, proxyAddresses: [`SMTP:${contact.mail}`] })), contactShape),
  },
  {
    method: 'GET', path: '/directory/deletedItems/microsoft.graph.user', delegated: deleted, application: deleted, rule: 'notGuests',
    limit: '`$filter` mail; `$select`; kept 30 days', handle: (call) => collection(call, 'directoryObjects', call.tenant.deletedUsers.map(userRow), userShape),
  },
];
