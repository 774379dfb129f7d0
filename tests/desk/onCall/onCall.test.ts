import { cast } from '../../support/fakes/tenant.ts';
import { actor, makeDesk, start, type TestDesk } from '../../support/makeDesk.ts';

const hour = 3_600;

/** Imaging with Boris, Farid and Grace on call, as its owner sets it. */
const withLane = async (options: Parameters<typeof makeDesk>[0] = {}, roster: readonly string[] = [cast.boris, cast.farid, cast.grace]): Promise<TestDesk> => {
  const kit = makeDesk(options);
  const plan = await kit.desk.planShare(actor('ada'), { app: 'Imaging', servicePrincipalId: null });
  if (plan.kind !== 'plan') throw new Error('expected a plan');
  await kit.desk.planOnCall(actor('ada'), { draftId: plan.draftId });
  await kit.desk.setOnCall(actor('ada'), { draftId: plan.draftId, roster, longestHours: 8, shiftEnds: '7:00, 15:00' });
  return kit;
};
const needed = async (kit: TestDesk): Promise<void> => {
  await kit.ask('rosa');
  await kit.runJobs();
  await kit.press('rosa', 'request.urgent', { hours: 4 });
  await kit.runJobs();
};
const round = async (kit: TestDesk): Promise<void> => {
  await kit.work.keepOnCall();
  await kit.runJobs();
};

it('is set by the owner, with at least two people and readable times', async () => {
  const kit = makeDesk();
  const plan = await kit.desk.planShare(actor('ada'), { app: 'Imaging', servicePrincipalId: null });
  if (plan.kind !== 'plan') throw new Error('expected a plan');
  const set = (roster: readonly string[], hours = 8, shiftEnds = '') => kit.desk.setOnCall(actor('ada'), { draftId: plan.draftId, roster, longestHours: hours, shiftEnds });
  expect(await kit.desk.planOnCall(actor('ada'), { draftId: plan.draftId })).toMatchObject({ kind: 'on-call-form', roster: [], candidates: [{ id: cast.boris }, { id: cast.farid }] });
  expect(await set([cast.boris])).toMatchObject({ problems: { roster: { key: 'too-few-deciders' } } });
  expect(await set([cast.boris, cast.boris])).toMatchObject({ problems: { roster: { key: 'too-few-deciders' } } });
  expect(await set([cast.boris, cast.eve])).toMatchObject({ problems: { roster: { key: 'approver-unsuitable' } } });
  expect(await set([cast.boris, cast.farid], 25, 'noon')).toMatchObject({ problems: { hours: { key: 'number-out-of-range' }, shiftEnds: { key: 'time-unreadable' } } });
  expect(await set([cast.boris, cast.farid], 24, '15:00; 7:00')).toMatchObject({ kind: 'on-call-set', roster: [{ id: cast.boris }, { id: cast.farid }], shiftEnds: ['07:00', '15:00'] });
  expect(kit.store.rows().events.at(-1)).toMatchObject({ name: 'on-call.rule-changed', by: cast.ada });
  expect(await set([])).toMatchObject({ roster: [] });
  expect(kit.store.rows().onCallRules.size).toBe(0);
  await expect(kit.desk.setOnCall(actor('boris'), { draftId: 'forged', roster: [], longestHours: 8, shiftEnds: '' })).rejects.toMatchObject({ kind: 'not-found' });
  expect(await kit.desk.setOnCall(actor('rosa'), { draftId: plan.draftId, roster: [], longestHours: 8, shiftEnds: '' })).toMatchObject({ rule: 'wrong-chat' });
});

it('is not offered where nothing could end it, and says why', async () => {
  const kit = makeDesk({ ender: false });
  const plan = await kit.desk.planShare(actor('ada'), { app: 'Imaging', servicePrincipalId: null });
  if (plan.kind !== 'plan') throw new Error('expected a plan');
  expect(await kit.desk.planOnCall(actor('ada'), { draftId: plan.draftId })).toMatchObject({ rule: 'on-call-no-ender' });
  expect(await kit.desk.setOnCall(actor('ada'), { draftId: plan.draftId, roster: [cast.boris, cast.farid], longestHours: 8, shiftEnds: '' })).toMatchObject({ rule: 'on-call-no-ender' });
  await kit.ask('rosa');
  kit.store.rows().onCallRules.set('imaging', { appId: 'imaging', version: 1, roster: [cast.boris, cast.farid], longestHours: 8, shiftEnds: [], timeZone: 'UTC', setBy: cast.ada, setAt: start });
  expect(await kit.press('rosa', 'request.urgent')).toMatchObject({ rule: 'on-call-no-ender' });
});

