import { DeskError } from '../../bot/core/errors.ts';
import { phaseOf } from '../../bot/core/phase.ts';
import { cast, imaging } from '../support/fakes/tenant.ts';
import { makeDesk, type TestDesk } from '../support/makeDesk.ts';

/** Ada asked, Boris approved, the guest redeemed, Dana knows. */
const redeemed = async (options: Parameters<typeof makeDesk>[0] = {}): Promise<TestDesk> => {
  const kit = makeDesk(options);
  await kit.ask('ada');
  await kit.runJobs();
  await kit.press('boris', 'request.approve');
  await kit.runJobs();
  kit.tenant.redeem('cleo@clinic.example');
  await kit.work.recordRedemption({ userId: kit.invitation().guestId ?? '' });
  await kit.runJobs();
  return kit;
};
const members = (kit: TestDesk): number => kit.tenant.facts.members.get(imaging.groupId)?.size ?? 0;
const phase = (kit: TestDesk): string => phaseOf({ request: kit.request(), invitation: kit.invitation() });

describe('ending access', () => {
  it('is done by the owner in her own name', async () => {
    const kit = await redeemed();
    expect(await kit.press('ada', 'access.end')).toMatchObject({ kind: 'shown', view: { phase: 'ending', endRequestedBy: { id: cast.ada }, verbs: [] } });
    await kit.runJobs();
    expect([phase(kit), members(kit)]).toEqual(['ended', 0]);
    expect(kit.trouble.calls).toContain('people.removeFromGroup');
    expect(kit.trouble.calls).not.toContain('ender.removeFromGroup');
    expect(kit.store.rows().events.slice(-2)).toMatchObject([{ name: 'access.end-requested', by: cast.ada }, { name: 'access.ended', by: cast.ada, facts: { byEnder: false } }]);
    for (const who of ['ada', 'boris', 'dana'] as const) expect(kit.cardsOf(who).at(-1)).toMatchObject({ phase: 'ended', verbs: [] });
  });

  it('asks the owner to sign in before anything changes', async () => {
    const kit = await redeemed();
    kit.tenant.facts.signedIn.delete(cast.ada);
    await expect(kit.press('ada', 'access.end')).rejects.toMatchObject({ kind: 'sign-in-needed' });
    expect(phase(kit)).toBe('redeemed');
  });

  it('is done by the ender for the sponsor, who needs no sign-in', async () => {
    const kit = await redeemed();
    kit.tenant.facts.signedIn.clear();
    expect(await kit.press('dana', 'access.end')).toMatchObject({ kind: 'shown', view: { purpose: 'sponsor' } });
    await kit.runJobs();
    expect([phase(kit), members(kit)]).toEqual(['ended', 0]);
    expect(kit.store.rows().events.at(-1)).toMatchObject({ name: 'access.ended', by: cast.dana, facts: { byEnder: true } });
  });

  it('waits for an owner where there is no ender: the owner gets a card to end it from', async () => {
    const kit = await redeemed({ ender: false });
    expect(await kit.press('dana', 'access.end')).toMatchObject({ view: { phase: 'ending', obstacle: { code: 'desk/owner-needed', who: { name: 'Ada Berg' } } } });
    await kit.runJobs();
    expect(members(kit)).toBe(1);
    expect(kit.cardsOf('ada').at(-1)).toMatchObject({ purpose: 'finish', phase: 'ending', verbs: ['access.end'] });
    await kit.press('ada', 'access.end');
    await kit.runJobs();
    expect([phase(kit), members(kit)]).toEqual(['ended', 0]);
  });

  it('is refused to others, also to approvers and administrators', async () => {
    const kit = await redeemed();
    for (const who of ['boris', 'rosa', 'grace'] as const) expect(await kit.press(who, 'access.end')).toMatchObject({ rule: 'not-owner-or-sponsor', who: [{ name: 'Ada Berg' }, { name: 'Dana Holm' }] });
    expect(await kit.press('eve', 'access.end')).toMatchObject({ rule: 'outsider' });
    expect(members(kit)).toBe(1);
  });

  it('reads ownership again: who owned the app once may not', async () => {
    const kit = await redeemed();
    kit.tenant.facts.appOwners.set(imaging.servicePrincipalId, [cast.rosa]);
    expect(await kit.press('ada', 'access.end')).toMatchObject({ rule: 'not-owner-or-sponsor' });
    expect(await kit.press('rosa', 'access.end')).toMatchObject({ kind: 'shown', view: { phase: 'ending' } });
  });

  it('happens once: a double click is shown, a second person sees who was first', async () => {
    const kit = await redeemed();
    const version = kit.cardsOf('ada').at(-1)?.version ?? 0;
    const twice = await Promise.all([kit.press('ada', 'access.end', { version }), kit.press('ada', 'access.end', { version })]);
    expect(twice.map(({ kind }) => kind)).toEqual(['shown', 'shown']);
    expect(await kit.press('dana', 'access.end', { version })).toMatchObject({ kind: 'conflict', view: { endRequestedBy: { name: 'Ada Berg' } } });
    await kit.runJobs();
    expect(kit.eventNames().filter((name) => name === 'access.ended')).toHaveLength(1);
  });

  it('comes before the guest is added, and then the guest is not added', async () => {
    const kit = makeDesk();
    kit.tenant.facts.lagSeconds = 8;
    await kit.ask('ada');
    await kit.runJobs();
    await kit.press('boris', 'request.approve');
    await kit.work.sendInvitation({ requestId: kit.request().id });
    expect(kit.invitation()).toMatchObject({ state: 'sent', access: 'none' });
    await kit.press('ada', 'access.end');
    await kit.runJobs();
    expect([phase(kit), members(kit)]).toEqual(['ended', 0]);
    expect(kit.eventNames()).not.toContain('access.granted');
  });

  it('survives a death at every call', async () => {
    const undisturbed = await redeemed();
    await undisturbed.press('ada', 'access.end');
    const from = undisturbed.trouble.calls.length;
    await undisturbed.runJobs();
    const calls = undisturbed.trouble.calls.length - from;
    expect(calls).toBeGreaterThan(8);
    for (let nth = 1; nth <= calls; nth += 1) {
      for (const when of ['before', 'after'] as const) {
        const kit = await redeemed();
        await kit.press('ada', 'access.end');
        kit.trouble.dieAt(nth, when);
        await kit.runJobs();
        expect([nth, when, phase(kit), members(kit), kit.eventNames().filter((name) => name === 'access.ended').length]).toEqual([nth, when, 'ended', 0, 1]);
      }
    }
  });

  it('repeats what may have happened, falls back on the ender, and stops on a task card', async () => {
    const fault = (kind: 'ambiguous' | 'throttled' | 'sign-in-needed' | 'tenant-denies' | 'not-found'): DeskError => new DeskError(kind, { code: `graph/${kind}`, retryAfterSeconds: 3 });
    const shaky = await redeemed();
    await shaky.press('ada', 'access.end');
    shaky.trouble.fail('people.removeFromGroup', fault('ambiguous'), 'after');
    shaky.trouble.fail('people.removeFromGroup', fault('throttled'));
    await shaky.runJobs();
    expect([phase(shaky), members(shaky)]).toEqual(['ended', 0]);

    const signedOut = await redeemed();
    await signedOut.press('ada', 'access.end');
    signedOut.trouble.fail('people.removeFromGroup', fault('sign-in-needed'));
    await signedOut.runJobs();
    expect(signedOut.store.rows().events.at(-1)).toMatchObject({ facts: { byEnder: true } });

    const stuck = await redeemed({ ender: false });
    await stuck.press('ada', 'access.end');
    stuck.trouble.fail('people.removeFromGroup', fault('tenant-denies'));
    await stuck.runJobs();
    expect(stuck.cardsOf('ada').at(-1)).toMatchObject({ phase: 'ending', obstacle: { code: 'graph/tenant-denies' }, verbs: ['access.end'] });
    await stuck.press('ada', 'access.end');
    await stuck.runJobs();
    expect(phase(stuck)).toBe('ended');

    const groupGone = await redeemed();
    await groupGone.press('ada', 'access.end');
    groupGone.trouble.fail('people.removeFromGroup', fault('not-found'));
    await groupGone.runJobs();
    expect(phase(groupGone)).toBe('ended');
  });

  it('tells no sponsor of a redemption that comes after the end', async () => {
    const kit = makeDesk();
    await kit.ask('ada');
    await kit.runJobs();
    await kit.press('boris', 'request.approve');
    await kit.runJobs();
    await kit.press('ada', 'access.end');
    await kit.runJobs();
    kit.tenant.redeem('cleo@clinic.example');
    await kit.work.recordRedemption({ userId: kit.invitation().guestId ?? '' });
    await kit.runJobs();
    expect(kit.cardsOf('dana')).toEqual([]);
    expect(phase(kit)).toBe('ended');
  });
});
