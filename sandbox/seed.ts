import { randomBytes } from 'node:crypto';
import { openCrossTenant } from './graph/crossTenant.ts';
import { directoryRoles, type RoleName } from './roles.ts';
import type { Group, Registration, ServicePrincipal, User } from './state/objects.ts';
import type { Tenant } from './state/tenant.ts';

export type PersonKey = 'requester' | 'owner' | 'approver' | 'approver2' | 'sponsor' | 'admin' | 'admin2' | 'helpdesk' | 'unreachable' | 'outsider';

/** One of the seed's people; `oid` is the Entra object id, `mail` the address one writes to. */
export type Person = { oid: string; name: string; mail: string; jobTitle: string; department: string; roles: RoleName[] };

export const tenantId = '7d0b1a4e-52c3-4a86-9f7e-3b1c5d2e8f60';
const domain = 'hospital.example';
const seededAt = '2026-01-05T08:00:00Z';
const oid = (n: number): string => `0a10c0de-0000-4000-8000-${String(n).padStart(12, '0')}`;

const person = (n: number, name: string, jobTitle: string, department: string, roles: RoleName[] = []): Person => ({
  oid: oid(n),
  name,
  mail: `${name.split(' ')[0]?.toLowerCase()}@${domain}`,
  jobTitle,
  department,
  roles,
});

/** Who lives in the tenant, by the keys that the control API uses. */
export const people: Record<PersonKey, Person> = {
  requester: person(1, 'Rosa Lind', 'Consultant', 'Radiology'),
  owner: person(2, 'Ada Berg', 'Imaging lead', 'Radiology'),
  approver: person(3, 'Boris Kern', 'Clinic manager', 'Administration', ['Guest Inviter']),
  approver2: person(4, 'Farid Amini', 'Senior consultant', 'Radiology', ['Guest Inviter']),
  sponsor: person(5, 'Dana Holm', 'Head of partnerships', 'Administration'),
  admin: person(6, 'Grace Oduya', 'Identity administrator', 'IT', [
    'Conditional Access Administrator', 'Cloud Application Administrator', 'User Administrator', 'Privileged Role Administrator',
  ]),
  admin2: person(7, 'Hana Sato', 'Head of IT', 'IT', ['Global Administrator']),
  helpdesk: person(8, 'Iris Novak', 'Helpdesk agent', 'IT', ['Helpdesk Administrator']),
  unreachable: person(9, 'Sam Ruiz', 'Locum', 'Emergency'),
  outsider: { ...person(10, 'Eve Marlow', 'Physicist', 'Praxis Nord'), mail: 'eve@praxis.example' },
};

/** Fixed ids of the seed's objects. */
export const seedIds = {
  imaging: { appId: '1a9e0000-0000-4000-8000-000000000001', servicePrincipal: '1a9e0000-0000-4000-8000-000000000002', group: '1a9e0000-0000-4000-8000-000000000003' },
  shiftPlanner: { appId: '5b1f0000-0000-4000-8000-000000000001', servicePrincipal: '5b1f0000-0000-4000-8000-000000000002', group: '5b1f0000-0000-4000-8000-000000000003' },
  reports: {
    appId: '4e900000-0000-4000-8000-000000000001', servicePrincipal: '4e900000-0000-4000-8000-000000000002',
    viewer: { appRole: '4e900011-0000-4000-8000-000000000001', group: '4e900012-0000-4000-8000-000000000001' },
    reporter: { appRole: '4e900021-0000-4000-8000-000000000001', group: '4e900022-0000-4000-8000-000000000001' },
  },
  elmClinic: 'e1c00000-0000-4000-8000-000000000001',
  praxisNord: 'b0a00000-0000-4000-8000-000000000001',
  enderServicePrincipal: 'a9900000-0000-4000-8000-000000000052',
} as const;

