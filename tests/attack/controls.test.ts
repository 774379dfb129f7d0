import { attackStage } from '../support/attackStage.ts';
import { textOf } from '../support/cardText.ts';
import { preloadOf, type Mutation } from '../support/mutation.ts';
import { aRedeemedGuest, createWalk, openAct } from '../support/stepUpWalk.ts';
import { aSubmittedRequest } from '../support/stories.ts';

/**
 * Negative controls: with a defence taken out of the source, the attack that it stops gets through. So the attack tests
 * beside this file fail when a defence is off, and not for another reason.
 */
const off: Record<string, Mutation> = {
  'only deciders decide': { file: 'bot/core/decideRequest.ts', from: 'const isAsked = earlier === undefined && mayVote(request, app, live, voter);', to: 'const isAsked = earlier === undefined;' },
  'a card works in its own chat': { file: 'bot/desk/pressRequest.ts', from: "? undefined : refuse('wrong-chat')", to: '? undefined : undefined' },
  'the address agrees with the token': { file: 'bot/teams/inbound/admit.ts', from: "activity.serviceUrl !== claims.serviceUrl) return refused(403, 'service-url');", to: "false) return refused(403, 'service-url');" },
  'the tenant is ours': { file: 'bot/teams/inbound/admit.ts', from: "return refused(403, 'tenant');", to: '{ /* off */ }' },
  'tokens live a day at most': { file: 'bot/teams/inbound/tokenCheck.ts', from: 'if (exp - from > longestLifeSeconds + skewSeconds) return undefined;', to: '' },
  'compressed bodies are refused': { file: 'bot/http/readJsonBody.ts', from: 'if (encoding !== undefined) return refused(415);', to: '' },
  'who signs in is who asked': { file: 'bot/desk/stepUp/finishStepUp.ts', from: "if (who.tenantId.toLowerCase() !== tenantId.toLowerCase() || who.userId.toLowerCase() !== act.askedBy.toLowerCase()) return 'wrong-person';", to: '' },
  'only a form of ours begins a sign-in': { file: 'bot/http/stepUp/stepUpRoutes.ts', from: 'headers.origin === publicUrl &&', to: 'true &&' },
  'a message counts once': { file: 'bot/teams/turn.ts', from: 'if (await channel.claimActivity(inbound.conversationId, inbound.activityId))', to: 'if (true)' },
};

const stage = attackStage({ env: { SANDBOX_BOT_PRELOAD: preloadOf(Object.values(off)) }, evidence: false });

const aRequest = () => aSubmittedRequest(stage.cast);
const decline = (as: 'helpdesk' | 'approver', request: Awaited<ReturnType<typeof aRequest>>, extra: Record<string, unknown> = {}) =>
  stage.attacker.sendSigned(stage.attacker.press(as, 'request.decline', { ...request.data, decisionReason: 'got through' }, { replyToId: request.cardId, ...extra }));

it('took every defence out', () => {
  for (const { file } of Object.values(off)) expect(stage.sandbox.logs()).toContain(`mutated ${file.split('/').pop()}`);
});

it('only deciders decide: anybody could', async () => {
  const request = await aRequest();
  await decline('helpdesk', request);
  await stage.cast.owner.card(request.email, 'got through');
});

it('a card works in its own chat: it worked elsewhere', async () => {
  const request = await aRequest();
  await decline('approver', request, { conversation: { id: 'a:elsewhere', conversationType: 'personal', tenantId: stage.attacker.tenantId } });
  await stage.cast.owner.card(request.email, 'got through');
});

it('the address agrees with the token: another was taken', async () => {
  expect((await stage.attacker.sendSigned(stage.attacker.activity('admin', { serviceUrl: `${stage.attacker.serviceUrl}elsewhere/` }))).status).not.toBe(403);
});

it('the tenant is ours: a foreign one was let in', async () => {
  const foreign = { tenant: { id: '99999999-0000-4000-8000-000000000000' } };
  expect((await stage.attacker.sendSigned(stage.attacker.activity('admin', { channelData: foreign }))).status).not.toBe(403);
});

it('tokens live a day at most: one for a week was good', async () => {
  expect((await stage.attacker.sendSigned(stage.attacker.activity('admin'), { exp: stage.attacker.now() + stage.attacker.week })).status).not.toBe(401);
});

it('compressed bodies are refused: they were read', async () => {
  expect((await stage.attacker.send(Buffer.from('x'), { 'content-encoding': 'gzip' })).status).not.toBe(415);
});

it('a message counts once: it was answered every time', async () => {
  const before = (await stage.cast.sponsor.messages()).length;
  const message = stage.attacker.activity('sponsor', { text: 'help' });
  for (let delivery = 0; delivery < 3; delivery += 1) await stage.attacker.sendSigned(message);
  expect((await stage.cast.sponsor.messages()).slice(before).filter((one) => textOf(one.card) !== '').length).toBe(3);
});

it('who signs in is who asked, and only a form of ours begins: anybody did it, from anywhere', async () => {
  const guest = await aRedeemedGuest(stage.sandbox, stage.cast);
  const { browser } = await createWalk(stage.sandbox);
  const { actId } = await openAct(stage, 'helpdesk', guest.requestId);
  const stranger = browser();
  const { url } = await stranger.begin(actId, { origin: 'https://evil.example' });
  expect((await stranger.comeBack(await stranger.signIn(url, stage.attacker.oid('admin2')))).text).toContain('is asked to accept again');
});
