import { DeskError } from '../../bot/core/errors.ts';
import { directoryRoles } from '../../bot/core/person.ts';
import { type OpenStepUpInput } from '../../bot/desk/stepUp/stepUpUseCases.ts';
import { actor, makeDesk, tenantId, type TestDesk } from '../support/makeDesk.ts';
import { cast } from '../support/fakes/tenant.ts';

let kit: TestDesk;
beforeEach(async () => {
  kit = makeDesk();
  await kit.ask('ada');
  await kit.press('boris', 'request.approve');
  await kit.runJobs();
  const guestId = kit.tenant.redeem('cleo@clinic.example');
  await kit.work.recordRedemption({ userId: guestId });
  await kit.runJobs();
  expect(kit.invitation()).toMatchObject({ state: 'redeemed' });
});

type Who = 'iris' | 'grace' | 'ada' | 'eve' | 'boris';
const version = (): number => kit.request().version + kit.invitation().version;
const open = (who: Who, input: Partial<OpenStepUpInput> = {}) =>
  kit.desk.openStepUp(actor(who), { kind: 'invitation.reset', requestId: kit.request().id, version: version(), email: null, at: { conversationId: `a:${cast[who]}`, activityId: 'why-card' }, ...input });
const opened = async (who: Who, input: Partial<OpenStepUpInput> = {}) => {
  const outcome = await open(who, input);
  if (outcome.kind !== 'opened') throw new Error(outcome.kind);
  return outcome.view;
};
const secret = 's'.repeat(43);
const signedIn = (who: Who, change: object = {}) => kit.admin.signedIn({ userId: cast[who], tenantId, authenticatedAt: kit.clock.now(), ...change });
const finish = (actId: string, came: { code: string; state: string }, own = secret) => kit.pages.finish(actId, { secret: own, state: came.state, code: came.code, error: null }, 'n'.repeat(43));
const last = () => kit.eventNames().at(-1);

it('the service desk resets a redemption: the guest is asked again, every card knows', async () => {
  const view = await opened('iris');
  expect(view).toMatchObject({ state: 'open', guest: { name: 'Cleo Vance' }, askedBy: { name: 'Iris Novak' }, url: `https://desk.hospital.example/step-up/${view.actId}` });
  expect(kit.admin.facts.resets).toEqual([]);
  expect(await kit.pages.begin(view.actId, secret)).toMatchObject({ kind: 'go' });
  expect(await finish(view.actId, signedIn('iris'))).toMatchObject({ kind: 'stays', view: { state: 'done', phase: 'invited' } });
  expect(kit.admin.facts.resets).toEqual([{ guestId: kit.invitation().guestId, email: 'cleo@clinic.example', by: cast.iris }]);
  expect(kit.invitation()).toMatchObject({ state: 'sent', redeemedAt: null, provider: null, access: 'granted' });
  await kit.runJobs();
  expect(kit.cardsOf('ada').at(-1)).toMatchObject({ phase: 'invited' });
  expect(kit.acts.get('why-card')).toMatchObject({ state: 'done' });
  expect(kit.eventNames().slice(-4)).toEqual(['step-up.opened', 'step-up.begun', 'invitation.reset', 'step-up.done']);
});

it('a redemption after the reset is told once more', async () => {
  const view = await opened('iris');
  await kit.pages.begin(view.actId, secret);
  await finish(view.actId, signedIn('iris'));
  await kit.runJobs();
  kit.clock.pass(60);
  await kit.work.recordRedemption({ userId: kit.tenant.redeem('cleo@clinic.example') });
  await kit.runJobs();
  expect(kit.invitation()).toMatchObject({ state: 'redeemed' });
  expect(kit.cardsOf('dana').at(-1)).toMatchObject({ phase: 'redeemed' });
});

it('an administrator moves the invitation to another address', async () => {
  const view = await opened('grace', { kind: 'invitation.changeAddress', email: ' Cleo.Vance@Praxis.example ' });
  expect(view.address).toBe('cleo.vance@praxis.example');
  await kit.pages.begin(view.actId, secret);
  await finish(view.actId, signedIn('grace'));
  expect(kit.admin.facts).toMatchObject({ addresses: ['cleo.vance@praxis.example'], resets: [{ email: 'cleo.vance@praxis.example' }] });
  expect(kit.request().invitee.email).toBe('cleo.vance@praxis.example');
});

it.each([
  ['cleo', 'address-unusable'], ['dana@hospital.example', 'internal-address'], ['eve@praxis.example', 'address-in-use'], ['CLEO@clinic.example', 'address-unchanged'], ['', 'missing'],
])('the new address %s is a problem of its field: %s', async (email, key) => {
  expect(await open('grace', { kind: 'invitation.changeAddress', email })).toMatchObject({ kind: 'problems', problems: { email: { key } } });
  expect(kit.store.rows().acts.size).toBe(0);
});