function user(p: Person, key: PersonKey): User {
  const guest = key === 'outsider';
  const upn = guest ? `${p.mail.replace('@', '_')}#EXT#@${domain}` : p.mail;
  const [givenName, surname] = p.name.split(' ');
  return {
    id: p.oid,
    displayName: p.name,
    givenName: givenName ?? null,
    surname: surname ?? null,
    userPrincipalName: upn,
    mail: p.mail,
    otherMails: guest ? [p.mail] : [],
    proxyAddresses: [`SMTP:${p.mail}`],
    jobTitle: p.jobTitle,
    department: p.department,
    preferredLanguage: null,
    userType: guest ? 'Guest' : 'Member',
    accountEnabled: true,
    creationType: guest ? 'Invitation' : null,
    externalUserState: guest ? 'Accepted' : null,
    externalUserStateChangeDateTime: guest ? seededAt : null,
    identities: guest
      ? [{ signInType: 'federated', issuer: 'ExternalAzureAD', issuerAssignedId: null }]
      : [{ signInType: 'userPrincipalName', issuer: domain, issuerAssignedId: upn }],
    createdDateTime: seededAt,
    deletedDateTime: null,
    sponsors: guest ? [people.sponsor.oid] : [],
    visibleAt: null,
    hasApp: key !== 'unreachable',
  };
}

type SeedApp = { servicePrincipal: ServicePrincipal; groups: Group[] };
type SeedRole = ServicePrincipal['appRoles'][number] & { group: string };

/** The role that an assignment gives where the app has no roles. */
const defaultRole = '00000000-0000-0000-0000-000000000000';

const accessGroup = (id: string, displayName: string, description: string): Group => ({
  id,
  displayName,
  description,
  mailNickname: displayName.replace(/ (\w)/gu, (_, letter: string) => letter.toUpperCase()),
  createdDateTime: seededAt,
  owners: [people.owner.oid, people.approver.oid, people.approver2.oid, seedIds.enderServicePrincipal],
  members: [],
});

const assignment = (groupId: string, appRoleId: string): ServicePrincipal['appRoleAssignedTo'][number] => ({
  id: Buffer.from(groupId).toString('base64url').slice(0, 43),
  appRoleId,
  principalId: groupId,
  principalType: 'Group',
  createdDateTime: seededAt,
});

/** An enterprise app of the owner's that only assigned groups may use. */
const enterpriseApp = (ids: { appId: string; servicePrincipal: string }, displayName: string, homepage: string): ServicePrincipal => ({
  id: ids.servicePrincipal,
  appId: ids.appId,
  displayName,
  homepage,
  accountEnabled: true,
  appRoleAssignmentRequired: true,
  appRoles: [],
  tags: ['WindowsAzureActiveDirectoryIntegratedApp'],
  owners: [people.owner.oid],
  appRoleAssignedTo: [],
});

function app(ids: typeof seedIds.imaging | typeof seedIds.shiftPlanner, name: string, homepage: string): SeedApp {
  return {
    servicePrincipal: { ...enterpriseApp(ids, name, homepage), appRoleAssignedTo: [assignment(ids.group, defaultRole)] },
    groups: [accessGroup(ids.group, `${name} guests`, `Guests who may use ${name}`)],
  };
}

const role = ({ appRole, group }: { appRole: string; group: string }, value: string, displayName: string, description: string): SeedRole => ({
  id: appRole, value, displayName, description, allowedMemberTypes: ['User'], isEnabled: true, group,
});

/** An app with roles, each with an access group of its own. */
function appWithRoles(ids: typeof seedIds.reports, name: string, homepage: string): SeedApp {
  const roles = [role(ids.viewer, 'viewer', 'Viewer', 'Reads reports'), role(ids.reporter, 'reporter', 'Reporter', 'Writes reports')];
  return {
    servicePrincipal: {
      ...enterpriseApp(ids, name, homepage),
      appRoles: roles.map(({ group: _, ...each }) => each),
      appRoleAssignedTo: roles.map(({ id, group }) => assignment(group, id)),
    },
    groups: roles.map(({ group, value, displayName }) => accessGroup(group, `${name} ${value}s`, `Guests who may use ${name} as ${displayName}`)),
  };
}

