import { DeskError } from '../../bot/core/errors.ts';
import { cast, oid } from '../support/fakes/tenant.ts';
import { makeDesk, type TestDesk } from '../support/makeDesk.ts';

/** Rosa asked, Boris finished: the mail is out and the guest may use the app. */
const invited = async (input: Parameters<TestDesk['ask']>[1] = {}): Promise<TestDesk & { guestId: string }> => {
  const kit = makeDesk();
  await kit.ask('rosa', input);
  await kit.runJobs();
  await kit.press('ada', 'request.approve');
  await kit.runJobs();
  await kit.press('boris', 'request.finish');
  await kit.runJobs();
  return { ...kit, guestId: kit.invitation().guestId ?? '' };
};

describe('a redemption', () => {
  it('is re-read, recorded, and told to the sponsor without the reason', async () => {
    const kit = await invited();
    kit.tenant.redeem('cleo@clinic.example');
    const at = kit.clock.now();
    await kit.work.recordRedemption({ userId: kit.guestId });
    await kit.runJobs();
    expect(kit.invitation()).toMatchObject({ state: 'redeemed', redeemedAt: at, provider: { kind: 'entra', account: null } });
    expect(kit.cardsOf('dana')).toMatchObject([{ purpose: 'sponsor', phase: 'redeemed', appName: 'Imaging', until: '2026-03-31', provider: { kind: 'entra' }, reason: null, verbs: ['access.end'] }]);
    expect(kit.cardsOf('rosa').at(-1)).toMatchObject({ phase: 'redeemed', reason: 'she reads our scans' });
    expect(kit.eventNames().slice(-2)).toEqual(['invitation.redeemed', 'sponsor.notified']);
  });

  it('is recorded once, however often and at whatever time hints come', async () => {
    const kit = await invited();
    await kit.work.recordRedemption({ userId: kit.guestId });
    expect(kit.invitation().state).toBe('sent');
    kit.tenant.redeem('cleo@clinic.example');
    await Promise.all([1, 2, 3].map(() => kit.work.recordRedemption({ userId: kit.guestId })));
    await kit.runJobs();
    expect(kit.eventNames().filter((name) => name === 'invitation.redeemed')).toHaveLength(1);
    expect(kit.cardsOf('dana')).toHaveLength(1);
  });

  it('of somebody who is not ours asks nothing of the directory', async () => {
    const kit = await invited();
    const before = kit.trouble.calls.length;
    expect(await kit.work.recordRedemption({ userId: cast.eve })).toEqual({ kind: 'done' });
    expect(kit.trouble.calls.slice(before)).toEqual(['store.read.awaitingRedemption']);
    expect(await kit.work.recordRedemption({ userId: oid(999) })).toEqual({ kind: 'done' });
  });

  it('that the directory shows later than the hint is found by looking again', async () => {
    const kit = await invited();
    const job = { userId: kit.guestId, noticedAt: kit.clock.now().toISOString() };
    for (const seconds of [2, 4]) {
      expect(await kit.work.recordRedemption(job)).toEqual({ kind: 'later', seconds });
      kit.clock.pass(seconds);
    }
    kit.tenant.redeem('cleo@clinic.example');
    expect(await kit.work.recordRedemption(job)).toEqual({ kind: 'done' });
    expect(kit.invitation().state).toBe('redeemed');
  });

  it('that does not show is looked for half a minute, and then left to the sweep', async () => {
    const kit = await invited();
    const job = { userId: kit.guestId, noticedAt: kit.clock.now().toISOString() };
    const pauses: number[] = [];
    for (let outcome = await kit.work.recordRedemption(job); outcome.kind === 'later'; outcome = await kit.work.recordRedemption(job)) {
      pauses.push(outcome.seconds);
      kit.clock.pass(outcome.seconds);
    }
    expect(pauses).toEqual([2, 4, 8, 16]);
    expect(await kit.work.recordRedemption({ userId: kit.guestId })).toEqual({ kind: 'done' });
    expect(await kit.work.recordRedemption({ userId: cast.eve, noticedAt: kit.clock.now().toISOString() })).toEqual({ kind: 'done' });
    kit.clock.pass(-3_600);
    expect(await kit.work.recordRedemption(job)).toEqual({ kind: 'done' });
  });

  it('that was never notified is found by the sweep', async () => {
    const kit = await invited();
    await kit.work.sweepRedemptions();
    kit.tenant.redeem('cleo@clinic.example');
    kit.clock.pass(300);
    await kit.work.sweepRedemptions();
    expect(kit.invitation().state).toBe('redeemed');
    expect(await kit.store.mark('redemptions.delta')).toBe(`link ${String(kit.tenant.facts.changes.length)}`);
  });

  it('is found by reading everything on the first sweep and after a gap', async () => {
    const first = await invited();
    first.tenant.redeem('cleo@clinic.example');
    await first.work.sweepRedemptions();
    expect(first.invitation().state).toBe('redeemed');

    const kit = await invited();
    await kit.work.sweepRedemptions();
    kit.tenant.redeem('cleo@clinic.example');
    kit.tenant.facts.deltaIsGone = true;
    await kit.work.sweepRedemptions();
    expect(kit.invitation().state).toBe('redeemed');
    expect(await kit.store.mark('redemptions.delta')).toMatch(/^link/u);
  });

  it('keeps its watermark when a sweep is broken off', async () => {
    const kit = await invited();
    await kit.work.sweepRedemptions();
    const mark = await kit.store.mark('redemptions.delta');
    kit.tenant.redeem('cleo@clinic.example');
    kit.trouble.fail('directory.findUser', new DeskError('unavailable', { code: 'graph/down' }));
    await expect(kit.work.sweepRedemptions()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await kit.store.mark('redemptions.delta')).toBe(mark);
  });
});

