import { type DeskError, isDeskError } from '../../bot/core/errors.ts';
import { directoryRoles } from '../../bot/core/person.ts';
import { Secret } from '../../bot/core/secret.ts';
import { type Directory } from '../../bot/desk/ports.ts';
import { createAppTokens } from '../../bot/graph/credential.ts';
import { createReader } from '../../bot/graph/reader.ts';
import { people, seedIds, tenantId } from '../../sandbox/seed.ts';
import { startTestDirectory, type TestDirectory } from '../support/directory.ts';
import { localCloud, trust } from './stubGraph.ts';

let tenant: TestDirectory;
let reader: Directory;

const connect = (): Directory => {
  const { appId, secret } = tenant.tenant.registrations.reader;
  const cloud = localCloud(tenant.settings.ports.graph);
  return createReader({ cloud, correlationId: () => 'c0ffee00-0000-4000-8000-000000000002' }, createAppTokens(cloud, tenantId, { kind: 'secret', appId, secret: new Secret(secret) }));
};
const failureOf = async (work: Promise<unknown>): Promise<DeskError> => {
  const error = await work.then(() => undefined, (reason: unknown) => reason);
  if (!isDeskError(error)) throw new Error('not a DeskError', { cause: error });
  return error;
};
const graphCalls = (): string[] => tenant.journal.since().filter(({ to }) => to === 'graph').map(({ method, path }) => `${method} ${path.replace('/v1.0', '').split('?')[0]}`);
const absent = 'ffffffff-0000-4000-8000-000000000000';

beforeAll(async () => {
  tenant = await startTestDirectory();
  trust(tenant.certificates.ca);
});
afterAll(() => tenant.stop());
beforeEach(async () => {
  await tenant.reset();
  tenant.journal.clear();
  reader = connect();
});

describe('standings', () => {
  it('reads people and their roles in one round trip; the unknown are absent', async () => {
    const ids = [people.approver.oid, people.owner.oid, people.outsider.oid, absent, people.owner.oid];
    tenant.user('sponsor').accountEnabled = false;
    const standings = await reader.standings([...ids, people.sponsor.oid]);
    expect([...standings.keys()].sort()).toEqual([people.approver.oid, people.owner.oid, people.outsider.oid, people.sponsor.oid].sort());
    expect(standings.get(people.approver.oid)).toEqual({ id: people.approver.oid, name: 'Boris Kern', mail: 'boris@hospital.example', userType: 'member', isEnabled: true, roleIds: [directoryRoles.guestInviter] });
    expect(standings.get(people.owner.oid)?.roleIds).toEqual([]);
    expect([standings.get(people.outsider.oid)?.userType, standings.get(people.sponsor.oid)?.isEnabled]).toEqual(['guest', false]);
    expect(graphCalls().filter((call) => call.includes('$batch'))).toHaveLength(1);
  });

  it('asks nobody about nobody', async () => {
    expect((await reader.standings([])).size).toBe(0);
    expect(graphCalls()).toEqual([]);
  });

  it('follows memberships over pages', async () => {
    for (let index = 0; index < 1005; index += 1) {
      tenant.tenant.groups.push({ id: `9a000000-0000-4000-8000-${String(index).padStart(12, '0')}`, displayName: `G${index}`, description: null, mailNickname: `g${index}`, createdDateTime: '2026-01-01T00:00:00Z', owners: [], members: [people.admin2.oid] });
    }
    expect((await reader.standings([people.admin2.oid])).get(people.admin2.oid)?.roleIds).toEqual([directoryRoles.globalAdministrator]);
  });

  it('fails closed when one inside the batch is refused for good', async () => {
    tenant.faults.add({ to: 'graph', method: 'GET', path: `/users/${people.owner.oid}`, times: 1, status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } });
    expect((await failureOf(reader.standings([people.owner.oid]))).kind).toBe('tenant-denies');
  });
});

