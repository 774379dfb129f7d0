import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { castOf, type Cast } from '../support/cast.ts';
import { createAttacker, type Activity, type Attacker, type Reply } from '../support/attacker.ts';
import { createTestDatabase } from '../support/database.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { pressDataOf, textOf, type Card } from '../support/cardText.ts';
import { aGuest, membershipBecomes, ownerAsks, ownerAsksApproverApproves } from '../support/stories.ts';

/** Two bots on one database race for one decision: rows 16 and 17 of the threat table, goal R4. CAMPAIGN=full runs the whole number. */
const rounds = process.env['CAMPAIGN'] === 'full' ? { races: 1_000, doubles: 2_000, together: 500 } : { races: 50, doubles: 40, together: 30 };
const patienceMs = process.env['CAMPAIGN'] === 'full' ? 1_800_000 : 300_000;
let sandbox: RunningSandbox;
let cast: Cast;
let attacker: Attacker;
let database: pg.Client;
let race: Race;
beforeAll(async () => {
  const databaseUrl = await createTestDatabase();
  sandbox = await startSandbox({ env: { DATABASE_URL: databaseUrl, SANDBOX_BOTS: '2' } });
  cast = castOf(sandbox);
  attacker = await createAttacker(sandbox);
  database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  race = await prepare();
}, 120_000);
afterAll(async () => {
  await database?.end();
  await sandbox?.stop();
});

type Deciding = 'approver' | 'approver2';
const nameOf: Record<Deciding, string> = { approver: 'Boris Kern', approver2: 'Farid Amini' };
type Race = {
  readonly ports: readonly [number, number];
  /** A fresh request that waits, with the cards of both approvers; `approval` replaces the rule it was made under. */
  newRequest(approval?: object): Promise<string>;
  body(as: Deciding, verb: 'request.approve' | 'request.decline', id: string): Activity;
  send(port: number, body: Activity): Promise<Reply>;
};

const query = async <Row>(statement: string, values: unknown[] = []): Promise<Row[]> => (await database.query(statement, values)).rows as Row[];
const columnsOf = async (table: string, without: readonly string[]): Promise<string> =>
  (await query<{ column_name: string }>('select column_name from information_schema.columns where table_name = $1', [table])).map((row) => row.column_name).filter((name) => !without.includes(name)).join(', ');

/** One real request gives the shape; its rows are copied, so that thousands of rounds do not need as many conversations. */
const prepare = async (): Promise<Race> => {
  const [first = 0, second = 0] = (await sandbox.state()).bots.map((bot) => bot.port);
  const email = aGuest();
  await ownerAsks(cast, email);
  const { message, card } = await cast.approver.card(email);
  const { message: message2 } = await cast.approver2.card(email);
  const messages: Record<Deciding, string> = { approver: message.id, approver2: message2.id };
  const { requestId } = pressDataOf(card);
  const columns = await columnsOf('access_requests', ['id', 'draft_id', 'approval']);
  const posted = await columnsOf('posted_cards', ['id', 'request_id', 'activity_id']);
  const token = await attacker.channelToken({ exp: attacker.now() + 7_200 });
  // Both have signed in before, so that neither press waits for a sign-in.
  const [warmUp, warmUp2] = [aGuest(), aGuest()];
  await ownerAsksApproverApproves(cast, warmUp);
  await ownerAsks(cast, warmUp2);
  await cast.approver2.press('request.approve', {}, warmUp2);
  // Farid has never agreed to the bot's acting for him: he signs in by hand once, and the press goes on.
  await sandbox.signIn('approver2');
  for (const one of [warmUp, warmUp2]) await membershipBecomes(sandbox, one, 'in');
  return {
    ports: [first, second],
    newRequest: async (approval) => {
      const [row] = await query<{ id: string }>(
        `insert into access_requests (id, draft_id, approval, ${columns}) select gen_random_uuid(), gen_random_uuid(), coalesce($2::jsonb, approval), ${columns} from access_requests where id = $1 returning id`,
        [requestId, approval === undefined ? null : JSON.stringify(approval)],
      );
      const id = row?.id ?? '';
      await query(`insert into posted_cards (request_id, activity_id, ${posted}) select $2, activity_id || $2, ${posted} from posted_cards where request_id = $1 and purpose = 'decide'`, [requestId, id]);
      return id;
    },
    body: (as, verb, id) => attacker.press(as, verb, { requestId: id, version: 1, ...(verb === 'request.decline' ? { decisionReason: 'raced' } : {}) }, { replyToId: messages[as] }),
    send: async (port, body) => {
      const response = await fetch(`http://127.0.0.1:${port}/api/messages`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify(body) });
      const text = await response.text();
      return { status: response.status, text, headers: response.headers, body: text === '' ? undefined : (JSON.parse(text) as Reply['body']) };
    },
  };
};

