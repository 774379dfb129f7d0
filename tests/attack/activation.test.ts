import { attackStage } from '../support/attackStage.ts';
import { pressDataOf, textOf, type Card } from '../support/cardText.ts';
import { aSubmittedRequest, invitationCalls } from '../support/stories.ts';

/** A Continue button names a press; it gives nobody a right: rows 12, 15, 18 for roles that have to be activated. */
const stage = attackStage();
const wordsOf = (reply: { body?: { value?: unknown } | undefined }): string => (typeof reply.body?.value === 'string' ? reply.body.value : textOf(reply.body?.value as Card) || JSON.stringify(reply.body));
const role = (person: string, held: boolean) => stage.sandbox.tenant({ role: { person, name: 'Guest Inviter', held } });

it('is refused to others, in another chat, without the role, with an old version, and with more in its data', async () => {
  const { sandbox, attacker, cast } = stage;
  const { email, cardId } = await aSubmittedRequest(cast);
  await role('approver', false);
  await role('approver2', false);
  await sandbox.tenant({ eligible: { person: 'approver', name: 'Guest Inviter', held: true } });
  expect(textOf(((await cast.approver.press('request.approve', {}, email)) as { card?: Card }).card)).toContain('Activate your role');
  const { card, message } = await cast.approver.card(/Activate your role/);
  const data = pressDataOf(card);
  expect(message.id).toBe(cardId);

  const press = (as: Parameters<typeof attacker.press>[0], sent: Record<string, unknown> = data) => attacker.sendSigned(attacker.press(as, 'request.approve', sent, { replyToId: cardId }));
  expect(wordsOf(await press('approver'))).toContain('Activate your role');
  for (const as of ['requester', 'owner', 'sponsor', 'helpdesk', 'admin', 'outsider'] as const) expect(wordsOf(await press(as))).not.toMatch(/Activate your role|invitation is on its way/i);
  for (const more of [{ role: 'guestInviter' }, { activation: { role: 'guestInviter' } }, { roleIds: ['95e79109-95c0-4d8e-aee3-d01accf2d47b'] }]) expect(wordsOf(await press('approver', { ...data, ...more }))).not.toContain(email);
  expect(await invitationCalls(sandbox, email)).toEqual([]);

  // Eligible is not active: what somebody else activates is of no use either.
  await role('sponsor', true);
  await press('sponsor');
  expect(await invitationCalls(sandbox, email)).toEqual([]);
  await role('approver', true);
  expect(wordsOf(await press('approver', { ...data, version: data.version + 5 }))).not.toMatch(/on its way/i);
  expect(await invitationCalls(sandbox, email)).toEqual([]);
});
