import { attackStage } from '../support/attackStage.ts';
import { type Reply } from '../support/attacker.ts';
import { answerOf } from '../support/cast.ts';
import { eventually } from '../support/eventually.ts';
import { type PersonKey } from '../support/control.ts';
import { aGuest, invitationCalls, aSubmittedRequest } from '../support/stories.ts';
import { textOf, type Card } from '../support/cardText.ts';

/** Who may do what with a well-signed press: rows 9, 12-18, 20-23 of the threat table. */
const stage = attackStage();

const aRequest = () => aSubmittedRequest(stage.cast);

const wordsOf = (reply: Reply): string => (typeof reply.body?.value === 'string' ? reply.body.value : textOf(reply.body?.value as Card) || JSON.stringify(reply.body?.value));

/** The request is as it was: nobody was invited and the approver may still decide. */
const stillOpen = async (email: string): Promise<void> => {
  await stage.cast.approver.card(email, /Approve/);
  expect(await invitationCalls(stage.sandbox, email)).toHaveLength(0);
};

const pressAs = (as: PersonKey, verb: string, data: Record<string, unknown>, cardId: string, extra: Record<string, unknown> = {}): Promise<Reply> =>
  stage.attacker.sendSigned(stage.attacker.press(as, verb, data, { replyToId: cardId, ...extra }));

describe('row 12: altered data', () => {
  it('changes nothing, whichever field is altered', async () => {
    const { email, data, cardId } = await aRequest();
    const other = await aRequest();
    const altered: Record<string, unknown>[] = [
      { ...data, requestId: '00000000-0000-4000-8000-000000000000' }, { ...data, requestId: "x' or 1=1 --" }, { ...data, requestId: { $ne: null } }, { ...data, requestId: [data.requestId] },
      { ...data, version: data.version + 1 }, { ...data, version: -1 }, { ...data, version: '1' }, { ...data, version: 1.5 }, { requestId: data.requestId }, {},
      { ...data, role: 'admin' }, { ...data, isOwner: true }, { ...data, actor: stage.attacker.oid('admin') },
    ];
    for (const one of altered) {
      const reply = await pressAs('approver', 'request.approve', one, cardId);
      expect(reply.status).toBe(200);
    }
    await stillOpen(email);
    await stillOpen(other.email);
  });
});

describe('row 13: verbs', () => {
  it.each(['request.approveAll', 'admin.approve', '', '__proto__', 'constructor', 'toString', 'request.approve '])('%p is no verb', async (verb) => {
    const { data, cardId } = await aRequest();
    const reply = await pressAs('approver', verb, data, cardId);
    expect(reply.status).toBe(200);
    expect(reply.body?.statusCode).toBeGreaterThanOrEqual(400);
  });

  it('a verb out of its state is refused', async () => {
    const { email, data, cardId } = await aRequest();
    for (const verb of ['request.finish', 'request.retry', 'access.end', 'sponsor.replace']) await pressAs('approver', verb, { ...data, ...(verb === 'sponsor.replace' ? { sponsor: stage.attacker.oid('admin') } : {}) }, cardId);
    await stillOpen(email);
  });
});

it('row 14: nobody decides their own request, not by any door', async () => {
  const { email, data, cardId } = await aRequest();
  for (const verb of ['request.approve', 'request.decline']) {
    const own = await stage.cast.owner.card(email);
    expect(wordsOf(await pressAs('owner', verb, verb === 'request.decline' ? { ...data, decisionReason: 'x' } : data, own.message.id))).toMatch(/own request/i);
    await pressAs('owner', verb, data, cardId);
  }
  await stillOpen(email);
});

it('row 15: a right lost after the card was sent is lost at the press', async () => {
  const { requester, owner } = stage.cast;
  const email = aGuest();
  await requester.say(`invite ${email} to Imaging until 31 March because he hands over`);
  await requester.press('request.submit', { name: 'Late Owner' }, email);
  await owner.card('Late Owner');
  await stage.sandbox.tenant({ owner: { op: 'remove', of: 'app', name: 'Imaging', person: 'owner' } });
  try {
    expect(answerOf(await owner.press('request.approve', {}, 'Late Owner'))).not.toMatch(/^approved/i);
    await requester.card('Late Owner', /waiting/i);
  } finally {
    await stage.sandbox.tenant({ owner: { op: 'add', of: 'app', name: 'Imaging', person: 'owner' } });
  }
  expect(await invitationCalls(stage.sandbox, email)).toHaveLength(0);
});

it('row 15: while the directory is down, nothing is decided', async () => {
  const { email } = await aRequest();
  await stage.sandbox.faults([{ to: 'graph', method: 'POST', path: '/v1.0/$batch*', times: 20, status: 503 }, { to: 'graph', method: 'GET', path: '/v1.0/*', times: 60, status: 503 }]);
  try {
    await stage.cast.approver.press('request.approve', {}, email);
  } finally {
    await stage.sandbox.clearFaults();
  }
  await stillOpen(email);
});

it('rows 9, 16: one press sent ten times has one effect and equal answers', async () => {
  const { email, data, cardId } = await aRequest();
  const press = stage.attacker.press('approver', 'request.approve', data, { replyToId: cardId });
  const replies = await Promise.all(Array.from({ length: 10 }, () => stage.attacker.sendSigned(press)));
  expect(replies.map((reply) => [reply.status, reply.body?.statusCode])).toEqual(replies.map(() => [200, 200]));
  expect(new Set(replies.map((reply) => wordsOf(reply).includes('Approve\n'))).size).toBe(1);
  await eventually(async () => expect(await invitationCalls(stage.sandbox, email)).toHaveLength(1), 20_000);
  await new Promise((done) => setTimeout(done, 1_500));
  expect(await invitationCalls(stage.sandbox, email)).toHaveLength(1);
});

