import { inboundFor } from '../../sandbox/graph/crossTenant.ts';
import { applyPartnerChange } from '../../sandbox/control/partnerChanges.ts';
import { seedIds } from '../../sandbox/seed.ts';
import { startTestDirectory, type TestDirectory } from '../support/directory.ts';

let desk: TestDirectory;
beforeAll(async () => {
  desk = await startTestDirectory();
});
beforeEach(() => desk.reset());
afterAll(() => desk.stop());

const read = async (path: string) => desk.call('GET', path, { token: await desk.asApp('reader') });
const cleo = 'cleo@clinic.example';
const max = 'max@freemail.example';

it('default settings, partners and the settings of one', async () => {
  applyPartnerChange(desk.tenant, { inbound: { domain: 'clinic.example', users: 'blocked', apps: 'allowed', mfaTrusted: true } });
  expect((await read('/v1.0/policies/crossTenantAccessPolicy/default')).body).toMatchObject({ b2bCollaborationInbound: { usersAndGroups: { accessType: 'allowed' } }, invitationRedemptionIdentityProviderConfiguration: { fallbackIdentityProvider: 'defaultConfiguredIdp' } });
  expect((await read('/v1.0/policies/crossTenantAccessPolicy/partners')).body.value).toMatchObject([{ tenantId: seedIds.elmClinic, inboundTrust: { isMfaAccepted: true }, b2bCollaborationInbound: { usersAndGroups: { accessType: 'blocked' } } }]);
  expect((await read(`/v1.0/policies/crossTenantAccessPolicy/partners/${seedIds.elmClinic}`)).status).toBe(200);
  expect((await read(`/v1.0/policies/crossTenantAccessPolicy/partners/${seedIds.praxisNord}`)).status).toBe(404);
});

it('passcodes, contacts and deleted people', async () => {
  applyPartnerChange(desk.tenant, { passcodes: 'disabled', contact: { mail: max, there: true } });
  expect((await read('/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/email')).body).toMatchObject({ allowExternalIdToUseEmailOtp: 'disabled' });
  expect((await read(`/v1.0/contacts?$filter=mail eq '${max}'&$select=id`)).body.value).toHaveLength(1);
  expect((await read(`/v1.0/contacts?$filter=mail eq '${cleo}'&$select=id`)).body.value).toEqual([]);
  expect((await read(`/v1.0/contacts?$filter=nothing eq '${cleo}'`)).status).toBe(400);
  await desk.invite('approver', cleo);
  const { id } = desk.tenant.users.find(({ mail }) => mail === cleo)!;
  desk.tenant.registrations.people.delegatedScopes.push('User.DeleteRestore.All');
  expect((await desk.call('DELETE', `/v1.0/users/${id}`, { token: await desk.as('admin') })).status).toBe(204);
  expect((await read(`/v1.0/directory/deletedItems/microsoft.graph.user?$filter=mail eq '${cleo}'&$select=id,deletedDateTime`)).body.value).toEqual([{ id, deletedDateTime: desk.tenant.deletedUsers[0]?.deletedDateTime }]);
});

it.each([
  ['nobody of a blocked partner is invited', cleo, () => applyPartnerChange(desk.tenant, { inbound: { domain: 'clinic.example', users: 'blocked' } }), 400, undefined],
  ['a blocked default holds for every partner', cleo, () => applyPartnerChange(desk.tenant, { inbound: { domain: null, users: 'blocked' } }), 400, undefined],
  ['and for nobody without an Entra tenant', max, () => applyPartnerChange(desk.tenant, { inbound: { domain: null, users: 'blocked' } }), 201, 'redeemed'],
  ['an app that is closed is found out when redeeming', cleo, () => applyPartnerChange(desk.tenant, { inbound: { domain: 'clinic.example', apps: 'blocked', app: 'Imaging' } }), 201, 'appBlocked'],
  ['another app that is closed does not matter', cleo, () => applyPartnerChange(desk.tenant, { inbound: { domain: 'clinic.example', apps: 'blocked', app: 'Shift Planner' } }), 201, 'redeemed'],
  ['no passcode, no way, where nothing else is offered', max, () => applyPartnerChange(desk.tenant, { passcodes: 'disabled', redemption: { primary: ['azureActiveDirectory'], fallback: 'emailOneTimePasscode' } }), 201, 'noProvider'],
  ['a Microsoft account instead of a passcode', max, () => applyPartnerChange(desk.tenant, { passcodes: 'disabled' }), 201, 'redeemed'],
  ['beside a contact no passcode is sent', max, () => applyPartnerChange(desk.tenant, { contact: { mail: max, there: true } }), 201, 'noProvider'],
  ['off the allow list', cleo, () => applyPartnerChange(desk.tenant, { domainList: { allowed: ['praxis.example'], blocked: [] } }), 400, undefined],
])('%s', async (_name, email, set, status, outcome) => {
  set();
  expect((await desk.invite('approver', email)).status).toBe(status);
  if (outcome === undefined) return expect(desk.directory.redeem({ email })).toMatchObject({ because: 'noInvitation' });
  const redeemed = desk.directory.redeem({ email });
  expect(redeemed.kind === 'refused' ? redeemed.because : redeemed.kind).toBe(outcome);
});

it('who is blocked while pending fails to redeem; who accepted stays', async () => {
  await desk.invite('approver', cleo);
  desk.tenant.policies.crossTenant.inbound = inboundFor('blocked');
  expect(desk.directory.redeem({ email: cleo })).toMatchObject({ because: 'domainBlocked' });
  desk.tenant.policies.crossTenant.inbound = inboundFor('allowed');
  expect(desk.directory.redeem({ email: cleo }).kind).toBe('redeemed');
  desk.tenant.policies.crossTenant.inbound = inboundFor('blocked');
  expect(desk.directory.redeem({ email: cleo }).kind).toBe('alreadyRedeemed');
});

it.each([[{ inbound: { domain: 'nobody.example' } }], [{ inbound: { domain: null, app: 'No App' } }]])('knows no such thing: %j', (change) => expect(() => applyPartnerChange(desk.tenant, change)).toThrow());

it('every answer of this file fits the official model', () => expect(desk.modelProblems() ?? []).toEqual([]));
