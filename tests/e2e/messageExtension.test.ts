import { type DialogAnswer } from '../support/control.ts';
import { textOf } from '../support/cardText.ts';
import { aGuest } from '../support/stories.ts';
import { wholeDesk } from '../support/wholeDesk.ts';

const desk = wholeDesk();

const rosa = () => desk.sandbox.shared('radiology', 'requester');
const cardOf = (answer: DialogAnswer) => {
  if (answer.kind !== 'dialog') throw new Error(`expected a dialog, got ${JSON.stringify(answer)}`);
  return answer.dialog.card;
};
const values = (email: string): Record<string, string> => ({ email, name: 'Cleo Marsh', until: '2027-01-15', reason: 'she reads our scans' });
const nextYear = (): string => `${new Date().getUTCFullYear() + 1}-01-05`;

it('asks for access from a message, mends the form in the dialog, and goes on in the own chat', async () => {
  const email = aGuest();
  const { messageId } = await desk.sandbox.shared('radiology', 'owner').say(`Can somebody let Cleo Marsh <${email}> in? Ada, ada@hospital.example`);
  const form = cardOf(await rosa().invite(messageId));
  expect(JSON.stringify(form)).toContain(`"value":"${email}"`);
  expect(JSON.stringify(form)).toContain('Cleo Marsh');
  expect(JSON.stringify(form)).not.toContain('Action.Execute');

  const mended = cardOf(await desk.sandbox.inDialog('requester', { op: 'submit', inputs: { ...values('boris@hospital.example'), until: nextYear() } }));
  expect(textOf(mended)).toMatch(/colleague|hospital\.example/);
  expect((await desk.cast.owner.messages()).some(({ card }) => textOf(card).includes('Cleo Marsh'))).toBe(false);

  const done = cardOf(await desk.sandbox.inDialog('requester', { op: 'submit', inputs: { ...values(email), until: nextYear() } }));
  expect(textOf(done)).toContain('Ada Berg');
  expect(JSON.stringify(done)).toContain('https://teams.microsoft.com/l/chat/0/0?users=28:');
  await desk.cast.requester.card(email);
  await desk.cast.owner.card(email);
  expect((await desk.sandbox.shared('radiology', 'owner').messages('peek')).filter(({ card }) => textOf(card).includes(email))).toEqual([]);
});

it('offers several addresses to choose from, and opens empty from the compose box', async () => {
  const [first, second] = [aGuest(), aGuest('praxis.example')];
  const { messageId } = await rosa().say(`${first} or ${second}`);
  const form = JSON.stringify(cardOf(await rosa().invite(messageId)));
  expect(form).toContain('"Input.ChoiceSet"');
  for (const email of [first, second]) expect(form).toContain(`"value":"${email}"`);
  expect(cardOf(await rosa().invite())).toBeDefined();
  await desk.sandbox.inDialog('requester', { op: 'close' });
});

it('asks for a sign-in in its own way, and goes on after it', async () => {
  await desk.cast.owner.say('share Imaging');
  const boris = (await desk.sandbox.state()).people.find(({ key }) => key === 'approver')?.id ?? '';
  const dana = (await desk.sandbox.state()).people.find(({ key }) => key === 'sponsor')?.id ?? '';
  await desk.cast.owner.press('app.share', { approvers: boris, sponsor: dana, longestStay: '365', ownerInvites: 'true' });
  await desk.sandbox.tenant({ consent: { person: 'owner', given: false } });
  const ada = desk.sandbox.shared('radiology', 'owner');
  expect(await ada.invite()).toMatchObject({ kind: 'signIn', link: expect.stringContaining('/signin?ticket=') as string });
  await desk.sandbox.signIn('owner');
  expect(await desk.sandbox.inDialog('owner', { op: 'look' })).toMatchObject({ kind: 'dialog' });
});

it('finds what the person has a part in, page by page, and nothing for others', async () => {
  expect(await rosa().find('clinic.example')).toMatchObject({ kind: 'found', rows: [{ title: 'Cleo Marsh' }] });
  expect(await rosa().find()).toMatchObject({ kind: 'found' });
  expect(await rosa().find('nobody at all')).toMatchObject({ kind: 'note' });
  expect(await desk.sandbox.shared('imagingTeam', 'admin').find()).toMatchObject({ kind: 'note' });
  expect(await desk.sandbox.shared('radiology', 'outsider').find('Cleo')).toMatchObject({ kind: 'note' });
});
