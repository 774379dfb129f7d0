import { directoryRoles } from '../../bot/core/person.ts';
import { actor, makeDesk, type TestDesk } from '../support/makeDesk.ts';
import { cast } from '../support/fakes/tenant.ts';

/** Roles that ran out while a request waited: what is said, what is asked of the directory, how it goes on. */
const eligibleOf = (kit: TestDesk): Map<string, readonly string[]> => {
  if (kit.tenant.facts.eligible === 'denied') throw new Error('denied');
  return kit.tenant.facts.eligible;
};
const lapse = (kit: TestDesk): void => {
  for (const who of [cast.boris, cast.farid]) kit.tenant.change(who, { roleIds: [] });
  eligibleOf(kit).set(cast.boris, [directoryRoles.globalAdministrator, directoryRoles.guestInviter]);
};
const waiting = async (): Promise<TestDesk> => {
  const kit = makeDesk();
  await kit.ask('ada');
  await kit.runJobs();
  lapse(kit);
  return kit;
};
const activate = (kit: TestDesk, who: 'boris' | 'farid' = 'boris'): void => kit.tenant.change(cast[who], { roleIds: [directoryRoles.guestInviter] });
const url = 'https://portal.hospital.example/roles';

it('approving: the least role is named, the same press goes on once it is active', async () => {
  const kit = await waiting();
  const refused = await kit.press('boris', 'request.approve');
  expect(refused).toMatchObject({ kind: 'refused', rule: 'nobody-invites', activation: { role: 'guestInviter', url, again: { verb: 'request.approve', requestId: kit.request().id, version: kit.request().version, said: '', kind: null } } });
  expect(kit.tenant.facts.eligibilityReads).toEqual([cast.boris]);
  expect(kit.request().state).toBe('submitted');
  expect(kit.eventNames().at(-1)).toBe('access-request.refused');

  expect(await kit.press('boris', 'request.approve')).toMatchObject({ kind: 'refused', activation: { role: 'guestInviter' } });
  activate(kit);
  expect(await kit.press('boris', 'request.approve')).toMatchObject({ kind: 'shown', view: { phase: 'sending' } });
  await kit.runJobs();
  expect(kit.tenant.facts.mails).toMatchObject([{ by: cast.boris }]);
  expect(kit.tenant.facts.eligibilityReads).toHaveLength(2);
});

it('the reason that was typed goes along', async () => {
  const kit = await waiting();
  const pressed = await kit.desk.decideRequest(actor('boris'), { requestId: kit.request().id, version: kit.request().version, verdict: 'approved', reason: 'known to us' });
  expect(pressed).toMatchObject({ activation: { again: { said: 'known to us' } } });
});

it('what waits may have moved meanwhile: the card shows how it stands', async () => {
  const kit = await waiting();
  const refused = await kit.press('boris', 'request.approve');
  const { version } = kit.request();
  expect(refused).toMatchObject({ activation: { again: { version } } });
  await kit.press('ada', 'request.withdraw');
  activate(kit);
  expect(await kit.press('boris', 'request.approve', { version })).toMatchObject({ kind: 'conflict', view: { phase: 'withdrawn' } });
  expect(kit.tenant.facts.mails).toEqual([]);
});

it('finishing, and by somebody else meanwhile', async () => {
  const kit = makeDesk();
  await kit.ask('rosa');
  await kit.runJobs();
  await kit.press('ada', 'request.approve');
  await kit.runJobs();
  lapse(kit);
  expect(await kit.press('boris', 'request.finish')).toMatchObject({ rule: 'may-not-invite', activation: { role: 'guestInviter', again: { verb: 'request.finish' } } });
  const version = kit.request().version + kit.invitation().version;
  activate(kit, 'farid');
  expect(await kit.press('farid', 'request.finish')).toMatchObject({ kind: 'shown' });
  activate(kit);
  expect(await kit.press('boris', 'request.finish', { version })).toMatchObject({ kind: 'conflict' });
});

it('asking where nobody may invite: the form goes out again, and makes one request', async () => {
  const kit = makeDesk();
  lapse(kit);
  eligibleOf(kit).set(cast.rosa, [directoryRoles.guestInviter]);
  const refused = await kit.ask('rosa');
  expect(refused).toMatchObject({ kind: 'refused', rule: 'nobody-invites', activation: { role: 'guestInviter', again: { verb: 'request.submit', typed: { email: 'cleo@clinic.example', until: '2026-03-31', reason: 'she reads our scans' } } } });
  expect(kit.store.rows().requests.size).toBe(0);
  const again = refused.kind === 'refused' ? refused.activation?.again : undefined;
  if (again?.verb !== 'request.submit') throw new Error('no form to send again');
  const send = () => kit.desk.requestAccess(actor('rosa'), { ...again.typed, draftId: again.draftId, at: null });
  expect(await send()).toMatchObject({ kind: 'refused', activation: { role: 'guestInviter' } });
  kit.tenant.change(cast.rosa, { roleIds: [directoryRoles.guestInviter] });
  expect(await send()).toMatchObject({ kind: 'shown', view: { phase: 'waiting' } });
  expect(await send()).toMatchObject({ kind: 'shown' });
  expect(kit.request()).toMatchObject({ requestedBy: cast.rosa, state: 'submitted' });
});

