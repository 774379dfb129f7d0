import type { DirectoryParts } from '../entra/issuer.ts';
import type { Changes } from '../graph/changes.ts';
import { appRefusal, isContact, partnerOf, passcodesAreOn } from '../graph/crossTenant.ts';
import { domainRefusal } from '../graph/invitations.ts';
import type { Invitation, ObjectIdentity, User } from '../state/objects.ts';
import { saveTenant, type Tenant } from '../state/tenant.ts';

/** How a guest proves who she is: her own Entra tenant, a passcode by mail, or a consumer account. */
export const identityProviders = ['entra', 'passcode', 'microsoft', 'google'] as const;
export type IdentityProvider = (typeof identityProviders)[number];

export type Redeemed = {
  kind: 'redeemed' | 'alreadyRedeemed';
  userId: string;
  email: string;
  identityProvider: IdentityProvider;
  externalUserState: 'Accepted';
  redirectUrl: string;
};

export type RedeemRefused = { kind: 'refused'; because: 'noInvitation' | 'guestGone' | 'domainBlocked' | 'appBlocked' | 'noProvider'; message: string };

export type Redemption = {
  /** Redeems the newest invitation of an address or the one of a ticket. */
  redeem(given: ({ email: string } | { ticket: string }) & { identityProvider?: IdentityProvider | undefined }): Redeemed | RedeemRefused;
  invitationOf(ticket: string): { invitation: Invitation; user: User | undefined } | undefined;
};

const issuers = { entra: 'ExternalAzureAD', passcode: 'mail', microsoft: 'MicrosoftAccount', google: 'google.com' } satisfies Record<IdentityProvider, string>;

/** The provider a guest of this address meets when she does not choose: her own tenant where it may be used, else what is left. */
export function usualProvider(tenant: Tenant, email: string): IdentityProvider {
  const { primary, fallback } = tenant.policies.crossTenant.redemption;
  if (primary.includes('azureActiveDirectory') && partnerOf(tenant, email) !== undefined) return 'entra';
  if (fallback === 'microsoftAccount') return 'microsoft';
  return fallback === 'defaultConfiguredIdp' && !passcodesAreOn(tenant) ? 'microsoft' : 'passcode';
}

/** Why a guest cannot prove by this provider who she is; undefined where she can. */
function providerRefusal(tenant: Tenant, email: string, provider: IdentityProvider): string | undefined {
  const { primary } = tenant.policies.crossTenant.redemption;
  if (provider === 'entra' && !primary.includes('azureActiveDirectory')) return 'Work or school accounts are not taken for invitations here.';
  if (provider !== 'passcode') return undefined;
  if (!passcodesAreOn(tenant)) return 'One-time passcodes are switched off here.';
  return isContact(tenant, email) ? 'The guest has no proxy address, because a contact has it: no passcode can be sent.' : undefined;
}

/** Graph shows an Entra guest's provider but not the account; a passcode guest's address shows. */
function identityOf(provider: IdentityProvider, email: string): ObjectIdentity {
  return { signInType: 'federated', issuer: issuers[provider], issuerAssignedId: provider === 'passcode' ? email : null };
}

const providerOf = (user: User): IdentityProvider =>
  identityProviders.find((provider) => user.identities[0]?.issuer === issuers[provider]) ?? 'entra';

/** What happens when a guest accepts. */
export function createRedemption({ tenant, clock, changes }: DirectoryParts & { changes: Changes }): Redemption {
  const find = (given: { email: string } | { ticket: string }): Invitation | undefined =>
    'ticket' in given
      ? tenant.invitations.find((each) => each.ticket === given.ticket)
      : tenant.invitations.findLast((each) => each.email === given.email.toLowerCase());
  return {
    invitationOf(ticket) {
      const invitation = find({ ticket });
      return invitation && { invitation, user: tenant.users.find((user) => user.id === invitation.userId) };
    },
    redeem(given) {
      const invitation = find(given);
      if (invitation === undefined) return { kind: 'refused', because: 'noInvitation', message: 'There is no invitation for this address.' };
      const user = tenant.users.find((each) => each.id === invitation.userId);
      if (user === undefined) return { kind: 'refused', because: 'guestGone', message: 'The invitation was withdrawn: the guest account no longer exists.' };
      const refusal = user.externalUserState === 'Accepted' ? undefined : domainRefusal(tenant, invitation.email);
      if (refusal !== undefined) return { kind: 'refused', because: 'domainBlocked', message: refusal };
      const done = { userId: user.id, email: invitation.email, externalUserState: 'Accepted', redirectUrl: invitation.redirectUrl } as const;
      if (user.externalUserState === 'Accepted') return { kind: 'alreadyRedeemed', identityProvider: providerOf(user), ...done };
      const identityProvider = given.identityProvider ?? usualProvider(tenant, invitation.email);
      const closed = appRefusal(tenant, invitation.email, invitation.redirectUrl);
      if (closed !== undefined) return { kind: 'refused', because: 'appBlocked', message: closed };
      const unproven = providerRefusal(tenant, invitation.email, identityProvider);
      if (unproven !== undefined) return { kind: 'refused', because: 'noProvider', message: unproven };
      const now = clock.now().toISOString();
      user.externalUserState = 'Accepted';
      user.externalUserStateChangeDateTime = now;
      user.identities = [identityOf(identityProvider, invitation.email)];
      invitation.redeemedAt = now;
      changes.audit('Redeem external user invite', { userId: user.id, appId: null }, user.id);
      changes.audit('Update user', { userId: user.id, appId: null }, user.id);
      changes.user(user.id, 'changed', ['externalUserState', 'externalUserStateChangeDateTime', 'identities']);
      saveTenant(tenant);
      return { kind: 'redeemed', identityProvider, ...done };
    },
  };
}
