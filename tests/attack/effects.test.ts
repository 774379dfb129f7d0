import { attackStage } from '../support/attackStage.ts';
import { eventually } from '../support/eventually.ts';
import { aGuest, invitationCalls, mailArrives, membershipBecomes, ownerAsks, ownerAsksApproverApproves } from '../support/stories.ts';

/** Effects that go wrong on the way: rows 46-48 of the threat table (45 is tests/e2e/kills). */
const stage = attackStage();
afterEach(() => stage.sandbox.clearFaults());

const invitations = { to: 'graph', method: 'POST', path: '/v1.0/invitations' };
const mailsTo = async (email: string): Promise<number> => (await stage.sandbox.mails(email)).length;

describe('row 46: it may or may not have happened', () => {
  it.each<[string, Record<string, unknown>]>([
    ['the answer is a 504, and it happened', { status: 504, afterEffect: true }],
    ['the connection breaks, and it happened', { reset: true, afterEffect: true }],
    ['the answer is a 500, and it happened', { status: 500, afterEffect: true }],
    ['the answer is a 504, and it did not happen', { status: 504 }],
    ['the connection breaks, and it did not happen', { reset: true }],
    ['the answer takes longer than we wait, and it happened', { delayMs: 20_000 }],
  ])('%s: one mail, one guest', async (_, fault) => {
    const email = aGuest();
    await stage.sandbox.faults({ ...invitations, times: 1, ...fault });
    await ownerAsksApproverApproves(stage.cast, email);
    await membershipBecomes(stage.sandbox, email, 'in', 50_000);
    await stage.cast.owner.card(email, /invited/i);
    await new Promise((done) => setTimeout(done, 2_000));
    expect(await mailsTo(email)).toBe(1);
  }, 90_000);
});

describe('row 47: told to wait', () => {
  it('waits as long as it is told, then goes on', async () => {
    const email = aGuest();
    await stage.sandbox.faults({ ...invitations, times: 2, status: 429, headers: { 'retry-after': '3' } });
    await ownerAsksApproverApproves(stage.cast, email);
    await mailArrives(stage.sandbox, email, 30_000);
    const calls = await invitationCalls(stage.sandbox, email);
    expect(calls.map((call) => call.status)).toEqual([429, 429, 201]);
    const pauses = calls.slice(1).map((call, index) => Date.parse(call.at) - Date.parse(calls[index]?.at ?? ''));
    for (const pause of pauses) expect(pause).toBeGreaterThanOrEqual(2_900);
  }, 60_000);

  it('a storm of refusals loses nothing', async () => {
    await stage.sandbox.faults({ ...invitations, times: 12, status: 503, headers: { 'retry-after': '1' } });
    const emails = Array.from({ length: 6 }, () => aGuest());
    for (const email of emails) await ownerAsksApproverApproves(stage.cast, email);
    for (const email of emails) {
      await membershipBecomes(stage.sandbox, email, 'in', 60_000);
      expect(await mailsTo(email)).toBe(1);
    }
  }, 120_000);

  it('Teams saying 429 delays a card and does not lose it', async () => {
    const email = aGuest();
    await stage.sandbox.faults({ to: 'connector', method: 'POST', path: '*activities*', times: 2, status: 429, headers: { 'retry-after': '1' } });
    await ownerAsks(stage.cast, email);
    await stage.cast.approver.card(email, /Approve/);
  });
});

describe('row 48: invited, but the app was not given', () => {
  it('a lagging group is asked again until it knows the guest', async () => {
    const email = aGuest();
    await stage.sandbox.faults({ to: 'graph', method: 'POST', path: '*members/$ref', times: 3, status: 404, body: { error: { code: 'Request_ResourceNotFound', message: 'Resource does not exist or one of its queried reference-property objects are not present.' } } });
    await ownerAsksApproverApproves(stage.cast, email);
    await membershipBecomes(stage.sandbox, email, 'in', 30_000);
    expect(await mailsTo(email)).toBe(1);
  });

  it('a refusal becomes a task with Retry, and Retry finishes without a second mail', async () => {
    const email = aGuest();
    await stage.sandbox.faults({ to: 'graph', method: 'POST', path: '*members/$ref', times: 1, status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges to complete the operation.' } } });
    await ownerAsksApproverApproves(stage.cast, email);
    await stage.cast.approver.card(email, /Retry/);
    await stage.cast.approver.press('request.retry', {}, email);
    await membershipBecomes(stage.sandbox, email, 'in');
    expect(await mailsTo(email)).toBe(1);
  });

  it('an address that Graph refuses is said so, and stays mendable', async () => {
    const email = aGuest();
    await stage.sandbox.faults({ ...invitations, times: 1, status: 400, body: { error: { code: 'BadRequest', message: 'The invited user email address is not valid.' } } });
    await ownerAsksApproverApproves(stage.cast, email);
    await eventually(async () => expect((await stage.cast.approver.card(email)).text).toMatch(/address|refus/i));
    expect(await mailsTo(email)).toBe(0);
  });
});

it('an answer that meets a broken connection is given again', async () => {
  await stage.sandbox.faults({ to: 'connector', method: 'POST', path: '*activities*', times: 1, reset: true });
  await stage.cast.owner.say('help');
  expect((await stage.cast.owner.card(/share/)).text).not.toMatch(/went wrong/i);
  expect(await stage.sandbox.remainingFaults()).toEqual([]);
});