it.each<[string, (kit: TestDesk) => void]>([
  ['the reader may not see eligible roles, or the licence has none', (kit) => void (kit.tenant.facts.eligible = 'denied')],
  ['nobody is eligible', (kit) => eligibleOf(kit).clear()],
  ['another role', (kit) => void eligibleOf(kit).set(cast.boris, [directoryRoles.helpdeskAdministrator])],
  ['somebody else is eligible', (kit) => void eligibleOf(kit).set(cast.farid, eligibleOf(kit).get(cast.boris) ?? []).delete(cast.boris)],
])('the plain refusal: %s', async (_, change) => {
  const kit = await waiting();
  change(kit);
  const refused = await kit.press('boris', 'request.approve');
  expect(refused).toMatchObject({ kind: 'refused', rule: 'nobody-invites' });
  expect(refused).not.toHaveProperty('activation');
  expect(kit.tenant.facts.eligibilityReads).toEqual([cast.boris]);
});

it('no role is looked for where none would help, nor when a press is allowed', async () => {
  const kit = await waiting();
  for (const who of [cast.grace, cast.ada, cast.rosa, cast.eve]) eligibleOf(kit).set(who, [directoryRoles.globalAdministrator]);
  expect(await kit.press('ada', 'request.approve')).toMatchObject({ rule: 'own-request' });
  expect(await kit.press('grace', 'request.approve')).toMatchObject({ rule: 'not-decider' });
  expect(await kit.press('eve', 'request.approve')).toMatchObject({ rule: 'outsider' });
  expect(await kit.press('boris', 'request.approve', { as: { conversationId: 'another' } })).toMatchObject({ rule: 'wrong-chat' });
  kit.tenant.facts.policy = 'none';
  expect(await kit.press('boris', 'request.approve')).toMatchObject({ rule: 'invitations-off' });
  kit.tenant.facts.policy = 'adminsAndGuestInviters';
  activate(kit);
  expect(await kit.press('boris', 'request.approve')).toMatchObject({ kind: 'shown' });
  expect(await kit.press('rosa', 'request.finish')).toMatchObject({ rule: 'may-not-invite' });
  expect(kit.tenant.facts.eligibilityReads).toEqual([]);
});

describe('step-up', () => {
  let kit: TestDesk;
  beforeEach(async () => {
    kit = makeDesk();
    await kit.ask('ada');
    await kit.press('boris', 'request.approve');
    await kit.runJobs();
    await kit.work.recordRedemption({ userId: kit.tenant.redeem('cleo@clinic.example') });
    eligibleOf(kit).set(cast.dana, [directoryRoles.helpdeskAdministrator]);
  });
  const open = (kind: 'invitation.reset' | 'invitation.changeAddress', email: string | null = null) =>
    kit.desk.openStepUp(actor('dana'), { kind, requestId: kit.request().id, version: kit.request().version + kit.invitation().version, email, at: { conversationId: `a:${cast.dana}`, activityId: 'why-card' } });

  it('resetting takes the service desk’s role', async () => {
    expect(await open('invitation.reset')).toMatchObject({ rule: 'not-service-desk', activation: { role: 'helpdeskAdministrator', url, again: { verb: 'stepUp.open', kind: 'invitation.reset', said: '' } } });
    expect(kit.store.rows().acts.size).toBe(0);
    kit.tenant.change(cast.dana, { roleIds: [directoryRoles.helpdeskAdministrator] });
    expect(await open('invitation.reset')).toMatchObject({ kind: 'opened' });
  });

  it('another address takes more, and is kept for the next press', async () => {
    expect(await open('invitation.changeAddress', 'cleo@praxis.example')).not.toHaveProperty('activation');
    eligibleOf(kit).set(cast.dana, [directoryRoles.userAdministrator]);
    expect(await open('invitation.changeAddress', 'cleo@praxis.example')).toMatchObject({ rule: 'not-user-administrator', activation: { role: 'userAdministrator', again: { kind: 'invitation.changeAddress', said: 'cleo@praxis.example' } } });
  });
});
