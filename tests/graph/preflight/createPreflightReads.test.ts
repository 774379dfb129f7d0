import { Secret } from '../../../bot/core/secret.ts';
import { createAppTokens } from '../../../bot/graph/credential.ts';
import { createPreflightReads } from '../../../bot/graph/preflight/createPreflightReads.ts';
import { toDomainList } from '../../../bot/graph/preflight/schemas.ts';
import { inboundFor } from '../../../sandbox/graph/crossTenant.ts';
import { seedIds, tenantId } from '../../../sandbox/seed.ts';
import { startTestDirectory, type TestDirectory } from '../../support/directory.ts';
import { localCloud, trust } from '../stubGraph.ts';

let box: TestDirectory;
let now = 0;
const clock = { now: () => new Date(Date.parse('2026-11-22T12:00:00Z') + now) };
const connect = () => {
  const { appId, secret } = box.tenant.registrations.reader;
  const cloud = localCloud(box.settings.ports.graph);
  return createPreflightReads({ cloud, clock, correlationId: () => 'c0ffee00-0000-4000-8000-000000000004' }, createAppTokens(cloud, tenantId, { kind: 'secret', appId, secret: new Secret(secret) }));
};
const calls = (): string[] => box.journal.since().filter(({ to }) => to === 'graph').map(({ path }) => path.split('?')[0] ?? '');
beforeAll(async () => {
  box = await startTestDirectory();
  trust(box.certificates.ca);
});
afterAll(() => box.stop());
beforeEach(async () => {
  await box.reset();
  box.journal.clear();
  now = 0;
});

it('asks everything once, settings for everybody who asks within five minutes, and tells their age', async () => {
  const reads = connect();
  const [first, second] = await Promise.all([reads.look('cleo@clinic.example'), reads.look('max@freemail.example')]);
  expect(calls()).toHaveLength(4 + 2 * 3);
  expect(new Set(calls()).size).toBe(4 + 2 + 2);
  expect([first.partner, second.partner]).toMatchObject([{ value: { name: 'Elm Clinic' } }, { value: null }]);
  now = 240_000;
  expect((await reads.look('cleo@clinic.example')).domainList).toMatchObject({ kind: 'known', readAt: new Date('2026-11-22T12:00:00Z') });
  expect(calls().filter((path) => path.includes('b2bManagementPolicies'))).toHaveLength(1);
  now = 301_000;
  expect((await reads.look('cleo@clinic.example')).domainList).toMatchObject({ readAt: clock.now() });
  await reads.look('cleo@clinic.example', { fresh: true });
  expect(calls().filter((path) => path.includes('b2bManagementPolicies'))).toHaveLength(3);
});

it('one that fails is unknown by its code; the others come, and it is tried again after half a minute', async () => {
  const reads = connect();
  box.faults.add({ to: 'graph', method: 'GET', path: '/policies/b2bManagementPolicies', times: 1, status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } });
  expect(await reads.look('cleo@clinic.example')).toMatchObject({ domainList: { kind: 'unknown', why: 'graph/authorization-request-denied' }, crossTenant: { kind: 'known' }, isContact: { kind: 'known', value: false } });
  now = 29_000;
  expect((await reads.look('cleo@clinic.example')).domainList.kind).toBe('unknown');
  now = 31_000;
  expect((await reads.look('cleo@clinic.example')).domainList.kind).toBe('known');
});

it('reads partners, contacts and deleted people as they are', async () => {
  box.tenant.policies.crossTenant.partners = [{ tenantId: seedIds.elmClinic, inbound: inboundFor('blocked'), trust: { isMfaAccepted: true, isCompliantDeviceAccepted: false, isHybridAzureADJoinedDeviceAccepted: true } }];
  box.tenant.contacts.push({ id: 'c1e00000-0000-4000-8000-000000000002', displayName: 'Cleo', mail: 'Cleo@clinic.example' });
  box.tenant.deletedUsers.push({ ...box.user('outsider'), mail: 'cleo@clinic.example', deletedDateTime: '2026-11-20T08:00:00Z' });
  const { crossTenant, isContact, deletedAt } = await connect().look('cleo@clinic.example');
  expect(crossTenant).toMatchObject({ value: { redemption: { usesEntra: true, fallback: 'either' } } });
  expect(crossTenant.kind === 'known' && crossTenant.value.partners.get(seedIds.elmClinic)).toEqual({ inbound: { users: { access: 'blocked', targets: ['AllUsers'] }, apps: { access: 'blocked', targets: ['AllApplications'] } }, trust: { mfa: true, device: true } });
  expect([isContact, deletedAt]).toMatchObject([{ value: true }, { value: new Date('2026-11-20T08:00:00Z') }]);
});

describe('the list of domains inside the policies', () => {
  const policy = (lists: object, quote = '"') => ({ definition: [JSON.stringify({ B2BManagementPolicy: { InvitationsAllowedAndBlockedDomainsPolicy: lists } }).replaceAll('"', quote)] });
  it.each([
    ['no policy', [], { kind: 'any' }],
    ['empty lists', [policy({ AllowedDomains: [], BlockedDomains: [] })], { kind: 'any' }],
    ['an allow list, any letter case', [policy({ AllowedDomains: ['Clinic.Example'] })], { kind: 'only', domains: ['clinic.example'] }],
    ['a deny list', [policy({ BlockedDomains: ['a.example'] })], { kind: 'except', domains: ['a.example'] }],
    ['single quotes, as the documentation writes it', [policy({ BlockedDomains: ['a.example'] }, "'")], { kind: 'except', domains: ['a.example'] }],
    ['a policy about other things', [{ definition: ['{"B2BManagementPolicy":{"AutoRedeemPolicy":{}}}'] }], { kind: 'any' }],
    ['nothing that can be read is not "any"', [{ definition: ['<xml/>'] }], undefined],
    ['another shape is not "any"', [{ definition: ['{"Version":2}'] }], undefined],
  ])('%s', (_name, policies, list) => expect(toDomainList(policies)).toEqual(list));
});
