import { type AuditEntry, verifyChain } from '../../bot/core/auditChain.ts';
import { onTestServer } from '../support/database.ts';
import { anEvent, type Bench, openBench, tenantId } from './rows.ts';

let bench: Bench;
let database: string;
beforeAll(async () => {
  bench = await openBench();
  database = new URL(bench.url).pathname.slice(1);
});
afterAll(() => bench.store.close());

const exported = async (): Promise<AuditEntry[]> => {
  const entries: AuditEntry[] = [];
  for await (const entry of bench.store.exportAudit()) entries.push(entry);
  return entries;
};

it('chains what eight writers commit at once, without a gap', async () => {
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let round = 0; round < 10; round += 1) {
      await bench.store.transaction((tx) => tx.commitWith([anEvent({ subject: `${writer}-${round}`, facts: { zeta: 1.5, alpha: true, none: null, text: 'ü"\\' } }), anEvent({ by: null })], []));
    }
  });
  await Promise.all(writers);
  const entries = await exported();
  expect(verifyChain(entries)).toMatchObject({ kind: 'intact', entries: 160 });
  expect(new Set(entries.map(({ subject }) => subject)).size).toBe(81);
  expect(entries[0]).toMatchObject({ tenantId, sequence: 1, at: '2026-11-22T12:00:00.000Z', previousHash: '0'.repeat(64) });
});

it('exports more than a page in order', async () => {
  await bench.store.transaction((tx) => tx.commitWith(Array.from({ length: 1_900 }, () => anEvent()), []));
  const entries = await exported();
  expect(entries.map(({ sequence }) => sequence)).toEqual(entries.map((_, index) => index + 1));
  expect(entries.length).toBe(2_060);
  expect(verifyChain(entries).kind).toBe('intact');
});

it.each(['update audit set by_id = null', 'delete from audit', 'truncate audit'])('refuses: %s', async (statement) => {
  await expect(onTestServer(statement, database)).rejects.toThrow('audit entries are never changed');
});

it('shows what somebody changed behind the triggers', async () => {
  await onTestServer(`alter table audit disable trigger all; update audit set subject = 'another' where sequence = 7; alter table audit enable trigger all`, database);
  expect(verifyChain(await exported())).toEqual({ kind: 'broken', sequence: 7, fault: 'hash' });
});
