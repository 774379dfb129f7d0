import { people, seedIds } from '../../sandbox/seed.ts';
import { recordSignIn } from '../../sandbox/mail/signInLog.ts';
import { startTestDirectory, type TestDirectory } from '../support/directory.ts';

let box: TestDirectory;
beforeAll(async () => void (box = await startTestDirectory()));
afterAll(() => box.stop());
beforeEach(() => box.reset());

const log = async (query = '') => box.call('GET', `/v1.0/auditLogs/signIns${query}`, { token: await box.asApp('reader') });
const guest = async (email = 'cleo@clinic.example', identityProvider?: 'passcode' | 'microsoft') => {
  await box.invite('approver', email);
  box.directory.redeem({ email, identityProvider });
  return box.tenant.users.find(({ mail }) => mail === email)!;
};
const imaging = () => box.tenant.servicePrincipals.find(({ id }) => id === seedIds.imaging.servicePrincipal)!;

it('shows each sign-in late, newest first, by user and app', async () => {
  box.tenant.settings.signInLogDelayMs = 60_000;
  const user = await guest();
  recordSignIn(box, { user, app: imaging() });
  expect((await log()).body.value).toEqual([]);
  await box.clock.advance('PT1M');
  recordSignIn(box, { user, app: imaging(), errorCode: 53003 });
  await box.clock.advance('PT1M');
  const all = (await log(`?$filter=userId eq '${user.id}' and appId eq '${seedIds.imaging.appId}'`)).body.value ?? [];
  expect(all).toMatchObject([
    { status: { errorCode: 53003 }, conditionalAccessStatus: 'failure' },
    { status: { errorCode: 50105 }, homeTenantId: seedIds.elmClinic, resourceTenantId: box.tenant.id, appDisplayName: 'Imaging', userId: user.id },
  ]);
  expect((await log(`?$filter=userId eq '${people.owner.oid}'`)).body.value).toEqual([]);
  expect((await log('?$top=1')).body.value).toHaveLength(1);
  expect((await log('?$filter=mood eq 1')).status).toBe(400);
});

it('comes out as the tenant stands: not assigned, in the group, app off, account off', async () => {
  const user = await guest();
  expect(recordSignIn(box, { user, app: imaging() })).toBe(50105);
  box.tenant.groups.find(({ id }) => id === seedIds.imaging.group)!.members.push(user.id);
  expect(recordSignIn(box, { user, app: imaging() })).toBe(0);
  imaging().accountEnabled = false;
  expect(recordSignIn(box, { user, app: imaging() })).toBe(7000112);
  user.accountEnabled = false;
  expect(recordSignIn(box, { user, app: imaging() })).toBe(50057);
});

it('names the organisation the account lives in', async () => {
  const byProvider = [await guest(), await guest('vera@freemail.example'), await guest('nils@freemail.example', 'microsoft')];
  for (const user of byProvider) recordSignIn(box, { user, app: imaging() });
  expect(box.tenant.signIns.map(({ homeTenantId }) => homeTenantId)).toEqual([seedIds.elmClinic, box.tenant.id, '9188040d-6c67-4c5b-b112-36a304b66dad']);
});

it('is refused without the licence, without the permission, and to people without a role', async () => {
  expect((await box.call('GET', '/v1.0/auditLogs/signIns', { token: await box.asApp('ender') })).status).toBe(403);
  box.tenant.registrations.admin.delegatedScopes.push('AuditLog.Read.All');
  expect((await box.call('GET', '/v1.0/auditLogs/signIns', { token: await box.as('helpdesk', 'admin') })).status).toBe(403);
  expect((await box.call('GET', '/v1.0/auditLogs/signIns', { token: await box.as('admin2', 'admin') })).status).toBe(200);
  box.tenant.settings.signInLog = false;
  expect((await log()).body.error?.code).toBe('Authentication_RequestFromNonPremiumTenantOrB2CTenant');
});

it('is written by the page that stands in for the app', async () => {
  const user = await guest();
  box.tenant.groups.find(({ id }) => id === seedIds.imaging.group)!.members.push(user.id);
  const { ticket } = box.tenant.invitations.at(-1)!;
  expect((await box.call('GET', `/opened?ticket=${ticket}`)).status).toBe(200);
  expect(box.tenant.signIns).toMatchObject([{ userId: user.id, appId: seedIds.imaging.appId, errorCode: 0 }]);
});

it('fits the official model', () => {
  expect(box.modelProblems() ?? []).toEqual([]);
});
