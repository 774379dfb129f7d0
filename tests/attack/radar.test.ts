import { tenantId } from '../../sandbox/seed.ts';
import { attackStage } from '../support/attackStage.ts';
import { type Reply } from '../support/attacker.ts';
import { pressDataOf, textOf, type Card } from '../support/cardText.ts';
import { type PersonKey } from '../support/control.ts';
import { eventually } from '../support/eventually.ts';
import { aGuest, mailArrives, membershipBecomes, ownerAsksApproverApproves } from '../support/stories.ts';

/** The radar against people who mean it no good: rows 12-20 for its verbs, and row 36 (who exists is nobody's business). */
const stage = attackStage();
const praxisNord = 'b0a00000-0000-4000-8000-000000000001';

const invite = async (): Promise<{ email: string; name: string; data: { requestId: string; version: number }; cardId: string }> => {
  const email = aGuest();
  await ownerAsksApproverApproves(stage.cast, email);
  await mailArrives(stage.sandbox, email);
  await membershipBecomes(stage.sandbox, email, 'in');
  const name = `Guest ${email.split('@')[0] ?? ''}`;
  const { card, message } = await stage.cast.approver.card(name, /invited|access/i);
  return { email, name, data: pressDataOf(card), cardId: message.id };
};
const wordsOf = (reply: Reply): string => (typeof reply.body?.value === 'string' ? reply.body.value : textOf(reply.body?.value as Card) || JSON.stringify(reply.body?.value));
const pressAs = (as: PersonKey, verb: string, data: Record<string, unknown>, cardId: string): Promise<Reply> => stage.attacker.sendSigned(stage.attacker.press(as, verb, data, { replyToId: cardId }));

it('a further mail goes out for nobody without the right, and not for an altered, old or repeated press', async () => {
  const { email, name, cardId } = await invite();
  const fresh = async () => pressDataOf((await stage.cast.owner.card(name, /invited/i)).card);
  const data = await fresh();
  for (const who of ['requester', 'owner', 'sponsor', 'helpdesk', 'outsider', 'unreachable'] as const) {
    expect(wordsOf(await pressAs(who, 'invitation.resend', data, cardId))).not.toMatch(/being sent once more/);
  }
  for (const altered of [{ ...data, version: data.version - 1 }, { ...data, version: data.version + 1 }, { ...data, email: 'thief@praxis.example' }, { ...data, requestId: 'x' }, { requestId: data.requestId }]) {
    expect(wordsOf(await pressAs('approver', 'invitation.resend', altered, cardId))).not.toMatch(/being sent once more/);
  }
  expect(await stage.sandbox.mails(email)).toHaveLength(1);
  await Promise.all([1, 2, 3, 4].map(() => pressAs('approver', 'invitation.resend', data, cardId)));
  await eventually(async () => expect((await stage.sandbox.mails(email)).length).toBe(2), 15_000);
  await pressAs('approver', 'invitation.resend', data, cardId);
  await new Promise((done) => setTimeout(done, 1_500));
  expect(await stage.sandbox.mails(email)).toHaveLength(2);
}, 90_000);

it('only the sponsor and an owner say that an account is right', async () => {
  const { email, name } = await invite();
  await stage.sandbox.redeem(email);
  await stage.cast.sponsor.card(name, /redeemed/i);
  await stage.sandbox.guestSignsIn(email, { homeTenantId: praxisNord });
  await stage.sandbox.advance('PT16M');
  const { card, message } = await stage.cast.sponsor.card(name, /Is this really the account/);
  const data = pressDataOf(card);
  for (const who of ['approver', 'approver2', 'requester', 'helpdesk', 'outsider'] as const) await pressAs(who, 'account.confirm', data, message.id);
  await pressAs('sponsor', 'account.confirm', { ...data, version: data.version - 1 }, message.id);
  // The card of one person, pressed from another's chat.
  const elsewhere = stage.attacker.press('sponsor', 'account.confirm', data, { replyToId: message.id, conversation: { id: `a:${stage.attacker.oid('approver2')}`, conversationType: 'personal', tenantId } });
  await stage.attacker.sendSigned(elsewhere);
  await stage.cast.owner.card(name, /Is this really the account/);
  expect(wordsOf(await pressAs('sponsor', 'account.confirm', data, message.id))).not.toMatch(/Is this really/);
}, 90_000);

it('only the sponsor and an owner ask for a reset, once, and the act stays with whoever holds the role', async () => {
  const { email, name } = await invite();
  await stage.sandbox.redeem(email);
  await stage.cast.sponsor.card(name, /redeemed/i);
  await stage.sandbox.guestSignsIn(email, { homeTenantId: praxisNord });
  await stage.sandbox.advance('PT16M');
  const { card, message } = await stage.cast.sponsor.card(name, /Is this really the account/);
  const data = pressDataOf(card);
  for (const who of ['approver', 'approver2', 'requester', 'outsider'] as const) expect(wordsOf(await pressAs(who, 'account.askReset', data, message.id))).not.toMatch(/to reset it/);
  const elsewhere = stage.attacker.press('sponsor', 'account.askReset', data, { replyToId: message.id, conversation: { id: `a:${stage.attacker.oid('approver2')}`, conversationType: 'personal', tenantId } });
  expect(wordsOf(await stage.attacker.sendSigned(elsewhere))).not.toMatch(/to reset it/);
  // Whom to ask is read from the directory, never from the card.
  for (const altered of [{ ...data, version: data.version - 1 }, { ...data, of: [stage.attacker.oid('approver2')] }]) expect(wordsOf(await pressAs('sponsor', 'account.askReset', altered, message.id))).not.toMatch(/to reset it/);
  await Promise.all([1, 2, 3].map(() => pressAs('sponsor', 'account.askReset', data, message.id)));
  const task = await stage.cast.helpdesk.card(name, /asks you to reset/);
  await stage.cast.sponsor.card(name, /You asked .*Iris Novak.* to reset it/);
  expect((await stage.cast.helpdesk.messages()).filter((one) => one.card !== undefined && textOf(one.card).includes(name))).toHaveLength(1);
  // The task in other hands opens nothing.
  const open = { ...pressDataOf(task.card), kind: 'invitation.reset' };
  for (const who of ['sponsor', 'owner', 'approver', 'outsider'] as const) expect(JSON.stringify((await pressAs(who, 'stepUp.open', open, task.message.id)).body?.value ?? '')).not.toContain('/step-up/');
}, 90_000);

it('row 36: what exists, what does not and what is not theirs sound the same', async () => {
  const { email, data, cardId } = await invite();
  const forged = { requestId: '00000000-0000-4000-8000-000000000000' };
  for (const who of ['approver2', 'approver'] as const) {
    for (const verb of ['guest.why', 'request.again']) {
      const own = wordsOf(await pressAs(who, verb, { requestId: data.requestId }, cardId));
      expect(own).toMatch(/nothing to tell you/);
      expect(wordsOf(await pressAs(who, verb, forged, cardId))).toBe(own);
    }
  }
  const said: string[] = [];
  for (const about of [email, 'nobody@clinic.example', 'eve@praxis.example', 'dana@hospital.example', 'Guest', '%', "x' or '1'='1"]) {
    await stage.cast.approver2.say(`why ${about}`);
    said.push((await stage.cast.approver2.card(/nothing to tell you/)).text);
  }
  expect(new Set(said).size).toBe(1);
  expect(said[0]).not.toContain(email);
  // Guests and people of other tenants learn nothing at all.
  expect(wordsOf(await pressAs('outsider', 'guest.why', { requestId: data.requestId }, cardId))).toMatch(/for members of this organisation/);
}, 90_000);
