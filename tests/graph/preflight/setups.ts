import { inboundFor } from '../../../sandbox/graph/crossTenant.ts';
import { people, seedIds } from '../../../sandbox/seed.ts';
import type { User } from '../../../sandbox/state/objects.ts';
import { type TestDirectory } from '../../support/directory.ts';
import { type ObstacleKey } from '../../../bot/core/preflight/obstacles.ts';

/** One way a tenant can be set up, and what preflight should say of it. */
export type Setup = {
  readonly name: string;
  readonly email?: string;
  readonly set: (box: TestDirectory) => unknown;
  readonly says: 'fine' | 'blocked' | 'uncertain';
  /** The first obstacle, where there is one. */
  readonly first?: ObstacleKey;
  readonly requester?: 'requester' | 'owner' | 'approver';
  /** Object id of the sponsor; Dana unless told. */
  readonly sponsor?: string;
};

const elm = 'cleo@clinic.example';
const nord = 'nils@praxis.example';
const freemail = 'max@freemail.example';
const nothing = (): void => undefined;
const noApp = { accessType: 'blocked', targets: [{ target: seedIds.imaging.appId, targetType: 'application' }] } as const;
const plannerOnly = { accessType: 'allowed', targets: [{ target: seedIds.shiftPlanner.appId, targetType: 'application' }] } as const;
const imagingOnly = { accessType: 'allowed', targets: [{ target: seedIds.imaging.appId, targetType: 'application' }] } as const;
const chosen = (accessType: 'allowed' | 'blocked', id: string) => ({ accessType, targets: [{ target: id, targetType: 'user' as const }] });
const someId = 'c1e00000-0000-4000-8000-000000000001';

type Inbound = ReturnType<typeof inboundFor>;
const partner = (tenantId: string, inbound: Inbound | null) => ({ tenant }: TestDirectory) => void (tenant.policies.crossTenant.partners = [{ tenantId, inbound, trust: null }]);
const general = (inbound: Inbound) => ({ tenant }: TestDirectory) => void (tenant.policies.crossTenant.inbound = inbound);
const both = (...sets: ((box: TestDirectory) => unknown)[]) => (box: TestDirectory) => sets.forEach((set) => set(box));
const passcodes = (state: 'default' | 'enabled' | 'disabled') => ({ tenant }: TestDirectory) => void (tenant.policies.passcodes = state);
const fallback = (to: 'defaultConfiguredIdp' | 'emailOneTimePasscode' | 'microsoftAccount') => ({ tenant }: TestDirectory) => void (tenant.policies.crossTenant.redemption.fallback = to);
const withoutEntra = ({ tenant }: TestDirectory): void => void (tenant.policies.crossTenant.redemption.primary = ['externalFederation', 'socialIdentityProviders']);
const list = (allowedDomains: string[], blockedDomains: string[]) => ({ tenant }: TestDirectory) => void Object.assign(tenant.policies, { allowedDomains, blockedDomains });
const invites = (from: 'none' | 'adminsAndGuestInviters' | 'adminsGuestInvitersAndAllMembers' | 'everyone') => ({ tenant }: TestDirectory) => void (tenant.policies.allowInvitesFrom = from);
const without = (key: 'approver' | 'approver2', role = '95e79109-95c0-4d8e-aee3-d01accf2d47b') => ({ tenant }: TestDirectory) =>
  void (tenant.roleAssignments = tenant.roleAssignments.filter(({ principalId, roleDefinitionId }) => principalId !== people[key].oid || roleDefinitionId !== role));
const contact = (mail: string) => ({ tenant }: TestDirectory) => void tenant.contacts.push({ id: someId, displayName: 'Contact', mail });
const person = (email: string, change: Partial<User> = {}) => ({ tenant, user }: TestDirectory) =>
  void tenant.users.push({
    ...user('outsider'), id: someId, displayName: 'Cleo Vance', userPrincipalName: `${email.replace('@', '_')}#EXT#@hospital.example`, mail: email, otherMails: [email],
    proxyAddresses: [`SMTP:${email}`], externalUserState: 'Accepted', sponsors: [people.sponsor.oid], ...change,
  });
const deleted = (email: string) => ({ tenant, user }: TestDirectory) =>
  void tenant.deletedUsers.push({ ...user('outsider'), id: someId, mail: email, proxyAddresses: [], deletedDateTime: '2026-11-20T08:00:00Z' });
