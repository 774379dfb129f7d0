import { answerOf, castOf, type Cast } from '../support/cast.ts';
import { textOf, valuesOf, verbsOf } from '../support/cardText.ts';
import { type PersonKey } from '../support/control.ts';
import { eventually } from '../support/eventually.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { aGuest, invitationCalls, mailArrives } from '../support/stories.ts';

/** Apps with roles, and several apps asked for at once, against the whole process. */
let sandbox: RunningSandbox;
let cast: Cast;
let ids: Partial<Record<PersonKey, string>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  cast = castOf(sandbox);
  ids = Object.fromEntries((await sandbox.state()).people.map(({ key, id }) => [key, id]));
}, 90_000);
afterAll(() => sandbox?.stop());

const nameOf = (email: string): string => `Guest ${email.split('@')[0]}`;

/** The owner's chat: the app's share card, sent with one approver and one sponsor. */
const ownerShares = async (app: string): Promise<string> => {
  await cast.owner.say(`share ${app}`);
  const { message } = await cast.owner.card(`Share ${app}`, /approve/i);
  return answerOf(await cast.owner.pressOn(message, 'app.share', { approvers: ids.approver ?? '', sponsor: ids.sponsor ?? '' }));
};

/** Names of the groups that the guest is in. */
const groupsOf = async (email: string): Promise<string[]> => {
  const { guests, groups } = await sandbox.state();
  const guest = guests.find(({ mail }) => mail === email);
  return groups.filter(({ members }) => guest !== undefined && members.includes(guest.id)).map(({ name }) => name);
};
const groupsBecome = (email: string, wanted: readonly string[]): Promise<void> =>
  eventually(async () => expect(await groupsOf(email)).toEqual(wanted), 30_000);

it('the owner shares an app with both of its roles', async () => {
  await cast.owner.say('share Reports');
  const { message, card } = await cast.owner.card('Share Reports', 'Viewer', 'Reporter');
  expect(valuesOf(card)['roles']?.split(',')).toHaveLength(2);
  const shared = answerOf(await cast.owner.pressOn(message, 'app.share', { approvers: ids.approver ?? '', sponsor: ids.sponsor ?? '' }));
  expect(shared).toMatch(/Reports is shared/);
  expect(shared).toMatch(/Viewer and Reporter/);
  expect(await ownerShares('Shift Planner')).toMatch(/Shift Planner is shared/);
});

it('a guest who is let in as reporter ends in the reporters’ group alone', async () => {
  const email = aGuest();
  const { owner, approver } = cast;
  await owner.say(`invite ${email} to Reports as reporter until 31 March because she writes our reports`);
  const form = await owner.card(email);
  expect(valuesOf(form.card)['app']).toMatch(/#reporter$/);
  expect(answerOf(await owner.pressOn(form.message, 'request.submit', { name: nameOf(email) }))).toContain('Reports · Reporter');
  await approver.press('request.approve', {}, nameOf(email), 'Reports · Reporter');
  await mailArrives(sandbox, email);
  await groupsBecome(email, ['Reports reporters']);
  await owner.press('access.end', {}, nameOf(email));
  await groupsBecome(email, []);
});

it('a role is a button away where the sentence names only the app, and written in capitals it is no guest’s name', async () => {
  const email = aGuest();
  await cast.requester.say(`invite ${email} to Reports until 31 March because he reads`);
  const { card } = await cast.requester.card(email);
  expect(valuesOf(card)['app']).toBe('');
  expect(textOf(card)).toContain('Reports · Viewer');
  await cast.requester.say(`invite ${email} to Reports as Viewer until 31 March because he reads`);
  await cast.requester.card(email);
  await eventually(async () => expect(valuesOf((await cast.requester.card(email)).card)['app']).toMatch(/#viewer$/));
});

it('two apps: one press, two requests, two deciders at one moment, one mail', async () => {
  const email = aGuest();
  const { requester, owner, approver } = cast;
  // Boris decides on Shift Planner; Ada on Imaging, and may invite herself.
  await sandbox.tenant({ owner: { op: 'add', of: 'app', name: 'Shift Planner', person: 'approver' } });
  await sandbox.tenant({ owner: { op: 'remove', of: 'app', name: 'Shift Planner', person: 'owner' } });
  await sandbox.tenant({ role: { person: 'owner', name: 'Guest Inviter', held: true } });

  const sentence = `invite ${email} to Imaging and Shift Planner until 31 March because she plans our scans`;
  await requester.say(sentence);
  const form = await requester.card(email);
  expect([valuesOf(form.card)['app'], valuesOf(form.card)['moreApps']]).toEqual([expect.stringMatching(/./), expect.stringMatching(/./)]);
  const asked = await requester.pressOn(form.message, 'request.submit', { name: nameOf(email) });
  expect(answerOf(asked)).toMatch(/2 apps asked for[\s\S]*Imaging[\s\S]*waiting[\s\S]*Shift Planner[\s\S]*waiting/i);

  await requester.say(sentence);
  expect(answerOf(await requester.press('request.submit', { name: nameOf(email) }, email))).toMatch(/asked already[\s\S]*This is about Imaging/);

  const imaging = await owner.card(nameOf(email), 'Imaging', /Approve/);
  const planner = await approver.card(nameOf(email), 'Shift Planner', /Approve/);
  expect([imaging.text, planner.text].map((text) => [text.includes('Imaging'), text.includes('Shift Planner')])).toEqual([[true, false], [false, true]]);
  await Promise.all([owner.pressOn(imaging.message, 'request.approve'), approver.pressOn(planner.message, 'request.approve')]);

  await mailArrives(sandbox, email);
  await groupsBecome(email, ['Imaging guests', 'Shift Planner guests']);
  const status = await requester.card('2 apps asked for', nameOf(email), /invited/i);
  await eventually(async () => expect((await requester.card('2 apps asked for', nameOf(email))).text).not.toMatch(/waiting/i));
  expect(verbsOf(status.card)).not.toContain('request.approve');
  expect(await invitationCalls(sandbox, email)).toHaveLength(1);
  expect(await sandbox.mails(email)).toHaveLength(1);

  await requester.say(sentence);
  expect(answerOf(await requester.press('request.submit', { name: nameOf(email) }, email))).toMatch(/can use the app already[\s\S]*This is about Imaging/);
  expect(await invitationCalls(sandbox, email)).toHaveLength(1);
}, 90_000);
