import { DeskError } from '../../../bot/core/errors.ts';
import { directoryRoles, type InvitePolicy } from '../../../bot/core/person.ts';
import { type SignIn, type SignInLog } from '../../../bot/desk/radar/radarPorts.ts';
import { type AppFacts, type Clock, type Directory, type DirectoryUser, type Ender, type InvitationCall, type People } from '../../../bot/desk/ports.ts';

type Account = DirectoryUser & { roleIds: readonly string[]; /** Shown by the reader from then on. */ visibleAt: number };
export type Mail = { to: string; by: string; sponsorId: string; message: string; redirectUrl: string };

export const oid = (n: number): string => `0a10c0de-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const cast = {
  rosa: oid(1), ada: oid(2), boris: oid(3), farid: oid(4), dana: oid(5), grace: oid(6), sam: oid(9), eve: oid(10), gone: oid(11), iris: oid(8),
} as const;
export const imaging = { servicePrincipalId: 'sp-imaging', groupId: 'group-imaging' } as const;
export const planner = { servicePrincipalId: 'sp-planner', groupId: 'group-planner' } as const;

/** Organisations outside, by their domains. */
export const partners: Readonly<Record<string, { id: string; name: string }>> = {
  'clinic.example': { id: 'tenant-elm', name: 'Elm Clinic' },
  'elm.example': { id: 'tenant-elm', name: 'Elm Clinic' },
  'praxis.example': { id: 'tenant-praxis', name: 'Praxis Nord' },
};

/** A small tenant that keeps the rules of Entra for inviting and for groups; every fact can be changed by a test. */
export const fakeTenant = (clock: Clock) => {
  const accounts = new Map<string, Account>();
  const member = (id: string, name: string, roleIds: readonly string[] = []): void => {
    accounts.set(id, {
      id, name, mail: `${name.split(' ')[0]?.toLowerCase() ?? ''}@hospital.example`, userType: 'member', isEnabled: true, redemption: null,
      redemptionChangedAt: null, createdAt: null, provider: { kind: 'unknown', account: null }, roleIds, visibleAt: 0,
    });
  };
  member(cast.rosa, 'Rosa Lind');
  member(cast.ada, 'Ada Berg');
  member(cast.boris, 'Boris Kern', [directoryRoles.guestInviter]);
  member(cast.farid, 'Farid Amini', [directoryRoles.guestInviter]);
  member(cast.dana, 'Dana Holm');
  member(cast.grace, 'Grace Oduya', [directoryRoles.userAdministrator]);
  member(cast.sam, 'Sam Ruiz');
  member(cast.iris, 'Iris Novak', [directoryRoles.helpdeskAdministrator]);
  const facts = {
    policy: 'adminsAndGuestInviters' as InvitePolicy,
    lagSeconds: 2,
    appOwners: new Map<string, string[]>([[imaging.servicePrincipalId, [cast.ada]], [planner.servicePrincipalId, [cast.ada]]]),
    groupOwners: new Map<string, string[]>([[imaging.groupId, [cast.ada, cast.boris, cast.farid]], [planner.groupId, [cast.ada, cast.boris]]]),
    members: new Map<string, Set<string>>([[imaging.groupId, new Set()], [planner.groupId, new Set()]]),
    apps: new Map<string, AppFacts>([
      [imaging.servicePrincipalId, { servicePrincipalId: imaging.servicePrincipalId, appId: 'app-imaging', name: 'Imaging', isEnabled: true, assignmentRequired: true, redirectUrl: 'https://imaging.hospital.example/', appRoles: [], groups: [{ id: imaging.groupId, name: 'Imaging guests', appRoleId: '' }] }],
      [planner.servicePrincipalId, { servicePrincipalId: planner.servicePrincipalId, appId: 'app-planner', name: 'Shift Planner', isEnabled: true, assignmentRequired: true, redirectUrl: 'https://shifts.hospital.example/', appRoles: [], groups: [{ id: planner.groupId, name: 'Shift Planner guests', appRoleId: '' }] }],
    ]),
    signedIn: new Set<string>(Object.values(cast)),
    mails: [] as Mail[],
    changes: [] as DirectoryUser[],
    deltaIsGone: false,
    signIns: [] as (SignIn & { userId: string })[],
    log: 'rows' as 'rows' | 'no-licence' | 'denied',
    tenantsUnknown: false,
    /** Roles people could activate; `denied` where the reader may not see them. */
    eligible: new Map<string, readonly string[]>() as Map<string, readonly string[]> | 'denied',
    eligibilityReads: [] as string[],
  };
  const visible = (id: string): Account | undefined => {
    const account = accounts.get(id);
    return account !== undefined && account.visibleAt <= clock.now().getTime() ? account : undefined;
  };
  const change = (id: string, to: Partial<Account>): void => {
    const account = accounts.get(id);
    if (account !== undefined) accounts.set(id, { ...account, ...to });
  };
  const guest = (id: string, email: string, to: Partial<Account> = {}): void => {
    accounts.set(id, {
      id, name: 'Cleo Vance', mail: email, userType: 'guest', isEnabled: true, redemption: 'pending', redemptionChangedAt: null, createdAt: clock.now(),
      provider: { kind: 'unknown', account: null }, roleIds: [], visibleAt: 0, ...to,
    });
  };
  guest(cast.eve, 'eve@praxis.example', { name: 'Eve Marlow', redemption: 'accepted' });

  const signedIn = (id: string): void => {
    if (!facts.signedIn.has(id)) throw new DeskError('sign-in-needed', { code: 'tokens/none', userId: id });
  };
  const mayInvite = (id: string): boolean => {
    const roles: readonly string[] = [directoryRoles.guestInviter, directoryRoles.userAdministrator, directoryRoles.globalAdministrator];
    return facts.policy === 'everyone' || facts.policy === 'adminsGuestInvitersAndAllMembers' || (facts.policy === 'adminsAndGuestInviters' && (accounts.get(id)?.roleIds.some((role) => roles.includes(role)) ?? false));
  };
  const membersOf = (groupId: string): Set<string> => {
    const members = facts.members.get(groupId);
    if (members === undefined) throw new DeskError('not-found', { code: 'graph/group' });
    return members;
  };
  const mayChange = (person: string, groupId: string): void => {
    const isAdministrator = accounts.get(person)?.roleIds.includes(directoryRoles.userAdministrator) ?? false;
    if (!isAdministrator && !(facts.groupOwners.get(groupId) ?? []).includes(person)) throw new DeskError('tenant-denies', { code: 'graph/authorization-request-denied' });
  };

  const directory: Directory = {
    standings: async (ids) => new Map(ids.map((id) => visible(id)).filter((one) => one !== undefined).map(({ id, name, mail, userType, isEnabled, roleIds }) => [id, { id, name, mail, userType, isEnabled, roleIds }])),
    invitePolicy: async () => facts.policy,
    appOwners: async (id) => facts.appOwners.get(id) ?? [],
    groupOwners: async (id) => facts.groupOwners.get(id) ?? [],
    verifiedDomains: async () => ['hospital.example'],
    findUser: async (id) => visible(id),
    findUserByEmail: async (email) => [...accounts.values()].find((account) => account.mail === email && visible(account.id) !== undefined),
    groupPeople: async (groupId) => [...membersOf(groupId)].filter((id) => visible(id) !== undefined),
    group: async (groupId) => (facts.members.has(groupId) ? { id: groupId, name: `The group ${groupId}` } : undefined),
    administrators: async () => [...accounts.values()].filter(({ roleIds }) => roleIds.some((role) => role === directoryRoles.globalAdministrator || role === directoryRoles.privilegedRoleAdministrator)).map(({ id }) => id),
    eligibleRoles: async (id) => {
      facts.eligibilityReads.push(id);
      if (facts.eligible === 'denied') throw new DeskError('tenant-denies', { code: 'graph/authorization-request-denied' });
      return facts.eligible.get(id) ?? [];
    },
    roleHolders: async (roleIds) => [...new Set(roleIds.flatMap((role) => [...accounts.values()].filter((account) => account.roleIds.includes(role)).map(({ id }) => id)))],
    isGroupMember: async (groupId, id) => membersOf(groupId).has(id),
    appFacts: async (id) => {
      const app = facts.apps.get(id);
      if (app === undefined) throw new DeskError('not-found', { code: 'graph/app' });
      return app;
    },
    changedUsers: async (link) => {
      if (link !== null && facts.deltaIsGone) return { kind: 'gap' };
      // A link points behind what it told; reading it again tells the same again.
      const told = Number(link?.slice('link '.length) ?? facts.changes.length);
      return { kind: 'changes', users: facts.changes.slice(told), link: `link ${String(facts.changes.length)}` };
    },
  };
  /** The sign-in log, and who owns a domain; `log` says when the licence shows none. */
  const signInLog: SignInLog = {
    signIns: async (guests) => new Map(guests.map((id) => [id, facts.log === 'rows' ? { kind: 'rows', rows: facts.signIns.filter((row) => row.userId === id).toReversed() } : { kind: facts.log }])),
    tenantOf: async (domain) => {
      if (facts.tenantsUnknown) throw new DeskError('tenant-denies', { code: 'graph/authorization-request-denied' });
      const found = partners[domain];
      return found === undefined ? null : { id: found.id, name: found.name };
    },
    tenantName: async (id) => Object.values(partners).find((partner) => partner.id === id)?.name ?? null,
  };
  const people: People = {
    ensureSignedIn: async (id) => signedIn(id),
    invite: async (id, call: InvitationCall) => {
      signedIn(id);
      if (!mayInvite(id)) throw new DeskError('tenant-denies', { code: 'graph/authorization-request-denied' });
      facts.mails.push({ to: call.email, by: id, sponsorId: call.sponsorId, message: call.message, redirectUrl: call.redirectUrl });
      const known = [...accounts.values()].find((account) => account.mail === call.email);
      if (known !== undefined) return { guestId: known.id };
      const guestId = oid(100 + accounts.size);
      guest(guestId, call.email, { name: call.name, visibleAt: clock.now().getTime() + facts.lagSeconds * 1000 });
      return { guestId };
    },
    addToGroup: async (id, groupId, guestId) => {
      signedIn(id);
      mayChange(id, groupId);
      if (visible(guestId) === undefined) throw new DeskError('not-found', { code: 'graph/member-not-found' });
      const isMember = membersOf(groupId).has(guestId);
      membersOf(groupId).add(guestId);
      return isMember ? 'already' : 'added';
    },
    removeFromGroup: async (id, groupId, guestId) => {
      signedIn(id);
      mayChange(id, groupId);
      return membersOf(groupId).delete(guestId) ? 'removed' : 'absent';
    },
    ownedApps: async (id) => {
      signedIn(id);
      return [...facts.apps.values()].filter((app) => facts.appOwners.get(app.servicePrincipalId)?.includes(id)).map(({ servicePrincipalId, name }) => ({ servicePrincipalId, name }));
    },
    signOut: async (id) => void facts.signedIn.delete(id),
  };
  const ender: Ender = { removeFromGroup: async (groupId, guestId) => (membersOf(groupId).delete(guestId) ? 'removed' : 'absent') };
  const redeem = (email: string, provider: DirectoryUser['provider'] = { kind: 'entra', account: null }): string => {
    const account = [...accounts.values()].find((one) => one.mail === email);
    if (account === undefined) throw new Error('nobody has that address');
    change(account.id, { redemption: 'accepted', redemptionChangedAt: clock.now(), provider });
    facts.changes.push(accounts.get(account.id) ?? account);
    return account.id;
  };
  return { facts, directory, signInLog, people, ender, change, guest, redeem, accounts };
};
export type FakeTenant = ReturnType<typeof fakeTenant>;
