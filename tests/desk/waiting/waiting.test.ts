import { cast } from '../../support/fakes/tenant.ts';
import { actor, makeDesk, type TestDesk } from '../../support/makeDesk.ts';

const hour = 3_600;

describe('reminding', () => {
  const asked = async (): Promise<TestDesk> => {
    const kit = makeDesk();
    await kit.ask('ada');
    await kit.runJobs();
    return kit;
  };

  it('brings the card again, with who reminds, once a day', async () => {
    const kit = await asked();
    expect(await kit.press('ada', 'request.nudge')).toMatchObject({ kind: 'shown', view: { nudge: { by: { id: cast.ada } }, version: 1 } });
    await kit.press('ada', 'request.nudge');
    await kit.runJobs();
    expect(kit.cardsOf('boris')).toHaveLength(2);
    expect(kit.cardsOf('boris').at(-1)).toMatchObject({ nudge: { by: { id: cast.ada } }, verbs: ['request.approve', 'request.decline', 'request.amend'] });
    kit.clock.pass(hour);
    expect(await kit.press('ada', 'request.nudge')).toMatchObject({ kind: 'refused', rule: 'nudged-already', facts: { when: '2026-01-06T09:00:00.000Z' } });
    kit.clock.pass(23 * hour);
    await kit.press('ada', 'request.nudge');
    await kit.runJobs();
    expect(kit.cardsOf('boris')).toHaveLength(3);
    expect(kit.cardsOf('farid')).toHaveLength(3);
    expect(kit.eventNames().filter((name) => name === 'access-request.nudged')).toHaveLength(2);
    expect(await kit.press('boris', 'request.nudge')).toMatchObject({ rule: 'not-requester' });
  });

  it('disturbs nobody who is deciding: the older card still counts', async () => {
    const kit = await asked();
    await kit.press('ada', 'request.nudge');
    expect(await kit.press('boris', 'request.approve', { version: 1 })).toMatchObject({ kind: 'shown', view: { phase: 'sending' } });
  });
});

describe('many at once', () => {
  const many = async (kit: TestDesk, from: number, count: number): Promise<void> => {
    for (let n = from; n < from + count; n += 1) await kit.ask('ada', { email: `guest${String(n)}@clinic.example` });
    await kit.runJobs();
  };

  it('five come as cards, more as one list that is brought up to date in place', async () => {
    const kit = makeDesk();
    await many(kit, 0, 5);
    expect(kit.cardsOf('boris')).toHaveLength(5);
    await many(kit, 5, 4);
    expect(kit.cardsOf('boris')).toHaveLength(5);
    await kit.work.sendDigests();
    const digest = () => [...kit.digests.values()].filter(({ to }) => to === cast.boris).map(({ part }) => part);
    expect(digest()).toMatchObject([{ count: 9, rows: [{ guest: { email: 'guest8@clinic.example' } }, {}, {}, {}, {}] }]);
    await many(kit, 9, 1);
    await kit.work.sendDigests();
    expect(digest()).toMatchObject([{ count: 9 }]); // once a minute
    kit.clock.pass(60);
    await kit.work.sendDigests();
    expect(digest()).toMatchObject([{ count: 10 }]);
    kit.clock.pass(24 * hour);
    await many(kit, 10, 1);
    await kit.work.sendDigests();
    expect(digest()).toMatchObject([{ count: 10 }, { count: 11 }]);
    kit.clock.pass(60);
    await kit.work.sendDigests();
    expect(digest()).toHaveLength(2);
  });

  it('one who cannot be messaged holds nobody up, and a fault is tried again', async () => {
    const kit = makeDesk();
    kit.unreachable.add(cast.boris);
    await many(kit, 0, 7);
    kit.trouble.fail('messenger.postDigest', new Error('connector down'));
    await expect(kit.work.sendDigests()).rejects.toThrow('connector down');
    await kit.work.sendDigests();
    expect([...kit.digests.values()].map(({ to }) => to)).toEqual([cast.farid]);
    expect([...kit.store.rows().digests.values()].map(({ wantedAt }) => wantedAt)).toEqual([null, null]);
  });

  it('row 51: ten thousand requests make one message a minute', async () => {
    const kit = makeDesk();
    await many(kit, 0, 6);
    const [first] = kit.store.rows().requests.values();
    if (first === undefined) throw new Error('expected requests');
    for (let n = 0; n < 10_000; n += 1) kit.store.rows().requests.set(`r${String(n)}`, { ...first, id: `r${String(n)}`, draftId: `d${String(n)}` });
    for (let n = 0; n < 60; n += 1) {
      await kit.work.postCard({ requestId: `r${String(n)}`, to: cast.boris, purpose: 'decide' });
      await kit.work.sendDigests();
      kit.clock.pass(1);
    }
    expect(kit.cardsOf('boris')).toEqual([]);
    expect([...kit.digests.values()].filter(({ to }) => to === cast.boris)).toMatchObject([{ part: { count: 10_006 } }]);
    expect(kit.trouble.calls.filter((name) => name.startsWith('messenger.') && name.includes('Digest')).length).toBeLessThanOrEqual(2);
  });

  it('twenty of one person for one app may wait; the next is refused in words', async () => {
    const kit = makeDesk();
    for (let n = 0; n < 20; n += 1) expect(await kit.ask('rosa', { email: `guest${String(n)}@clinic.example` })).toMatchObject({ kind: 'shown' });
    expect(await kit.ask('rosa', { email: 'more@clinic.example' })).toMatchObject({ kind: 'refused', rule: 'too-many-waiting', facts: { most: 20 } });
    expect(await kit.ask('ada', { email: 'more@clinic.example' })).toMatchObject({ kind: 'shown' });
  });
});