const group = ({ tenant }: TestDirectory) => tenant.groups.find(({ id }) => id === seedIds.imaging.group)!;
const app = ({ tenant }: TestDirectory) => tenant.servicePrincipals.find(({ id }) => id === seedIds.imaging.servicePrincipal)!;
const dropGroup = ({ tenant }: TestDirectory): void => void (tenant.groups = tenant.groups.filter(({ id }) => id !== seedIds.imaging.group));
const unassign = (box: TestDirectory): void => void (app(box).appRoleAssignedTo = []);
const openApp = (box: TestDirectory): void => void (app(box).appRoleAssignmentRequired = false);
const refuses = (path: string, status = 403) => ({ faults }: TestDirectory) => void faults.add({ to: 'graph', method: 'GET', path, times: 50, status, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } });

export const setups: readonly Setup[] = [
  { name: 'as on the first start', set: nothing, says: 'fine' },
  { name: 'another partner', email: nord, set: nothing, says: 'fine' },
  { name: 'no Entra tenant: a passcode', email: freemail, set: nothing, says: 'fine' },
  { name: 'the owner asks', set: nothing, says: 'fine', requester: 'owner' },
  { name: 'an approver asks', set: nothing, says: 'fine', requester: 'approver' },
  // Who may invite here.
  { name: 'invitations off', set: invites('none'), says: 'blocked', first: 'invitations-off' },
  { name: 'all members invite', set: invites('adminsGuestInvitersAndAllMembers'), says: 'fine' },
  { name: 'everyone invites', set: invites('everyone'), says: 'fine' },
  { name: 'one inviter is left', set: without('approver'), says: 'fine' },
  { name: 'no inviter is left', set: both(without('approver'), without('approver2')), says: 'blocked', first: 'nobody-invites' },
  { name: 'no inviter is left, but all members invite', set: both(without('approver'), without('approver2'), invites('adminsGuestInvitersAndAllMembers')), says: 'fine' },
  { name: 'the inviters are disabled', set: (box) => (['approver', 'approver2'] as const).forEach((key) => void (box.user(key).accountEnabled = false)), says: 'blocked', first: 'nobody-invites' },
  { name: 'nobody who presses owns the group', set: (box) => void (group(box).owners = [seedIds.enderServicePrincipal]), says: 'blocked', first: 'nobody-adds' },
  { name: 'only the owner of the app owns the group', set: (box) => void (group(box).owners = [people.owner.oid]), says: 'fine' },
  // The list of domains.
  { name: 'the domain is on the deny list', set: list([], ['clinic.example']), says: 'blocked', first: 'domain-blocked' },
  { name: 'another domain is on the deny list', set: list([], ['freemail.example']), says: 'fine' },
  { name: 'a freemail domain on the deny list', email: freemail, set: list([], ['freemail.example']), says: 'blocked', first: 'domain-blocked' },
  { name: 'the domain is on the allow list', set: list(['clinic.example', 'praxis.example'], []), says: 'fine' },
  { name: 'the domain is not on the allow list', set: list(['praxis.example'], []), says: 'blocked', first: 'domain-not-listed' },
  { name: 'a subdomain is not meant by the list', email: 'cleo@mail.clinic.example', set: list(['clinic.example'], []), says: 'blocked', first: 'domain-not-listed' },
  { name: 'a subdomain is not denied by the list', email: 'cleo@mail.clinic.example', set: list([], ['clinic.example']), says: 'fine' },
  { name: 'the list cannot be read (403)', set: refuses('/beta/policies/b2bManagementPolicies'), says: 'uncertain', first: 'domain-list-unread' },
  { name: 'the list cannot be read, and the domain is denied', set: both(list([], ['clinic.example']), refuses('/beta/policies/b2bManagementPolicies')), says: 'uncertain', first: 'domain-list-unread' },
  { name: 'the list is not served in this cloud', set: refuses('/beta/policies/b2bManagementPolicies', 404), says: 'uncertain', first: 'domain-list-unread' },
  // Cross-tenant access.
  { name: 'inbound is closed', set: general(inboundFor('blocked')), says: 'blocked', first: 'inbound-users-blocked' },
  { name: 'inbound is closed, but open for this partner', set: both(general(inboundFor('blocked')), (box) => partner(seedIds.elmClinic, inboundFor('allowed'))(box)), says: 'fine' },
  { name: 'inbound is closed for this partner', set: partner(seedIds.elmClinic, inboundFor('blocked')), says: 'blocked', first: 'inbound-users-blocked' },
  { name: 'inbound is closed for another partner', set: partner(seedIds.praxisNord, inboundFor('blocked')), says: 'fine' },
  { name: 'the partner has settings without an inbound block: the default holds', set: partner(seedIds.elmClinic, null), says: 'fine' },
  { name: 'the partner inherits a closed default', set: both(general(inboundFor('blocked')), (box) => partner(seedIds.elmClinic, null)(box)), says: 'blocked', first: 'inbound-users-blocked' },
  { name: 'inbound is closed, and the guest has no Entra tenant', email: freemail, set: general(inboundFor('blocked')), says: 'fine' },
  { name: 'inbound for chosen people, not this one', set: partner(seedIds.elmClinic, { ...inboundFor('allowed'), usersAndGroups: chosen('allowed', someId) }), says: 'uncertain', first: 'inbound-users-some' },
  {
    name: 'inbound for chosen people, this one among them',
    set: both(partner(seedIds.elmClinic, { ...inboundFor('allowed'), usersAndGroups: chosen('allowed', someId) }), ({ tenant }) => void (tenant.partnerTenants[0]!.people = { [elm]: someId })),
    says: 'uncertain', first: 'inbound-users-some',
  },
  { name: 'chosen people are kept out', set: partner(seedIds.elmClinic, { ...inboundFor('allowed'), usersAndGroups: chosen('blocked', someId) }), says: 'uncertain', first: 'inbound-users-some' },
  { name: 'no app is open to this partner', set: partner(seedIds.elmClinic, { ...inboundFor('allowed'), applications: inboundFor('blocked').applications }), says: 'blocked', first: 'inbound-app-blocked' },
  { name: 'this app is closed to this partner', set: partner(seedIds.elmClinic, { ...inboundFor('allowed'), applications: { ...noApp, targets: [...noApp.targets] } }), says: 'blocked', first: 'inbound-app-blocked' },
  { name: 'only another app is open to this partner', set: partner(seedIds.elmClinic, { ...inboundFor('allowed'), applications: { ...plannerOnly, targets: [...plannerOnly.targets] } }), says: 'blocked', first: 'inbound-app-blocked' },
  { name: 'only this app is open to this partner', set: partner(seedIds.elmClinic, { ...inboundFor('allowed'), applications: { ...imagingOnly, targets: [...imagingOnly.targets] } }), says: 'fine' },
  { name: 'this app is closed by default', set: general({ ...inboundFor('allowed'), applications: { ...noApp, targets: [...noApp.targets] } }), says: 'blocked', first: 'inbound-app-blocked' },
  { name: 'cross-tenant settings cannot be read', set: refuses('/v1.0/policies/crossTenantAccessPolicy/default'), says: 'uncertain', first: 'inbound-unread' },
  { name: 'cross-tenant settings cannot be read, and are closed', set: both(general(inboundFor('blocked')), refuses('/v1.0/policies/crossTenantAccessPolicy/partners')), says: 'uncertain', first: 'inbound-unread' },
  { name: 'the tenant of the domain cannot be looked up', set: refuses("/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='clinic.example')"), says: 'uncertain', first: 'partner-unread' },
  // How the guest proves who they are.
  { name: 'passcodes enabled by name', email: freemail, set: passcodes('enabled'), says: 'fine' },
  { name: 'passcodes off: a Microsoft account is left', email: freemail, set: passcodes('disabled'), says: 'fine', first: 'microsoft-account' },
  { name: 'passcodes off, and nothing else is offered', email: freemail, set: both(passcodes('disabled'), fallback('emailOneTimePasscode')), says: 'blocked', first: 'no-provider' },
  { name: 'passcodes off, and only Microsoft accounts are offered', email: freemail, set: both(passcodes('disabled'), fallback('microsoftAccount')), says: 'fine', first: 'microsoft-account' },
  { name: 'only Microsoft accounts are offered', email: freemail, set: fallback('microsoftAccount'), says: 'fine', first: 'microsoft-account' },
  { name: 'only passcodes are offered', email: freemail, set: fallback('emailOneTimePasscode'), says: 'fine' },
  { name: 'passcodes off for a guest with an Entra tenant', set: passcodes('disabled'), says: 'fine' },
  { name: 'Entra is not in the order: a passcode', set: withoutEntra, says: 'fine', first: 'entra-not-used' },
  { name: 'Entra is not in the order, passcodes off', set: both(withoutEntra, passcodes('disabled')), says: 'fine', first: 'entra-not-used' },
  { name: 'Entra is not in the order, nothing is left', set: both(withoutEntra, passcodes('disabled'), fallback('emailOneTimePasscode')), says: 'blocked', first: 'no-provider' },
  { name: 'whether passcodes are on cannot be read', email: freemail, set: refuses('/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email'), says: 'uncertain', first: 'passcodes-unread' },
  { name: 'whether passcodes are on cannot be read and does not matter', set: refuses('/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email'), says: 'fine' },
  // The address.
  { name: 'an address of our own', email: 'new@hospital.example', set: nothing, says: 'blocked', first: 'own-domain' },
  { name: 'a colleague by another address', email: elm, set: person(elm, { userType: 'Member', externalUserState: null }), says: 'blocked', first: 'member' },
  { name: 'a guest already', set: person(elm), says: 'fine', first: 'guest-redeemed' },
  { name: 'a guest already, whose domain was denied later', set: both(person(elm), list([], ['clinic.example'])), says: 'fine', first: 'guest-redeemed' },
  { name: 'a guest already, whose tenant was shut out later', set: both(person(elm), partner(seedIds.elmClinic, inboundFor('blocked'))), says: 'blocked', first: 'inbound-users-blocked' },
  { name: 'invited and not yet in', set: person(elm, { externalUserState: 'PendingAcceptance' }), says: 'fine', first: 'guest-pending' },
  { name: 'invited and not yet in, domain denied later', set: both(person(elm, { externalUserState: 'PendingAcceptance' }), list([], ['clinic.example'])), says: 'blocked', first: 'domain-blocked' },
  { name: 'a guest who is switched off', set: person(elm, { accountEnabled: false }), says: 'blocked', first: 'guest-disabled' },
  { name: 'deleted two days ago', set: deleted(elm), says: 'fine', first: 'deleted' },
  { name: 'deleted, but who else was cannot be read', set: refuses('/v1.0/directory/deletedItems/microsoft.graph.user'), says: 'uncertain', first: 'deleted-unread' },
  { name: 'a contact, with an Entra tenant', set: contact(elm), says: 'fine', first: 'contact' },
  { name: 'a contact whose only way is a passcode', email: freemail, set: contact(freemail), says: 'blocked', first: 'contact' },
  { name: 'contacts cannot be read', set: refuses('/v1.0/contacts', 403), says: 'uncertain', first: 'contact-unread' },
  { name: 'one letter off our own domain', email: 'cleo@hospitel.example', set: nothing, says: 'fine', first: 'look-alike' },
  { name: 'a Cyrillic name under a Latin ending', email: 'cleo@xn--e1afmkfd.example', set: nothing, says: 'fine', first: 'mixed-script' },
  // The app.
  { name: 'the access group is gone', set: dropGroup, says: 'blocked' },
  { name: 'the group is not assigned, and the app asks for it', set: unassign, says: 'blocked', first: 'group-not-assigned' },
  { name: 'the group is not assigned, and the app asks for nothing', set: both(unassign, openApp), says: 'fine', first: 'group-not-assigned' },
  { name: 'the app asks for no assignment', set: openApp, says: 'fine', first: 'open-to-all' },
  { name: 'the enterprise app is gone', set: ({ tenant }) => void (tenant.servicePrincipals = tenant.servicePrincipals.filter(({ id }) => id !== seedIds.imaging.servicePrincipal)), says: 'blocked' },
  // The sponsor.
  { name: 'the sponsor is switched off', set: (box) => void (box.user('sponsor').accountEnabled = false), says: 'blocked', first: 'sponsor-disabled' },
  { name: 'the sponsor is a guest', set: nothing, says: 'blocked', first: 'sponsor-guest', sponsor: people.outsider.oid },
  { name: 'nobody has the id of the sponsor', set: nothing, says: 'blocked', first: 'sponsor-gone', sponsor: someId },
  { name: 'the sponsor cannot be messaged', set: nothing, says: 'fine', first: 'sponsor-unreachable', sponsor: people.unreachable.oid },
];