it('row 9: a message delivered ten times is answered once', async () => {
  const before = (await stage.cast.sponsor.messages()).length;
  const message = stage.attacker.activity('sponsor', { text: 'help' });
  await Promise.all(Array.from({ length: 10 }, () => stage.attacker.sendSigned(message)));
  await new Promise((done) => setTimeout(done, 1_000));
  expect((await stage.cast.sponsor.messages()).length - before).toBe(1);
});

it('row 9: one form makes one request', async () => {
  const email = aGuest();
  await stage.cast.owner.say(`invite ${email} to Imaging until 31 March because twice`);
  const { message, card } = await stage.cast.owner.card(email);
  const draftId = /"draftId":"([^"]+)"/.exec(JSON.stringify(card))?.[1];
  const app = /"id":"app"[^}]*"value":"([^"]+)"|"value":"([^"]+)"[^}]*"id":"app"/.exec(JSON.stringify(card));
  const inputs = { email, name: 'Twice Asked', app: app?.[1] ?? app?.[2] ?? 'Imaging', sponsor: stage.attacker.oid('sponsor'), until: '2027-03-31', reason: 'twice', language: 'en' };
  const press = stage.attacker.press('owner', 'request.submit', { draftId, ...inputs }, { replyToId: message.id });
  await Promise.all(Array.from({ length: 10 }, () => stage.attacker.sendSigned(press)));
  await stage.cast.approver.card('Twice Asked');
  const cards = (await stage.cast.approver.messages()).filter((one) => textOf(one.card).includes('Twice Asked'));
  expect(cards).toHaveLength(1);
});

describe('row 18: people who have no business here', () => {
  it.each<[string, PersonKey, Record<string, unknown>]>([
    ['a guest', 'outsider', {}],
    ['an uninvolved member', 'helpdesk', {}],
    ['an administrator without a part', 'admin', {}],
    ['the sponsor', 'sponsor', {}],
    ['somebody without an object id', 'approver', { from: { id: '29:x', name: 'Bot' } }],
    ['a bot', 'approver', { from: { id: '28:other-bot', name: 'Bot', role: 'bot' } }],
    ['an unknown object id', 'approver', { from: { id: '29:99999999-0000-4000-8000-000000000001', aadObjectId: '99999999-0000-4000-8000-000000000001' } }],
  ])('%s presses and changes nothing', async (_, as, extra) => {
    const { email, data, cardId } = await aRequest();
    for (const verb of ['request.approve', 'request.decline', 'request.withdraw', 'access.end']) {
      const reply = await pressAs(as, verb, { ...data, decisionReason: 'x' }, cardId, extra);
      expect(reply.status).toBeLessThan(500);
    }
    await stillOpen(email);
  });
});

it('row 20: a press on an old card shows how things stand and has no effect', async () => {
  const { email, data, cardId } = await aRequest();
  await stage.cast.approver.press('request.decline', { decisionReason: 'not now' }, email);
  await stage.sandbox.tenant({ consent: { person: 'approver2', given: true } });
  // Signs in silently; until then the press is answered by a login request.
  await stage.cast.approver2.say('share');
  const { message } = await stage.cast.approver2.card(email);
  const late = await eventually(async () => {
    const reply = await pressAs('approver2', 'request.approve', data, message.id);
    expect(reply.body?.statusCode).toBe(200);
    return reply;
  });
  expect(wordsOf(late)).toMatch(/declined/i);
  expect(wordsOf(late)).toContain('Boris');
  expect((await pressAs('approver', 'request.approve', data, cardId)).body?.statusCode).toBe(200);
  expect(await invitationCalls(stage.sandbox, email)).toHaveLength(0);
});

it('row 21: a card copied into another chat does nothing there', async () => {
  const { email, data, cardId } = await aRequest();
  for (const conversation of [{ id: '19:meeting@thread.v2', conversationType: 'groupChat', tenantId: stage.attacker.tenantId }, { id: `a:${stage.attacker.oid('helpdesk')}`, conversationType: 'personal', tenantId: stage.attacker.tenantId }]) {
    const reply = await pressAs('approver', 'request.approve', data, cardId, { conversation });
    expect(reply.status).toBeLessThan(500);
  }
  await stillOpen(email);
});

it('row 23: nothing is written in the name of the app alone, but what a person decided', async () => {
  const { email } = await aRequest();
  await stage.cast.approver.press('request.approve', {}, email);
  await eventually(async () => expect(await invitationCalls(stage.sandbox, email)).toHaveLength(1), 20_000);
  const appOnly = (await stage.sandbox.journal()).filter((entry) => entry.to === 'graph' && entry.onBehalfOf === null && entry.method !== 'GET');
  expect(appOnly.map((entry) => `${entry.method} ${entry.path.split('?')[0]}`).filter((call) => !/^POST \/v1\.0\/(\$batch|subscriptions)$/.test(call))).toEqual([]);
  const batched = appOnly.filter((entry) => entry.path.startsWith('/v1.0/$batch')).flatMap((entry) => (entry.body as { requests: { method: string }[] }).requests.map((one) => one.method));
  expect(batched.filter((method) => method !== 'GET')).toEqual([]);
});
