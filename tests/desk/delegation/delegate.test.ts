import { cast } from '../../support/fakes/tenant.ts';
import { actor, makeDesk, type TestDesk } from '../../support/makeDesk.ts';

const nothing = { to: null, from: null, until: null, untilSaid: null };
const day = 86_400;

/** Boris alone approves for Imaging, and Grace decides for him. */
const delegated = async (words: Partial<typeof nothing> | object = {}): Promise<TestDesk> => {
  const kit = makeDesk({ sharedApp: { approvers: [cast.boris] } });
  kit.store.rows().names.set(cast.grace, 'Grace Oduya');
  expect(await kit.desk.delegate(actor('boris'), { ...nothing, to: 'Grace', until: '2026-01-09', ...words })).toMatchObject({ kind: 'delegations' });
  await kit.runJobs();
  return kit;
};

describe('delegating', () => {
  it('asks the stand-in too, and says on the cards who decides for whom', async () => {
    const kit = await delegated();
    await kit.ask('ada');
    await kit.runJobs();
    const standIn = { who: { name: 'Grace Oduya' }, for: { name: 'Boris Kern' }, until: '2026-01-09' };
    expect(kit.cardsOf('grace')).toMatchObject([{ purpose: 'decide', verbs: ['request.approve', 'request.decline', 'request.amend'], standIns: [standIn], reason: 'she reads our scans' }]);
    expect(kit.cardsOf('boris')).toMatchObject([{ verbs: ['request.approve', 'request.decline', 'request.amend'], standIns: [standIn] }]);
    expect(kit.cardsOf('ada')).toMatchObject([{ standIns: [standIn] }]);
  });

  it('lets the stand-in decide, and keeps for whom', async () => {
    const kit = await delegated();
    await kit.ask('ada');
    await kit.runJobs();
    expect(await kit.press('grace', 'request.approve')).toMatchObject({ kind: 'shown', view: { decision: { by: { id: cast.grace }, onBehalfOf: { id: cast.boris } } } });
    expect(kit.store.rows().events.at(-1)).toMatchObject({ name: 'access-request.approved', by: cast.grace, facts: { for: cast.boris } });
    expect(await kit.press('boris', 'request.decline')).toMatchObject({ kind: 'conflict' });
  });

  it('passes no directory right on: the stand-in’s own count', async () => {
    const kit = await delegated({ to: 'dana@hospital.example' });
    await kit.ask('ada');
    await kit.runJobs();
    expect(await kit.press('dana', 'request.approve')).toMatchObject({ kind: 'shown', view: { phase: 'finish-needed', inviter: null } });
    expect(kit.invitation().inviterId).toBeNull();
  });

  it('leaves the absent person every right to decide', async () => {
    const kit = await delegated();
    await kit.ask('ada');
    expect(await kit.press('boris', 'request.approve')).toMatchObject({ view: { decision: { by: { id: cast.boris } } } });
    expect(kit.request().decision).not.toHaveProperty('onBehalfOf');
  });

  it('reaches requests that wait already, and takes the buttons away by itself', async () => {
    const kit = makeDesk({ sharedApp: { approvers: [cast.boris] } });
    await kit.ask('ada');
    await kit.runJobs();
    await kit.desk.delegate(actor('boris'), { ...nothing, to: 'grace@hospital.example', from: '2026-01-07', until: '2026-01-08' });
    await kit.runJobs();
    expect(kit.cardsOf('grace')).toEqual([]);
    kit.clock.pass(2 * day);
    await kit.work.settleDelegations();
    await kit.runJobs();
    expect(kit.cardsOf('grace')).toMatchObject([{ verbs: ['request.approve', 'request.decline', 'request.amend'] }]);
    kit.clock.pass(2 * day);
    await kit.work.settleDelegations();
    await kit.runJobs();
    expect(kit.cardsOf('grace')).toMatchObject([{ verbs: [], standIns: [] }]);
    expect(await kit.press('grace', 'request.approve')).toMatchObject({ kind: 'refused', rule: 'not-decider' });
    expect(await kit.store.read.unsettledDelegations(10)).toEqual([]);
  });

  it('ends by hand, by its maker alone', async () => {
    const kit = await delegated();
    await kit.ask('ada');
    await kit.runJobs();
    const [delegationId = ''] = kit.store.rows().delegations.keys();
    expect(await kit.desk.endDelegation(actor('grace'), { delegationId })).toMatchObject({ kind: 'refused', rule: 'delegation-not-yours' });
    expect(await kit.desk.endDelegation(actor('boris'), { delegationId })).toMatchObject({ kind: 'delegations', mine: [] });
    await kit.runJobs();
    expect(await kit.press('grace', 'request.approve')).toMatchObject({ kind: 'refused', rule: 'not-decider' });
    expect(kit.cardsOf('grace')).toMatchObject([{ verbs: [] }]);
    expect(kit.eventNames().filter((name) => name.startsWith('delegation'))).toEqual(['delegation.made', 'delegation.ended']);
  });

  it('is worth nothing once the absent person may not decide either', async () => {
    const kit = await delegated();
    await kit.ask('ada');
    await kit.runJobs();
    kit.tenant.change(cast.boris, { isEnabled: false });
    expect(await kit.press('grace', 'request.approve')).toMatchObject({ kind: 'refused', rule: 'not-decider' });
  });

  it('never makes somebody decide their own request', async () => {
    const kit = await delegated({ to: 'ada@hospital.example' });
    await kit.ask('ada');
    await kit.runJobs();
    expect(kit.cardsOf('ada')).toMatchObject([{ purpose: 'status', standIns: [] }]);
    expect(await kit.press('ada', 'request.approve')).toMatchObject({ kind: 'refused', rule: 'own-request' });
  });

  it('refuses who cannot stand in, and asks for what is missing', async () => {
    const kit = makeDesk();
    kit.store.rows().names.set(cast.eve, 'Eve Marlow');
    const say = (words: object) => kit.desk.delegate(actor('boris'), { ...nothing, until: '2026-01-09', ...words });
    expect(await say({ to: 'boris@hospital.example' })).toMatchObject({ kind: 'refused', rule: 'delegate-self' });
    expect(await say({ to: 'eve@praxis.example' })).toMatchObject({ kind: 'refused', rule: 'delegate-unsuitable' });
    expect(await say({ to: 'Eve' })).toMatchObject({ kind: 'delegate-form', to: null, problems: { to: { key: 'person-unknown' } } });
    expect(await say({ to: 'Farid', until: null })).toMatchObject({ kind: 'delegate-form', to: { id: cast.farid }, until: null });
    expect(await say({ to: 'Farid', until: '2026-01-01' })).toMatchObject({ kind: 'delegate-form', problems: { until: { key: 'day-in-the-past' } } });
    expect(await kit.desk.delegate(actor('boris'), nothing)).toMatchObject({ kind: 'delegate-form', problems: {} });
    expect(await kit.desk.delegate(actor('eve'), nothing)).toMatchObject({ kind: 'refused', rule: 'outsider' });
    expect(kit.store.rows().delegations.size).toBe(0);
  });

  it('refuses two people who decide for each other, and knows one from twice', async () => {
    const kit = makeDesk();
    const make = (who: 'boris' | 'farid', to: string) => kit.desk.makeDelegation(actor(who), { to, from: '2026-01-05', until: '2026-01-09' });
    await make('boris', cast.farid);
    await make('boris', cast.farid);
    expect(kit.store.rows().delegations.size).toBe(1);
    expect(await make('farid', cast.boris)).toMatchObject({ kind: 'refused', rule: 'delegate-back' });
    expect(await make('boris', cast.grace)).toMatchObject({ mine: [{ who: { id: cast.grace } }] });
    expect(await make('farid', cast.boris)).toMatchObject({ kind: 'delegations' });
  });
});
