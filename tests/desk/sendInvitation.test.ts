import { DeskError, type DeskErrorKind } from '../../bot/core/errors.ts';
import { phaseOf } from '../../bot/core/phase.ts';
import { cast, imaging, oid, planner } from '../support/fakes/tenant.ts';
import { makeDesk, type TestDesk } from '../support/makeDesk.ts';

const fault = (kind: DeskErrorKind, retryAfterSeconds?: number): DeskError =>
  new DeskError(kind, { code: `graph/${kind}`, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });

/** Ada asked, Boris approved; nothing was sent yet. */
const approved = async (prepare: (kit: TestDesk) => void = () => undefined): Promise<TestDesk> => {
  const kit = makeDesk();
  prepare(kit);
  await kit.ask('ada');
  await kit.runJobs();
  await kit.press('boris', 'request.approve');
  return kit;
};
const phase = (kit: TestDesk): string => phaseOf({ request: kit.request(), invitation: kit.invitation() });
const guestOf = (kit: TestDesk): string => kit.invitation().guestId ?? '';

describe('the invitation', () => {
  it('goes out once, in the name of the inviter, with the sponsor and no reason in it', async () => {
    const kit = await approved();
    await kit.runJobs();
    expect(kit.tenant.facts.mails).toEqual([{ to: 'cleo@clinic.example', by: cast.boris, sponsorId: cast.dana, message: 'de Imaging Boris Kern Dana Holm', redirectUrl: 'https://imaging.hospital.example/' }]);
    expect(kit.tenant.facts.members.get(imaging.groupId)).toEqual(new Set([guestOf(kit)]));
    expect(kit.invitation()).toMatchObject({ state: 'sent', kind: 'new-guest', access: 'granted', obstacle: null });
    expect(kit.eventNames().slice(-2)).toEqual(['invitation.sent', 'access.granted']);
    for (const who of ['ada', 'boris', 'farid'] as const) expect(kit.cardsOf(who).at(-1)).toMatchObject({ phase: 'invited' });
    expect(kit.cardsOf('ada').at(-1)).toMatchObject({ verbs: ['access.end'] });
  });

  it('has its intent on record before the call, and is looked for before that', async () => {
    const kit = await approved();
    const from = kit.trouble.calls.length;
    await kit.runJobs();
    const calls = kit.trouble.calls.slice(from);
    const call = calls.indexOf('people.invite');
    expect(calls.slice(0, call)).toContain('directory.findUserByEmail');
    expect(calls.slice(calls.indexOf('directory.findUserByEmail'), call).filter((name) => name === 'store.transaction')).toHaveLength(2);
  });

  it('does nothing more when the job comes twice', async () => {
    const kit = await approved();
    await kit.runJobs();
    await kit.work.sendInvitation({ requestId: kit.request().id });
    expect(kit.tenant.facts.mails).toHaveLength(1);
  });

  it('is not sent by two workers at once', async () => {
    const kit = await approved();
    const job = { requestId: kit.request().id };
    const outcomes = await Promise.all([kit.work.sendInvitation(job), kit.work.sendInvitation(job)]);
    expect(outcomes.map(({ kind }) => kind)).toContain('later');
    await kit.runJobs();
    expect(kit.tenant.facts.mails).toHaveLength(1);
  });

  it('is sent once for two requests for the same person that are approved at once', async () => {
    const kit = await approved();
    kit.tenant.facts.lagSeconds = 14;
    kit.store.rows().apps.set('planner', { ...kit.store.rows().apps.get('imaging')!, id: 'planner', name: 'Shift Planner', servicePrincipalId: planner.servicePrincipalId, accessGroupId: planner.groupId });
    const first = kit.request().id;
    await kit.ask('ada', { app: 'planner' });
    const second = [...kit.store.rows().requests.values()].find((one) => one.id !== first)!;
    await kit.runJobs();
    await kit.desk.decideRequest({ id: cast.boris, tenantId: second.tenantId, name: 'boris', locale: 'en', timeZone: 'UTC', conversationId: `a:${cast.boris}` }, { requestId: second.id, version: 1, verdict: 'approved', reason: null });
    await kit.runJobs();
    expect(kit.tenant.facts.mails).toHaveLength(1);
    expect(kit.store.rows().invitations.get(second.id)).toMatchObject({ kind: 'existing-guest', access: 'granted' });
    expect(kit.tenant.facts.members.get(planner.groupId)?.size).toBe(1);
  });
});

