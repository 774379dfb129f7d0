import { type AccessRequest } from '../../../bot/core/accessRequest.ts';
import { newInvitation } from '../../../bot/core/submitRequest.ts';
import { type Invitation } from '../../../bot/core/invitation.ts';
import { type CauseKey } from '../../../bot/core/radar/diagnose.ts';
import { Secret } from '../../../bot/core/secret.ts';
import { explainGuest } from '../../../bot/desk/radar/explainGuest.ts';
import { type Explained } from '../../../bot/desk/radar/radarUseCases.ts';
import { watchSignIns } from '../../../bot/desk/radar/watchSignIns.ts';
import { createAppTokens } from '../../../bot/graph/credential.ts';
import { createReader } from '../../../bot/graph/reader.ts';
import { createSignInLog } from '../../../bot/graph/signInLog.ts';
import { recordSignIn } from '../../../sandbox/mail/signInLog.ts';
import { people, seedIds, tenantId } from '../../../sandbox/seed.ts';
import { startTestDirectory, type TestDirectory } from '../../support/directory.ts';
import { memoryStore, type MemoryStore } from '../../support/fakes/memoryStore.ts';
import { anApprovedRequest, aSharedApp } from '../../support/requestStates.ts';
import { localCloud, trust } from '../stubGraph.ts';

/**
 * `why` against the sandbox's own reading of Entra: a guest for whom everything is in order, then one fault. The first
 * cause that is named is the one that was put there.
 */
let box: TestDirectory;
beforeAll(async () => {
  box = await startTestDirectory();
  trust(box.certificates.ca);
});
afterAll(() => box.stop());
beforeEach(async () => {
  await box.reset();
  box.tenant.settings.signInLogDelayMs = 0;
});

const email = 'cleo@clinic.example';
const owner = people.owner.oid;
const imaging = aSharedApp({
  tenantId, servicePrincipalId: seedIds.imaging.servicePrincipal, accessGroupId: seedIds.imaging.group, approvers: [people.approver.oid, people.approver2.oid], defaultSponsorId: people.sponsor.oid, sharedBy: owner,
});

/** The desk's rows and reads over the box, and one guest who can use the app. */
type Scene = { store: MemoryStore; request: AccessRequest; invitation: Invitation; guestId: string; signsIn: (given?: { errorCode?: number; homeTenantId?: string }) => void; ports: Parameters<typeof explainGuest>[0] };

const healthy = async (address = email, identityProvider?: 'passcode'): Promise<Scene> => {
  const clock = { now: () => box.clock.now() };
  const graph = { cloud: localCloud(box.settings.ports.graph), clock, correlationId: () => 'c0ffee00-0000-4000-8000-000000000010' };
  const { appId, secret } = box.tenant.registrations.reader;
  const tokens = createAppTokens(graph.cloud, tenantId, { kind: 'secret', appId, secret: new Secret(secret) });
  const store = memoryStore(clock);
  const sentAt = clock.now();
  await box.invite('approver', address);
  const redeemed = box.directory.redeem({ email: address, identityProvider });
  if (redeemed.kind === 'refused') throw new Error(redeemed.message);
  const guestId = redeemed.userId;
  box.tenant.groups.find(({ id }) => id === seedIds.imaging.group)?.members.push(guestId);
  const request: AccessRequest = {
    ...anApprovedRequest(), id: 'request', version: 2, tenantId, draftId: 'draft', appId: imaging.id, requestedBy: people.requester.oid, askedAs: 'requester', deciders: [owner],
    forecast: { inviterIf: {}, adderIf: {}, finishers: [people.approver.oid] }, invitee: { email: address, name: 'Cleo Vance', language: 'en' }, sponsorId: people.sponsor.oid, until: '2027-03-31', timeZone: 'Europe/Berlin',
    reason: 'scans', state: 'approved', decision: { verdict: 'approved', by: owner, at: sentAt, reason: null, direct: false }, submittedAt: sentAt, closedAt: sentAt,
  };
  const invitation: Invitation = {
    ...newInvitation('request', { inviterId: people.approver.oid, adderId: people.approver.oid }), state: 'redeemed', kind: 'new-guest', guestId, lookedAt: sentAt, callStartedAt: sentAt, sentAt, redeemedAt: clock.now(), access: 'granted',
    provider: { kind: identityProvider === 'passcode' ? 'one-time-passcode' : 'entra', account: null },
  };
  store.rows().apps.set(imaging.id, imaging);
  store.rows().requests.set(request.id, request);
  store.rows().invitations.set(request.id, invitation);
  const signsIn: Scene['signsIn'] = (given = {}) => {
    const [user, app] = [box.tenant.users.find(({ id }) => id === guestId), principal()];
    recordSignIn(box, { user: user!, app: app!, ...given });
  };
  return { store, request, invitation, guestId, signsIn, ports: { store, directory: createReader(graph, tokens), signInLog: createSignInLog(graph, tokens), clock, settings: { tenantId, directoryLagSeconds: 15, digestAfter: 5, mostWaiting: 20, publicUrl: 'https://desk.hospital.example', roleActivationUrl: 'https://portal.hospital.example/roles' }, admin: null } };
};