it('asks two at once, pages them without saying who the guest is, and lets in when both agree', async () => {
  const kit = await withLane();
  await needed(kit);
  expect(kit.request().deciders).toEqual([cast.boris, cast.farid]);
  expect(kit.cardsOf('farid').at(-1)).toMatchObject({ verbs: ['request.approve', 'request.decline', 'request.amend'], onCall: { hours: 4, endsAt: null } });
  expect(kit.paged).toEqual([{ id: `on-call-${kit.request().id}`, requestId: kit.request().id, app: 'Imaging', hours: 4 }]);
  await kit.press('boris', 'request.approve');
  expect(kit.request().state).toBe('submitted');
  expect(await kit.press('boris', 'request.approve')).toMatchObject({ kind: 'shown' }); // one person, twice, is one vote
  expect(kit.request().state).toBe('submitted');
  expect(await kit.press('ada', 'request.approve')).not.toMatchObject({ view: { phase: 'sending' } });
  await kit.press('farid', 'request.approve');
  expect(kit.request().state).toBe('approved');
});

it('ends by itself by the ender, and asks the owner the next morning', async () => {
  const kit = await withLane();
  await needed(kit);
  await kit.press('boris', 'request.approve');
  await kit.press('farid', 'request.approve');
  await kit.runJobs();
  await round(kit);
  const access = () => [...kit.store.rows().onCall.values()][0];
  expect(access()).toMatchObject({ state: 'running', endsAt: new Date(start.getTime() + 4 * hour * 1_000) });
  kit.clock.pass(4 * hour - 60);
  await round(kit);
  expect(kit.invitation().access).toBe('granted');
  kit.clock.pass(60);
  await round(kit);
  expect(kit.invitation()).toMatchObject({ access: 'ended', endRequestedBy: null });
  expect(kit.store.rows().events.at(-1)).toMatchObject({ name: 'access.ended', by: null, facts: { byEnder: true } });
  expect(kit.tenant.facts.members.get('group-imaging')?.size).toBe(0);
  await round(kit);
  expect(access()).toMatchObject({ state: 'reviewing', reviewAt: new Date('2026-01-06T07:00:00Z') });
  expect(kit.reviews).toEqual([]);
  kit.clock.pass(24 * hour);
  await round(kit);
  await round(kit);
  expect(kit.reviews).toMatchObject([{ to: cast.ada, review: { guest: 'Cleo Vance', approvedBy: [{ id: cast.boris }, { id: cast.farid }], requester: { id: cast.rosa }, verdict: null } }]);
  const requestId = kit.request().id;
  expect(await kit.desk.reviewOnCall(actor('rosa'), { requestId, verdict: 'right' })).toMatchObject({ rule: 'not-owner' });
  expect(await kit.desk.reviewOnCall(actor('ada'), { requestId, verdict: 'look' })).toMatchObject({ review: { verdict: { kind: 'look', by: { id: cast.ada } } } });
  expect(await kit.desk.reviewOnCall(actor('ada'), { requestId, verdict: 'right' })).toMatchObject({ review: { verdict: { kind: 'look' } } });
  expect(kit.eventNames().filter((name) => name === 'on-call.reviewed')).toHaveLength(1);
  expect(await kit.store.read.openOnCall(null, 10)).toEqual([]);
});

it('is the requester’s press, once, and never decided by the requester', async () => {
  const kit = await withLane();
  await kit.ask('rosa');
  expect(await kit.press('ada', 'request.urgent')).toMatchObject({ rule: 'not-requester' });
  expect(await kit.press('rosa', 'request.urgent', { hours: 9 })).toMatchObject({ kind: 'problems', problems: { hours: { key: 'number-out-of-range' } } });
  await kit.press('rosa', 'request.urgent');
  await kit.press('rosa', 'request.urgent');
  expect(kit.eventNames().filter((name) => name === 'on-call.asked')).toHaveLength(1);

  const own = await withLane({}, [cast.ada, cast.boris]);
  await own.ask('ada');
  expect(await own.press('ada', 'request.urgent')).toMatchObject({ rule: 'on-call-too-few' });
  const next = await withLane({}, [cast.ada, cast.boris, cast.farid]);
  await next.ask('ada');
  await next.press('ada', 'request.urgent');
  expect(next.request().deciders).toEqual([cast.boris, cast.farid]);
});

it('one no ends it, and a request without a lane cannot take it', async () => {
  const kit = await withLane();
  await needed(kit);
  await kit.press('farid', 'request.decline');
  expect(kit.request().state).toBe('declined');
  await round(kit);
  expect([...kit.store.rows().onCall.values()]).toMatchObject([{ state: 'closed' }]);
  const without = makeDesk();
  await without.ask('rosa');
  expect(await without.press('rosa', 'request.urgent')).toMatchObject({ rule: 'on-call-closed' });
});