describe('a guest who was there before', () => {
  it('gets the app without a second invitation, and counts as redeemed at once', async () => {
    const kit = await approved(({ tenant }) => tenant.guest(oid(50), 'cleo@clinic.example', { redemption: 'accepted', provider: { kind: 'entra', account: null } }));
    await kit.runJobs();
    expect(kit.tenant.facts.mails).toEqual([]);
    expect(kit.invitation()).toMatchObject({ kind: 'existing-guest', guestId: oid(50), state: 'redeemed', access: 'granted', sentAt: null, provider: { kind: 'entra', account: null } });
    expect(kit.cardsOf('dana')).toMatchObject([{ purpose: 'sponsor', phase: 'redeemed', isExistingGuest: true, reason: null }]);
    expect(kit.eventNames()).toEqual(expect.arrayContaining(['invitation.found-existing', 'access.granted', 'invitation.redeemed', 'sponsor.notified']));
  });

  it('is waited for when not redeemed yet, and counts where Entra keeps no state', async () => {
    const pending = await approved(({ tenant }) => tenant.guest(oid(50), 'cleo@clinic.example'));
    await pending.runJobs();
    expect(phase(pending)).toBe('invited');
    expect(pending.cardsOf('dana')).toEqual([]);
    pending.tenant.redeem('cleo@clinic.example');
    await pending.work.recordRedemption({ userId: oid(50) });
    await pending.runJobs();
    expect(pending.cardsOf('dana')).toMatchObject([{ phase: 'redeemed' }]);

    const selfService = await approved(({ tenant }) => tenant.guest(oid(50), 'cleo@clinic.example', { redemption: null }));
    await selfService.runJobs();
    expect(phase(selfService)).toBe('redeemed');
  });

  it('is not let in when the account is switched off, and a colleague never is', async () => {
    const off = await approved(({ tenant }) => tenant.guest(oid(50), 'cleo@clinic.example'));
    off.tenant.change(oid(50), { isEnabled: false });
    await off.runJobs();
    expect(off.invitation().obstacle).toMatchObject({ code: 'desk/guest-disabled', userId: cast.boris });
    const colleague = await approved();
    colleague.tenant.change(cast.sam, { mail: 'cleo@clinic.example' });
    await colleague.runJobs();
    expect(colleague.invitation().obstacle).toMatchObject({ code: 'desk/internal-address' });
    expect([...off.tenant.facts.mails, ...colleague.tenant.facts.mails]).toEqual([]);
    expect(off.tenant.facts.members.get(imaging.groupId)?.size).toBe(0);
  });
});

