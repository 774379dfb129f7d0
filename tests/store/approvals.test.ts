import { type Kysely } from 'kysely';
import pg from 'pg';
import { usualApproval } from '../../bot/core/approvals/approval.ts';
import { approvalFromRow } from '../../bot/store/approvals.ts';
import * as init from '../../bot/store/migrations/0001_init.ts';
import * as approvals from '../../bot/store/migrations/0002_approvals.ts';
import { openDatabase } from '../../bot/store/pool.ts';
import { createTestDatabase } from '../support/database.ts';
import { type Approval, snapshotOf, withRun } from '../../bot/core/approvals/approval.ts';
import { type ApprovalRule, usualStage } from '../../bot/core/approvals/approvalRule.ts';
import { anApp, aRequest, type Bench, listeningLog, noon, openBench, stored } from './rows.ts';

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(() => bench.store.close());

const hours = (count: number): Date => new Date(noon.getTime() + count * 3_600_000);
const rule: ApprovalRule = {
  stages: [
    { ...usualStage, who: { kind: 'people', people: ['boris', 'farid'] }, needed: 2, veto: false, reasonOn: 'both', limitHours: 8, fallbackId: 'hana', afterLimit: 'decline' },
    { ...usualStage, who: { kind: 'group', groupId: 'g', name: 'Data protection' } },
  ],
  automaticDomains: ['clinic.example'], setBy: 'ada', setAt: noon,
};
const started = (dueAt: Date | null): Approval => ({ ...withRun(snapshotOf(rule), { asked: ['boris', 'farid'] }), dueAt });

it('a rule and the approval of a request come back as they went in', async () => {
  const app = anApp({ approval: rule });
  const approval: Approval = {
    ...withRun(snapshotOf(rule), { asked: ['boris', 'farid'], standIns: ['hana'], votes: [{ by: 'boris', verdict: 'approved', at: hours(1), reason: 'known' }] }),
    dueAt: hours(8), escalatedAt: hours(2), remindedAt: hours(3), succession: { since: hours(4), choosers: ['ada'], isWidened: true }, automaticFor: 'clinic.example', askedSince: 3,
  };
  const request = aRequest(app, { approval });
  await stored(bench.store, { app, requests: [request] });
  expect((await bench.store.read.sharedApp(app.id))?.approval).toEqual(rule);
  expect((await bench.store.read.request(request.id))?.request).toEqual(request);
});

it('finds what is due and what waits, by page and in order, and nothing that is decided', async () => {
  const app = anApp();
  const due = [3, 1, 2].map((count) => aRequest(app, { approval: started(hours(count)) }));
  const decided = aRequest(app, { state: 'expired', approval: started(hours(1)) });
  const without = aRequest(app, { approval: started(null) });
  await stored(bench.store, { app, requests: [...due, decided, without] });
  const mine = new Set([...due, decided, without].map(({ id }) => id));
  const dueIds = async (at: Date): Promise<string[]> => (await bench.store.read.dueRequests(at, 100)).map(({ request }) => request.id).filter((id) => mine.has(id));
  expect(await dueIds(hours(2))).toEqual([due[1]?.id, due[2]?.id]);
  expect(await dueIds(hours(9))).toEqual([due[1]?.id, due[2]?.id, due[0]?.id]);
  const waiting: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: readonly { request: { id: string } }[] = await bench.store.read.waitingRequests(after, 2);
    waiting.push(...page.map(({ request }) => request.id));
    if (page.length < 2) break;
    after = page.at(-1)?.request.id ?? null;
  }
  expect(waiting).toEqual([...waiting].sort());
  expect(waiting.filter((id) => mine.has(id)).sort()).toEqual([...due, without].map(({ id }) => id).sort());
});

it('the default of a column is the usual rule, so that what was shared before goes on', async () => {
  const client = new pg.Client({ connectionString: bench.url });
  await client.connect();
  try {
    await client.query(`insert into shared_apps (id, version, tenant_id, service_principal_id, name, access_group_id, redirect_url, approvers, default_sponsor_id, longest_stay_days, owner_invites_directly, shared_by, shared_at)
      select 'as-before', 1, tenant_id, 'sp-before', name, access_group_id, redirect_url, approvers, default_sponsor_id, longest_stay_days, owner_invites_directly, shared_by, shared_at from shared_apps limit 1`);
  } finally {
    await client.end();
  }
  expect((await bench.store.read.sharedApp('as-before'))?.approval).toEqual({ stages: [usualStage], automaticDomains: [], setBy: null, setAt: null });
});

it('a request that waited before has the usual rule, with those who were asked', async () => {
  const url = await createTestDatabase();
  // A migration knows the tables of its own day only.
  const db = openDatabase(url, listeningLog().log) as unknown as Kysely<unknown>;
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    await init.up(db);
    await client.query(`insert into shared_apps values ('app', 1, 't', 'sp', 'Imaging', 'g', 'https://imaging.hospital.example/', '{boris}', 'dana', 180, false, 'ada', now())`);
    await client.query(`insert into access_requests (id, version, tenant_id, draft_id, app_id, requested_by, asked_as, deciders, forecast, email, guest_name, language, sponsor_id, until, time_zone, reason, state, submitted_at)
      values ('r', 1, 't', 'd', 'app', 'rosa', 'requester', '{ada,boris}', '{"inviterIf":{},"finishers":[]}', 'cleo@clinic.example', 'Cleo', 'de', 'dana', '2027-03-31', 'UTC', 'scans', 'submitted', now())`);
    await approvals.up(db);
    const { rows } = await client.query<{ approval: unknown; due_at: Date | null }>('select approval, due_at from access_requests');
    expect(rows.map(approvalFromRow)).toEqual([usualApproval(['ada', 'boris'])]);
  } finally {
    await client.end();
    await db.destroy();
  }
});
