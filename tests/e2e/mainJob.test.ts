import { answerOf } from '../support/cast.ts';
import { eventually } from '../support/eventually.ts';
import { aGuest, invitationCalls, mailArrives, membershipBecomes, ownerAsks, ownerAsksApproverApproves } from '../support/stories.ts';
import { textOf, valuesOf, verbsOf } from '../support/cardText.ts';
import { wholeDesk } from '../support/wholeDesk.ts';

/** The main job as people live it: ask, decide, invite, redeem, tell the sponsor, end. */
const desk = wholeDesk();

it('Imaging is shared already, by the owner, in chat', async () => {
  const { text } = await desk.cast.owner.card('Imaging', 'Boris');
  expect(text).toContain('Dana');
});

it('the owner asks, the approver approves, the guest redeems, the sponsor hears of it', async () => {
  const { owner, approver, sponsor } = desk.cast;
  const email = aGuest();
  await owner.say(`invite ${email} to Imaging until 31 March because she reads our scans`);
  const form = await owner.card(email);
  const filled = valuesOf(form.card);
  expect(filled).toMatchObject({ email, until: '2027-03-31', reason: 'she reads our scans' });
  expect(filled['app']).not.toBe('');

  const asked = await owner.pressOn(form.message, 'request.submit', { name: 'Cleo Vance' });
  expect(answerOf(asked)).toMatch(/waiting/i);
  expect(answerOf(asked)).toContain('Boris');

  const decide = await approver.card('Cleo Vance', 'Imaging');
  expect(decide.text).toContain('she reads our scans');
  expect(decide.text).toContain('Ada');
  expect(decide.text).toContain('The invitation goes out in your name.');
  const approved = await approver.pressOn(decide.message, 'request.approve');
  expect(approved.kind).toBe('card');
  expect(verbsOf(approved.card)).not.toContain('request.approve');

  const mail = await mailArrives(desk.sandbox, email);
  expect(mail.body).not.toContain('she reads our scans');
  await membershipBecomes(desk.sandbox, email, 'in');
  await owner.card('Cleo Vance', /invited/i);

  const call = (await invitationCalls(desk.sandbox, email))[0];
  const state = await desk.sandbox.state();
  const id = (key: string): string => state.people.find((person) => person.key === key)?.id ?? key;
  expect(call).toMatchObject({ status: 201, onBehalfOf: id('approver') });
  expect(JSON.stringify(call?.body)).toContain(id('sponsor'));
  expect((call?.body as { inviteRedirectUrl: string }).inviteRedirectUrl).toBe('https://imaging.hospital.example/');
  expect(JSON.stringify(call?.body)).not.toContain('reads our scans');

  await desk.sandbox.redeem(email);
  const told = await sponsor.card('Cleo Vance', /redeemed/i);
  expect(told.text).toMatch(/not visible/i);
  expect(told.text).toContain('Imaging');
  expect(told.text).not.toContain('she reads our scans');
  await owner.card('Cleo Vance', /redeemed/i);
  expect(await invitationCalls(desk.sandbox, email)).toHaveLength(1);
});

it('every copy shows the decision within two seconds', async () => {
  const { owner, approver, approver2 } = desk.cast;
  const email = aGuest();
  await ownerAsks(desk.cast, email);
  await approver.card(email);
  await approver2.card(email);
  await approver.press('request.approve', {}, email);
  const pressed = performance.now();
  const shows = async (who: typeof owner) => eventually(async () => {
    const messages = await desk.sandbox.chat(who.key, 'peek');
    const text = textOf(messages.findLast((message) => textOf(message.card).includes(email))?.card);
    if (!/Boris/.test(text) || !/approved/i.test(text)) throw new Error(text);
    return performance.now() - pressed;
  }, 4_000);
  const [first, second] = await Promise.all([shows(owner), shows(approver2)]);
  expect(Math.max(first, second)).toBeLessThan(2_000);
});

it('a requester who owns nothing asks; the owner decides; an inviter finishes', async () => {
  const { requester, owner, approver, approver2 } = desk.cast;
  const email = aGuest('praxis.example');
  await requester.say(`invite ${email} to Imaging until 31 March because he hands over to us`);
  await requester.press('request.submit', { name: 'Nils Ohm' }, email);
  expect((await owner.card('Nils Ohm')).text).toMatch(/You may not invite guests; .*Boris.* will be asked to finish\./);
  await owner.press('request.approve', {}, 'Nils Ohm');
  await requester.card('Nils Ohm', /approved/i);
  await approver2.card('Nils Ohm');
  expect(await invitationCalls(desk.sandbox, email)).toHaveLength(0);
  await approver.press('request.finish', {}, 'Nils Ohm');
  await mailArrives(desk.sandbox, email);
  await membershipBecomes(desk.sandbox, email, 'in');
  const boris = (await desk.sandbox.state()).people.find((person) => person.key === 'approver');
  expect((await invitationCalls(desk.sandbox, email))[0]).toMatchObject({ onBehalfOf: boris?.id });
});

