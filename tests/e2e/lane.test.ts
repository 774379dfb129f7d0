import { textOf, verbsOf } from '../support/cardText.ts';
import { answerOf } from '../support/cast.ts';
import { eventually } from '../support/eventually.ts';
import { aGuest, mailArrives, membershipBecomes, ownerAsks } from '../support/stories.ts';
import { wholeDesk } from '../support/wholeDesk.ts';

/** What people do while requests wait: stand in, remind, change, keep an overview. */
const desk = wholeDesk({ env: { DIGEST_AFTER: '5', MOST_WAITING: '20' } });

it('the approver goes on leave and names a stand-in, who decides what waits already', async () => {
  const { approver, sponsor, owner } = desk.cast;
  const email = aGuest();
  await ownerAsks(desk.cast, email);
  await approver.card(email);
  await approver.say('delegate to Dana until 12 April');
  const made = await approver.card('Dana', /decides for you until/);
  expect(verbsOf(made.card)).toEqual(['delegation.end', 'delegation.plan']);
  const asked = await sponsor.card(email, /You decide for Boris/);
  expect(verbsOf(asked.card)).toContain('request.approve');
  await owner.card(email, /Dana .* decides for Boris/);
  await sponsor.pressOn(asked.message, 'request.decline', { decisionReason: 'not now' });
  await owner.card(email, /declined/i, /for Boris/);

  await approver.press('delegation.end', {}, /decides for you until/);
  const later = aGuest();
  await ownerAsks(desk.cast, later);
  await approver.card(later);
  expect((await sponsor.messages()).some((message) => textOf(message.card).includes(later))).toBe(false);
  await approver.press('request.decline', { decisionReason: 'tidy' }, later);
});

it('what is missing is asked for, and guests cannot stand in', async () => {
  const { approver } = desk.cast;
  await approver.say('delegate to Dana');
  const form = await approver.card(/Who decides for you/);
  expect(verbsOf(form.card)).toEqual(['delegation.make']);
  await approver.say('delegate to eve@praxis.example until 12 April');
  await approver.card(/cannot decide for you|no colleague/);
});

it('the owner reminds once a day, and the decider changes the end first', async () => {
  const { owner, approver } = desk.cast;
  const email = aGuest();
  await ownerAsks(desk.cast, email);
  const first = await approver.card(email);
  await owner.press('request.nudge', {}, email);
  const again = await eventually(async () => {
    const found = await approver.card(email, /reminds you/);
    if (found.message.id === first.message.id) throw new Error('only the first card');
    return found;
  }, 15_000);
  await desk.sandbox.advance('PT1H');
  expect(answerOf(await owner.press('request.nudge', {}, email))).toMatch(/reminded them already/i);

  const amended = await approver.pressOn(again.message, 'request.amend', { until: '2027-03-01' });
  expect(answerOf(amended)).toMatch(/You changed the end from .*31 March.* to .*1 March/);
  await owner.card(email, /Boris .*changed the end/);
  await approver.press('request.approve', {}, email, /You changed the end/);
  await mailArrives(desk.sandbox, email);
});