describe('changing before deciding', () => {
  const asked = async (): Promise<TestDesk> => {
    const kit = makeDesk();
    await kit.ask('ada');
    await kit.runJobs();
    return kit;
  };

  it('shows who changed what, and the decision is on the new terms', async () => {
    const kit = await asked();
    expect(await kit.press('boris', 'request.amend', { until: '2026-02-15', sponsor: cast.farid })).toMatchObject({ kind: 'shown', view: { until: '2026-02-15', sponsor: { id: cast.farid }, version: 2 } });
    await kit.runJobs();
    const change = { by: { name: 'Boris Kern' }, until: { before: '2026-03-31', after: '2026-02-15' }, sponsor: { before: { name: 'Dana Holm' }, after: { name: 'Farid Amini' } } };
    expect(kit.cardsOf('ada')).toMatchObject([{ change, until: '2026-02-15' }]);
    expect(kit.store.rows().events.at(-1)).toMatchObject({ name: 'access-request.amended', by: cast.boris, facts: { untilBefore: '2026-03-31', until: '2026-02-15', sponsorBefore: cast.dana, sponsor: cast.farid } });
    expect(await kit.press('farid', 'request.approve', { version: 1 })).toMatchObject({ kind: 'conflict' });
    await kit.press('farid', 'request.approve');
    await kit.runJobs();
    expect(kit.tenant.facts.mails).toMatchObject([{ sponsorId: cast.farid }]);
  });

  it('judges the inputs as the form does, and who may before that', async () => {
    const kit = await asked();
    expect(await kit.press('boris', 'request.amend', { until: '2026-12-31' })).toMatchObject({ kind: 'problems', problems: { until: { key: 'stay-too-long' } } });
    expect(await kit.press('boris', 'request.amend', { until: '2026-01-04', sponsor: cast.eve })).toMatchObject({ problems: { until: { key: 'day-in-the-past' }, sponsor: { key: 'sponsor-unsuitable' } } });
    expect(await kit.press('rosa', 'request.amend', { until: 'never' })).toMatchObject({ kind: 'refused', rule: 'not-decider' });
    expect(await kit.press('ada', 'request.amend', { until: '2026-02-15' })).toMatchObject({ kind: 'refused', rule: 'own-request' });
    expect(kit.request()).toMatchObject({ version: 1, until: '2026-03-31' });
    expect(kit.store.rows().amendments).toEqual([]);
  });

  it('nothing changed is no change', async () => {
    const kit = await asked();
    expect(await kit.press('boris', 'request.amend', { until: '2026-03-31' })).toMatchObject({ kind: 'shown', view: { version: 1, change: null } });
  });

  it('a stand-in may too', async () => {
    const kit = makeDesk({ sharedApp: { approvers: [cast.boris] } });
    await kit.desk.makeDelegation(actor('boris'), { to: cast.grace, from: '2026-01-05', until: '2026-01-09' });
    await kit.ask('ada');
    await kit.runJobs();
    expect(await kit.press('grace', 'request.amend', { until: '2026-02-15' })).toMatchObject({ kind: 'shown', view: { change: { by: { id: cast.grace } } } });
  });
});