describe('the app to share', () => {
  it('knows owners, groups that take members, assignment and address', async () => {
    await expect(reader.appFacts(seedIds.imaging.servicePrincipal)).resolves.toEqual({
      servicePrincipalId: seedIds.imaging.servicePrincipal, appId: seedIds.imaging.appId, name: 'Imaging', isEnabled: true, assignmentRequired: true,
      redirectUrl: 'https://imaging.hospital.example/', appRoles: [],
      groups: [{ id: seedIds.imaging.group, name: 'Imaging guests', appRoleId: '00000000-0000-0000-0000-000000000000' }],
    });
    await expect(reader.appOwners(seedIds.imaging.servicePrincipal)).resolves.toEqual([people.owner.oid]);
  });

  describe('with roles', () => {
    const { reports } = seedIds;
    const app = () => tenant.tenant.servicePrincipals.find(({ id }) => id === reports.servicePrincipal)!;

    it('knows the app roles, and the role of each group', async () => {
      await expect(reader.appFacts(reports.servicePrincipal)).resolves.toMatchObject({
        appRoles: [{ id: reports.viewer.appRole, value: 'viewer', name: 'Viewer' }, { id: reports.reporter.appRole, value: 'reporter', name: 'Reporter' }],
        groups: [{ id: reports.viewer.group, name: 'Reports viewers', appRoleId: reports.viewer.appRole }, { id: reports.reporter.group, name: 'Reports reporters', appRoleId: reports.reporter.appRole }],
      });
    });

    it('leaves out roles that are switched off or have no value, and people who were assigned one by one', async () => {
      const [viewer, reporter] = app().appRoles;
      viewer!.isEnabled = false;
      reporter!.value = null;
      app().appRoleAssignedTo.push({ id: 'one-by-one', appRoleId: reports.viewer.appRole, principalId: people.sponsor.oid, principalType: 'User', createdDateTime: '2026-01-01T00:00:00Z' });
      const { appRoles, groups } = await reader.appFacts(reports.servicePrincipal);
      expect([appRoles, groups.map(({ id }) => id)]).toEqual([[], [reports.viewer.group, reports.reporter.group]]);
    });
  });

  it('has no address where the app registers none that is https', async () => {
    const app = tenant.tenant.servicePrincipals.find(({ id }) => id === seedIds.imaging.servicePrincipal);
    if (app !== undefined) app.homepage = 'http://imaging.hospital.example/';
    expect((await reader.appFacts(seedIds.imaging.servicePrincipal)).redirectUrl).toBeNull();
  });

  it('leaves applications out of a group\'s owners', async () => {
    await expect(reader.groupOwners(seedIds.imaging.group)).resolves.toEqual([people.owner.oid, people.approver.oid, people.approver2.oid]);
  });

  it('is not found when it is gone', async () => {
    expect((await failureOf(reader.appFacts(absent))).kind).toBe('not-found');
    expect((await failureOf(reader.appOwners(absent))).kind).toBe('not-found');
    expect((await failureOf(reader.groupOwners(absent))).kind).toBe('not-found');
  });
});

describe('the tenant', () => {
  it.each(['none', 'adminsAndGuestInviters', 'adminsGuestInvitersAndAllMembers', 'everyone'] as const)('says who may invite: %s', async (policy) => {
    tenant.tenant.policies.allowInvitesFrom = policy;
    await expect(reader.invitePolicy()).resolves.toBe(policy);
  });

  it('knows its own domains', async () => {
    tenant.tenant.domains.push('Clinic.Hospital.Example');
    await expect(reader.verifiedDomains()).resolves.toEqual(['hospital.example', 'clinic.hospital.example']);
  });
});

