import { answerOf, castOf, player, type Cast, type Player } from '../support/cast.ts';
import { verbsOf } from '../support/cardText.ts';
import { type PersonKey } from '../support/control.ts';
import { eventually } from '../support/eventually.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { aGuest, invitationCalls, mailArrives } from '../support/stories.ts';

/** Rules of approval as people live them: the owner sets them, several decide, time runs out, people leave. */
let sandbox: RunningSandbox;
let cast: Cast;
let hana: Player;
let ids: Record<string, string>;
beforeAll(async () => {
  sandbox = await startSandbox();
  cast = castOf(sandbox);
  hana = player(sandbox, 'admin2');
  ids = Object.fromEntries((await sandbox.state()).people.map(({ key, id }) => [key, id]));
}, 90_000);
afterAll(() => sandbox?.stop());

const idOf = (...keys: PersonKey[]): string => keys.map((key) => ids[key] ?? key).join(',');

/** The owner opens the rules from the share card and sets them. */
const ownerSets = async (inputs: Record<string, string>): Promise<string> => {
  await cast.owner.say('share Imaging');
  await cast.owner.press('app.rules', {}, 'Change how Imaging is shared');
  const form = await cast.owner.card('How are requests for Imaging decided?');
  return answerOf(await cast.owner.pressOn(form.message, 'rules.set', inputs));
};

const requesterAsks = async (email = aGuest()): Promise<string> => {
  await cast.requester.say(`invite ${email} to Imaging until 31 March because she reads our scans`);
  await cast.requester.press('request.submit', { name: `Guest ${email.split('@')[0]}` }, email);
  return email;
};
const nameOf = (email: string): string => `Guest ${email.split('@')[0]}`;

it('the owner sets two of three with a fallback, and reads it in words first', async () => {
  await cast.owner.say('share Imaging');
  await cast.owner.press('app.rules', {}, 'Change how Imaging is shared');
  const form = await cast.owner.card('How are requests for Imaging decided?');
  const rule = { who1: 'people', people1: idOf('approver', 'approver2', 'sponsor'), needed1: '2', veto1: 'false', limit1: '4', fallback1: idOf('admin2'), after1: 'decline' };
  const said = answerOf(await cast.owner.pressOn(form.message, 'rules.preview', rule));
  expect(said).toMatch(/2 of 3 must agree[\s\S]*Answer within 4 hours, then Hana Sato decides/);
  expect(answerOf(await cast.owner.pressOn(form.message, 'rules.set', { ...rule, needed1: '9' }))).toMatch(/Step 1, how many must agree: enter a number from 1 to 3/);
  expect(answerOf(await cast.owner.pressOn(form.message, 'rules.set', rule))).toContain('Requests for Imaging are decided so');
});

it('two of three: one yes is shown to everybody, the second one invites, the third hears who decided and when', async () => {
  const email = await requesterAsks();
  const first = await cast.sponsor.card(nameOf(email), '2 of 3 must agree');
  expect(first.text).toMatch(/Answer by .*, then Hana Sato decides/);
  await cast.sponsor.pressOn(first.message, 'request.approve');
  await cast.requester.card(nameOf(email), /Dana Holm: yes/);
  expect(await sandbox.mails(email)).toEqual([]);
  await cast.approver.press('request.approve', {}, nameOf(email));
  await mailArrives(sandbox, email);
  expect((await invitationCalls(sandbox, email)).map(({ onBehalfOf }) => onBehalfOf)).toEqual([ids['approver']]);
  await cast.approver2.card(nameOf(email), /approved by Boris Kern/, /Boris Kern: yes/);
});

it('time runs out: Hana decides alone, and the others see that she was asked', async () => {
  const email = await requesterAsks();
  await cast.approver.card(nameOf(email), 'Approve');
  await sandbox.advance('PT5H');
  const asked = await hana.card(nameOf(email), /now Hana Sato decides/);
  await cast.approver.card(nameOf(email), /Nobody decided in time: now Hana Sato decides/);
  await hana.pressOn(asked.message, 'request.decline', { decisionReason: 'no contract' });
  await cast.requester.card(nameOf(email), /Hana Sato declined this request/);
});

it('nobody at all answers: the requester reads that nobody decided in time', async () => {
  const email = await requesterAsks();
  await cast.approver.card(nameOf(email), 'Approve');
  await sandbox.advance('PT5H');
  await hana.card(nameOf(email), /now Hana Sato decides/);
  await sandbox.advance('PT5H');
  await cast.requester.card(nameOf(email), 'Nobody decided in time');
});

it('two steps with a veto: the second is asked after the first, and one no ends it', async () => {
  expect(await ownerSets({ who1: 'owners', people1: '', needed1: '1', veto1: 'true', limit1: '0', fallback1: '', reason1: 'approve', who2: 'approvers', needed2: '2', veto2: 'true', automaticDomains: 'praxis.example' })).toMatch(/Step 2 of 2/);
  const email = await requesterAsks();
  const owner = await cast.owner.card(nameOf(email), 'Step 1 of 2', 'A yes needs a reason');
  expect(await cast.owner.pressOn(owner.message, 'request.approve').catch((error: unknown) => String(error))).toMatch(/inputRequired|reason/i);
  await cast.owner.pressOn(owner.message, 'request.approve', { approvalReason: 'known partner' });
  await cast.approver.press('request.approve', {}, nameOf(email));
  await cast.approver2.press('request.decline', { decisionReason: 'not this clinic' }, nameOf(email));
  await cast.requester.card(nameOf(email), /Farid Amini declined this request/);
  expect(await sandbox.mails(email)).toEqual([]);
});

it('a partner of the list is let in without a decision, in the name of whoever finishes', async () => {
  const email = await requesterAsks(aGuest('praxis.example'));
  await cast.requester.card(nameOf(email), /by the rule for praxis\.example that Ada Berg set/);
  await cast.approver.press('request.finish', {}, nameOf(email));
  await mailArrives(sandbox, email);
  expect((await invitationCalls(sandbox, email)).map(({ onBehalfOf }) => onBehalfOf)).toEqual([ids['approver']]);
});

it('everybody asked has left: the owner chooses who decides, and that person does', async () => {
  await ownerSets({ who1: 'people', people1: idOf('approver', 'approver2'), needed1: '1', reason1: 'none', who2: 'none', automaticDomains: '' });
  const email = await requesterAsks();
  await cast.approver.card(nameOf(email), 'Approve');
  for (const person of ['approver', 'approver2']) await sandbox.tenant({ enabled: { person, enabled: false } });
  await sandbox.advance('PT6M');
  const task = await cast.owner.card('Who decides about', nameOf(email));
  await cast.requester.card(nameOf(email), 'Nobody who was asked can decide any more');
  await cast.owner.pressOn(task.message, 'deciders.choose', { deciders: idOf('admin2') });
  const asked = await hana.card(nameOf(email), 'Approve');
  await hana.pressOn(asked.message, 'request.approve');
  await mailArrives(sandbox, email);
  await eventually(async () => expect(verbsOf((await cast.owner.card(nameOf(email))).card)).not.toContain('deciders.choose'));
});