const rowOf = async (id: string): Promise<{ state: string; version: number; approval: { stages: { votes: { by: string; verdict: string }[] }[] } } | undefined> => (await query<never>('select state, version, approval from access_requests where id = $1', [id]))[0];
const entriesOf = async (id: string): Promise<string[]> => (await query<{ name: string }>(`select name from audit where subject = $1 and name like 'access-request.%' order by sequence`, [id])).map(({ name }) => name);
const wordsOf = (reply: Reply): string => textOf(reply.body?.value as Card);

it('approve against decline, in two processes at once: one decision, one audit entry, and the loser reads who decided and when', async () => {
  const [first, second] = race.ports;
  expect(first).not.toBe(second);
  const losers = { first: 0, second: 0 };
  const failures: string[] = [];
  for (let round = 0; round < rounds.races; round += 1) {
    const id = await race.newRequest();
    const [approverPort, declinerPort] = round % 2 === 0 ? [first, second] : [second, first];
    // The barrier: both requests are on their way before either is answered.
    const [approve, decline] = await Promise.all([race.send(approverPort, race.body('approver', 'request.approve', id)), race.send(declinerPort, race.body('approver2', 'request.decline', id))]);
    const row = await rowOf(id);
    const entries = await entriesOf(id);
    if (!row || !['approved', 'declined'].includes(row.state) || entries.length !== 1 || entries[0] !== `access-request.${row.state}`) failures.push(`${round}: ${JSON.stringify([row, entries])}`);
    const [loser, loserPort, winner] = row?.state === 'approved' ? [decline, declinerPort, nameOf.approver] : [approve, approverPort, nameOf.approver2];
    if (loser.body?.statusCode !== 200 || !new RegExp(`${winner} (approved|declined) this on \\d`).test(wordsOf(loser))) failures.push(`${round}: the loser reads ${loser.body?.statusCode} ${wordsOf(loser).slice(0, 300)}`);
    losers[loserPort === first ? 'first' : 'second'] += 1;
  }
  expect(failures).toEqual([]);
  expect(losers.first).toBeGreaterThan(0);
  expect(losers.second).toBeGreaterThan(0);
  console.log(`races: ${rounds.races}, losers in the first process ${losers.first}, in the second ${losers.second}`);
}, patienceMs);

it('one press twice, delivered again or pressed again, in two processes at once: one decision and no harsh word', async () => {
  const failures: string[] = [];
  for (let round = 0; round < rounds.doubles; round += 1) {
    const id = await race.newRequest();
    // Mostly declined, so that the campaign is about presses and not about thousands of invitations.
    const verb = round % 10 === 0 ? 'request.approve' : 'request.decline';
    const once = race.body('approver', verb, id);
    // Every other round the channel delivers the same activity again; else the person presses again.
    const again = round % 2 === 0 ? once : { ...once, id: randomUUID() };
    const replies = await Promise.all([race.send(race.ports[0], once), race.send(race.ports[round % 4 < 2 ? 1 : 0], again)]);
    const row = await rowOf(id);
    const entries = await entriesOf(id);
    if (row?.version !== 2 || entries.length !== 1) failures.push(`${round}: ${JSON.stringify([row?.state, row?.version, entries])}`);
    if (!replies.some(({ status, body }) => status === 200 && body?.statusCode === 200) || replies.some(({ status }) => status >= 500)) failures.push(`${round}: ${replies.map(({ status, text }) => `${status} ${text.slice(0, 120)}`).join(' and ')}`);
  }
  expect(failures).toEqual([]);
  console.log(`double presses: ${rounds.doubles}`);
}, patienceMs);

it('two must agree and both say yes at once: neither answer is lost', async () => {
  const stage = { who: { kind: 'approvers' }, needed: 2, veto: true, reasonOn: 'none', limitHours: null, fallbackId: null, afterLimit: 'remain' };
  const asked = [attacker.oid('approver'), attacker.oid('approver2')];
  const twoOfTwo = { stages: [{ stage, asked, standIns: [], votes: [] }], current: 0, askedSince: 1, escalatedAt: null, remindedAt: null, succession: null, automaticFor: null };
  const failures: string[] = [];
  for (let round = 0; round < rounds.together; round += 1) {
    const id = await race.newRequest(twoOfTwo);
    const [first, second] = round % 2 === 0 ? race.ports : ([race.ports[1], race.ports[0]] as const);
    await Promise.all([race.send(first, race.body('approver', 'request.approve', id)), race.send(second, race.body('approver2', 'request.approve', id))]);
    const row = await rowOf(id);
    const entries = await entriesOf(id);
    const voters = row?.approval.stages[0]?.votes.map(({ by }) => by).sort();
    if (row?.state !== 'approved' || JSON.stringify(voters) !== JSON.stringify([...asked].sort()) || entries.join() !== 'access-request.voted,access-request.approved') failures.push(`${round}: ${JSON.stringify([row?.state, voters, entries])}`);
  }
  expect(failures).toEqual([]);
  console.log(`two at once: ${rounds.together}`);
}, patienceMs);
