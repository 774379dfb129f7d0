import { attackStage } from '../support/attackStage.ts';
import { answerOf } from '../support/cast.ts';
import { eventually } from '../support/eventually.ts';
import { textOf, verbsOf, type Card } from '../support/cardText.ts';
import { aGuest, aSubmittedRequest, invitationCalls, ownerAsks } from '../support/stories.ts';

/** Deciding in another's place, by people who were never asked to: rows 12, 14, 15, 18, 21 for stand-ins. */
const stage = attackStage();
const wordsOf = (reply: { body?: { value?: unknown } | undefined }): string => (typeof reply.body?.value === 'string' ? reply.body.value : textOf(reply.body?.value as Card) || JSON.stringify(reply.body));

/** Boris lets Dana decide; the id of the delegation as his own card carries it. */
const delegated = async (): Promise<string> => {
  await stage.cast.approver.say('delegate to Dana until 12 April');
  const { card } = await stage.cast.approver.card(/Dana .*decides for you/);
  return /"delegationId":"([^"]+)"/.exec(JSON.stringify(card))?.[1] ?? '';
};

it('row 18: nobody ends or uses a delegation of others, whatever the data says', async () => {
  const delegationId = await delegated();
  const { email, data, cardId } = await aSubmittedRequest(stage.cast);
  const asked = await stage.cast.sponsor.card(email, /You decide for Boris/);
  for (const as of ['requester', 'owner', 'sponsor', 'outsider'] as const) {
    const reply = await stage.attacker.sendSigned(stage.attacker.press(as, 'delegation.end', { delegationId }, {}));
    expect(wordsOf(reply)).not.toMatch(/Nobody decides for you\n/);
  }
  for (const as of ['requester', 'outsider', 'helpdesk'] as const) await stage.attacker.sendSigned(stage.attacker.press(as, 'request.approve', data, { replyToId: cardId }));
  // A stand-in's card pressed from a copy in another chat.
  await stage.attacker.sendSigned(stage.attacker.press('requester', 'request.approve', data, { replyToId: asked.message.id }));
  expect(await invitationCalls(stage.sandbox, email)).toHaveLength(0);
  expect(verbsOf((await stage.cast.sponsor.card(email, /You decide for Boris/)).card)).toContain('request.approve');
});

it('row 14: a delegation makes nobody decide their own request', async () => {
  await stage.cast.approver.say('delegate to ada@hospital.example until 12 April');
  await stage.cast.approver.card(/Ada .*decides for you/);
  const email = aGuest();
  await ownerAsks(stage.cast, email);
  const { data, own } = await eventually(async () => {
    const { card } = await stage.cast.approver.card(email, /Approve/);
    return { data: JSON.parse(/\{"requestId":"[^"]+","version":\d+\}/.exec(JSON.stringify(card))?.[0] ?? '{}') as Record<string, unknown>, own: await stage.cast.owner.card(email) };
  });
  expect(wordsOf(await stage.attacker.sendSigned(stage.attacker.press('owner', 'request.approve', data, { replyToId: own.message.id })))).toMatch(/own request/i);
  expect(await invitationCalls(stage.sandbox, email)).toHaveLength(0);
});

it('row 15: a stand-in counts for nothing once the absent person is no insider', async () => {
  await delegated();
  const { email } = await aSubmittedRequest(stage.cast);
  await stage.cast.sponsor.card(email, /You decide for Boris/);
  await stage.sandbox.tenant({ enabled: { person: 'approver', enabled: false } });
  try {
    expect(answerOf(await stage.cast.sponsor.press('request.approve', {}, email))).toMatch(/do not decide/i);
  } finally {
    await stage.sandbox.tenant({ enabled: { person: 'approver', enabled: true } });
  }
  expect(await invitationCalls(stage.sandbox, email)).toHaveLength(0);
});

it('forged forms delegate nothing: guests, oneself, made-up people, other shapes', async () => {
  const oid = stage.attacker.oid;
  for (const to of [oid('outsider'), oid('approver2'), '00000000-0000-4000-8000-00000000dead', "x' or 1=1 --"]) {
    const reply = await stage.attacker.sendSigned(stage.attacker.press('approver2', 'delegation.make', { to, from: '2026-11-22', until: '2099-01-01' }, {}));
    expect(wordsOf(reply)).not.toMatch(/decides for you until/);
  }
  for (const data of [{ to: ['x'], from: '2026-11-22', until: '2026-12-01' }, { to: oid('sponsor') }, { to: oid('sponsor'), from: '2026-11-22', until: '2026-12-01', by: oid('approver') }]) {
    const reply = await stage.attacker.sendSigned(stage.attacker.press('approver2', 'delegation.make', data, {}));
    expect(wordsOf(reply)).not.toMatch(/decides for you until/);
  }
  await stage.cast.approver2.say('delegate');
  expect(verbsOf((await stage.cast.approver2.card(/Who decides for you/)).card)).toEqual(['delegation.make']);
});
