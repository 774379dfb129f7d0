import { people, seedIds } from '../../sandbox/seed.ts';
import { startTestDirectory, type TestDirectory } from '../support/directory.ts';

let desk: TestDirectory;
let reader: string;
beforeAll(async () => {
  desk = await startTestDirectory();
});
beforeEach(async () => {
  await desk.reset();
  reader = await desk.asApp('reader');
});
afterAll(() => desk.stop());

const get = (path: string, headers: Record<string, string> = {}) => desk.call('GET', path, { token: reader, headers });
const idsOf = (answer: { body: { value?: Record<string, unknown>[] } }): unknown[] => (answer.body.value ?? []).map((each) => each['id']);

describe('users', () => {
  it('are read by id and by user principal name, with # encoded', async () => {
    const eve = desk.user('outsider');
    for (const key of [eve.id, encodeURIComponent(eve.userPrincipalName)]) {
      const { status, body } = await get(`/v1.0/users/${key}?$select=id,externalUserState,userType`);
      expect(status).toBe(200);
      expect(body).toMatchObject({ id: eve.id, externalUserState: 'Accepted', userType: 'Guest' });
    }
    expect((await get('/beta/users/%zz')).status).toBe(400);
    expect((await get('/v1.0/users/nobody@hospital.example')).body.error?.code).toBe('Request_ResourceNotFound');
  });

  it('show the default members only, until something is selected', async () => {
    const { body } = await get(`/v1.0/users/${people.owner.oid}`);
    expect(body).toMatchObject({ displayName: 'Ada Berg', mail: 'ada@hospital.example' });
    expect(body).not.toHaveProperty('userType');
  });

  it.each([
    ["mail eq 'EVE@praxis.example'", [people.outsider.oid]],
    ["proxyAddresses/any(x:x eq 'smtp:eve@praxis.example')", [people.outsider.oid]],
    ["otherMails/any(m:m eq 'eve@praxis.example') or mail eq 'ada@hospital.example'", [people.owner.oid, people.outsider.oid]],
    ["userType eq 'Guest' and externalUserState eq 'Accepted'", [people.outsider.oid]],
    ["startswith(displayName,'Ad')", [people.owner.oid]],
    [`id in ('${people.sponsor.oid}','${people.owner.oid}')`, [people.owner.oid, people.sponsor.oid]],
    ["identities/any(i:i/issuer eq 'ExternalAzureAD')", [people.outsider.oid]],
    ["displayName eq 'O''Hara'", []],
  ])('are filtered by %s', async (filter, expected) => {
    const answer = await get(`/v1.0/users?$filter=${encodeURIComponent(filter)}&$select=id`);
    expect(answer.status).toBe(200);
    expect(idsOf(answer)).toEqual(expected);
  });

  it.each([
    ['$filter=nonsense eq 1', 'nonsense'],
    ['$filter=mail eq', 'missing'],
    ['$select=id,shoeSize', 'shoeSize'],
    ['$top=1000', '1000'],
    ['$wrong=1', '$wrong'],
    ['$orderby=displayName', '$orderby'],
  ])('answer 400 to %s', async (query, named) => {
    const { status, body } = await get(`/v1.0/users?${query}`);
    expect(status).toBe(400);
    expect(body.error?.message).toContain(named);
  });

  it('need the eventual index for ne', async () => {
    const path = `/v1.0/users?$filter=${encodeURIComponent("userType ne 'Member'")}&$select=id`;
    expect((await get(path)).body.error?.code).toBe('Request_UnsupportedQuery');
    const answer = await get(`${path}&$count=true`, { consistencylevel: 'eventual' });
    expect(idsOf(answer)).toEqual([people.outsider.oid]);
    expect(answer.body['@odata.count']).toBe(1);
  });

  it('come in pages, each once', async () => {
    let path = '/v1.0/users?$top=4&$select=id';
    const seen: unknown[] = [];
    for (let page = 0; path !== '' && page < 9; page += 1) {
      const answer = await get(path);
      expect(answer.body.value?.length).toBeLessThanOrEqual(4);
      seen.push(...idsOf(answer));
      path = (answer.body['@odata.nextLink'] as string | undefined) ?? '';
    }
    expect(seen).toEqual(desk.tenant.users.map((user) => user.id));
  });

  it('hide most of other people from basic reading', async () => {
    desk.tenant.registrations.people.delegatedScopes = ['User.Read', 'User.ReadBasic.All'];
    const token = await desk.as('owner');
    expect((await desk.call('GET', `/v1.0/users/${people.sponsor.oid}`, { token })).body).toMatchObject({ displayName: 'Dana Holm', jobTitle: null });
    expect((await desk.call('GET', `/v1.0/users/${people.sponsor.oid}?$select=accountEnabled`, { token })).status).toBe(403);
    expect((await desk.call('GET', '/v1.0/me?$select=id,accountEnabled', { token })).body).toMatchObject({ id: people.owner.oid, accountEnabled: true });
  });

  it('have at most five sponsors, which may be groups', async () => {
    const token = await desk.as('admin', 'admin');
    const add = (id: string) => desk.call('POST', `/v1.0/users/${people.outsider.oid}/sponsors/$ref`, { token, body: { '@odata.id': `${desk.directory.origin}/v1.0/users/${id}` } });
    expect((await add(people.sponsor.oid)).status).toBe(400);
    for (const id of [seedIds.imaging.group, people.owner.oid, people.requester.oid, people.approver.oid]) expect((await add(id)).status).toBe(204);
    expect((await add(people.approver2.oid)).body.error?.message).toContain('5 sponsors');
    const listed = await get(`/v1.0/users/${people.outsider.oid}/sponsors`);
    expect(listed.body.value?.map((each) => each['@odata.type'])).toContain('#microsoft.graph.group');
    expect((await desk.call('DELETE', `/v1.0/users/${people.outsider.oid}/sponsors/${people.owner.oid}/$ref`, { token })).status).toBe(204);
    expect((await desk.call('DELETE', `/v1.0/users/${people.outsider.oid}/sponsors/${people.owner.oid}/$ref`, { token })).status).toBe(404);
    const expanded = await get(`/v1.0/users/${people.outsider.oid}?$expand=sponsors($select=id,displayName)`);
    expect(expanded.body['sponsors']).toHaveLength(4);
  });
});