it('the approver declines with a reason', async () => {
  const email = aGuest();
  await ownerAsks(desk.cast, email);
  await desk.cast.approver.press('request.decline', { decisionReason: 'Elm Clinic has its own viewer' }, email);
  const told = await desk.cast.owner.card(email, /declined/i);
  expect(told.text).toContain('Elm Clinic has its own viewer');
  expect(verbsOf(told.card)).not.toContain('request.withdraw');
  expect(await invitationCalls(desk.sandbox, email)).toHaveLength(0);
});

it('the owner changes her mind before anyone decides', async () => {
  const email = aGuest();
  await ownerAsks(desk.cast, email);
  const before = await desk.cast.approver.card(email);
  await desk.cast.owner.press('request.withdraw', {}, email);
  await desk.cast.approver.card(email, /withdr/i);
  const late = await desk.sandbox.press('approver', before.message.id, 'request.approve').catch((error: unknown) => error);
  expect(Error.isError(late) ? late.message : answerOf(late as never)).toMatch(/withdr|verbNotOnCard/i);
  expect(await invitationCalls(desk.sandbox, email)).toHaveLength(0);
});

it('somebody who is a guest already gets the app without a second invitation', async () => {
  const email = aGuest();
  await ownerAsksApproverApproves(desk.cast, email);
  await membershipBecomes(desk.sandbox, email, 'in');
  await desk.sandbox.redeem(email);
  await desk.cast.sponsor.card(email.split('@')[0] ?? '', /redeemed/i);
  await desk.cast.owner.press('access.end', {}, email);
  await membershipBecomes(desk.sandbox, email, 'out');
  await desk.cast.owner.card(email, /ended/i, /hour/i);

  await ownerAsks(desk.cast, email, 'she is back');
  await desk.cast.approver.press('request.approve', {}, 'she is back');
  await membershipBecomes(desk.sandbox, email, 'in');
  await desk.cast.owner.card(email, /already/i);
  expect(await invitationCalls(desk.sandbox, email)).toHaveLength(1);
});

it('the sponsor ends the access', async () => {
  const email = aGuest();
  await ownerAsksApproverApproves(desk.cast, email);
  await membershipBecomes(desk.sandbox, email, 'in');
  await desk.sandbox.redeem(email);
  await desk.cast.sponsor.press('access.end', {}, email.split('@')[0] ?? '');
  await membershipBecomes(desk.sandbox, email, 'out');
  const ended = await desk.cast.sponsor.card(email.split('@')[0] ?? '', /ended/i);
  expect(ended.text).toMatch(/hour/i);
});

it('a sponsor without the app: the owner is told and names another', async () => {
  const email = aGuest();
  const state = await desk.sandbox.state();
  const sam = state.people.find((person) => person.key === 'unreachable');
  await desk.cast.owner.say(`invite ${email} to Imaging until 31 March because she reads our scans`);
  await desk.cast.owner.press('request.submit', { name: 'Odd One', sponsor: sam?.id ?? '' }, email);
  await desk.cast.approver.press('request.approve', {}, 'Odd One');
  await membershipBecomes(desk.sandbox, email, 'in');
  await desk.sandbox.redeem(email);
  await desk.cast.owner.card('Odd One', 'Sam', /another sponsor/i);
  const boris = state.people.find((person) => person.key === 'approver');
  await desk.cast.owner.press('sponsor.replace', { sponsor: boris?.id ?? '' }, 'Odd One');
  const told = await desk.cast.approver.card('Odd One', /redeemed/i);
  expect(told.text).toContain('Imaging');
});

it('the first press of a person who has not consented goes on by itself after signing in', async () => {
  const email = aGuest();
  await ownerAsks(desk.cast, email);
  const outcome = await desk.cast.approver2.press('request.approve', {}, email);
  expect(outcome.kind).toBe('signIn');
  expect(await invitationCalls(desk.sandbox, email)).toHaveLength(0);
  const { continued } = await desk.sandbox.signIn('approver2');
  expect(continued.some((one) => one.verb === 'request.approve' && one.kind === 'card')).toBe(true);
  await mailArrives(desk.sandbox, email);
  const farid = (await desk.sandbox.state()).people.find((person) => person.key === 'approver2');
  expect((await invitationCalls(desk.sandbox, email))[0]).toMatchObject({ onBehalfOf: farid?.id, status: 201 });
});
