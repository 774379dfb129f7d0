import { answered, askedAgain, type AskDialog, askSteps, firstMissing, hasRunOut, kept, wentBack } from '../../../bot/core/dialogs/askDialog.ts';

const nothing = { email: null, name: null, app: null, sponsor: null, until: null, reason: null };
const begunAt = new Date('2026-11-22T12:00:00Z');
const dialog = (change: Partial<AskDialog> = {}): AskDialog => ({ personId: 'ada', conversationId: 'a:ada', draftId: 'd', version: 1, lastActivityId: '', step: 'email', said: nothing, language: 'en', begunAt, ...change });

it('asks for one thing after another and ends with the whole', () => {
  let now = dialog();
  const asked: string[] = [];
  while (now.step !== 'confirm') {
    asked.push(now.step);
    now = answered(now, now.step, 'x');
  }
  expect(asked).toEqual(askSteps.filter((step) => step !== 'confirm'));
});

it('skips what was said in the sentence', () => {
  expect(firstMissing({ ...nothing, email: 'x', name: 'y' })).toBe('app');
  expect(answered(dialog({ said: { ...nothing, name: 'Cleo', app: 'a' } }), 'email', 'cleo@x.example').step).toBe('sponsor');
});

it('goes back one by one, not before the first, and forward to where it was', () => {
  const there = dialog({ step: 'until', said: { ...nothing, email: 'e', name: 'n', app: 'a', sponsor: 's' } });
  const back = wentBack(wentBack(there));
  expect(back.step).toBe('app');
  expect(answered(back, 'app', 'b')).toMatchObject({ step: 'until', said: { app: 'b', sponsor: 's' } });
  expect(kept(back).step).toBe('until');
  expect(wentBack(dialog()).step).toBe('email');
});

it('asks again what does not do any more', () => {
  const whole = dialog({ step: 'confirm', said: { email: 'e', name: 'n', app: 'a', sponsor: 's', until: '2027-03-31', reason: 'r' } });
  expect(answered(askedAgain(whole, 'until'), 'until', '2027-01-31').step).toBe('confirm');
});

it.each([[0, false], [86_399_999, false], [86_400_000, true], [-1, false]])('%i ms after it began it has run out: %s', (ms, out) => {
  expect(hasRunOut(dialog(), new Date(begunAt.getTime() + ms))).toBe(out);
});
