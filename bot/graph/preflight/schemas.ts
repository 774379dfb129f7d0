import { z } from 'zod';
import { type CrossTenant, type DomainList, type Inbound, type Trust } from '../../core/preflight/facts.ts';

/** What preflight reads of Graph's answers: only the members it needs, tolerant to all others. */

const targets = z.object({ accessType: z.enum(['allowed', 'blocked']), targets: z.array(z.object({ target: z.string().nullish() })) });
const inbound = z.object({ usersAndGroups: targets.nullish(), applications: targets.nullish() });
const trust = z.object({ isMfaAccepted: z.boolean().nullish(), isCompliantDeviceAccepted: z.boolean().nullish(), isHybridAzureADJoinedDeviceAccepted: z.boolean().nullish() });
const providers = z.object({ primaryIdentityProviderPrecedenceOrder: z.array(z.string()).nullish(), fallbackIdentityProvider: z.string().nullish() });

export const crossTenantDefault = z.object({ b2bCollaborationInbound: inbound.nullish(), inboundTrust: trust.nullish(), invitationRedemptionIdentityProviderConfiguration: providers.nullish() });
export const crossTenantPartner = z.object({ tenantId: z.string(), b2bCollaborationInbound: inbound.nullish(), inboundTrust: trust.nullish() });
export const emailPasscodes = z.object({ allowExternalIdToUseEmailOtp: z.enum(['default', 'enabled', 'disabled']) });
export const tenantInformation = z.object({ tenantId: z.string().min(1), displayName: z.string().nullish(), defaultDomainName: z.string().nullish() });
export const b2bPolicy = z.object({ definition: z.array(z.string()).nullish() });
export const foundObject = z.object({ id: z.string().min(1) });
export const deletedUser = z.object({ id: z.string().min(1), deletedDateTime: z.string().nullish() });

const anybody = { access: 'allowed', targets: ['AllUsers'] } as const;
const anyApp = { access: 'allowed', targets: ['AllApplications'] } as const;

const toTargets = (read: z.infer<typeof targets> | null | undefined, otherwise: Inbound['users']): Inbound['users'] =>
  read == null ? otherwise : { access: read.accessType, targets: read.targets.flatMap(({ target }) => target ?? []) };

const toInbound = (read: z.infer<typeof inbound>, otherwise: Inbound): Inbound => ({ users: toTargets(read.usersAndGroups, otherwise.users), apps: toTargets(read.applications, otherwise.apps) });

const toTrust = (read: z.infer<typeof trust>): Trust => ({
  mfa: read.isMfaAccepted === true,
  device: read.isCompliantDeviceAccepted === true || read.isHybridAzureADJoinedDeviceAccepted === true,
});

const fallbacks: Readonly<Record<string, CrossTenant['redemption']['fallback']>> = { emailOneTimePasscode: 'passcode', microsoftAccount: 'microsoft-account' };

/** Blocks that a tenant never touched are open; a partner's missing block inherits (facts/graph.md section 5). */
export const toCrossTenant = (settings: z.infer<typeof crossTenantDefault>, partners: readonly z.infer<typeof crossTenantPartner>[]): CrossTenant => {
  const open: Inbound = { users: anybody, apps: anyApp };
  const general = settings.b2bCollaborationInbound == null ? open : toInbound(settings.b2bCollaborationInbound, open);
  const order = settings.invitationRedemptionIdentityProviderConfiguration;
  return {
    inbound: general,
    trust: toTrust(settings.inboundTrust ?? {}),
    partners: new Map(
      partners.map((each) => [
        each.tenantId,
        { inbound: each.b2bCollaborationInbound == null ? null : toInbound(each.b2bCollaborationInbound, general), trust: each.inboundTrust == null ? null : toTrust(each.inboundTrust) },
      ]),
    ),
    redemption: {
      usesEntra: order?.primaryIdentityProviderPrecedenceOrder?.includes('azureActiveDirectory') ?? true,
      fallback: fallbacks[order?.fallbackIdentityProvider ?? ''] ?? 'either',
    },
  };
};

const definition = z.object({
  B2BManagementPolicy: z.object({
    InvitationsAllowedAndBlockedDomainsPolicy: z.object({ AllowedDomains: z.array(z.string()).nullish(), BlockedDomains: z.array(z.string()).nullish() }).nullish(),
  }),
});

/**
 * The list inside the policies' definitions. No policy: any domain.
 * @returns undefined for a definition that cannot be read; nobody may take that for "any domain"
 */
export const toDomainList = (policies: readonly z.infer<typeof b2bPolicy>[]): DomainList | undefined => {
  const texts = policies.flatMap((policy) => policy.definition ?? []);
  const lists = texts.map(readDefinition);
  if (lists.includes(undefined)) return undefined;
  return lists.find((list) => list !== undefined && list.kind !== 'any') ?? { kind: 'any' };
};

const readDefinition = (text: string): DomainList | undefined => {
  const parsed = definition.safeParse(parseLoosely(text)).data?.B2BManagementPolicy;
  if (parsed === undefined) return undefined;
  const { AllowedDomains: allowed, BlockedDomains: blocked } = parsed.InvitationsAllowedAndBlockedDomainsPolicy ?? {};
  if (allowed != null && allowed.length > 0) return { kind: 'only', domains: allowed.map((each) => each.toLowerCase()) };
  if (blocked != null && blocked.length > 0) return { kind: 'except', domains: blocked.map((each) => each.toLowerCase()) };
  return { kind: 'any' };
};

/** The documentation's own sample is written with single quotes (facts/graph.md section 5). */
const parseLoosely = (text: string): unknown => {
  for (const form of [text, text.replaceAll("'", '"')]) {
    try {
      return JSON.parse(form) as unknown;
    } catch {
      continue;
    }
  }
  return undefined;
};