it.each([
  ['boris', {}, 'not-service-desk'], ['ada', {}, 'not-service-desk'], ['eve', {}, 'outsider'],
  ['iris', { kind: 'invitation.changeAddress', email: 'x@y.example' }, 'not-user-administrator'], ['iris', { version: 1 }, 'request-moved'],
] as const)('%s is refused (%o): %s', async (who, input, rule) => {
  expect(await open(who, input)).toMatchObject({ kind: 'refused', rule });
  expect(last()).toBe('step-up.refused');
  expect(kit.store.rows().acts.size).toBe(0);
});

it('is not offered where no admin registration is set up', async () => {
  const plain = makeDesk({ stepUp: false });
  await plain.ask('ada');
  await plain.press('boris', 'request.approve');
  await plain.runJobs();
  const input = { kind: 'invitation.reset', requestId: plain.request().id, version: plain.request().version + plain.invitation().version, email: null, at: { conversationId: 'c', activityId: 'a' } } as const;
  expect(await plain.desk.openStepUp(actor('iris'), input)).toMatchObject({ kind: 'refused', rule: 'step-up-not-set-up' });
});

describe('after the sign-in, nothing happens when', () => {
  it.each([
    ['somebody else signed in', () => signedIn('grace'), 'wrong-person'],
    ['the tenant is another', () => signedIn('iris', { tenantId: '99999999-0000-4000-8000-000000000000' }), 'wrong-person'],
    ['the sign-in is old', () => signedIn('iris', { authenticatedAt: new Date(kit.clock.now().getTime() - 3_600_000) }), 'not-fresh'],
    ['Entra does not say when', () => signedIn('iris', { authenticatedAt: null }), 'not-fresh'],
  ])('%s; it can be tried again', async (_name, come, problem) => {
    const view = await opened('iris');
    await kit.pages.begin(view.actId, secret);
    expect(await finish(view.actId, come())).toMatchObject({ kind: 'stays', view: { state: 'open', problem } });
    expect(kit.admin.facts.resets).toEqual([]);
    await kit.pages.begin(view.actId, secret);
    expect(await finish(view.actId, signedIn('iris'))).toMatchObject({ view: { state: 'done' } });
  });

  it('the role is gone', async () => {
    const view = await opened('iris');
    await kit.pages.begin(view.actId, secret);
    kit.tenant.change(cast.iris, { roleIds: [directoryRoles.guestInviter] });
    expect(await finish(view.actId, signedIn('iris'))).toMatchObject({ view: { state: 'failed', problem: 'not-allowed' } });
    expect(kit.admin.facts.resets).toEqual([]);
  });

  it('the request moved on', async () => {
    const view = await opened('iris');
    await kit.pages.begin(view.actId, secret);
    await kit.press('ada', 'access.end');
    expect(await finish(view.actId, signedIn('iris'))).toMatchObject({ view: { state: 'failed', problem: 'request-moved', phase: 'ending' } });
    expect(kit.admin.facts.resets).toEqual([]);
  });
});

it('a claims challenge asks for one sign-in more, with those claims; then it is done', async () => {
  const claims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';
  kit.admin.facts.troubles.push(new DeskError('sign-in-needed', { code: 'graph/claims-challenge', claims }));
  const view = await opened('iris');
  await kit.pages.begin(view.actId, secret);
  const again = await finish(view.actId, signedIn('iris'));
  expect(again).toMatchObject({ kind: 'go', view: { isChallenged: true } });
  const came = signedIn('iris');
  expect(came.claims).toBe(claims);
  expect(await finish(view.actId, came, 'n'.repeat(43))).toMatchObject({ view: { state: 'done' } });
  expect(kit.admin.facts.resets).toHaveLength(1);
});

it('a directory that is never content is given up after two rounds', async () => {
  const claims = '{"access_token":{}}';
  for (let round = 0; round < 5; round += 1) kit.admin.facts.troubles.push(new DeskError('sign-in-needed', { code: 'graph/claims-challenge', claims }));
  const view = await opened('iris');
  await kit.pages.begin(view.actId, 'n'.repeat(43));
  expect(await finish(view.actId, signedIn('iris'), 'n'.repeat(43))).toMatchObject({ kind: 'go' });
  expect(await finish(view.actId, signedIn('iris'), 'n'.repeat(43))).toMatchObject({ kind: 'go' });
  expect(await finish(view.actId, signedIn('iris'), 'n'.repeat(43))).toMatchObject({ kind: 'stays', view: { state: 'failed', problem: 'challenge-unmet' } });
  expect(kit.admin.facts.resets).toEqual([]);
});

