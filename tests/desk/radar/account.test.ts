import { daySeconds, invitedDesk, redeemedDesk, signsIn } from '../../support/radarDesk.ts';

const passcode = (account: string) => ({ kind: 'one-time-passcode', account }) as const;

describe('an account that is not the invited one', () => {
  it('is told to the owners and the sponsor at once where the passcode went elsewhere, and once', async () => {
    const kit = await redeemedDesk(passcode('cleo@home.example'));
    for (const who of ['ada', 'dana'] as const) {
      expect(kit.cardsOf(who).filter(({ purpose }) => purpose === 'radar')).toMatchObject([{ phase: 'redeemed', verbs: ['account.confirm', 'access.end'], radar: { alarms: [{ kind: 'passcode-address', account: 'cleo@home.example' }] } }]);
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
