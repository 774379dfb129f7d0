import type { CrossTenantAccess, CrossTenantTargets, InboundAccess, InboundTrust, PartnerTenant } from '../state/objects.ts';
import type { Tenant } from '../state/tenant.ts';

const everybody = (accessType: 'allowed' | 'blocked', target: 'AllUsers' | 'AllApplications'): CrossTenantTargets => ({
  accessType,
  targets: [{ target, targetType: target === 'AllUsers' ? 'user' : 'application' }],
});

/** Inbound settings that let everybody, or nobody, in. */
export const inboundFor = (accessType: 'allowed' | 'blocked'): InboundAccess => ({
  usersAndGroups: everybody(accessType, 'AllUsers'),
  applications: everybody(accessType, 'AllApplications'),
});

export const noTrust: InboundTrust = { isMfaAccepted: false, isCompliantDeviceAccepted: false, isHybridAzureADJoinedDeviceAccepted: false };

/** Cross-tenant access settings as a tenant has them before anybody touched them. */
export const openCrossTenant = (): CrossTenantAccess => ({
  inbound: inboundFor('allowed'),
  trust: { ...noTrust },
  redemption: { primary: ['azureActiveDirectory', 'externalFederation', 'socialIdentityProviders'], fallback: 'defaultConfiguredIdp' },
  partners: [],
});

/** The Entra tenant that has the address's domain. */
export const partnerOf = (tenant: Tenant, email: string): PartnerTenant | undefined =>
  tenant.partnerTenants.find((each) => each.domains.includes(email.split('@')[1]?.toLowerCase() ?? ''));

const inboundOf = (tenant: Tenant, partner: PartnerTenant): InboundAccess =>
  tenant.policies.crossTenant.partners.find(({ tenantId }) => tenantId === partner.id)?.inbound ?? tenant.policies.crossTenant.inbound;

const lets = ({ accessType, targets }: CrossTenantTargets, names: (string | undefined)[]): boolean =>
  targets.some(({ target }) => names.includes(target)) === (accessType === 'allowed');

const blocked = 'This invitation is blocked by cross-tenant access settings. Contact your administrator.';

/** Why inbound settings keep the person out, in Graph's words. They bind people of other Entra tenants only. */
export function personRefusal(tenant: Tenant, email: string): string | undefined {
  const partner = partnerOf(tenant, email);
  return partner === undefined || lets(inboundOf(tenant, partner).usersAndGroups, ['AllUsers', partner.people?.[email]]) ? undefined : blocked;
}

/** Why inbound settings keep the person's tenant away from the app that the invitation leads to. */
export function appRefusal(tenant: Tenant, email: string, redirectUrl: string): string | undefined {
  const partner = partnerOf(tenant, email);
  const app = tenant.servicePrincipals.find(({ homepage }) => homepage === redirectUrl);
  if (partner === undefined || app === undefined || lets(inboundOf(tenant, partner).applications, ['AllApplications', app.appId])) return undefined;
  return `AADSTS500213: The resource tenant's cross-tenant access policy does not allow this user to access ${app.displayName}.`;
}

/** Whether a guest whose only way is a passcode by mail can get one. */
export const passcodesAreOn = (tenant: Tenant): boolean => tenant.policies.passcodes !== 'disabled';

/** Whether a mail contact has the address: a guest of that address then has no proxy address, and no passcode reaches it. */
export const isContact = (tenant: Tenant, email: string): boolean => tenant.contacts.some(({ mail }) => mail.toLowerCase() === email);