describe('apps, groups and roles', () => {
  it('an owner sees what she owns, a cast keeps one kind', async () => {
    const token = await desk.as('owner');
    const all = await desk.call('GET', '/v1.0/me/ownedObjects', { token });
    expect(idsOf(all)).toHaveLength(7);
    const apps = await desk.call('GET', '/v1.0/me/ownedObjects/microsoft.graph.servicePrincipal?$select=id,displayName,homepage', { token });
    expect(apps.body.value?.map((each) => each['displayName'])).toEqual(['Imaging', 'Shift Planner', 'Reports']);
    expect(idsOf(await desk.call('GET', '/v1.0/me/ownedObjects', { token: await desk.as('requester') }))).toEqual([]);
  });

  it('shows only type and id of what the caller may not read', async () => {
    desk.tenant.registrations.people.delegatedScopes = ['User.Read'];
    const { body } = await desk.call('GET', '/v1.0/me/ownedObjects', { token: await desk.as('owner') });
    expect(body.value?.[0]).toEqual({ '@odata.type': '#microsoft.graph.group', id: seedIds.imaging.group });
  });

  it('an app is found by name and by application id, with owners and assignment', async () => {
    expect(idsOf(await get("/v1.0/servicePrincipals?$filter=displayName eq 'shift planner'"))).toEqual([seedIds.shiftPlanner.servicePrincipal]);
    expect((await get(`/v1.0/servicePrincipals(appId='${seedIds.imaging.appId}')`)).body).toMatchObject({ id: seedIds.imaging.servicePrincipal, appRoleAssignmentRequired: true, homepage: 'https://imaging.hospital.example/' });
    expect(idsOf(await get(`/v1.0/servicePrincipals/${seedIds.imaging.servicePrincipal}/owners`))).toEqual([people.owner.oid]);
    const { body } = await get(`/v1.0/servicePrincipals/${seedIds.imaging.servicePrincipal}/appRoleAssignedTo`);
    expect(body.value).toEqual([expect.objectContaining({ principalId: seedIds.imaging.group, principalType: 'Group', principalDisplayName: 'Imaging guests' })]);
  });

  it('an app with roles says them, and which group has which', async () => {
    const { reports } = seedIds;
    const { body } = await get(`/v1.0/servicePrincipals/${reports.servicePrincipal}?$select=id,appRoles`);
    expect(body['appRoles']).toEqual([expect.objectContaining({ id: reports.viewer.appRole, value: 'viewer', isEnabled: true }), expect.objectContaining({ id: reports.reporter.appRole, value: 'reporter' })]);
    const assigned = (await get(`/v1.0/servicePrincipals/${reports.servicePrincipal}/appRoleAssignedTo`)).body.value ?? [];
    expect(assigned.map(({ appRoleId, principalId }) => [appRoleId, principalId])).toEqual([[reports.viewer.appRole, reports.viewer.group], [reports.reporter.appRole, reports.reporter.group]]);
    expect(new Set(assigned.map(({ id }) => id)).size).toBe(2);
  });

  it('members of a group inside a group are found transitively only', async () => {
    const [imaging, shifts] = desk.tenant.groups;
    imaging?.members.push(seedIds.shiftPlanner.group);
    shifts?.members.push(people.outsider.oid);
    expect(idsOf(await get(`/v1.0/groups/${seedIds.imaging.group}/members`))).toEqual([seedIds.shiftPlanner.group]);
    expect(idsOf(await get(`/v1.0/groups/${seedIds.imaging.group}/transitiveMembers`))).toEqual([seedIds.shiftPlanner.group, people.outsider.oid]);
    expect(idsOf(await get(`/v1.0/users/${people.outsider.oid}/transitiveMemberOf?$select=id`))).toEqual([seedIds.shiftPlanner.group, seedIds.imaging.group]);
  });

  it('adding twice is 400, adding or removing what is not there 404', async () => {
    const token = await desk.as('owner');
    const path = `/v1.0/groups/${seedIds.imaging.group}/members`;
    const reference = (id: string) => ({ token, body: { '@odata.id': `${desk.directory.origin}/v1.0/directoryObjects/${id}` } });
    expect((await desk.call('POST', `${path}/$ref`, reference(people.outsider.oid))).status).toBe(204);
    expect((await desk.call('POST', `${path}/$ref`, reference(people.outsider.oid))).body.error?.message).toContain('already exist');
    expect((await desk.call('POST', `${path}/$ref`, reference('0a10c0de-0000-4000-8000-0000000000ff'))).status).toBe(404);
    expect((await desk.call('DELETE', `${path}/${people.owner.oid}/$ref`, { token })).status).toBe(404);
    expect((await desk.call('POST', `${path}/$ref`, { token, body: { '@odata.id': 'http://elsewhere/x' } })).status).toBe(400);
  });

  it('directory roles come with memberships and as assignments', async () => {
    const { body } = await get(`/v1.0/users/${people.approver.oid}/transitiveMemberOf?$select=id,roleTemplateId,displayName`);
    expect(body.value).toEqual([expect.objectContaining({ '@odata.type': '#microsoft.graph.directoryRole', displayName: 'Guest Inviter', roleTemplateId: '95e79109-95c0-4d8e-aee3-d01accf2d47b' })]);
    const assigned = await get(`/v1.0/roleManagement/directory/roleAssignments?$filter=principalId eq '${people.admin.oid}'&$expand=roleDefinition`);
    expect(assigned.body.value?.map((each) => (each['roleDefinition'] as { displayName: string }).displayName)).toContain('User Administrator');
    expect(assigned.body.value).toHaveLength(4);
  });
});

