import { pressDataOf } from '../support/cardText.ts';
import { attackStage } from '../support/attackStage.ts';
import { eventually } from '../support/eventually.ts';
import { aGuest, invitationCalls, mailArrives, membershipBecomes, ownerAsks } from '../support/stories.ts';

/** Sign-in and tokens of people: rows 22, 24 and 26 of the threat table. */
const stage = attackStage();

/** The token Teams gives a client for one person. */
const singleSignOn = (as: 'approver' | 'approver2' | 'admin'): Promise<string> =>
  stage.attacker.keys.entra.sign({
    iss: `https://localhost:${stage.sandbox.ports.GRAPH}/${stage.attacker.tenantId}/v2.0`, aud: stage.attacker.peopleAppId, azp: '5e3ce6c0-2b1f-4285-8d4b-75ee78787346', scp: 'access_as_user', ver: '2.0',
    oid: stage.attacker.oid(as), tid: stage.attacker.tenantId, sub: stage.attacker.oid(as), name: as, preferred_username: as, iat: stage.attacker.now(), nbf: stage.attacker.now() - 5, exp: stage.attacker.now() + 600,
  });

it('row 22: the token of one person does not carry the press of another', async () => {
  const email = aGuest();
  await ownerAsks(stage.cast, email);
  const { message, card } = await stage.cast.approver2.card(email);
  const data = pressDataOf(card);
  const asked = await stage.attacker.sendSigned(stage.attacker.press('approver2', 'request.approve', data, { replyToId: message.id }));
  expect(asked.body?.statusCode).toBe(401);
  const login = asked.body?.value as { tokenExchangeResource?: { id: string }; connectionName?: string };
  const stolen = await stage.attacker.sendSigned(stage.attacker.activity('approver2', {
    type: 'invoke', name: 'adaptiveCard/action', replyToId: message.id,
    value: { action: { type: 'Action.Execute', verb: 'request.approve', data }, trigger: 'manual', authentication: { id: login.tokenExchangeResource?.id ?? 'x', connectionName: login.connectionName ?? 'people', token: await singleSignOn('approver') } },
  }));
  expect([401, 412]).toContain(stolen.body?.statusCode);
  await stage.cast.approver.card(email, /Approve/);
  expect(await invitationCalls(stage.sandbox, email)).toHaveLength(0);
});

it('row 24: two people answer the same prompt, and each is signed in for themselves', async () => {
  const exchange = async (as: 'approver' | 'admin') =>
    stage.attacker.sendSigned(stage.attacker.activity(as, { type: 'invoke', name: 'signin/tokenExchange', value: { id: 'one-prompt', connectionName: 'people', token: await singleSignOn(as) } }));
  const [first, second] = await Promise.all([exchange('approver'), exchange('admin')]);
  for (const reply of [first, second]) expect(reply.status).toBe(200);
  const exchanges = (await stage.sandbox.journal()).filter((entry) => entry.to === 'tokens' && entry.path.includes('exchange') && entry.status === 200);
  expect(new Set(exchanges.map((entry) => /userId=([^&]+)/.exec(decodeURIComponent(entry.path))?.[1])).size).toBeGreaterThanOrEqual(2);
  const again = await Promise.all([exchange('approver'), exchange('approver')]);
  for (const reply of again) expect(reply.status).toBe(200);
});

it('row 26: a claims challenge drops the token, asks the person once, and the act goes on', async () => {
  const email = aGuest();
  await ownerAsks(stage.cast, email);
  const challenge = Buffer.from(JSON.stringify({ access_token: { nbf: { essential: true, value: '1' } } })).toString('base64');
  await stage.sandbox.faults({ to: 'graph', method: 'POST', path: '/v1.0/invitations', times: 1, status: 401, headers: { 'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${challenge}"` }, body: { error: { code: 'InvalidAuthenticationToken', message: 'Continuous access evaluation resulted in challenge' } } });
  await stage.cast.approver.press('request.approve', {}, email);
  const task = await stage.cast.approver.card(email, /Retry/);
  expect(task.text).toMatch(/sign/i);
  expect((await stage.sandbox.journal()).filter((entry) => entry.to === 'tokens' && entry.path.includes('SignOut')).length).toBeGreaterThan(0);
  const outcome = await stage.cast.approver.press('request.retry', {}, email);
  if (outcome.kind === 'signIn') await stage.sandbox.signIn('approver');
  await mailArrives(stage.sandbox, email);
  await membershipBecomes(stage.sandbox, email, 'in');
  expect((await invitationCalls(stage.sandbox, email)).filter((call) => call.status === 201)).toHaveLength(1);
});

it('an assertion of another audience, tenant or issuer is never exchanged', async () => {
  const shapes = [{ aud: stage.attacker.botAppId }, { tid: '99999999-0000-4000-8000-000000000000' }, { iss: 'https://sts.windows.net/x/' }, { exp: stage.attacker.now() - 4_000 }, { oid: stage.attacker.oid('owner') }, { scp: undefined, roles: ['x'] }];
  const before = (await stage.sandbox.journal()).filter((entry) => entry.to === 'tokens' && entry.path.includes('exchange')).length;
  for (const shape of shapes) {
    const good = JSON.parse(Buffer.from((await singleSignOn('approver')).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
    const token = await stage.attacker.keys.entra.sign({ ...good, ...shape });
    const reply = await stage.attacker.sendSigned(stage.attacker.activity('approver', { type: 'invoke', name: 'signin/tokenExchange', value: { id: `shape-${JSON.stringify(Object.keys(shape))}`, connectionName: 'people', token } }));
    expect(reply.status).toBe(412); // what tells a client that the exchange failed
  }
  expect((await stage.sandbox.journal()).filter((entry) => entry.to === 'tokens' && entry.path.includes('exchange')).length).toBe(before);
});

it('sign out takes the token away', async () => {
  await stage.cast.approver.say('sign out');
  await eventually(async () => {
    const signedOut = (await stage.sandbox.journal()).filter((entry) => entry.to === 'tokens' && entry.path.includes('SignOut') && entry.path.includes(stage.attacker.oid('approver')));
    expect(signedOut.length).toBeGreaterThan(0);
  });
});
