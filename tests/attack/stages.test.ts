import { attackStage } from '../support/attackStage.ts';
import { type Reply } from '../support/attacker.ts';
import { pressDataOf, textOf, type Card } from '../support/cardText.ts';
import { type PersonKey } from '../support/control.ts';
import { eventually } from '../support/eventually.ts';
import { aGuest, invitationCalls } from '../support/stories.ts';

/** Who may do what where several decide: rows 12, 14-18 and 20 of the threat table, for stages. */
const stage = attackStage();

const wordsOf = (reply: Reply): string => (typeof reply.body?.value === 'string' ? reply.body.value : textOf(reply.body?.value as Card) || JSON.stringify(reply.body?.value));
const pressAs = (as: PersonKey, verb: string, data: Record<string, unknown>, cardId: string, extra: Record<string, unknown> = {}): Promise<Reply> =>
  stage.attacker.sendSigned(stage.attacker.press(as, verb, data, { replyToId: cardId, ...extra }));

const openRules = async (): Promise<{ cardId: string; data: Record<string, unknown> }> => {
  await stage.cast.owner.say('share Imaging');
  await stage.cast.owner.press('app.rules', {}, 'Change how Imaging is shared');
  const { message, card } = await stage.cast.owner.card('How are requests for Imaging decided?');
  const draftId = /"draftId":"([^"]+)"/.exec(JSON.stringify(card))?.[1];
  return { cardId: message.id, data: { draftId } };
};
const noStep = (number: number) => ({ [`who${number}`]: 'none', [`needed${number}`]: '1', [`reason${number}`]: 'none', [`limit${number}`]: '0', [`after${number}`]: 'decline' });
const oneStep = (people: readonly PersonKey[], needed: number) => ({ ...noStep(1), who1: 'people', people1: people.map((key) => stage.attacker.oid(key)).join(','), needed1: String(needed), veto1: 'true', ...noStep(2), ...noStep(3) });

const asked = async (): Promise<{ email: string; data: { requestId: string; version: number }; cardId: string }> => {
  const email = aGuest();
  await stage.cast.requester.say(`invite ${email} to Imaging until 31 March because she reads our scans`);
  await stage.cast.requester.press('request.submit', { name: `Guest ${email.split('@')[0]}` }, email);
  const { message, card } = await stage.cast.approver.card(`Guest ${email.split('@')[0]}`, 'Approve');
  return { email, data: pressDataOf(card), cardId: message.id };
};

it('rules are the owner’s: nobody else’s press, chat or form sets them', async () => {
  const { cardId, data } = await openRules();
  const rule = { ...data, ...oneStep(['approver', 'approver2'], 2), automaticDomains: '' };
  for (const as of ['requester', 'approver', 'admin2', 'outsider'] as const) {
    for (const verb of ['app.rules', 'rules.preview', 'rules.set']) expect(wordsOf(await pressAs(as, verb, verb === 'app.rules' ? data : rule, cardId))).not.toMatch(/are decided so|Say it in words/);
  }
  for (const altered of [{ ...rule, who1: 'everybody' }, { ...rule, needed1: '-1' }, { ...rule, owner: true }, { ...rule, people1: { $ne: 1 } }]) expect(wordsOf(await pressAs('owner', 'rules.set', altered, cardId))).not.toContain('are decided so');
  expect(wordsOf(await pressAs('owner', 'rules.set', rule, cardId))).toContain('are decided so');
});

it('rows 14, 16, 20: the requester counts for nothing, one person counts once, an unknown version not at all', async () => {
  const { email, data, cardId } = await asked();
  const own = await stage.cast.requester.card(email);
  for (const id of [own.message.id, cardId]) expect(wordsOf(await pressAs('requester', 'request.decline', { ...data, decisionReason: 'x' }, id))).toMatch(/own request|another chat/i);
  for (const version of [99, 2]) await pressAs('approver', 'request.approve', { ...data, version }, cardId);
  await stage.cast.approver.press('request.approve', {}, `Guest ${email.split('@')[0]}`);
  await Promise.all(Array.from({ length: 6 }, () => pressAs('approver', 'request.approve', data, cardId)));
  await pressAs('approver', 'request.approve', { ...data, version: 2 }, cardId);
  await stage.cast.requester.card(email, /: yes \(/);
  expect(await invitationCalls(stage.sandbox, email)).toHaveLength(0);
  // One yes of two: the second person's answer decides, also on the card that was sent before the first.
  const { message, card } = await stage.cast.approver2.card(`Guest ${email.split('@')[0]}`, 'Decline');
  await pressAs('approver2', 'request.decline', { ...pressDataOf(card), decisionReason: 'no' }, message.id);
  await stage.cast.requester.card(email, /declined this request/);
  expect(wordsOf(await pressAs('approver', 'request.approve', data, cardId))).toMatch(/declined this/);
});

it('rows 15, 18: who is not asked decides nothing, nor does a card in another chat', async () => {
  const { email, data, cardId } = await asked();
  for (const as of ['owner', 'sponsor', 'admin2', 'outsider'] as const) await pressAs(as, 'request.approve', data, cardId);
  await pressAs('approver', 'request.approve', data, cardId, { conversation: { id: 'a:another-chat', conversationType: 'personal', tenantId: stage.attacker.tenantId } });
  await stage.sandbox.tenant({ enabled: { person: 'approver', enabled: false } });
  try {
    await pressAs('approver', 'request.approve', data, cardId);
  } finally {
    await stage.sandbox.tenant({ enabled: { person: 'approver', enabled: true } });
  }
  const { text } = await stage.cast.requester.card(email);
  expect(text).not.toMatch(/: yes/);
});

it('nobody chooses who decides before somebody has to, and then only who was asked to', async () => {
  const { email, data, cardId } = await asked();
  const chosen = { ...data, deciders: stage.attacker.oid('admin2') };
  for (const as of ['owner', 'admin2', 'approver', 'requester'] as const) await pressAs(as, 'deciders.choose', chosen, cardId);
  for (const person of ['approver', 'approver2']) await stage.sandbox.tenant({ enabled: { person, enabled: false } });
  await stage.sandbox.advance('PT6M');
  try {
    const task = await stage.cast.owner.card('Who decides about', `Guest ${email.split('@')[0]}`);
    const open = pressDataOf(task.card);
    for (const as of ['requester', 'sponsor', 'admin', 'helpdesk', 'outsider'] as const) await pressAs(as, 'deciders.choose', { ...open, deciders: [stage.attacker.oid('admin2'), stage.attacker.oid('admin')].join(',') }, task.message.id);
    for (const deciders of [stage.attacker.oid('requester'), stage.attacker.oid('outsider'), stage.attacker.oid('admin2'), 'x']) await pressAs('owner', 'deciders.choose', { ...open, deciders }, task.message.id);
    // Two have to agree, so one name is too few, and the requester and a guest are none.
    await eventually(async () => expect((await stage.cast.requester.card(email)).text).toContain('Nobody who was asked can decide any more'));
    await pressAs('owner', 'deciders.choose', { ...open, deciders: [stage.attacker.oid('admin2'), stage.attacker.oid('sponsor')].join(',') }, task.message.id);
    await stage.cast.sponsor.card(`Guest ${email.split('@')[0]}`, 'Approve');
  } finally {
    for (const person of ['approver', 'approver2']) await stage.sandbox.tenant({ enabled: { person, enabled: true } });
  }
});