it('a role that is not active: the card leads to it, and Continue is the same press', async () => {
  const { approver, requester } = desk.cast;
  const email = aGuest();
  await ownerAsks(desk.cast, email);
  await approver.card(email);
  const inviters = ['approver', 'approver2'] as const;
  for (const person of inviters) await desk.sandbox.tenant({ role: { person, name: 'Guest Inviter', held: false } });
  await desk.sandbox.tenant({ eligible: { person: 'approver', name: 'Guest Inviter', held: true } });
  try {
    const other = aGuest();
    await desk.sandbox.tenant({ eligible: { person: 'requester', name: 'Guest Inviter', held: true } });
    await requester.say(`invite ${other} to Imaging until 31 March because the scanner is down`);
    expect(answerOf(await requester.press('request.submit', { name: `Guest ${other.split('@')[0]}` }, other))).toMatch(/Activate your role/);
    await desk.sandbox.tenant({ role: { person: 'requester', name: 'Guest Inviter', held: true } });
    expect(answerOf(await requester.press('request.submit', {}, /Activate your role/))).toContain(other);
    await requester.press('request.withdraw', {}, other);

    const refused = await approver.press('request.approve', {}, email);
    expect(answerOf(refused)).toMatch(/Activate your role, then continue[^]*Guest Inviter/);
    const { message, card } = await approver.card(/Activate your role/);
    expect(verbsOf(card)).toEqual(['request.approve']);
    expect(JSON.stringify(card)).toContain('"url":"https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/');
    expect(answerOf(await approver.pressOn(message, 'request.approve'))).toMatch(/Activate your role/);
    await desk.sandbox.tenant({ role: { person: 'approver', name: 'Guest Inviter', held: true } });
    expect(answerOf(await approver.press('request.approve', {}, /Activate your role/))).toContain(email);
    await mailArrives(desk.sandbox, email);
    await membershipBecomes(desk.sandbox, email, 'in');
  } finally {
    for (const person of inviters) await desk.sandbox.tenant({ role: { person, name: 'Guest Inviter', held: true } });
    await desk.sandbox.tenant({ role: { person: 'requester', name: 'Guest Inviter', held: false } });
    for (const person of ['approver', 'requester']) await desk.sandbox.tenant({ eligible: { person, name: 'Guest Inviter', held: false } });
  }
});

it('more than five come as one list, from which each is opened and decided', async () => {
  const { owner, approver, requester } = desk.cast;
  const emails = Array.from({ length: 7 }, () => aGuest('praxis.example'));
  for (const email of emails) await ownerAsks(desk.cast, email);
  const list = await approver.card(/requests wait for you/);
  expect(list.text).toMatch(/asked by Ada/);
  await owner.say('requests');
  const mine = await owner.card(/You asked for \(/);
  expect(verbsOf(mine.card)).toContain('requests.show');
  await owner.pressOn(mine.message, 'requests.show');
  await owner.card(/You asked for \(/);

  const opened = await approver.pressOn(list.message, 'request.open');
  expect(verbsOf(opened.card)).toContain('request.approve');
  await requester.say('requests');
  await requester.card(/No open requests/);
});

it('needed at night: two on call agree, people are paged, it ends by itself, the owner reviews it in the morning', async () => {
  const { owner, requester, approver, approver2 } = desk.cast;
  await owner.say('share Imaging');
  await owner.press('app.onCall', {}, 'Imaging');
  const people = (await desk.sandbox.state()).people;
  const id = (key: string): string => people.find((person) => person.key === key)?.id ?? key;
  const set = await owner.press('onCall.set', { roster: `${id('approver')},${id('approver2')}`, hours: '4', shiftEnds: '' });
  expect(answerOf(set)).toMatch(/can be opened at night/);

  const email = aGuest();
  await requester.say(`invite ${email} to Imaging until 31 March because the scanner is down`);
  await requester.press('request.submit', { name: `Guest ${email.split('@')[0]}` }, email);
  const asked = await requester.press('request.urgent', { hours: '2' }, email);
  expect(answerOf(asked)).toMatch(/both people on call must agree/);
  await approver.say('requests');
  await eventually(async () => expect(await desk.sandbox.webhooks()).toMatchObject([{ body: { type: 'on-call.asked', data: { app: 'Imaging', hours: 2 } } }]), 15_000);
  expect(JSON.stringify(await desk.sandbox.webhooks())).not.toContain(email);

  for (const voter of [approver, approver2]) {
    await voter.say('requests');
    const list = await voter.card(/For you to decide/);
    const opened = await voter.pressOn(list.message, 'request.open');
    expect(textOf(opened.card)).toContain(email);
    const pressed = await voter.press('request.approve', {}, email);
    if (pressed.kind === 'signIn') await desk.sandbox.signIn(voter.key);
  }
  await membershipBecomes(desk.sandbox, email, 'in');
  await requester.card(email, /Ends by itself/);
  await desk.sandbox.advance('PT2H');
  await membershipBecomes(desk.sandbox, email, 'out', 40_000);
  await desk.sandbox.advance('P1D');
  const review = await eventually(() => owner.card(/at night/, /Was that right/), 50_000);
  expect(answerOf(await owner.pressOn(review.message, 'onCall.review'))).toMatch(/You found it all right/);
}, 150_000);