describe('users', () => {
  it('finds a guest by id, with redemption and provider', async () => {
    await expect(reader.findUser(people.outsider.oid)).resolves.toMatchObject({ id: people.outsider.oid, mail: 'eve@praxis.example', userType: 'guest', redemption: 'accepted', provider: { kind: 'entra', account: null } });
    await expect(reader.findUser(absent)).resolves.toBeUndefined();
  });

  it('finds by every address a person has, in any case', async () => {
    const sponsor = tenant.user('sponsor');
    sponsor.otherMails.push('dana@private.example');
    sponsor.proxyAddresses.push('smtp:dana.holm@hospital.example');
    sponsor.userPrincipalName = 'dh42@hospital.example';
    for (const email of ['Dana@Hospital.example', 'dana@private.example', 'dana.holm@hospital.example', ' DH42@hospital.example']) {
      expect([email, (await reader.findUserByEmail(email))?.id]).toEqual([email, people.sponsor.oid]);
    }
    await expect(reader.findUserByEmail("o'hara+x&y#z@clinic.example")).resolves.toBeUndefined();
  });

  it('prefers whose main address it is', async () => {
    tenant.user('requester').otherMails.push('dana@hospital.example');
    expect((await reader.findUserByEmail('dana@hospital.example'))?.id).toBe(people.sponsor.oid);
  });

  it('does not see a guest who is still replicating', async () => {
    tenant.tenant.settings.replicationMs = 60_000;
    const { body } = await tenant.invite('approver', 'cleo@clinic.example');
    const guestId = (body['invitedUser'] as { id: string }).id;
    await expect(reader.findUserByEmail('cleo@clinic.example')).resolves.toBeUndefined();
    await expect(reader.findUser(guestId)).resolves.toBeUndefined();
    await tenant.clock.advance('PT2M');
    expect((await reader.findUserByEmail('cleo@clinic.example'))?.redemption).toBe('pending');
  });

  it('tells members of a group from others, over pages', async () => {
    const group = tenant.tenant.groups.find(({ id }) => id === seedIds.imaging.group);
    group?.members.push(people.sponsor.oid);
    await expect(reader.isGroupMember(seedIds.imaging.group, people.sponsor.oid)).resolves.toBe(true);
    await expect(reader.isGroupMember(seedIds.imaging.group, people.owner.oid)).resolves.toBe(false);
  });

  it('reads who is in a group, what it is called, and who administers the tenant', async () => {
    const group = tenant.tenant.groups.find(({ id }) => id === seedIds.imaging.group);
    group?.members.push(people.sponsor.oid, seedIds.shiftPlanner.group);
    expect(await reader.groupPeople(seedIds.imaging.group)).toContain(people.sponsor.oid);
    expect(await reader.groupPeople(seedIds.imaging.group)).not.toContain(seedIds.shiftPlanner.group);
    expect((await failureOf(reader.groupPeople(absent))).kind).toBe('not-found');
    expect(await reader.group(seedIds.imaging.group)).toEqual({ id: seedIds.imaging.group, name: 'Imaging guests' });
    expect(await reader.group(absent)).toBeUndefined();
    expect(await reader.roleHolders([directoryRoles.helpdeskAdministrator, directoryRoles.globalAdministrator])).toEqual([people.helpdesk.oid, ...(await reader.roleHolders([directoryRoles.globalAdministrator]))]);
    expect([...(await reader.administrators())].sort()).toEqual([people.admin.oid, people.admin2.oid].sort());
  });
});

