import { usualRule } from '../../../bot/core/approvals/approvalRule.ts';
import { type Report } from '../../../bot/core/preflight/preflight.ts';
import { Secret } from '../../../bot/core/secret.ts';
import { type SharedApp } from '../../../bot/core/sharedApp.ts';
import { readAskedOf } from '../../../bot/desk/preflight/askedOf.ts';
import { readFact } from '../../../bot/desk/preflight/readFact.ts';
import { runPreflight } from '../../../bot/desk/preflight/runPreflight.ts';
import { createAppTokens } from '../../../bot/graph/credential.ts';
import { createPreflightReads } from '../../../bot/graph/preflight/createPreflightReads.ts';
import { createReader } from '../../../bot/graph/reader.ts';
import { appRefusal, personRefusal } from '../../../sandbox/graph/crossTenant.ts';
import { people, seedIds, tenantId, type PersonKey } from '../../../sandbox/seed.ts';
import { startTestDirectory, type TestDirectory } from '../../support/directory.ts';
import { memoryStore } from '../../support/fakes/memoryStore.ts';
import { localCloud, trust } from '../stubGraph.ts';
import { setups, type Setup } from './setups.ts';

/**
 * Preflight against the sandbox's own reading of Entra's rules: what it calls fine works there (invited, redeemed, in the
 * group, let into the app, with somebody who answers for the guest), what it calls blocked fails there.
 */
let box: TestDirectory;
beforeAll(async () => {
  box = await startTestDirectory();
  trust(box.certificates.ca);
});
afterAll(() => box.stop());
beforeEach(() => box.reset());

const imaging: SharedApp = {
  id: 'imaging', version: 1, tenantId, servicePrincipalId: seedIds.imaging.servicePrincipal, name: 'Imaging', accessGroupId: seedIds.imaging.group,
  redirectUrl: 'https://imaging.hospital.example/', roles: [], approvers: [people.approver.oid, people.approver2.oid], defaultSponsorId: people.sponsor.oid,
  longestStayDays: 180, ownerInvitesDirectly: false, approval: usualRule, reminderDays: [], sharedBy: people.owner.oid, sharedAt: new Date('2026-01-05T08:00:00Z'),
};
const addressOf = ({ email }: Setup): string => email ?? 'cleo@clinic.example';
const sponsorOf = ({ sponsor }: Setup): string => sponsor ?? people.sponsor.oid;
const requesterOf = ({ requester }: Setup): PersonKey => requester ?? 'requester';

const ask = async (setup: Setup): Promise<Report> => {
  const { appId, secret } = box.tenant.registrations.reader;
  const clock = { now: () => box.clock.now() };
  const graph = { cloud: localCloud(box.settings.ports.graph), clock, correlationId: () => 'c0ffee00-0000-4000-8000-000000000009' };
  const tokens = createAppTokens(graph.cloud, tenantId, { kind: 'secret', appId, secret: new Secret(secret) });
  const directory = createReader(graph, tokens);
  const email = addressOf(setup);
  const requesterId = people[requesterOf(setup)].oid;
  const { report } = await runPreflight(
    { clock, directory, store: memoryStore(clock), preflight: createPreflightReads(graph, tokens), reach: { reaches: async (id) => box.tenant.users.some((user) => user.id === id && user.hasApp) } },
    {
      email, app: imaging, requesterId,
      rights: readFact(clock, () => readAskedOf(directory, requesterId, imaging)),
      verifiedDomains: readFact(clock, () => directory.verifiedDomains()),
      holder: readFact(clock, async () => (await directory.findUserByEmail(email)) ?? null),
      sponsor: readFact(clock, async () => (await directory.standings([sponsorOf(setup)])).get(sponsorOf(setup)) ?? null),
    },
  );
  return report;
};

/** Does it for real, with everybody who may come to press. @returns what stopped it, or undefined when the guest is in */
const letIn = async (setup: Setup): Promise<string | undefined> => {
  const { tenant } = box;
  const email = addressOf(setup);
  const pressers = [...new Set<PersonKey>([requesterOf(setup), 'owner', 'approver', 'approver2'])].filter((key) => box.user(key).accountEnabled);
  const guestOf = () => tenant.users.find(({ mail }) => mail === email);
  if (guestOf()?.externalUserState !== 'Accepted') {
    const answers = [];
    for (const key of pressers) answers.push(await box.invite(key, email, { invitedUserSponsors: [{ id: sponsorOf(setup) }] }));
    if (!answers.some(({ status }) => status === 201)) return `not invited: ${answers.map(({ status, body }) => `${status} ${body.error?.message ?? ''}`).join('; ')}`;
    const redeemed = box.directory.redeem({ email });
    if (redeemed.kind === 'refused') return `not redeemed: ${redeemed.because}`;
  }
  const guest = guestOf();
  if (guest?.userType !== 'Guest' || !guest.accountEnabled) return 'not a guest who may sign in';
  const reference = { '@odata.id': `${box.directory.origin}/v1.0/directoryObjects/${guest.id}` };
  const added = [];
  for (const key of pressers) added.push((await box.call('POST', `/v1.0/groups/${imaging.accessGroupId}/members/$ref`, { token: await box.as(key), body: reference })).status);
  if (!added.includes(204)) return `not added: ${added.join(' ')}`;
  const app = tenant.servicePrincipals.find(({ id }) => id === imaging.servicePrincipalId);
  if (app === undefined) return 'no app';
  if (app.appRoleAssignmentRequired && !app.appRoleAssignedTo.some(({ principalId }) => principalId === imaging.accessGroupId)) return 'not assigned to the app';
  const shutOut = personRefusal(tenant, email) ?? appRefusal(tenant, email, imaging.redirectUrl);
  if (shutOut !== undefined) return shutOut;
  const answers = tenant.users.some(({ id, userType, accountEnabled }) => id === sponsorOf(setup) && userType === 'Member' && accountEnabled);
  return answers ? undefined : 'nobody answers for the guest';
};

it('looks at sixty tenants and more, each only once', () => {
  expect(setups.length).toBeGreaterThanOrEqual(60);
  expect(new Set(setups.map(({ name }) => name)).size).toBe(setups.length);
  expect(new Set(setups.map(({ says }) => says)).size).toBe(3);
});

it.each(setups.map((setup) => [setup.name, setup] as const))('%s', async (_name, setup) => {
  setup.set(box);
  const report = await ask(setup);
  expect([report.verdict, report.obstacles.map(({ key, severity }) => `${severity} ${key}`)]).toEqual([setup.says, expect.anything()]);
  if (setup.first !== undefined) expect(report.obstacles[0]?.key).toBe(setup.first);
  box.faults.clear();
  const stopped = await letIn(setup);
  if (report.verdict === 'fine') expect(stopped).toBeUndefined();
  if (report.verdict === 'blocked') expect(stopped).toEqual(expect.any(String));
});
