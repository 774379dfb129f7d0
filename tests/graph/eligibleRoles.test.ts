import { directoryRoles } from '../../bot/core/person.ts';
import { Secret } from '../../bot/core/secret.ts';
import { createAppTokens } from '../../bot/graph/credential.ts';
import { createReader } from '../../bot/graph/reader.ts';
import { people, tenantId } from '../../sandbox/seed.ts';
import { startTestDirectory, type TestDirectory } from '../support/directory.ts';
import { localCloud, trust } from './stubGraph.ts';

/** Roles that are activated on demand: the imitated route, and how the reader reads it. */
let desk: TestDirectory;
const path = '/v1.0/roleManagement/directory/roleEligibilityScheduleInstances';
beforeAll(async () => {
  desk = await startTestDirectory();
  trust(desk.certificates.ca);
});
afterAll(() => desk.stop());
beforeEach(async () => {
  await desk.reset();
  desk.tenant.roleEligibilities.push(
    { id: 'e1', principalId: people.approver.oid, roleDefinitionId: directoryRoles.guestInviter },
    { id: 'e2', principalId: people.admin.oid, roleDefinitionId: directoryRoles.globalAdministrator },
  );
});

const reader = () => {
  const { appId, secret } = desk.tenant.registrations.reader;
  const cloud = localCloud(desk.settings.ports.graph);
  return createReader({ cloud, correlationId: () => 'c0ffee00-0000-4000-8000-000000000003' }, createAppTokens(cloud, tenantId, { kind: 'secret', appId, secret: new Secret(secret) }));
};
const withoutPermission = (): void => {
  const { reader: registration } = desk.tenant.registrations;
  registration.applicationRoles = registration.applicationRoles.filter((name) => name !== 'RoleEligibilitySchedule.Read.Directory');
};

it('the route filters by person and refuses what Graph refuses', async () => {
  const token = await desk.asApp('reader');
  const { status, body } = await desk.call('GET', `${path}?$filter=principalId eq '${people.approver.oid}'`, { token });
  expect([status, body.value]).toEqual([200, [expect.objectContaining({ principalId: people.approver.oid, roleDefinitionId: directoryRoles.guestInviter, directoryScopeId: '/', memberType: 'Direct' })]]);
  expect((await desk.call('GET', `${path}?$filter=shoeSize eq 1`, { token })).status).toBe(400);
  desk.tenant.settings.rolesOnDemand = false;
  expect(await desk.call('GET', path, { token })).toMatchObject({ status: 400, body: { error: { code: 'AadPremiumLicenseRequired' } } });
  withoutPermission();
  expect((await desk.call('GET', path, { token: await desk.asApp('reader') })).status).toBe(403);
});

it('the reader reads one person’s in one call', async () => {
  desk.journal.clear();
  expect(await reader().eligibleRoles(people.approver.oid)).toEqual([directoryRoles.guestInviter]);
  expect(await reader().eligibleRoles(people.owner.oid)).toEqual([]);
  expect(desk.journal.since().filter(({ to, path: called }) => to === 'graph' && called.startsWith(path))).toHaveLength(2);
});

it('licence and permission that are missing are said, once', async () => {
  desk.tenant.settings.rolesOnDemand = false;
  await expect(reader().eligibleRoles(people.approver.oid)).rejects.toMatchObject({ detail: { code: 'graph/aad-premium-license-required' } });
  withoutPermission();
  await expect(reader().eligibleRoles(people.approver.oid)).rejects.toMatchObject({ kind: 'tenant-denies' });
});