describe('changes', () => {
  it('starts from now on, then tells guests that changed, live, and no members', async () => {
    const start = await reader.changedUsers(null);
    if (start.kind !== 'changes') throw new Error('no link');
    expect(start.users).toEqual([]);
    await tenant.invite('approver', 'cleo@clinic.example');
    await tenant.call('PATCH', `/v1.0/users/${people.sponsor.oid}`, { token: await tenant.as('admin', 'admin'), body: { accountEnabled: false } });
    const invited = await reader.changedUsers(start.link);
    if (invited.kind !== 'changes') throw new Error('no changes');
    expect(invited.users.map(({ mail, redemption }) => [mail, redemption])).toEqual([['cleo@clinic.example', 'pending']]);
    tenant.directory.redeem({ email: 'cleo@clinic.example' });
    const redeemed = await reader.changedUsers(invited.link);
    expect(redeemed.kind === 'changes' && redeemed.users.map(({ redemption }) => redemption)).toEqual(['accepted']);
    const replayed = await reader.changedUsers(start.link);
    expect(replayed.kind === 'changes' && replayed.users.map(({ redemption }) => redemption)).toEqual(['accepted']);
  });

  it('is a gap when the link is too old', async () => {
    const start = await reader.changedUsers(null);
    await tenant.clock.advance('P8D');
    await expect(reader.changedUsers(start.kind === 'changes' ? start.link : '')).resolves.toEqual({ kind: 'gap' });
  });

  it('is not a gap, but a failure, when Graph is down', async () => {
    const start = await reader.changedUsers(null);
    tenant.faults.add({ to: 'graph', method: 'GET', path: '/users/delta', times: 9, status: 500 });
    expect((await failureOf(reader.changedUsers(start.kind === 'changes' ? start.link : ''))).kind).toBe('unavailable');
  });
});

describe('a Graph that denies or fails', () => {
  it('denies when the permission is missing', async () => {
    tenant.tenant.registrations.reader.applicationRoles = ['User.Read.All'];
    const error = await failureOf(reader.invitePolicy());
    expect([error.kind, error.detail.code]).toEqual(['tenant-denies', 'graph/authorization-request-denied']);
  });

  it('gets over a throttle, a 504 and a reset', async () => {
    tenant.faults.add([
      { to: 'graph', method: 'GET', path: '/policies/authorizationPolicy', times: 1, status: 429, headers: { 'retry-after': '0' } },
      { to: 'graph', method: 'GET', path: '/policies/authorizationPolicy', times: 1, status: 504 },
      { to: 'graph', method: 'GET', path: '/policies/authorizationPolicy', times: 1, reset: true },
    ]);
    await expect(reader.invitePolicy()).resolves.toBe('adminsAndGuestInviters');
  });

  it('renews a token that Graph refuses, once', async () => {
    tenant.faults.add({ to: 'graph', method: 'GET', path: '/policies/authorizationPolicy', times: 1, status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'expired' } } });
    await expect(reader.invitePolicy()).resolves.toBe('adminsAndGuestInviters');
    expect(tenant.journal.since().filter(({ to, path }) => to === 'entra' && path.includes('/oauth2/v2.0/token'))).toHaveLength(2);
    tenant.faults.add({ to: 'graph', method: 'GET', path: '/policies/authorizationPolicy', times: 2, status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'expired' } } });
    expect((await failureOf(reader.invitePolicy())).kind).toBe('tenant-denies');
  });

  it('asks Entra once for callers who come together, and says what Entra refuses', async () => {
    await Promise.all([reader.invitePolicy(), reader.verifiedDomains(), reader.standings([people.owner.oid]), reader.findUser(people.owner.oid)]);
    expect(tenant.journal.since().filter(({ to, path }) => to === 'entra' && path.includes('/oauth2/v2.0/token'))).toHaveLength(1);
    tenant.tenant.registrations.reader.secret = 'rolled';
    const { appId } = tenant.tenant.registrations.reader;
    const cloud = localCloud(tenant.settings.ports.graph);
    const wrong = createAppTokens(cloud, tenantId, { kind: 'secret', appId, secret: new Secret('wrong') });
    const error = await failureOf(wrong.get());
    expect([error.kind, error.detail.code]).toEqual(['tenant-denies', 'entra/invalid-client']);
    expect(error.message).not.toContain('wrong');
  });

  it('is unavailable when Entra cannot be reached', async () => {
    const cloud = { ...localCloud(tenant.settings.ports.graph), loginUrl: 'https://localhost:1' };
    const error = await failureOf(createAppTokens(cloud, tenantId, { kind: 'secret', appId: absent, secret: new Secret('s') }).get());
    expect([error.kind, error.detail.code]).toEqual(['unavailable', 'entra/unreachable']);
  });
});
