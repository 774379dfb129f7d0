import { type Delegation, daysProblem, holdsAt, isOver, refuseStandIn, seatOf, standInsFor } from '../../../bot/core/delegation/delegation.ts';
import { type Standing } from '../../../bot/core/person.ts';

const of = (change: Partial<Delegation> = {}): Delegation => ({
  id: 'd', by: 'boris', to: 'farid', from: '2026-01-05', until: '2026-01-09', timeZone: 'Europe/Berlin', madeAt: new Date(0), endedAt: null, ...change,
});
const at = (instant: string): Date => new Date(instant);
const standing = (id: string, change: Partial<Standing> = {}): Standing => ({ id, name: id, mail: null, userType: 'member', isEnabled: true, roleIds: [], ...change });

it.each<[string, boolean, boolean]>([
  ['2026-01-04T22:59:00Z', false, false],
  ['2026-01-04T23:00:00Z', true, false], // midnight in Berlin
  ['2026-01-09T22:59:00Z', true, false],
  ['2026-01-09T23:00:00Z', false, true],
])('from its first to its last day in the person’s zone: %s', (instant, holds, over) => {
  expect([holdsAt(of(), at(instant)), isOver(of(), at(instant))]).toEqual([holds, over]);
});

it('is over from the moment it was ended', () => {
  const ended = of({ endedAt: at('2026-01-06T10:00:00Z') });
  expect([holdsAt(ended, at('2026-01-06T11:00:00Z')), isOver(ended, at('2026-01-06T11:00:00Z'))]).toEqual([false, true]);
});

it.each([
  [{ from: '2026-01-05', until: '2026-01-05' }, undefined],
  [{ from: '2026-01-05', until: '2027-01-06' }, undefined],
  [{ from: '2026-01-05', until: '2027-01-07' }, 'stay-too-long'],
  [{ from: '2026-01-04', until: '2026-01-05' }, 'day-in-the-past'],
  [{ from: '2026-01-05', until: '2026-01-04' }, 'day-in-the-past'],
  [{ from: '2026-01-08', until: '2026-01-07' }, 'day-before-first'],
  [{ from: '2026-01-05', until: '' }, 'missing'],
  [{ from: '2026-01-05', until: '2026-02-30' }, 'day-unreadable'],
  [{ from: 'soon', until: '2026-02-03' }, 'day-unreadable'],
])('%j is judged %s', (days, key) => {
  expect(daysProblem(days, '2026-01-05')?.problem.key).toBe(key);
});

describe('who may stand in', () => {
  const ask = { by: 'boris', from: '2026-01-05', until: '2026-01-09', timeZone: 'UTC' };
  it.each<[string, Standing | undefined, Delegation[], string | undefined]>([
    ['a colleague', standing('farid'), [], undefined],
    ['oneself', standing('boris'), [], 'delegate-self'],
    ['a guest', standing('eve', { userType: 'guest' }), [], 'delegate-unsuitable'],
    ['a closed account', standing('farid', { isEnabled: false }), [], 'delegate-unsuitable'],
    ['nobody', undefined, [], 'delegate-unsuitable'],
    ['who delegated to the same person on one of the days', standing('farid'), [of({ by: 'farid', to: 'boris', from: '2026-01-09', until: '2026-01-20' })], 'delegate-back'],
    ['who did so on other days', standing('farid'), [of({ by: 'farid', to: 'boris', from: '2026-01-10', until: '2026-01-20' })], undefined],
    ['who delegated to somebody else', standing('farid'), [of({ by: 'farid', to: 'dana' })], undefined],
  ])('%s', (_, to, theirs, rule) => {
    expect(refuseStandIn(ask, to, theirs)?.rule).toBe(rule);
  });
});

describe('whose seat somebody takes', () => {
  const request = { requestedBy: 'ada', deciders: ['boris', 'grace'] };
  const holding = [of(), of({ id: 'e', by: 'farid', to: 'dana' }), of({ id: 'f', by: 'boris', to: 'ada' }), of({ id: 'g', by: 'boris', to: 'grace' }), of({ id: 'h', by: 'grace', to: 'farid' })];
  it.each<[string, string | undefined]>([
    ['farid', 'd'], // for Boris, who named him first
    ['dana', undefined], // a stand-in's stand-in is not asked
    ['ada', undefined], // never one's own request
    ['grace', undefined], // decides for herself
    ['eve', undefined],
  ])('%s', (person, id) => {
    expect(seatOf(request, person, holding)?.id).toBe(id);
  });

  it('names each stand-in once', () => {
    expect(standInsFor(request, holding).map(({ id }) => id)).toEqual(['d']);
  });

  it('never for what the absent person asked', () => {
    expect(seatOf({ requestedBy: 'boris', deciders: ['boris', 'grace'] }, 'farid', [of()])).toBeUndefined();
  });
});