function registration(n: number, displayName: string, delegatedScopes: string[], applicationRoles: string[], consents: string[]): Registration {
  return {
    appId: `a9900000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    secret: randomBytes(24).toString('base64url'),
    displayName,
    servicePrincipalId: `a9900000-0000-4000-8000-${String(n + 1).padStart(12, '0')}`,
    delegatedScopes,
    applicationRoles,
    consents,
  };
}

function registrationServicePrincipal(r: Registration): ServicePrincipal {
  return {
    id: r.servicePrincipalId,
    appId: r.appId,
    displayName: r.displayName,
    homepage: null,
    accountEnabled: true,
    appRoleAssignmentRequired: false,
    appRoles: [],
    tags: [],
    owners: [],
    appRoleAssignedTo: [],
  };
}

const peopleScopes = ['User.Read', 'User.Invite.All', 'GroupMember.ReadWrite.All', 'Application.Read.All'];
const readerRoles = [
  'User.Read.All', 'Application.Read.All', 'GroupMember.Read.All', 'Policy.Read.All', 'RoleManagement.Read.Directory', 'Organization.Read.All',
  'AuditLog.Read.All', 'CrossTenantInformation.ReadBasic.All', 'Policy.Read.B2BManagementPolicy', 'OrgContact.Read.All',
  'RoleEligibilitySchedule.Read.Directory',
];
const adminScopes = [
  'User.Invite.All',
  'Policy.ReadWrite.ConditionalAccess', 'Policy.Read.All', 'Application.ReadWrite.All', 'Policy.ReadWrite.Authorization',
  'Policy.ReadWrite.B2BManagementPolicy', 'AppRoleAssignment.ReadWrite.All', 'Group.ReadWrite.All', 'User.ReadWrite.All',
  'User.EnableDisableAccount.All', 'User.DeleteRestore.All',
];

/** The tenant as it is on the first start and after a reset; client secrets are drawn anew each time. */
export function seedTenant(): Tenant {
  const keys = Object.keys(people) as PersonKey[];
  const everybody = keys.map((key) => people[key].oid);
  const registrations = {
    bot: registration(11, 'Guest Desk bot', [], [], []),
    people: registration(21, 'Guest Desk', peopleScopes, [], everybody.filter((id) => id !== people.approver2.oid)),
    reader: registration(31, 'Guest Desk reader', [], readerRoles, []),
    admin: registration(41, 'Guest Desk step-up', adminScopes, [], [people.admin.oid, people.admin2.oid, people.helpdesk.oid]),
    ender: registration(51, 'Guest Desk ender', [], ['Group.Create'], []),
  };
  const apps = [
    app(seedIds.imaging, 'Imaging', 'https://imaging.hospital.example/'),
    app(seedIds.shiftPlanner, 'Shift Planner', 'https://shifts.hospital.example/'),
    appWithRoles(seedIds.reports, 'Reports', 'https://reports.hospital.example/'),
  ];
  return {
    version: 3,
    id: tenantId,
    displayName: 'Hill Hospital',
    domains: [domain],
    users: keys.map((key) => user(people[key], key)),
    deletedUsers: [],
    contacts: [],
    groups: apps.flatMap(({ groups }) => groups),
    servicePrincipals: [...apps.map(({ servicePrincipal }) => servicePrincipal), ...Object.values(registrations).map(registrationServicePrincipal)],
    registrations,
    policies: {
      allowInvitesFrom: 'adminsAndGuestInviters',
      guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
      allowedDomains: [],
      blockedDomains: [],
      passcodes: 'default',
      crossTenant: openCrossTenant(),
    },
    partnerTenants: [
      { id: seedIds.elmClinic, displayName: 'Elm Clinic', domains: ['clinic.example'] },
      { id: seedIds.praxisNord, displayName: 'Praxis Nord', domains: ['praxis.example'] },
    ],
    roleAssignments: keys.flatMap((key) =>
      people[key].roles.map((role) => ({ id: `${key}-${directoryRoles[role].slice(0, 8)}`, principalId: people[key].oid, roleDefinitionId: directoryRoles[role] })),
    ),
    roleEligibilities: [],
    subscriptions: [],
    invitations: [],
    mails: [],
    deltaLog: [],
    audit: [],
    signIns: [],
    unknownRoutes: [],
    settings: { replicationMs: 1500, invitationsPer5s: 150, pageSize: 100, signInLog: true, signInLogDelayMs: 60_000, rolesOnDemand: true },
  };
}
