import { DeskError } from '../../bot/core/errors.ts';
import { directoryRoles } from '../../bot/core/person.ts';
import { cast, imaging } from '../support/fakes/tenant.ts';
import { makeDesk, type TestDesk } from '../support/makeDesk.ts';

/** Ada asked; Boris and Farid got cards. */
const asked = async (options: Parameters<typeof makeDesk>[0] = {}): Promise<TestDesk> => {
  const kit = makeDesk(options);
  await kit.ask('ada');
  await kit.runJobs();
  return kit;
};

describe('deciding', () => {
  it('approves in the name of the first presser who may invite', async () => {
    const kit = await asked();
    expect(await kit.press('boris', 'request.approve')).toMatchObject({ kind: 'shown', view: { phase: 'sending', decision: { by: { id: cast.boris }, verdict: 'approved' }, inviter: { id: cast.boris, name: 'Boris Kern' }, verbs: [] } });
    expect(kit.request()).toMatchObject({ state: 'approved', version: 2, decision: { by: cast.boris, direct: false } });
    expect(kit.invitation()).toMatchObject({ inviterId: cast.boris, adderId: cast.boris, state: 'pending' });
    expect(kit.store.rows().jobs).toEqual([{ name: 'cards.refresh', requestId: kit.request().id }, { name: 'invitation.send', requestId: kit.request().id }]);
    expect(kit.store.rows().events.at(-1)).toMatchObject({ name: 'access-request.approved', by: cast.boris, facts: { inviter: cast.boris } });
  });

  it('prefers the requester who may invite', async () => {
    const kit = makeDesk();
    kit.tenant.change(cast.ada, { roleIds: [directoryRoles.guestInviter] });
    await kit.ask('ada');
    await kit.runJobs();
    await kit.press('boris', 'request.approve');
    expect(kit.invitation()).toMatchObject({ inviterId: cast.ada, adderId: cast.ada });
  });

  it('splits the names where no one person may do both', async () => {
    const kit = makeDesk();
    kit.tenant.facts.groupOwners.set(imaging.groupId, [cast.ada]);
    await kit.ask('ada');
    await kit.runJobs();
    await kit.press('boris', 'request.approve');
    expect(kit.invitation()).toMatchObject({ inviterId: cast.boris, adderId: cast.ada });
  });

  it('declines with a reason that the requester reads', async () => {
    const kit = await asked();
    await kit.press('farid', 'request.decline', { reason: '  no contract\u202e yet ' });
    await kit.runJobs();
    expect(kit.cardsOf('ada')).toMatchObject([{ phase: 'declined', decision: { reason: 'no contract yet', by: { name: 'Farid Amini' } }, verbs: [] }]);
    expect(kit.cardsOf('boris')).toMatchObject([{ phase: 'declined', verbs: [] }]);
    expect(kit.store.rows().invitations.size).toBe(0);
    await expect(kit.press('farid', 'request.decline', { reason: 'x'.repeat(501) })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('takes a double click for one press, without the tone of a conflict', async () => {
    const kit = await asked();
    const twice = await Promise.all([kit.press('boris', 'request.approve', { version: 1 }), kit.press('boris', 'request.approve', { version: 1 })]);
    expect(twice.map((one) => one.kind)).toEqual(['shown', 'shown']);
    expect(kit.eventNames().filter((name) => name === 'access-request.approved')).toHaveLength(1);
    expect(kit.store.rows().jobs.filter(({ name }) => name === 'invitation.send')).toHaveLength(1);
  });

  it('lets the first decision stand and tells the second who decided', async () => {
    const kit = await asked();
    const [first, second] = await Promise.all([kit.press('boris', 'request.approve', { version: 1 }), kit.press('farid', 'request.decline', { version: 1 })]);
    expect(first).toMatchObject({ kind: 'shown' });
    expect(second).toMatchObject({ kind: 'conflict', view: { decision: { by: { name: 'Boris Kern' }, verdict: 'approved' } } });
    expect(kit.eventNames().filter((name) => name.startsWith('access-request.'))).toEqual(['access-request.submitted', 'access-request.approved']);
  });

  it('changes nothing on an older version', async () => {
    const kit = await asked();
    expect(await kit.press('boris', 'request.approve', { version: 7 })).toMatchObject({ kind: 'conflict', view: { phase: 'waiting' } });
    expect(kit.request().state).toBe('submitted');
  });

  it.each([
    ['ada', 'own-request'],
    ['rosa', 'not-decider'],
    ['grace', 'not-decider'],
    ['eve', 'outsider'],
  ] as const)('refuses %s by %s and keeps that in the audit chain, without words', async (who, rule) => {
    const kit = await asked();
    expect(await kit.press(who, 'request.approve')).toMatchObject({ kind: 'refused', rule });
    expect(kit.store.rows().events.at(-1)).toEqual({ name: 'access-request.refused', subject: kit.request().id, by: cast[who], at: kit.clock.now(), facts: { verb: 'request.approve', rule } });
    expect(kit.request().state).toBe('submitted');
  });

  it('reads roles again at every press', async () => {
    const kit = await asked();
    kit.store.rows().apps.set('imaging', { ...kit.store.rows().apps.get('imaging')!, approvers: [cast.farid] });
    expect(await kit.press('boris', 'request.approve')).toMatchObject({ rule: 'not-decider', who: [{ name: 'Boris Kern' }, { name: 'Farid Amini' }] });
    kit.tenant.change(cast.farid, { isEnabled: false });
    expect(await kit.press('farid', 'request.approve')).toMatchObject({ rule: 'outsider' });
  });

  it('refuses an owner who is none any more', async () => {
    const kit = makeDesk();
    await kit.ask('rosa');
    await kit.runJobs();
    kit.tenant.facts.appOwners.set(imaging.servicePrincipalId, [cast.dana]);
    expect(await kit.press('ada', 'request.approve')).toMatchObject({ rule: 'not-decider' });
  });

  it('refuses a card pressed outside the chat it was posted to', async () => {
    const kit = await asked();
    expect(await kit.press('boris', 'request.approve', { as: { conversationId: '19:team' } })).toMatchObject({ rule: 'wrong-chat' });
  });

  it('refuses what would end where nobody may invite, or after the last day', async () => {
    const kit = await asked();
    kit.tenant.facts.policy = 'none';
    expect(await kit.press('boris', 'request.approve')).toMatchObject({ rule: 'invitations-off' });
    kit.tenant.facts.policy = 'adminsAndGuestInviters';
    for (const id of [cast.boris, cast.farid]) kit.tenant.change(id, { roleIds: [] });
    expect(await kit.press('boris', 'request.approve')).toMatchObject({ rule: 'nobody-invites' });
    expect(await kit.press('boris', 'request.decline')).toMatchObject({ kind: 'shown' });

    const late = await asked();
    late.clock.pass(100 * 86_400);
    expect(await late.press('boris', 'request.approve')).toMatchObject({ rule: 'day-in-the-past' });
  });

  it('fails closed while the directory is down', async () => {
    const kit = await asked();
    for (const name of ['directory.standings', 'directory.invitePolicy', 'directory.appOwners', 'directory.groupOwners']) {
      kit.trouble.fail(name, new DeskError('unavailable', { code: 'graph/down' }));
      await expect(kit.press('boris', 'request.approve')).rejects.toMatchObject({ kind: 'unavailable' });
    }
    expect(kit.request().version).toBe(1);
  });

  it('leaves nothing behind when the commit fails', async () => {
    const kit = await asked();
    const before = kit.store.rows().events.length;
    const lock = kit.trouble.calls.length;
    kit.trouble.fail('store.transaction', new DeskError('unavailable', { code: 'store/down' }));
    await expect(kit.press('boris', 'request.approve')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(kit.trouble.calls.length).toBeGreaterThan(lock);
    expect([kit.request().state, kit.store.rows().events.length, kit.store.rows().jobs.length]).toEqual(['submitted', before, 0]);
  });
});

describe('withdrawing', () => {
  it('is for the requester, until somebody decides', async () => {
    const kit = await asked();
    expect(await kit.press('boris', 'request.withdraw')).toMatchObject({ rule: 'not-requester' });
    expect(await kit.press('ada', 'request.withdraw')).toMatchObject({ kind: 'shown', view: { phase: 'withdrawn', verbs: [] } });
    expect(await kit.press('ada', 'request.withdraw')).toMatchObject({ kind: 'shown' });
    expect(await kit.press('boris', 'request.approve')).toMatchObject({ kind: 'conflict', view: { phase: 'withdrawn' } });
    await kit.runJobs();
    expect(kit.cardsOf('boris')).toMatchObject([{ phase: 'withdrawn', verbs: [] }]);
    expect(kit.tenant.facts.mails).toEqual([]);
  });

  it('comes too late after the decision', async () => {
    const kit = await asked();
    await kit.press('boris', 'request.approve');
    expect(await kit.press('ada', 'request.withdraw')).toMatchObject({ kind: 'conflict', view: { phase: 'sending' } });
  });
});

describe('finishing', () => {
  /** Rosa asked, Ada approved; neither may invite. */
  const unfinished = async (): Promise<TestDesk> => {
    const kit = makeDesk();
    await kit.ask('rosa');
    await kit.runJobs();
    await kit.press('ada', 'request.approve');
    await kit.runJobs();
    return kit;
  };

  it('is asked of those who may do what is missing', async () => {
    const kit = await unfinished();
    expect(kit.invitation()).toMatchObject({ inviterId: null, adderId: cast.ada });
    expect(kit.cardsOf('boris')).toMatchObject([{ purpose: 'finish', phase: 'finish-needed', verbs: ['request.finish'], reason: 'she reads our scans' }]);
    expect(kit.cardsOf('farid')).toMatchObject([{ purpose: 'finish' }]);
    expect(kit.cardsOf('rosa').at(-1)).toMatchObject({ phase: 'finish-needed', verbs: [] });
    expect(kit.tenant.facts.mails).toEqual([]);
  });

  it('sends the invitation in the name of who finishes, once', async () => {
    const kit = await unfinished();
    const version = kit.cardsOf('boris')[0]?.version ?? 0;
    expect(await kit.press('boris', 'request.finish', { version })).toMatchObject({ kind: 'shown', view: { phase: 'sending', inviter: { id: cast.boris }, purpose: 'finish' } });
    expect(await kit.press('boris', 'request.finish', { version })).toMatchObject({ kind: 'shown' });
    expect(await kit.press('farid', 'request.finish', { version })).toMatchObject({ kind: 'conflict' });
    await kit.runJobs();
    expect(kit.tenant.facts.mails).toMatchObject([{ by: cast.boris, to: 'cleo@clinic.example' }]);
    expect(kit.invitation()).toMatchObject({ access: 'granted', adderId: cast.ada });
  });

  it('is refused to the requester, to others, and to who may not (any more)', async () => {
    const kit = await unfinished();
    expect(await kit.press('rosa', 'request.finish')).toMatchObject({ rule: 'own-request' });
    expect(await kit.press('grace', 'request.finish')).toMatchObject({ rule: 'may-not-invite' });
    kit.tenant.change(cast.boris, { roleIds: [] });
    expect(await kit.press('boris', 'request.finish')).toMatchObject({ rule: 'may-not-invite', who: [{ name: 'Farid Amini' }] });
  });

  it('may take two people: one who invites, one who adds', async () => {
    const kit = makeDesk();
    kit.tenant.facts.groupOwners.set(imaging.groupId, [cast.sam]);
    kit.unreachable.clear();
    await kit.ask('rosa');
    await kit.runJobs();
    await kit.press('ada', 'request.approve');
    await kit.runJobs();
    expect(kit.cardsOf('sam')).toMatchObject([{ verbs: ['request.finish'] }]);
    await kit.press('boris', 'request.finish');
    await kit.runJobs();
    expect(kit.invitation()).toMatchObject({ inviterId: cast.boris, adderId: null });
    expect(kit.cardsOf('boris')).toMatchObject([{ phase: 'finish-needed', verbs: [] }]);
    await kit.press('sam', 'request.finish');
    await kit.runJobs();
    expect(kit.invitation()).toMatchObject({ adderId: cast.sam, access: 'granted' });
  });
});
