import { DeskError } from '../../bot/core/errors.ts';
import { directoryRoles } from '../../bot/core/person.ts';
import { cast } from '../support/fakes/tenant.ts';
import { actor, makeDesk, type TestDesk } from '../support/makeDesk.ts';

const asked = async (): Promise<TestDesk> => {
  const kit = makeDesk();
  await kit.ask('ada');
  await kit.runJobs();
  return kit;
};

describe('whose name it will be', () => {
  const foretold = async (kit: TestDesk, by: 'ada' | 'rosa', decider: 'ada' | 'boris') => {
    await kit.ask(by);
    await kit.runJobs();
    return kit.cardsOf(decider).find((card) => card.purpose === 'decide')?.ifApproved;
  };

  it('is the decider where the requester may not invite', async () => {
    const kit = makeDesk();
    expect(await foretold(kit, 'ada', 'boris')).toEqual({ inviter: { id: cast.boris, name: 'Boris Kern' }, adder: { id: cast.boris, name: 'Boris Kern' }, finishers: [] });
    expect(kit.cardsOf('farid')).toMatchObject([{ inviter: null, ifApproved: { inviter: { id: cast.farid } } }]);
    expect(kit.cardsOf('ada')).toMatchObject([{ purpose: 'status', ifApproved: null }]);
  });

  it('is the requester where they may', async () => {
    const kit = makeDesk();
    kit.tenant.facts.policy = 'everyone';
    expect(await foretold(kit, 'rosa', 'ada')).toEqual({ inviter: { id: cast.rosa, name: 'Rosa Lind' }, adder: { id: cast.ada, name: 'Ada Berg' }, finishers: [] });
  });

  it('is left to those who may finish, by name, though we first meet them now', async () => {
    const kit = makeDesk({ sharedApp: { approvers: [cast.farid] } });
    kit.tenant.facts.groupOwners.set('group-imaging', [cast.ada, cast.grace]);
    expect(await foretold(kit, 'rosa', 'ada')).toEqual({ inviter: null, adder: { id: cast.ada, name: 'Ada Berg' }, finishers: [{ id: cast.farid, name: 'Farid Amini' }, { id: cast.grace, name: 'Grace Oduya' }] });
  });

  it('is a forecast: rights are read again at the press, and the card then says what came', async () => {
    const kit = makeDesk();
    expect(await foretold(kit, 'rosa', 'ada')).toMatchObject({ inviter: null });
    kit.tenant.change(cast.ada, { roleIds: [directoryRoles.guestInviter] });
    expect(await kit.press('ada', 'request.approve')).toMatchObject({ view: { phase: 'sending', inviter: { id: cast.ada }, ifApproved: null } });
    expect(kit.request().forecast).toEqual({ inviterIf: { [cast.ada]: null }, adderIf: { [cast.ada]: cast.ada }, finishers: [cast.boris, cast.farid] });
  });
});

