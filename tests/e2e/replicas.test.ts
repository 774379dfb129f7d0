import { castOf, type Cast } from '../support/cast.ts';
import { createTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { verbsOf } from '../support/cardText.ts';
import { aGuest, invitationCalls, membershipBecomes, ownerAsks, ownerAsksApproverApproves } from '../support/stories.ts';

/** Two bots on one database: shared work, and one of them lost. */
let sandbox: RunningSandbox;
let cast: Cast;
beforeAll(async () => {
  sandbox = await startSandbox({ env: { DATABASE_URL: await createTestDatabase(), SANDBOX_BOTS: '2' } });
  cast = castOf(sandbox);
}, 90_000);
afterAll(() => sandbox?.stop());

it('the two share the work', async () => {
  const emails = Array.from({ length: 8 }, () => aGuest());
  for (const email of emails) await ownerAsksApproverApproves(cast, email);
  for (const email of emails) await membershipBecomes(sandbox, email, 'in', 60_000);
  const workers = new Set([...sandbox.logs().matchAll(/"pid":(\d+)[^\n]*"job":"invitation\.send"/g)].map((found) => found[1]));
  expect(workers.size).toBeGreaterThan(1);
}, 120_000);

it('one is killed in the middle of the work, and nothing is lost', async () => {
  const emails = Array.from({ length: 6 }, () => aGuest());
  for (const email of emails) await ownerAsks(cast, email);
  // A press that hits the dying process gets an error; a person presses again while the card still offers it.
  const approvals = emails.map((email) => eventually(async () => {
    const { message, card } = await cast.approver.card(email);
    if (!verbsOf(card).includes('request.approve')) return;
    const outcome = await cast.approver.pressOn(message, 'request.approve');
    if (outcome.kind === 'error') throw new Error(outcome.text);
  }, 30_000));
  await approvals[1];
  await sandbox.bots('kill', 1, 'SIGKILL');
  await Promise.all(approvals);
  for (const email of emails) {
    await eventually(async () => void (await membershipBecomes(sandbox, email, 'in', 60_000)), 60_000);
    expect((await sandbox.mails(email)).length).toBe(1);
    expect((await invitationCalls(sandbox, email)).filter((call) => call.status === 201)).toHaveLength(1);
  }
}, 150_000);