it('an answer that was lost is looked for: the directory tells that it happened', async () => {
  kit.admin.facts.losesAnswer = true;
  const view = await opened('iris');
  await kit.pages.begin(view.actId, secret);
  expect(await finish(view.actId, signedIn('iris'))).toMatchObject({ view: { state: 'failed', problem: 'uncertain' } });
  await kit.runJobs();
  expect(kit.invitation()).toMatchObject({ state: 'sent' });
  expect(kit.acts.get('why-card')).toMatchObject({ state: 'done' });
});

it('a process that dies between the answer and our row leaves nothing wrong: the directory is asked', async () => {
  kit.admin.facts.meanwhile = () => kit.trouble.fail('store.transaction', new DeskError('unavailable', { code: 'store/down' }));
  const view = await opened('iris');
  await kit.pages.begin(view.actId, secret);
  await expect(finish(view.actId, signedIn('iris'))).rejects.toMatchObject({ kind: 'unavailable' });
  expect(kit.store.rows().acts.get(view.actId)?.state).toBe('doing');
  expect(kit.invitation().state).toBe('redeemed');
  await kit.runJobs();
  expect(kit.invitation()).toMatchObject({ state: 'sent', redeemedAt: null });
  expect(kit.acts.get('why-card')).toMatchObject({ state: 'done' });
  expect(kit.admin.facts.resets).toHaveLength(1);
});

it('two presses on two pages of one request: the second finds that it moved', async () => {
  const [first, second] = [await opened('iris'), await opened('grace')];
  await kit.pages.begin(first.actId, secret);
  await finish(first.actId, signedIn('iris'));
  await kit.pages.begin(second.actId, secret);
  expect(await finish(second.actId, signedIn('grace'))).toMatchObject({ view: { state: 'failed', problem: 'request-moved' } });
  expect(kit.admin.facts.resets).toHaveLength(1);
});

it('a sign-in page that cannot be led to costs nothing: the page says so, and the next try goes on', async () => {
  const view = await opened('iris');
  for (const name of ['admin.authorizeUrl', 'directory.standings']) {
    kit.trouble.fail(name, new DeskError('unavailable', { code: 'entra/unreachable' }));
    expect(await kit.pages.begin(view.actId, secret)).toMatchObject({ kind: 'stays', view: { state: 'open', problem: 'unavailable', signInsLeft: 5 } });
  }
  expect(await kit.pages.begin(view.actId, secret)).toMatchObject({ kind: 'go' });
});

it('is left from the card: nothing happens, and the page cannot be used any more', async () => {
  const view = await opened('iris');
  expect(await kit.desk.closeStepUp(actor('iris'), { actId: view.actId })).toMatchObject({ kind: 'opened', view: { state: 'closed' } });
  expect(await kit.pages.begin(view.actId, secret)).toMatchObject({ kind: 'stays', view: { state: 'closed' } });
  await expect(kit.desk.enterStepUp(actor('iris'), { actId: view.actId })).rejects.toMatchObject({ kind: 'not-found' });
  await expect(kit.desk.closeStepUp(actor('grace'), { actId: view.actId })).rejects.toMatchObject({ kind: 'not-found' });
});

it('an act left alone is closed when its time is over, and its card says so', async () => {
  const view = await opened('iris');
  await kit.runJobs();
  expect(kit.acts.get('why-card')).toMatchObject({ state: 'closed' });
  expect(await kit.pages.show(view.actId)).toBeUndefined();
  expect(await kit.pages.begin(view.actId, secret)).toMatchObject({ kind: 'stays' });
  expect(kit.admin.facts.resets).toEqual([]);
});

it('a second app of the same guest waits for the redemption again as well', async () => {
  const first = kit.request();
  kit.store.rows().requests.set('second', { ...first, id: 'second', draftId: 'd2' });
  kit.store.rows().invitations.set('second', { ...kit.store.rows().invitations.get(first.id)!, requestId: 'second' });
  const at = { conversationId: `a:${cast.iris}`, activityId: 'why-card' };
  const outcome = await kit.desk.openStepUp(actor('iris'), { kind: 'invitation.reset', requestId: first.id, version: first.version + kit.store.rows().invitations.get(first.id)!.version, email: null, at });
  if (outcome.kind !== 'opened') throw new Error(outcome.kind);
  await kit.pages.begin(outcome.view.actId, secret);
  await finish(outcome.view.actId, signedIn('iris'));
  expect([...kit.store.rows().invitations.values()].map((one) => one.state)).toEqual(['sent', 'sent']);
});
