import { directoryRoles } from '../../../bot/core/person.ts';
import { cast, daySeconds, invitedDesk, redeemedDesk, signsIn } from '../../support/radarDesk.ts';

const passcode = (account: string) => ({ kind: 'one-time-passcode', account }) as const;

describe('an account that is not the invited one', () => {
  it('is told to the owners and the sponsor at once where the passcode went elsewhere, and once', async () => {
    const kit = await redeemedDesk(passcode('cleo@home.example'));
    for (const who of ['ada', 'dana'] as const) {
      expect(kit.cardsOf(who).filter(({ purpose }) => purpose === 'radar')).toMatchObject([{ phase: 'redeemed', verbs: ['account.confirm', 'account.askReset', 'access.end'], radar: { alarms: [{ kind: 'passcode-address', account: 'cleo@home.example' }] } }]);
    }
    expect(kit.cardsOf('rosa').at(-1)?.radar?.alarms).toEqual([]);
    for (let n = 0; n < 3; n += 1) await kit.work.watchSignIns();
    await kit.work.recordRedemption({ userId: kit.guestId });
    await kit.runJobs();
    expect(kit.eventNames().filter((name) => name === 'account.doubted')).toHaveLength(1);
    expect(JSON.stringify(kit.store.rows().events)).not.toContain('home.example');
  });

  it.each(['cleo@clinic.example', 'Cleo+scans@clinic.example', 'cleo@elm.example'])('says nothing of %s', async (account) => {
    const kit = await redeemedDesk(passcode(account));
    await kit.work.watchSignIns();
    expect(kit.eventNames()).not.toContain('account.doubted');
  });

  it('is told where the sign-in log names another organisation', async () => {
    const kit = await redeemedDesk();
    signsIn(kit, { homeTenantId: 'tenant-praxis' });
    await kit.work.watchSignIns();
    await kit.runJobs();
    expect(kit.cardsOf('dana').at(-1)?.radar?.alarms).toEqual([{ kind: 'home-tenant', account: 'tenant-praxis', name: 'Praxis Nord' }]);
    expect(kit.invitation().watch.firstSignInAt).toEqual(kit.clock.now());
  });

  it.each([['the right organisation', { homeTenantId: 'tenant-elm' }], ['none', { homeTenantId: null }], ['another one that was refused', { homeTenantId: 'tenant-praxis', errorCode: 53003 }]])('says nothing where the log names %s', async (_, row) => {
    const kit = await redeemedDesk();
    signsIn(kit, row);
    await kit.work.watchSignIns();
    expect(kit.eventNames()).not.toContain('account.doubted');
  });

  it('says nothing where nobody can tell whose domain it is', async () => {
    const kit = await redeemedDesk();
    kit.tenant.facts.tenantsUnknown = true;
    signsIn(kit, { homeTenantId: 'tenant-praxis' });
    await kit.work.watchSignIns();
    expect(kit.eventNames()).not.toContain('account.doubted');
  });

  it('is right when sponsor or owner says so; others may not, and the alarm does not come back', async () => {
    const kit = await redeemedDesk(passcode('cleo@home.example'));
    for (const who of ['rosa', 'boris', 'grace'] as const) expect(await kit.press(who, 'account.confirm')).toMatchObject({ kind: 'refused', rule: 'not-owner-or-sponsor' });
    expect(await kit.press('dana', 'account.confirm')).toMatchObject({ kind: 'shown', view: { radar: { alarms: [] } } });
    await kit.work.watchSignIns();
    await kit.runJobs();
    expect(kit.cardsOf('ada').filter(({ purpose }) => purpose === 'radar').at(-1)?.verbs).toEqual(['access.end']);
    expect(kit.eventNames().filter((name) => name.startsWith('account.'))).toEqual(['account.doubted', 'account.confirmed']);
    signsIn(kit, { homeTenantId: 'tenant-praxis' });
    await kit.work.watchSignIns();
    expect(kit.eventNames().filter((name) => name === 'account.doubted')).toHaveLength(2);
  });
});

