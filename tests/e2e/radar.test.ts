import { answerOf, player } from '../support/cast.ts';
import { verbsOf } from '../support/cardText.ts';
import { eventually } from '../support/eventually.ts';
import { aGuest, invitationCalls, mailArrives, membershipBecomes, ownerAsksApproverApproves } from '../support/stories.ts';
import { wholeDesk } from '../support/wholeDesk.ts';

/** A redemption one can follow: reminders by the clock, further mails, the account that came, and why it does not work. */
const desk = wholeDesk();

const praxisNord = 'b0a00000-0000-4000-8000-000000000001';
const nameOf = (email: string): string => `Guest ${email.split('@')[0] ?? ''}`;

const invite = async (): Promise<string> => {
  const email = aGuest();
  await ownerAsksApproverApproves(desk.cast, email);
  await mailArrives(desk.sandbox, email);
  await membershipBecomes(desk.sandbox, email, 'in');
  return email;
};

const mailsBecome = (email: string, count: number) =>
  eventually(async () => expect((await desk.sandbox.mails(email)).length).toBe(count), 20_000);

it('tells the sponsor within a minute by notification, and by the sweep where it was lost', async () => {
  const [noticed, lost] = [await invite(), await invite()];
  const redeemed = performance.now();
  await desk.sandbox.redeem(noticed);
  await desk.cast.sponsor.card(nameOf(noticed), /redeemed/i);
  expect(performance.now() - redeemed).toBeLessThan(60_000);

  await desk.sandbox.faults({ to: 'notifications', times: 20, lose: true });
  await desk.sandbox.redeem(lost);
  // A sweep comes every five minutes: long before a quarter of an hour is over.
  await desk.sandbox.advance('PT6M');
  await desk.cast.sponsor.card(nameOf(lost), /redeemed/i);
  await desk.sandbox.clearFaults();
}, 90_000);

it('names another organisation’s account, and is told that it is right', async () => {
  const email = await invite();
  await desk.sandbox.redeem(email);
  await desk.cast.sponsor.card(nameOf(email), /redeemed/i);
  await desk.sandbox.guestSignsIn(email, { homeTenantId: praxisNord });
  await desk.sandbox.advance('PT16M');
  const told = await desk.cast.owner.card(nameOf(email), /Is this really the account/);
  expect(told.text).toContain('Praxis Nord');
  const answer = await desk.cast.sponsor.press('account.confirm', {}, nameOf(email), /Is this really/);
  expect(answerOf(answer)).not.toMatch(/Is this really/);
  await desk.cast.owner.card(nameOf(email), 'First sign-in to the app', /Dana.*said that the account is right/);
}, 60_000);

it('has the service desk reset what sponsor and owner doubt', async () => {
  const email = await invite();
  await desk.sandbox.redeem(email);
  await desk.cast.sponsor.card(nameOf(email), /redeemed/i);
  await desk.sandbox.guestSignsIn(email, { homeTenantId: praxisNord });
  await desk.sandbox.advance('PT16M');
  await desk.cast.sponsor.card(nameOf(email), /Is this really the account/);
  expect(answerOf(await desk.cast.sponsor.press('account.askReset', {}, nameOf(email)))).toMatch(/You asked .*Iris Novak.* to reset it/);
  const owner = await desk.cast.owner.card(nameOf(email), /Dana.* asked .*Iris Novak.* to reset it/);
  expect(verbsOf(owner.card)).not.toContain('account.askReset');
  const task = await desk.cast.helpdesk.card(nameOf(email), 'Reset the redemption of', /Dana.* doubts that this account/, 'Praxis Nord');
  expect(answerOf(await desk.cast.helpdesk.pressOn(task.message, 'stepUp.open'))).toContain('accept the invitation again?');
  const [, link = ''] = /"url":"(https:[^"]+\/step-up\/[\w-]+)"/.exec(JSON.stringify((await desk.cast.helpdesk.card('accept the invitation again?', email)).card)) ?? [];
  expect(await desk.sandbox.stepUp('helpdesk', link)).toMatchObject({ status: 200, title: expect.stringContaining('is asked to accept again') as string });
  await desk.cast.owner.card(nameOf(email), /is invited to Imaging/, /asked the service desk for a reset/);
}, 60_000);

it('says why, first of all, to whoever may ask; to others nothing', async () => {
  const email = await invite();
  const helpdesk = player(desk.sandbox, 'helpdesk');
  await desk.cast.sponsor.say(`why ${email}`);
  const pending = await desk.cast.sponsor.card(/has not accepted the invitation yet/, email);
  expect(pending.text).toContain('Directory, just now');
  await desk.sandbox.redeem(email);
  await desk.cast.sponsor.card(nameOf(email), /redeemed/i);
  await desk.sandbox.guestSignsIn(email, { errorCode: 53003 });
  await desk.sandbox.advance('PT2M');
  await helpdesk.say(`Warum kommt ${email} nicht hinein?`);
  const refused = await helpdesk.card(/last sign-in .* was refused/, email);
  expect(refused.text).toContain('Conditional Access');
  expect(refused.text).toContain('AADSTS53003');
  await desk.cast.approver2.say(`why ${email}`);
  const stranger = (await desk.cast.approver2.card(/nothing to tell you/)).text;
  await desk.cast.approver2.say('why nobody@nowhere.example');
  expect((await desk.cast.approver2.card(/nothing to tell you/)).text).toBe(stranger);
}, 60_000);

it('remembers on days 3 and 7, writes to the guest again, and three times at most', async () => {
  const email = await invite();
  await desk.sandbox.advance('P3D');
  await mailsBecome(email, 2);
  for (const who of [desk.cast.owner, desk.cast.sponsor]) await who.card(nameOf(email), /has not accepted yet/, /Reminder of day 3/, /went out once more/);
  await desk.sandbox.advance('P4D');
  await mailsBecome(email, 3);
  await desk.cast.owner.card(nameOf(email), /Reminder of day 7/, /can be sent once more|went out once more/);
  expect((await invitationCalls(desk.sandbox, email)).every(({ status }) => status === 201)).toBe(true);
  expect((await desk.sandbox.state()).guests.filter(({ mail }) => mail === email)).toHaveLength(1);
  await desk.sandbox.advance('P7D');
  await mailsBecome(email, 4);
  const used = await desk.cast.owner.card(nameOf(email), /Reminder of day 14/);
  expect(used.text).toMatch(/as often as is allowed/);
  expect(verbsOf(used.card)).not.toContain('invitation.resend');
}, 120_000);

it('has taken up at its start what was left, without a fault', () => {
  expect(desk.sandbox.logs()).not.toMatch(/worker\.not-resumed|loop\.failed/);
});