describe('an invitation that is interrupted', () => {
  /** How many port calls the whole job makes, undisturbed. */
  const callsOf = async (): Promise<number> => {
    const kit = await approved();
    const before = kit.trouble.calls.length;
    await kit.runJobs();
    return kit.trouble.calls.length - before;
  };

  it.each(['before', 'after'] as const)('is never sent twice, whichever call the process dies %s', async (when) => {
    const calls = await callsOf();
    let deaths = 0;
    for (let nth = 1; nth <= calls; nth += 1) {
      const kit = await approved();
      kit.trouble.dieAt(nth, when);
      await kit.runJobs();
      deaths += 1;
      expect([nth, kit.tenant.facts.mails.length, phase(kit), kit.invitation().access]).toEqual([nth, 1, 'invited', 'granted']);
      expect(kit.eventNames().filter((name) => name === 'invitation.sent' || name === 'access.granted')).toEqual(['invitation.sent', 'access.granted']);
    }
    expect(deaths).toBeGreaterThan(15);
  });

  it('is found by the look when the answer was lost, and not sent again', async () => {
    const kit = await approved(({ trouble }) => trouble.fail('people.invite', fault('ambiguous'), 'after'));
    await kit.runJobs();
    expect(kit.tenant.facts.mails).toHaveLength(1);
    expect(kit.store.rows().events.find(({ name }) => name === 'invitation.sent')).toMatchObject({ facts: { resumed: true } });
    expect(kit.invitation()).toMatchObject({ kind: 'new-guest', access: 'granted' });
  });

  it('is sent again only when the directory has had time to show what came of the call', async () => {
    const kit = await approved(({ trouble }) => trouble.fail('people.invite', fault('ambiguous'), 'before'));
    const from = kit.clock.now().getTime();
    await kit.runJobs();
    expect(kit.tenant.facts.mails).toHaveLength(1);
    expect((kit.invitation().sentAt?.getTime() ?? 0) - from).toBeGreaterThan(15_000);
  });

  it('waits as long as it is asked to, and that is no attempt', async () => {
    const kit = await approved(({ trouble }) => trouble.fail('people.invite', fault('throttled', 30), 'before', 10));
    const from = kit.clock.now().getTime();
    await kit.runJobs();
    expect(kit.clock.now().getTime() - from).toBeGreaterThan(299_000);
    expect(kit.tenant.facts.mails).toHaveLength(1);
    expect(phase(kit)).toBe('invited');
  });

  it('stops after six attempts with a task card, and Retry goes on', async () => {
    const kit = await approved(({ trouble }) => trouble.fail('people.invite', fault('unavailable'), 'before', 6));
    await kit.runJobs();
    expect(kit.invitation().obstacle).toMatchObject({ code: 'desk/too-many-attempts', userId: cast.boris });
    expect(kit.cardsOf('boris').at(-1)).toMatchObject({ purpose: 'finish', phase: 'retry-needed', verbs: ['request.retry'], obstacle: { who: { name: 'Boris Kern' } } });
    expect(kit.cardsOf('farid').at(-1)).toMatchObject({ phase: 'retry-needed', verbs: ['request.finish'] });
    await kit.press('boris', 'request.retry');
    await kit.runJobs();
    expect([phase(kit), kit.tenant.facts.mails.length]).toEqual(['invited', 1]);
  });

  it('ends on a task card when something is broken for good, not in silence', async () => {
    const kit = await approved(({ trouble }) => trouble.fail('people.invite', fault('bug'), 'before', 50));
    await kit.runJobs();
    expect(phase(kit)).toBe('retry-needed');
    const blind = await approved();
    blind.trouble.fail('directory.findUserByEmail', fault('tenant-denies'), 'before', 50);
    await blind.runJobs();
    expect(blind.invitation().obstacle).toMatchObject({ code: 'graph/tenant-denies' });
  });
});