describe('asking for a reset', () => {
  const doubted = (options: Parameters<typeof redeemedDesk>[1] = {}) => redeemedDesk(passcode('cleo@home.example'), options);
  const noServiceDesk = (kit: Awaited<ReturnType<typeof doubted>>) => {
    for (const id of [cast.iris, cast.grace]) kit.tenant.change(id, { roleIds: [] });
  };

  it('brings a card with the way to the act to the service desk, and the alarm says who was asked', async () => {
    const kit = await doubted();
    expect(await kit.press('dana', 'account.askReset')).toMatchObject({ kind: 'shown', view: { verbs: ['account.confirm', 'access.end'], radar: { reset: { by: { name: 'Dana Holm' }, of: [{ name: 'Iris Novak' }, { name: 'Grace Oduya' }] } } } });
    await kit.runJobs();
    for (const who of ['iris', 'grace'] as const) {
      expect(kit.cardsOf(who)).toMatchObject([{ purpose: 'reset', reason: null, verbs: [], radar: { alarms: [{ kind: 'passcode-address' }], timeline: [], reset: { by: { name: 'Dana Holm' } } } }]);
    }
    expect(kit.cardsOf('ada').filter(({ purpose }) => purpose === 'radar').at(-1)).toMatchObject({ verbs: ['account.confirm', 'access.end'], radar: { reset: { by: { id: cast.dana } } } });
    expect(kit.store.rows().events.at(-1)).toMatchObject({ name: 'account.reset-asked', by: cast.dana, facts: { alarms: 1, of: `${cast.iris} ${cast.grace}` } });
  });

  it('happens once for each alarm, whoever presses and how often', async () => {
    const kit = await doubted();
    const version = kit.request().version + kit.invitation().version;
    await kit.press('dana', 'account.askReset', { version });
    expect(await kit.press('dana', 'account.askReset', { version })).toMatchObject({ kind: 'shown' });
    expect(await kit.press('ada', 'account.askReset', { version })).toMatchObject({ kind: 'conflict' });
    expect(await kit.press('ada', 'account.askReset')).toMatchObject({ kind: 'conflict' });
    await kit.runJobs();
    expect(kit.eventNames().filter((name) => name === 'account.reset-asked')).toHaveLength(1);
    expect(kit.cardsOf('iris')).toHaveLength(1);
    // Fresh evidence may be asked about anew, by a card that is seen.
    signsIn(kit, { homeTenantId: 'tenant-praxis' });
    await kit.work.watchSignIns();
    await kit.runJobs();
    expect(await kit.press('ada', 'account.askReset')).toMatchObject({ kind: 'shown' });
    await kit.runJobs();
    expect(kit.cardsOf('iris')).toHaveLength(2);
  });

  it('goes on to the act for whoever holds the role', async () => {
    const kit = await doubted();
    kit.tenant.change(cast.dana, { roleIds: [directoryRoles.helpdeskAdministrator] });
    await expect(kit.press('dana', 'account.askReset')).rejects.toThrow('went on to the act');
    expect(kit.eventNames()).toContain('step-up.opened');
    expect(kit.eventNames()).not.toContain('account.reset-asked');
  });

  it('is refused to people without a part, and outside the chat of the card', async () => {
    const kit = await doubted();
    for (const who of ['rosa', 'boris', 'farid'] as const) expect(await kit.press(who, 'account.askReset')).toMatchObject({ kind: 'refused', rule: 'not-owner-or-sponsor' });
    expect(await kit.press('dana', 'account.askReset', { as: { conversationId: 'a:elsewhere' } })).toMatchObject({ kind: 'refused', rule: 'wrong-chat' });
    await kit.runJobs();
    expect(kit.cardsOf('iris')).toEqual([]);
    expect(kit.eventNames().filter((name) => name === 'access-request.refused')).toHaveLength(4);
  });

  it('passes over people without the app, turns to Global Administrators, and names who is left where nobody can be written to', async () => {
    const kit = await doubted();
    kit.unreachable.add(cast.iris);
    kit.unreachable.add(cast.grace);
    expect(await kit.press('dana', 'account.askReset')).toMatchObject({ kind: 'refused', rule: 'nobody-resets', who: [{ name: 'Iris Novak' }, { name: 'Grace Oduya' }] });
    kit.tenant.change(cast.farid, { roleIds: [directoryRoles.globalAdministrator] });
    expect(await kit.press('dana', 'account.askReset')).toMatchObject({ kind: 'shown', view: { radar: { reset: { of: [{ name: 'Farid Amini' }] } } } });
  });

  it('says where nobody has the role, or where acts are not set up', async () => {
    const kit = await doubted();
    noServiceDesk(kit);
    expect(await kit.press('dana', 'account.askReset')).toMatchObject({ kind: 'refused', rule: 'nobody-resets', who: [] });
    expect(await (await doubted({ stepUp: false })).press('dana', 'account.askReset')).toMatchObject({ kind: 'refused', rule: 'step-up-not-set-up' });
  });

  it('is over when somebody says that the account is right: the task asks for nothing any more', async () => {
    const kit = await doubted();
    await kit.press('dana', 'account.askReset');
    await kit.press('ada', 'account.confirm');
    await kit.runJobs();
    expect(kit.cardsOf('iris')).toEqual([]);
    expect(kit.invitation().watch.alarms).toMatchObject([{ confirmedBy: cast.ada, reset: { by: cast.dana } }]);
  });
});

describe('the first sign-in', () => {
  it('is the first one to the app after the redemption that went well', async () => {
    const kit = await redeemedDesk();
    signsIn(kit, { appId: 'app-other' });
    kit.clock.pass(60);
    signsIn(kit, { errorCode: 50105 });
    await kit.work.watchSignIns();
    expect(kit.invitation().watch).toMatchObject({ firstSignInAt: null, signInLog: 'readable' });
    kit.clock.pass(60);
    const first = kit.clock.now();
    signsIn(kit);
    kit.clock.pass(60);
    signsIn(kit);
    await kit.work.watchSignIns();
    await kit.work.watchSignIns();
    await kit.runJobs();
    expect(kit.invitation().watch.firstSignInAt).toEqual(first);
    expect(kit.eventNames().filter((name) => name === 'guest.signed-in')).toHaveLength(1);
    expect(kit.cardsOf('ada').at(-1)?.radar?.timeline.at(-1)).toMatchObject({ key: 'signed-in', at: first });
  });

  it.each([['no-licence', 'sign-in-no-licence'], ['denied', 'sign-in-denied']] as const)('cannot be seen: %s is said once', async (log, key) => {
    const kit = await redeemedDesk();
    kit.tenant.facts.log = log;
    await kit.work.watchSignIns();
    const { version } = kit.invitation();
    await kit.work.watchSignIns();
    await kit.runJobs();
    expect(kit.invitation().version).toBe(version);
    expect(kit.cardsOf('dana').at(-1)?.radar?.timeline.at(-1)).toMatchObject({ key, at: null });
  });

  it('is not looked for before a redemption, after a month, nor after the end', async () => {
    const early = await invitedDesk();
    await early.work.watchSignIns();
    expect(early.trouble.calls).not.toContain('signInLog.signIns');
    const late = await redeemedDesk();
    late.clock.pass(31 * daySeconds);
    await late.work.watchSignIns();
    expect(late.trouble.calls).not.toContain('signInLog.signIns');
  });
});
