import { castOf } from '../support/cast.ts';
import { eventually } from '../support/eventually.ts';
import { startKillableSandbox, type KillableSandbox } from '../support/kills.ts';
import { preloadOf } from '../support/mutation.ts';
import { aGuest, ownerAsks } from '../support/stories.ts';

/** Negative control of tests/e2e/kills: without the look before a repeat, a killed bot invites twice. */
let desk: KillableSandbox;
beforeAll(async () => {
  const blind = preloadOf([{ file: 'bot/core/nextStep.ts', from: "if (invitation.callStartedAt !== null) return 'resolve';", to: '' }]);
  desk = await startKillableSandbox({ env: { SANDBOX_BOT_PRELOAD: blind }, evidence: false });
}, 90_000);
afterAll(() => desk?.stop());

it('a bot that repeats without looking sends two mails', async () => {
  const cast = castOf(desk.sandbox);
  const email = aGuest();
  await ownerAsks(cast, email);
  await desk.killAt('before the answer', email, async () => void (await cast.approver.press('request.approve', {}, email).catch(() => undefined)));
  await eventually(async () => expect((await desk.sandbox.mails(email)).length).toBeGreaterThan(1), 60_000);
}, 120_000);