const principal = () => box.tenant.servicePrincipals.find(({ id }) => id === seedIds.imaging.servicePrincipal);
const guestOf = ({ guestId }: Scene) => box.tenant.users.find(({ id }) => id === guestId)!;
const changeRequest = ({ store, request }: Scene, change: Partial<AccessRequest>, invitation?: Invitation | null): void => {
  store.rows().requests.set('request', { ...request, ...change });
  if (invitation === null) store.rows().invitations.delete('request');
  else if (invitation !== undefined) store.rows().invitations.set('request', invitation);
};
const changeInvitation = (scene: Scene, change: Partial<Invitation>): void => changeRequest(scene, {}, { ...scene.invitation, ...change });

const why = async (scene: Scene, who: keyof typeof people = 'owner', about = email): Promise<Explained> => {
  const actor = { id: people[who].oid, tenantId, name: who, locale: 'en-GB', timeZone: 'Europe/Berlin', conversationId: `a:${people[who].oid}` };
  const explained = await explainGuest(scene.ports)(actor, about);
  if (explained.kind === 'refused') throw new Error(explained.rule);
  return explained;
};

const pending = (scene: Scene): void => {
  Object.assign(guestOf(scene), { externalUserState: 'PendingAcceptance', identities: [] });
};

/** What was put wrong, and the cause that has to be named first. */
const faults: readonly (readonly [name: string, cause: CauseKey, code: number | null, break_: (scene: Scene) => void | Promise<void>])[] = [
  ['nobody decided yet', 'waiting', null, (scene) => changeRequest(scene, { state: 'submitted', decision: null }, null)],
  ['it was declined', 'declined', null, (scene) => changeRequest(scene, { state: 'declined' }, null)],
  ['it was withdrawn', 'withdrawn', null, (scene) => changeRequest(scene, { state: 'withdrawn' }, null)],
  ['nobody decided in time', 'expired', null, (scene) => changeRequest(scene, { state: 'expired' }, null)],
  ['the access was ended', 'ended', null, (scene) => changeInvitation(scene, { access: 'ended', endedAt: box.clock.now(), endRequestedBy: owner })],
  ['the access is ending', 'ending', null, (scene) => changeInvitation(scene, { access: 'ending', endRequestedBy: owner })],
  ['the invitation is stuck', 'stuck', null, (scene) => changeInvitation(scene, { state: 'pending', sentAt: null, redeemedAt: null, guestId: null, access: 'none', obstacle: { code: 'graph/denied', userId: people.approver.oid, at: box.clock.now() } })],
  ['nobody finished it', 'unfinished', null, (scene) => changeInvitation(scene, { state: 'pending', sentAt: null, redeemedAt: null, guestId: null, access: 'none', inviterId: null })],
  ['it is on its way', 'sending', null, (scene) => changeInvitation(scene, { state: 'pending', sentAt: null, redeemedAt: null, guestId: null, access: 'none' })],
  ['the guest account was deleted', 'guest-gone', null, (scene) => void (box.tenant.users = box.tenant.users.filter(({ id }) => id !== scene.guestId))],
  ['the guest account was disabled', 'guest-disabled', null, (scene) => void (guestOf(scene).accountEnabled = false)],
  ['the guest has not accepted', 'not-redeemed', null, (scene) => { pending(scene); changeInvitation(scene, { state: 'sent', redeemedAt: null, provider: null }); }],
  ['the redemption was reset elsewhere', 'redemption-reset', null, pending],
  ['somebody took the guest out of the group', 'not-in-group', null, () => void (box.tenant.groups.find(({ id }) => id === seedIds.imaging.group)!.members = [])],
  ['the group was taken from the app', 'group-not-assigned', null, () => void (principal()!.appRoleAssignedTo = [])],
  ['the app was switched off', 'app-disabled', null, () => void (principal()!.accountEnabled = false)],
  ['the app was deleted', 'app-gone', null, () => void (box.tenant.servicePrincipals = box.tenant.servicePrincipals.filter(({ id }) => id !== seedIds.imaging.servicePrincipal))],
  ['another organisation’s account', 'wrong-account', null, async (scene) => { scene.signsIn({ homeTenantId: seedIds.praxisNord }); await watchSignIns(scene.ports)(); }],
  ['the passcode went elsewhere', 'wrong-account', null, async (scene) => { changeInvitation(scene, { provider: { kind: 'one-time-passcode', account: 'cleo@home.example' } }); await watchSignIns(scene.ports)(); }],
  ['Conditional Access', 'sign-in-failed', 53003, (scene) => scene.signsIn({ errorCode: 53003 })],
  ['the second factor was not given', 'sign-in-failed', 50074, (scene) => scene.signsIn({ errorCode: 50074 })],
  ['their own organisation forbids it', 'sign-in-failed', 500212, (scene) => scene.signsIn({ errorCode: 500212 })],
  ['ours forbids it', 'sign-in-failed', 500213, (scene) => scene.signsIn({ errorCode: 500213 })],
  ['the account is locked', 'sign-in-failed', 50053, (scene) => scene.signsIn({ errorCode: 50053 })],
  ['an error without words', 'sign-in-failed', 99999999, (scene) => scene.signsIn({ errorCode: 99999999 })],
  ['the sign-in of a guest who has not accepted', 'sign-in-failed', 500212, (scene) => { pending(scene); changeInvitation(scene, { state: 'sent', redeemedAt: null }); scene.signsIn({ errorCode: 500212 }); }],
  ['the sponsor left', 'sponsor-unable', null, () => void (box.user('sponsor').accountEnabled = false)],
  ['the directory does not answer', 'unreadable', null, () => box.faults.add({ to: 'graph', method: 'GET', path: '/groups/*', times: 50, status: 403 })],
];