describe('an obstacle', () => {
  it.each(['sign-in-needed', 'tenant-denies', 'invalid'] as const)('%s stops the invitation until somebody presses', async (kind) => {
    const kit = await approved(({ trouble }) => trouble.fail('people.invite', fault(kind)));
    await kit.runJobs();
    expect(kit.invitation()).toMatchObject({ obstacle: { code: `graph/${kind}`, userId: cast.boris }, callStartedAt: null });
    expect(kit.tenant.facts.mails).toEqual([]);
    expect(await kit.press('farid', 'request.retry')).toMatchObject({ rule: 'may-not-invite', who: [{ name: 'Boris Kern' }] });
    expect(await kit.press('boris', 'request.retry')).toMatchObject({ kind: 'shown', view: { phase: 'sending' } });
    expect(await kit.press('boris', 'request.retry')).toMatchObject({ kind: 'shown' });
    await kit.runJobs();
    expect([phase(kit), kit.tenant.facts.mails.length]).toEqual(['invited', 1]);
    expect(kit.eventNames().filter((name) => name === 'invitation.retried')).toHaveLength(1);
  });

  it('can be taken over by another who may', async () => {
    const kit = await approved(({ trouble }) => trouble.fail('people.invite', fault('sign-in-needed')));
    await kit.runJobs();
    expect(await kit.press('farid', 'request.finish')).toMatchObject({ kind: 'shown', view: { inviter: { id: cast.farid } } });
    await kit.runJobs();
    expect(kit.tenant.facts.mails).toMatchObject([{ by: cast.farid }]);
    expect(phase(kit)).toBe('invited');
  });

  it('is not retried by who may not invite any more', async () => {
    const kit = await approved(({ trouble }) => trouble.fail('people.invite', fault('tenant-denies')));
    await kit.runJobs();
    kit.tenant.change(cast.boris, { roleIds: [] });
    expect(await kit.press('boris', 'request.retry')).toMatchObject({ rule: 'may-not-invite', who: [{ name: 'Farid Amini' }] });
  });

  it('can be closed by the owner, who may then ask anew', async () => {
    const kit = await approved(({ trouble }) => trouble.fail('people.invite', fault('invalid')));
    await kit.runJobs();
    await kit.press('ada', 'access.end');
    await kit.runJobs();
    expect(phase(kit)).toBe('ended');
    expect(await kit.ask('ada')).toMatchObject({ kind: 'shown' });
  });
});

describe('adding to the access group', () => {
  it('waits until the directory shows the guest', async () => {
    const kit = await approved(({ tenant }) => void (tenant.facts.lagSeconds = 12));
    await kit.runJobs();
    expect(kit.invitation()).toMatchObject({ access: 'granted' });
    expect(kit.trouble.calls.filter((name) => name === 'directory.findUser').length).toBeGreaterThan(5);
  });

  it('tries again when Graph does not know the guest yet, waits when asked to, and repeats what is uncertain', async () => {
    const kit = await approved(({ trouble }) => {
      trouble.fail('people.addToGroup', fault('not-found'), 'before', 3);
      trouble.fail('people.addToGroup', fault('throttled', 7));
      trouble.fail('people.addToGroup', fault('ambiguous'), 'after');
      trouble.fail('people.addToGroup', fault('unavailable'));
    });
    await kit.runJobs();
    expect([phase(kit), kit.invitation().access, kit.tenant.facts.mails.length]).toEqual(['invited', 'granted', 1]);
  });

  it('stops with a task card for the adder, and Retry adds without inviting again', async () => {
    const kit = await approved(({ trouble }) => trouble.fail('people.addToGroup', fault('tenant-denies')));
    await kit.runJobs();
    expect(kit.invitation()).toMatchObject({ obstacle: { userId: cast.boris }, access: 'none' });
    await kit.press('boris', 'request.retry');
    await kit.runJobs();
    expect([kit.invitation().access, kit.tenant.facts.mails.length]).toEqual(['granted', 1]);
  });

  it('says that the guest is gone rather than waiting for ever', async () => {
    const kit = await approved(({ tenant }) => void (tenant.facts.lagSeconds = 1e6));
    await kit.runJobs();
    expect(kit.invitation().obstacle).toMatchObject({ code: 'desk/guest-gone' });
  });

  it('records a guest who redeemed before being added', async () => {
    const kit = await approved();
    kit.trouble.fail('people.addToGroup', fault('not-found'));
    await kit.work.sendInvitation({ requestId: kit.request().id });
    kit.tenant.redeem('cleo@clinic.example');
    await kit.runJobs();
    expect(kit.invitation()).toMatchObject({ state: 'redeemed', access: 'granted' });
    expect(kit.cardsOf('dana')).toHaveLength(1);
  });
});