describe('settings', () => {
  it('tell who may invite and which domains are our own', async () => {
    expect((await get('/v1.0/policies/authorizationPolicy')).body).toMatchObject({ allowInvitesFrom: 'adminsAndGuestInviters' });
    expect((await get('/v1.0/organization?$select=id,verifiedDomains')).body.value?.[0]).toMatchObject({ verifiedDomains: [{ name: 'hospital.example', isDefault: true }] });
    desk.tenant.registrations.reader.applicationRoles.push('CrossTenantInformation.ReadBasic.All', 'Domain.Read.All');
    reader = await desk.asApp('reader');
    expect((await get("/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='clinic.example')")).body).toMatchObject({ tenantId: seedIds.elmClinic, displayName: 'Elm Clinic' });
    expect((await get("/v1.0/tenantRelationships/findTenantInformationByDomainName(domainName='freemail.example')")).status).toBe(404);
    expect(idsOf(await get('/v1.0/domains'))).toEqual(['hospital.example']);
  });

  it('are changed by who may, and unknown members are named', async () => {
    const change = async (key: 'admin' | 'admin2' | 'owner', body: unknown) =>
      desk.call('PATCH', '/v1.0/policies/authorizationPolicy', { token: await desk.as(key, 'admin'), body });
    expect((await change('owner', { allowInvitesFrom: 'everyone' })).status).toBe(403);
    expect((await change('admin', { allowInvitesFrom: 'everyone' })).status).toBe(204);
    expect(desk.tenant.policies.allowInvitesFrom).toBe('everyone');
    expect((await change('admin', { allowInviteFrom: 'none' })).body.error?.message).toContain("'allowInviteFrom'");
    expect((await change('admin', { allowInvitesFrom: 'some' })).body.error?.message).toContain('allowInvitesFrom');
  });
});

describe('accounts', () => {
  it('are disabled and deleted by a User Administrator', async () => {
    const token = await desk.as('admin', 'admin');
    const path = `/v1.0/users/${people.outsider.oid}`;
    expect((await desk.call('PATCH', path, { token: await desk.as('owner', 'admin'), body: { accountEnabled: false } })).status).toBe(403);
    expect((await desk.call('PATCH', path, { token, body: { accountEnabled: false } })).status).toBe(204);
    expect((await get(`${path}?$select=accountEnabled`)).body).toMatchObject({ accountEnabled: false });
    desk.tenant.groups[0]?.members.push(people.outsider.oid);
    expect((await desk.call('DELETE', path, { token })).status).toBe(204);
    expect((await get(path)).status).toBe(404);
    expect(desk.tenant.groups[0]?.members).toEqual([]);
    expect(desk.tenant.deletedUsers).toHaveLength(1);
  });
});

it('every answer of this file fits the official model', () => expect(desk.modelProblems() ?? []).toEqual([]));
