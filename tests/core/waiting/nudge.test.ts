import { nudgeRequest } from '../../../bot/core/waiting/nudge.ts';
import { refuseTooMany } from '../../../bot/core/waiting/quota.ts';
import { requestStates } from '../../support/requestStates.ts';

const noon = new Date('2026-01-05T12:00:00Z');
const after = (hours: number): Date => new Date(noon.getTime() + hours * 3_600_000);
const press = (by: string, at: Date) => ({ by, at });
const waiting = requestStates['waiting']!;
const last = { requestId: waiting.request.id, by: 'requester', at: noon };

it.each<[string, number, string]>([
  ['twice in ten seconds', 5 / 3600, 'already-done'],
  ['within the day', 1, 'nudged-already'],
  ['a second too early', 24 - 1 / 3600, 'nudged-already'],
  ['a day later', 24, 'nudged'],
])('%s', (_, hours, what) => {
  const outcome = nudgeRequest(waiting, press('requester', after(hours)), last);
  expect(outcome.kind === 'refused' ? outcome.rule : outcome.kind).toBe(what);
  if (outcome.kind === 'refused') expect(outcome.facts).toEqual({ when: '2026-01-06T12:00:00.000Z' });
});

it('is the requester’s, while the request waits', () => {
  for (const by of ['owner', 'approver', 'sponsor']) expect(nudgeRequest(waiting, press(by, noon), undefined)).toMatchObject({ rule: 'not-requester' });
  for (const state of Object.values(requestStates)) expect(nudgeRequest(state, press('requester', noon), undefined).kind).toBe(state.request.state === 'submitted' ? 'nudged' : 'conflict');
});

it('counts what waits', () => {
  expect([19, 20, 21].map((waits) => refuseTooMany(waits, 20)?.rule)).toEqual([undefined, 'too-many-waiting', 'too-many-waiting']);
});
