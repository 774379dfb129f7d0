import { answerOf } from '../support/cast.ts';
import { aGuest, invitationCalls } from '../support/stories.ts';
import { textOf, valuesOf, verbsOf } from '../support/cardText.ts';
import { wholeDesk } from '../support/wholeDesk.ts';

/** Will it work? Told before anybody is asked, coarsely to who asks, exactly to administrators and the service desk. */
const desk = wholeDesk();
afterEach(() => desk.sandbox.tenant({ domainList: { allowed: [], blocked: [] }, inbound: { domain: 'clinic.example', mfaTrusted: true } }));

const look = 'An administrator has to look at this address';

it('a blocked domain: the requester hears that somebody has to look, the service desk hears what it is', async () => {
  const { requester, helpdesk, admin } = desk.cast;
  const email = aGuest();
  await desk.sandbox.tenant({ domainList: { blocked: ['clinic.example'] } });
  await requester.say(`invite ${email} to Imaging until 31 March because she reads our scans`);
  const form = await requester.card(email, 'Check first');
  const checked = await requester.pressOn(form.message, 'request.check', { name: 'Cleo Vance' });
  expect(answerOf(checked)).toContain(look);
  expect(answerOf(checked)).not.toMatch(/list|domain|blocked/i);
  expect(answerOf(checked)).toContain('whether mail arrives');
  expect(verbsOf(checked.card)).toEqual(['request.edit']);

  await helpdesk.say(`check ${email} for Imaging`);
  const exact = await helpdesk.card(email, 'clinic.example is on the list of domains that may not be invited');
  expect(exact.text).toContain('An administrator can change this.');
  await admin.say(`check ${email} for Imaging`);
  await admin.card(email, 'is on the list of domains');

  const back = await requester.press('request.edit', {}, email, look);
  expect(valuesOf(back.card)).toMatchObject({ email, name: 'Cleo Vance', until: '2027-03-31', reason: 'she reads our scans' });
  const stopped = await requester.press('request.submit', {}, email, 'Check first');
  expect(answerOf(stopped)).toContain(look);
  expect(answerOf(stopped)).toContain('No request was made');
  expect(await invitationCalls(desk.sandbox, email)).toHaveLength(0);
});

it('nothing in the way: it is asked from the card that says so, and who decides sees the partner', async () => {
  const { owner, approver } = desk.cast;
  const email = aGuest();
  await owner.say(`invite ${email} to Imaging until 31 March because she reads our scans`);
  const form = await owner.card(email, 'Check first');
  const checked = await owner.pressOn(form.message, 'request.check', { name: 'Cleo Vance' });
  expect(answerOf(checked)).toContain('Nothing we can see stands in the way');
  const asked = await owner.press('request.submit', {}, 'Nothing we can see stands in the way', email);
  expect(answerOf(asked)).toMatch(/waiting/i);

  const decide = await approver.card(email, 'Let Cleo Vance into Imaging?');
  expect(decide.text).toContain('Elm Clinic');
  expect(decide.text).toContain('multifactor sign-in accepted');
  expect(decide.text).toContain('not shown, fewer than five so far');
  expect(decide.text).toContain('Nothing we can see stands in the way');
  expect(verbsOf(decide.card)).toContain('request.approve');
});

it('a list of domains that cannot be read is unknown to administrators and stops nobody', async () => {
  const { admin, owner } = desk.cast;
  const email = aGuest('praxis.example');
  await desk.sandbox.advance('PT6M');
  await desk.sandbox.faults({ to: 'graph', method: 'GET', path: '/beta/policies/b2bManagementPolicies', times: 20, status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } });
  await admin.say(`check ${email} for Imaging`);
  expect((await admin.card(email, 'it is unknown whether this one may be invited')).text).toContain('graph/authorization-request-denied');
  await owner.say(`invite ${email} to Imaging until 31 March because he hands over to us`);
  const asked = await owner.press('request.submit', { name: 'Nils Ohm' }, email, 'Check first');
  expect(answerOf(asked)).toMatch(/waiting/i);
  await desk.sandbox.clearFaults();
});

it('who invites and who adds to the group are both named where they differ', async () => {
  const { requester, owner } = desk.cast;
  const email = aGuest();
  await desk.sandbox.tenant({ allowInvitesFrom: 'everyone' });
  await requester.say(`invite ${email} to Imaging until 31 March because she reads our scans`);
  await requester.press('request.submit', { name: 'Ida Roth' }, email, 'Check first');
  const decide = await owner.card('Let Ida Roth into Imaging?');
  expect(decide.text).toContain('The invitation goes out in Rosa Lind’s name.');
  expect(decide.text).toContain('You add the guest to the access group.');
  expect(textOf(decide.card)).toContain(email);
});