it('knows twenty faults and more', () => {
  expect(faults.length).toBeGreaterThanOrEqual(20);
  expect(new Set(faults.map(([name]) => name)).size).toBe(faults.length);
});

it.each(faults)('%s: the first cause is %s', async (_, cause, code, breakIt) => {
  const scene = await healthy();
  scene.signsIn();
  box.tenant.signIns = box.tenant.signIns.map((each) => ({ ...each, at: new Date(Date.parse(each.at) - 1_000).toISOString() }));
  await breakIt(scene);
  // An app that is gone has no owners any more; its guests' sponsors still may ask.
  const explained = await why(scene, cause === 'app-gone' ? 'sponsor' : 'owner');
  expect(explained.causes[0]).toMatchObject({ key: cause, code });
});

it('where nothing is wrong, nothing is named; nobody is told to sign in who did', async () => {
  const scene = await healthy();
  expect((await why(scene)).causes.map(({ key }) => key)).toEqual(['not-signed-in']);
  scene.signsIn();
  const explained = await why(scene);
  expect(explained).toMatchObject({ causes: [{ key: 'nothing-found', source: 'sign-in-log' }], unread: [] });
  expect(explained.causes[0]?.readAt).toBeInstanceOf(Date);
});

it('a licence without a log leaves everything else readable, and says what was not read', async () => {
  const scene = await healthy();
  box.tenant.settings.signInLog = false;
  const explained = await why(scene);
  expect(explained).toMatchObject({ causes: [{ key: 'nothing-found' }], unread: ['signIns'] });
  await watchSignIns(scene.ports)();
  expect(scene.store.rows().invitations.get('request')?.watch.signInLog).toBe('no-licence');
});

