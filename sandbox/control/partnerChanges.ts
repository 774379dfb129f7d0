import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { inboundFor, noTrust } from '../graph/crossTenant.ts';
import type { InboundAccess } from '../state/objects.ts';
import type { Tenant } from '../state/tenant.ts';
import { ControlError } from './controlError.ts';

const access = z.enum(['allowed', 'blocked']);

/** What administrators set about guests' organisations; members of the body of `POST tenant`. */
export const partnerChange = {
  domainList: z.strictObject({ allowed: z.array(z.string()).default([]), blocked: z.array(z.string()).default([]) }).optional(),
  passcodes: z.enum(['default', 'enabled', 'disabled']).optional(),
  /** Inbound settings of the partner that has the domain, or the default ones; `app`: only this app, by name. */
  inbound: z.strictObject({ domain: z.string().nullable(), users: access.optional(), apps: access.optional(), app: z.string().optional(), mfaTrusted: z.boolean().optional() }).optional(),
  redemption: z
    .strictObject({
      primary: z.array(z.enum(['azureActiveDirectory', 'externalFederation', 'socialIdentityProviders'])),
      fallback: z.enum(['defaultConfiguredIdp', 'emailOneTimePasscode', 'microsoftAccount']),
    })
    .optional(),
  contact: z.strictObject({ mail: z.string(), there: z.boolean() }).optional(),
};
type Change = z.infer<z.ZodObject<typeof partnerChange>>;

/** Applies what is given. @throws ControlError 404 for a domain or app that the tenant does not know */
export function applyPartnerChange(tenant: Tenant, { domainList, passcodes, inbound, redemption, contact }: Change): void {
  const { policies } = tenant;
  if (domainList) Object.assign(policies, { allowedDomains: domainList.allowed, blockedDomains: domainList.blocked });
  if (passcodes) policies.passcodes = passcodes;
  if (redemption) policies.crossTenant.redemption = redemption;
  if (inbound) setInbound(tenant, inbound);
  if (contact) {
    tenant.contacts = tenant.contacts.filter(({ mail }) => mail !== contact.mail);
    if (contact.there) tenant.contacts.push({ id: randomUUID(), displayName: contact.mail.split('@')[0] ?? contact.mail, mail: contact.mail });
  }
}

function setInbound(tenant: Tenant, { domain, users, apps, app, mfaTrusted }: NonNullable<Change['inbound']>): void {
  const { crossTenant } = tenant.policies;
  const settings: InboundAccess = {
    usersAndGroups: inboundFor(users ?? 'allowed').usersAndGroups,
    applications: app === undefined ? inboundFor(apps ?? 'allowed').applications : { accessType: apps ?? 'allowed', targets: [{ target: appIdOf(tenant, app), targetType: 'application' }] },
  };
  const trust = { ...noTrust, isMfaAccepted: mfaTrusted ?? false };
  if (domain === null) return void Object.assign(crossTenant, { inbound: settings, trust });
  const tenantId = tenant.partnerTenants.find(({ domains }) => domains.includes(domain))?.id;
  if (tenantId === undefined) throw new ControlError(404, 'noSuchThing', `No partner tenant has the domain ${domain}.`);
  crossTenant.partners = [...crossTenant.partners.filter((each) => each.tenantId !== tenantId), { tenantId, inbound: settings, trust }];
}

function appIdOf(tenant: Tenant, name: string): string {
  const app = tenant.servicePrincipals.find(({ displayName }) => displayName === name);
  if (app === undefined) throw new ControlError(404, 'noSuchThing', `The tenant has no app ${name}.`);
  return app.appId;
}
