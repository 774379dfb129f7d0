import { endOf, reviewAfter, reviewOnCall, type OnCallAccess } from '../../../bot/core/onCall/onCall.ts';
import { momentOf, nextTimeOfDay, readTimeOfDay } from '../../../bot/core/onCall/onCallTime.ts';

const berlin = 'Europe/Berlin';
const shifts = { hours: 4, keepsShift: true, shiftEnds: ['07:00', '15:00', '23:00'], timeZone: berlin };

it.each([
  ['7:00', '07:00'], ['07.30', '07:30'], ['23:59', '23:59'], ['24:00', undefined], ['7', undefined], ['07:60', undefined], ['', undefined],
])('%j is the time of day %s', (text, time) => expect(readTimeOfDay(text)).toBe(time));

it.each([
  ['2026-01-05', '07:00', '2026-01-05T06:00:00.000Z'],
  ['2026-07-05', '07:00', '2026-07-05T05:00:00.000Z'],
  ['2026-03-29', '07:00', '2026-03-29T05:00:00.000Z'], // the night the clocks go forward
  ['2026-10-25', '07:00', '2026-10-25T06:00:00.000Z'],
])('%s %s in Berlin is %s', (day, time, instant) => expect(momentOf(day, time, berlin).toISOString()).toBe(instant));

it.each([
  ['ends after its hours', { ...shifts, keepsShift: false }, '2026-01-05T20:00:00Z', '2026-01-06T00:00:00.000Z'],
  ['moves to the end of the shift', shifts, '2026-01-05T20:00:00Z', '2026-01-06T06:00:00.000Z'],
  ['stays where a shift ends just then', shifts, '2026-01-05T18:00:00Z', '2026-01-05T22:00:00.000Z'],
  ['has no shift to wait for', { ...shifts, shiftEnds: [] }, '2026-01-05T20:00:00Z', '2026-01-06T00:00:00.000Z'],
])('%s', (_, access, from, end) => expect(endOf(access, new Date(from)).toISOString()).toBe(end));

it('is reviewed at eight in the morning of the owner’s zone', () => {
  expect(reviewAfter(new Date('2026-01-06T02:00:00Z'), berlin).toISOString()).toBe('2026-01-06T07:00:00.000Z');
  expect(reviewAfter(new Date('2026-01-06T09:00:00Z'), berlin).toISOString()).toBe('2026-01-07T07:00:00.000Z');
  expect(nextTimeOfDay([], new Date(7), berlin)).toEqual(new Date(7));
});

it('takes an owner’s word, once', () => {
  const access: OnCallAccess = { requestId: 'r', ...shifts, state: 'reviewing', endsAt: null, reviewAt: null, verdict: null, reviewedBy: null, reviewedAt: null };
  const press = { at: new Date(0), verdict: 'look' } as const;
  expect(reviewOnCall(access, ['ada'], { ...press, by: 'rosa' })).toMatchObject({ rule: 'not-owner' });
  expect(reviewOnCall(access, ['ada'], { ...press, by: 'ada' })).toMatchObject({ kind: 'reviewed', access: { state: 'closed', verdict: 'look', reviewedBy: 'ada' } });
  for (const state of ['asked', 'running', 'ending', 'closed'] as const) expect(reviewOnCall({ ...access, state }, ['ada'], { ...press, by: 'ada' })).toMatchObject({ kind: 'conflict' });
});