it('a reader without the permission is told from a tenant without the licence', async () => {
  const scene = await healthy();
  box.tenant.registrations.reader.applicationRoles = box.tenant.registrations.reader.applicationRoles.filter((role) => role !== 'AuditLog.Read.All');
  await watchSignIns(scene.ports)();
  expect(scene.store.rows().invitations.get('request')?.watch.signInLog).toBe('denied');
});

it('is answered to owner, sponsor, requester and service desk alone, and sounds the same to all others', async () => {
  const scene = await healthy();
  for (const who of ['owner', 'sponsor', 'requester', 'helpdesk', 'admin', 'admin2'] as const) expect((await why(scene, who)).kind).toBe('explained');
  for (const who of ['approver', 'approver2', 'unreachable'] as const) {
    await expect(why(scene, who)).rejects.toThrow('nothing-to-tell');
    await expect(why(scene, who, 'nobody@clinic.example')).rejects.toThrow('nothing-to-tell');
  }
  await expect(why(scene, 'outsider')).rejects.toThrow('outsider');
  await expect(why(scene, 'owner', 'nobody@clinic.example')).rejects.toThrow('nothing-to-tell');
  expect((await why(scene, 'helpdesk', 'nobody@clinic.example')).causes).toMatchObject([{ key: 'not-asked' }]);
});

it('offers accepting anew to those whose role allows it, where it helps', async () => {
  const scene = await healthy();
  // Only whether step-up is set up is asked here.
  const ports = { ...scene.ports, admin: {} as NonNullable<Scene['ports']['admin']> };
  changeInvitation(scene, { provider: { kind: 'one-time-passcode', account: 'cleo@home.example' } });
  await watchSignIns(scene.ports)();
  expect((await why({ ...scene, ports }, 'owner')).acts).toEqual([]);
  expect((await why({ ...scene, ports }, 'helpdesk')).acts).toEqual(['invitation.reset']);
  expect((await why({ ...scene, ports }, 'admin')).acts).toEqual(['invitation.reset', 'invitation.changeAddress']);
  expect((await why(scene, 'admin')).acts).toEqual([]);
  guestOf(scene).accountEnabled = false;
  changeInvitation(scene, {});
  expect((await why({ ...scene, ports }, 'admin')).acts).toEqual([]);
});

it.each(['Cleo Vance', 'cleo', '  CLEO  ', 'Cleo@Clinic.Example'])('finds the guest by %j', async (about) => {
  expect((await why(await healthy(), 'owner', about)).about).toBe(email);
});

it.each(['', 'c', '%', '_', "' or 1=1 --", '<script>'])('%j finds nobody', async (about) => {
  await expect(why(await healthy(), 'owner', about)).rejects.toThrow('nothing-to-tell');
});

it('its answers fit the official model', () => {
  expect(box.modelProblems() ?? []).toEqual([]);
});