describe('a card that comes unasked', () => {
  it('is posted once, and a repeated job updates it', async () => {
    const kit = await asked();
    const job = { requestId: kit.request().id, to: cast.boris, purpose: 'decide' as const };
    await kit.work.postCard(job);
    expect(kit.cardsOf('boris')).toHaveLength(1);
    expect(kit.cardsOf('boris')).toMatchObject([{ verbs: ['request.approve', 'request.decline', 'request.amend'], reason: 'she reads our scans', viewer: cast.boris }]);
  });

  it('is posted anew where the old one is gone', async () => {
    const kit = await asked();
    for (const [id, card] of kit.posted) if (card.to === cast.boris) kit.posted.delete(id);
    kit.posted.set('other', { to: cast.dana, view: kit.cardsOf('farid')[0]! });
    await kit.work.postCard({ requestId: kit.request().id, to: cast.boris, purpose: 'decide' });
    expect(kit.cardsOf('boris')).toHaveLength(1);
    expect((await kit.store.read.postedCards(kit.request().id)).filter(({ to }) => to === cast.boris)).toHaveLength(1);
  });

  it('is not sent when it would only say that it is too late', async () => {
    const kit = makeDesk();
    await kit.ask('ada');
    await kit.press('ada', 'request.withdraw');
    await kit.runJobs();
    expect(kit.cardsOf('boris')).toEqual([]);
  });

  it('shows a decision that was made while it was on its way', async () => {
    const kit = makeDesk();
    await kit.ask('ada');
    kit.store.takeJobs();
    await kit.work.postCard({ requestId: kit.request().id, to: cast.boris, purpose: 'decide' });
    kit.trouble.meanwhile('messenger.post', () => kit.press('boris', 'request.approve'));
    await kit.work.postCard({ requestId: kit.request().id, to: cast.farid, purpose: 'decide' });
    expect(kit.cardsOf('farid')).toMatchObject([{ phase: 'waiting' }]);
    await kit.runJobs();
    expect(kit.cardsOf('farid')).toMatchObject([{ decision: { by: { name: 'Boris Kern' } }, verbs: [] }]);
  });

  it('does not stop the others when one person cannot be messaged', async () => {
    const kit = makeDesk();
    kit.unreachable.add(cast.boris);
    await kit.ask('ada');
    await kit.runJobs();
    expect([kit.cardsOf('boris').length, kit.cardsOf('farid').length]).toEqual([0, 1]);
    expect(kit.eventNames()).not.toContain('sponsor.unreachable');
  });

  it('is tried again after a fault', async () => {
    const kit = makeDesk();
    kit.trouble.fail('messenger.post', new DeskError('throttled', { code: 'connector/429', retryAfterSeconds: 1 }), 'before', 2);
    await kit.ask('ada');
    await kit.runJobs();
    expect([kit.cardsOf('boris').length, kit.cardsOf('farid').length]).toEqual([1, 1]);
  });
});

describe('refreshing', () => {
  it('updates every copy with its viewer’s view, and forgets a card that is gone', async () => {
    const kit = await asked();
    for (const [id, card] of kit.posted) if (card.to === cast.farid) kit.posted.delete(id);
    await kit.press('boris', 'request.approve');
    await kit.work.refreshCards({ requestId: kit.request().id });
    expect([kit.cardsOf('ada').at(-1)?.viewer, kit.cardsOf('boris').at(-1)?.viewer]).toEqual([cast.ada, cast.boris]);
    expect((await kit.store.read.postedCards(kit.request().id)).map(({ to }) => to).sort()).toEqual([cast.ada, cast.boris]);
  });

  it('updates the others when one copy fails, and comes back for that one', async () => {
    const kit = await asked();
    await kit.press('boris', 'request.approve');
    kit.trouble.fail('messenger.update', new DeskError('throttled', { code: 'connector/429', retryAfterSeconds: 4 }));
    expect(await kit.work.refreshCards({ requestId: kit.request().id })).toEqual({ kind: 'later', seconds: 4 });
    expect([kit.cardsOf('ada'), kit.cardsOf('boris'), kit.cardsOf('farid')].filter(([card]) => card?.phase === 'sending')).toHaveLength(2);
    expect(await kit.work.refreshCards({ requestId: kit.request().id })).toEqual({ kind: 'done' });
    kit.trouble.fail('messenger.update', new DeskError('unavailable', { code: 'connector/down' }));
    await expect(kit.work.refreshCards({ requestId: kit.request().id })).rejects.toMatchObject({ kind: 'unavailable' });
  });

  it('goes round again when the request moved on meanwhile', async () => {
    const kit = await asked();
    kit.trouble.meanwhile('messenger.update', () => kit.press('boris', 'request.approve'));
    expect(await kit.work.refreshCards({ requestId: kit.request().id })).toEqual({ kind: 'done' });
    for (const who of ['ada', 'boris', 'farid'] as const) expect(kit.cardsOf(who).at(-1)).toMatchObject({ phase: 'sending' });
  });
});

