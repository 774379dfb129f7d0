import pg from 'pg';
import { castOf, type Cast } from '../support/cast.ts';
import { createAttacker, type Attacker, type Reply } from '../support/attacker.ts';
import { createTestDatabase } from '../support/database.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { pressDataOf, textOf, type Card } from '../support/cardText.ts';
import { aGuest, membershipBecomes, ownerAsks, ownerAsksApproverApproves } from '../support/stories.ts';

/** Two bots on one database race for one decision: rows 16 and 17 of the threat table, goal R4. */
const rounds = 200;
let sandbox: RunningSandbox;
let cast: Cast;
let attacker: Attacker;
let databaseUrl: string;
beforeAll(async () => {
  databaseUrl = await createTestDatabase();
  sandbox = await startSandbox({ env: { DATABASE_URL: databaseUrl, SANDBOX_BOTS: '2' } });
  cast = castOf(sandbox);
  attacker = await createAttacker(sandbox);
}, 90_000);
afterAll(() => sandbox?.stop());

const query = async <Row>(statement: string, values: unknown[] = []): Promise<Row[]> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(statement, values)).rows as Row[];
  } finally {
    await client.end();
  }
};

const ports = async (): Promise<number[]> => (await sandbox.state()).bots.map((bot) => bot.port);

it('approve against decline, in two processes at once: one decision, one audit entry, and the loser reads who decided', async () => {
  const [first = 0, second = 0] = await ports();
  expect(first).not.toBe(second);
  // One real request gives the shape; its rows are copied, so that 200 rounds do not need 200 conversations.
  const email = aGuest();
  await ownerAsks(cast, email);
  const { message, card } = await cast.approver.card(email);
  const { message: message2 } = await cast.approver2.card(email);
  const requestId = pressDataOf(card).requestId;
  const token = await attacker.channelToken();
  const columns = (await query<{ column_name: string }>(`select column_name from information_schema.columns where table_name = 'access_requests'`)).map((row) => row.column_name).filter((name) => !['id', 'draft_id'].includes(name));
  const posted = (await query<{ column_name: string }>(`select column_name from information_schema.columns where table_name = 'posted_cards'`)).map((row) => row.column_name).filter((name) => !['id', 'request_id', 'activity_id'].includes(name));

  const press = (port: number, as: 'approver' | 'approver2', verb: string, id: string, replyToId: string): Promise<Reply> => {
    const body = attacker.press(as, verb, { requestId: id, version: 1, ...(verb === 'request.decline' ? { decisionReason: 'raced' } : {}) }, { replyToId });
    return fetch(`http://127.0.0.1:${port}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify(body) })
      .then(async (response) => { const text = await response.text(); return { status: response.status, text, headers: response.headers, body: JSON.parse(text) as Reply['body'] }; });
  };
  // Both have signed in before, so that neither press waits for a sign-in.
  const warmUp = aGuest();
  await ownerAsksApproverApproves(cast, warmUp);
  await membershipBecomes(sandbox, warmUp, 'in');

  const losers = { first: 0, second: 0 };
  const failures: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const [{ id = '' } = {}] = await query<{ id: string }>(`insert into access_requests (id, draft_id, ${columns.join(', ')}) select gen_random_uuid(), gen_random_uuid(), ${columns.join(', ')} from access_requests where id = $1 returning id`, [requestId]);
    await query(`insert into posted_cards (request_id, activity_id, ${posted.join(', ')}) select $2, activity_id || '-' || $3, ${posted.join(', ')} from posted_cards where request_id = $1 and purpose = 'decide'`, [requestId, id, String(round)]);
    const [approverPort, declinerPort] = round % 2 === 0 ? [first, second] : [second, first];
    // The barrier: both requests are on their way before either is answered.
    const [approve, decline] = await Promise.all([press(approverPort, 'approver', 'request.approve', id, message.id), press(declinerPort, 'approver2', 'request.decline', id, message2.id)]);
    const [row] = await query<{ state: string; version: number }>('select state, version from access_requests where id = $1', [id]);
    const entries = await query<{ name: string }>(`select name from audit where subject = $1 and name in ('access-request.approved', 'access-request.declined')`, [id]);
    if (!row || !['approved', 'declined'].includes(row.state) || entries.length !== 1 || entries[0]?.name !== `access-request.${row.state}`) failures.push(`${round}: ${JSON.stringify([row, entries])}`);
    const [loser, loserPort, winnerName] = row?.state === 'approved' ? [decline, declinerPort, 'Boris'] : [approve, approverPort, 'Farid'];
    const words = textOf(loser.body?.value as Card);
    if (loser.body?.statusCode !== 200 || !words.includes(winnerName)) failures.push(`${round}: the loser reads ${loser.body?.statusCode} ${words.slice(0, 200)}`);
    losers[loserPort === first ? 'first' : 'second'] += 1;
  }
  expect(failures).toEqual([]);
  expect(losers.first).toBeGreaterThan(0);
  expect(losers.second).toBeGreaterThan(0);
  console.log(`races: ${rounds}, losers in the first process ${losers.first}, in the second ${losers.second}`);
}, 300_000);
