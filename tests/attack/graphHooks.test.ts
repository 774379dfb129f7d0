import { attackStage } from '../support/attackStage.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '../support/eventually.ts';
import { aGuest, membershipBecomes, ownerAsksApproverApproves } from '../support/stories.ts';

/** Change notifications: rows 39-44 of the threat table, as far as the main job needs them. */
const stage = attackStage();

const route = '/api/graph/notifications';
const invitedGuest = async (): Promise<{ email: string; id: string }> => {
  const email = aGuest();
  await ownerAsksApproverApproves(stage.cast, email);
  const guest = await membershipBecomes(stage.sandbox, email, 'in');
  return { email, id: guest?.id ?? '' };
};
/** As Graph itself keeps it: the journal shows no client state. */
const heldSubscription = (): { id: string; clientState: string } => {
  const { subscriptions } = JSON.parse(readFileSync(path.join(stage.sandbox.dataDir, 'tenant.json'), 'utf8')) as { subscriptions: { id: string; clientState: string }[] };
  const held = subscriptions.at(-1);
  if (held === undefined) throw new Error('There is no subscription.');
  return held;
};
const reads = async (id: string): Promise<number> => (await stage.sandbox.journal()).filter((entry) => entry.to === 'graph' && JSON.stringify([entry.path, entry.body]).includes(id)).length;

it('row 39: a forged notification is answered like any other and has no effect', async () => {
  const { id } = await invitedGuest();
  const { id: subscriptionId, clientState } = heldSubscription();
  expect(clientState.length).toBeGreaterThanOrEqual(43); // 32 random bytes
  const item = { subscriptionId, clientState, changeType: 'updated', tenantId: stage.attacker.tenantId, resource: `users/${id}`, subscriptionExpirationDateTime: '2027-01-01T00:00:00Z', resourceData: { '@odata.type': '#Microsoft.Graph.User', '@odata.id': `Users/${id}`, id } };
  const before = await reads(id);
  const forged = [{ ...item, clientState: 'wrong' }, { ...item, clientState: undefined }, { ...item, clientState: `${clientState}x` }, { ...item, subscriptionId: '00000000-0000-4000-8000-000000000000' }, { ...item, tenantId: '99999999-0000-4000-8000-000000000000' }, { ...item, resource: '../../me', resourceData: { id: '../../me' } }];
  for (const one of forged) {
    const reply = await stage.attacker.send({ value: [one] }, {}, route);
    expect([202, 400]).toContain(reply.status);
    expect(reply.text).not.toContain(clientState);
  }
  await new Promise((done) => setTimeout(done, 2_500));
  expect(await reads(id)).toBe(before);

  // The true one is only a hint: Graph is asked, and says that nothing was redeemed.
  expect((await stage.attacker.send({ value: [item] }, {}, route)).status).toBe(202);
  await eventually(async () => expect(await reads(id)).toBeGreaterThan(before));
  await stage.cast.owner.card(/invited/i);
  expect((await stage.cast.sponsor.messages()).some((message) => JSON.stringify(message.card ?? {}).includes(id))).toBe(false);
});

it('row 40: resource data in a notification is never believed', async () => {
  const { id, email } = await invitedGuest();
  const { id: subscriptionId, clientState } = heldSubscription();
  await stage.attacker.send({ value: [{ subscriptionId, clientState, changeType: 'updated', tenantId: stage.attacker.tenantId, resource: `users/${id}`, resourceData: { id, externalUserState: 'Accepted' }, encryptedContent: { data: 'x', dataKey: 'y', dataSignature: 'z' } }], validationTokens: ['eyJhbGciOiJub25lIn0.e30.'] }, {}, route);
  await new Promise((done) => setTimeout(done, 2_500));
  expect((await stage.cast.owner.card(email)).text).not.toMatch(/redeemed the/i);
});

it.each<[string, Record<string, unknown>]>([
  ['doubled', { double: true }],
  ['late', { delayMs: 3_000 }],
  ['out of order', { reorder: true }],
])('a notification that comes %s tells the sponsor once', async (_, fault) => {
  const { email } = await invitedGuest();
  await stage.sandbox.faults({ to: 'notifications', times: 2, ...fault });
  await stage.sandbox.redeem(email);
  const name = email.split('@')[0] ?? '';
  await stage.cast.sponsor.card(name, /redeemed/i);
  await new Promise((done) => setTimeout(done, 4_000));
  await stage.sandbox.clearFaults();
  expect((await stage.cast.sponsor.messages()).filter((message) => JSON.stringify(message.card ?? {}).includes(name))).toHaveLength(1);
});

it('a notification that never comes is found by the sweep', async () => {
  const { email } = await invitedGuest();
  await stage.sandbox.faults({ to: 'notifications', times: 10, lose: true });
  await stage.sandbox.redeem(email);
  await new Promise((done) => setTimeout(done, 2_000));
  await stage.sandbox.clearFaults();
  await stage.sandbox.advance('PT15M');
  await stage.cast.sponsor.card(email.split('@')[0] ?? '', /redeemed/i);
});

it('a week without notifications: the subscription is renewed and every redemption is noticed once', async () => {
  const { email } = await invitedGuest();
  await stage.sandbox.faults({ to: 'notifications', times: 10, lose: true });
  await stage.sandbox.redeem(email);
  await stage.sandbox.clearFaults();
  await stage.sandbox.advance('P8D');
  const name = email.split('@')[0] ?? '';
  await stage.cast.sponsor.card(name, /redeemed/i);
  await stage.sandbox.advance('P30D');
  const next = await invitedGuest();
  await stage.sandbox.redeem(next.email);
  await stage.cast.sponsor.card(next.email.split('@')[0] ?? '', /redeemed/i);
  expect((await stage.cast.sponsor.messages()).filter((message) => JSON.stringify(message.card ?? {}).includes(name))).toHaveLength(1);
});