describe('looking', () => {
  it('is for whoever has a part; others learn no more than of a request that does not exist', async () => {
    const kit = await asked();
    const show = (who: Parameters<typeof actor>[0], purpose: 'status' | 'finish' = 'status') => kit.desk.showRequest(actor(who), { requestId: kit.request().id, purpose });
    expect(await show('ada')).toMatchObject({ view: { verbs: ['request.nudge', 'request.withdraw'] } });
    expect(await show('farid')).toMatchObject({ view: { verbs: ['request.approve', 'request.decline', 'request.amend'] } });
    expect(await show('dana', 'finish')).toMatchObject({ view: { reason: null, verbs: [] } });
    await expect(show('rosa')).rejects.toMatchObject({ kind: 'not-found', detail: { code: 'desk/request-gone' } });
    await expect(kit.desk.showRequest(actor('rosa'), { requestId: 'unknown', purpose: 'status' })).rejects.toMatchObject({ detail: { code: 'desk/request-gone' } });
    expect(await show('eve')).toMatchObject({ rule: 'outsider' });
  });

  it('writes and sends nothing', async () => {
    const kit = await asked();
    const from = kit.trouble.calls.length;
    await kit.desk.showRequest(actor('ada'), { requestId: kit.request().id, purpose: 'status' });
    expect(kit.trouble.calls.slice(from).filter((name) => /transaction|messenger|people/u.test(name))).toEqual([]);
  });

  it('lets a new owner see and end from the list of guests', async () => {
    const kit = await asked();
    await kit.press('boris', 'request.approve');
    await kit.runJobs();
    kit.tenant.facts.appOwners.set('sp-imaging', [cast.grace]);
    const page = await kit.desk.listGuests(actor('grace'), null);
    expect(page).toMatchObject({ rows: [{ phase: 'invited', verbs: ['access.end'] }], next: null });
    expect(await kit.desk.showRequest(actor('grace'), { requestId: kit.request().id, purpose: 'status' })).toMatchObject({ view: { verbs: ['access.end'] } });
    expect(await kit.press('grace', 'access.end')).toMatchObject({ kind: 'shown', view: { phase: 'ending' } });
    expect(await kit.desk.listGuests(actor('rosa'), null)).toEqual({ rows: [], next: null });
  });

  it('lists what waits for a person, page by page', async () => {
    const kit = makeDesk();
    for (let n = 0; n < 7; n += 1) await kit.ask('rosa', { email: `guest${String(n)}@clinic.example` });
    const list = async (who: 'ada' | 'rosa', part: 'both' | 'decide' | 'mine', cursor: string | null = null) => {
      const page = await kit.desk.listRequests(actor(who), { part, cursor });
      if (page.kind !== 'requests') throw new Error('expected a page');
      return page.parts;
    };
    const [toDecide, asked] = await list('ada', 'both');
    expect(toDecide).toMatchObject({ part: 'decide', count: 7 });
    expect(toDecide?.rows.map((row) => [row.guest.email, row.purpose])).toEqual([6, 5, 4, 3].map((n) => [`guest${String(n)}@clinic.example`, 'decide']));
    expect(asked).toEqual({ part: 'mine', count: 0, rows: [], next: null });
    expect(await list('ada', 'decide', toDecide?.next ?? null)).toMatchObject([{ count: 7, rows: [2, 1, 0].map((n) => ({ guest: { email: `guest${String(n)}@clinic.example` } })), next: null }]);
    expect(await list('rosa', 'mine')).toMatchObject([{ count: 7, rows: [6, 5, 4, 3, 2].map((n) => ({ guest: { email: `guest${String(n)}@clinic.example` }, purpose: 'status' })) }]);
    expect(await kit.desk.listRequests(actor('eve'), { part: 'both', cursor: null })).toMatchObject({ rule: 'outsider' });
    expect(await kit.desk.listGuests(actor('eve'), null)).toMatchObject({ rule: 'outsider' });
  });

  it('signs out by forgetting the token', async () => {
    const kit = makeDesk();
    await kit.desk.signOut(actor('ada'));
    expect(kit.tenant.facts.signedIn.has(cast.ada)).toBe(false);
  });
});