describe('a sponsor who cannot be messaged', () => {
  const unreached = async (): Promise<TestDesk & { guestId: string }> => {
    const kit = await invited({ sponsor: cast.sam });
    kit.tenant.redeem('cleo@clinic.example');
    await kit.work.recordRedemption({ userId: kit.guestId });
    await kit.runJobs();
    return kit;
  };

  it('is shown to owner and requester, who can choose another', async () => {
    const kit = await unreached();
    expect(kit.eventNames()).toContain('sponsor.unreachable');
    for (const who of ['ada', 'rosa'] as const) {
      const card = kit.cardsOf(who).at(-1);
      expect(card).toMatchObject({ sponsorReachable: false, sponsor: { name: 'Sam Ruiz' } });
      expect(card?.verbs).toContain('sponsor.replace');
      expect(card?.otherSponsors.map(({ name }) => name)).toEqual(['Boris Kern', 'Farid Amini', 'Ada Berg']);
    }
    expect(kit.cardsOf('boris').at(-1)).toMatchObject({ otherSponsors: [] });
  });

  it('is replaced once, and the new one hears of the guest', async () => {
    const kit = await unreached();
    const version = kit.cardsOf('rosa').at(-1)?.version ?? 0;
    expect(await kit.press('rosa', 'sponsor.replace', { sponsor: 'dana@hospital.example', version })).toMatchObject({ kind: 'shown', view: { sponsor: { name: 'Dana Holm' }, sponsorReachable: true, otherSponsors: [] } });
    expect(await kit.press('rosa', 'sponsor.replace', { sponsor: cast.dana, version })).toMatchObject({ kind: 'shown' });
    expect(await kit.press('ada', 'sponsor.replace', { sponsor: cast.boris, version })).toMatchObject({ kind: 'conflict', view: { sponsor: { name: 'Dana Holm' } } });
    await kit.runJobs();
    expect(kit.cardsOf('dana')).toMatchObject([{ purpose: 'sponsor' }]);
    expect(kit.store.rows().events.filter(({ name }) => name === 'sponsor.replaced')).toMatchObject([{ facts: { from: cast.sam, to: cast.dana } }]);
  });

  it('is not replaced by others, nor by somebody unsuitable', async () => {
    const kit = await unreached();
    expect(await kit.press('boris', 'sponsor.replace', { sponsor: cast.dana })).toMatchObject({ rule: 'not-owner' });
    expect(await kit.press('eve', 'sponsor.replace', { sponsor: cast.eve })).toMatchObject({ rule: 'outsider' });
    expect(await kit.press('rosa', 'sponsor.replace', { sponsor: cast.eve })).toMatchObject({ problems: { sponsor: { key: 'sponsor-unsuitable' } } });
    expect(await kit.press('rosa', 'sponsor.replace', { sponsor: '' })).toMatchObject({ problems: { sponsor: { key: 'missing' } } });
    expect(kit.request().sponsorId).toBe(cast.sam);
  });
});
