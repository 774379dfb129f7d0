import { z } from 'zod';
import { type AuditEntry, type ChainHead, chainStart, nextEntry } from '../core/auditChain.ts';
import { type DomainEvent } from '../core/events.ts';
import { type TenantId } from '../core/ids.ts';
import { type Database, type DatabaseTransaction } from './pool.ts';

const pageSize = 1_000;
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));

/** Makes the chain's head once, so that every writer has a row to lock. */
export const beginChain = async (db: Database, tenantId: TenantId): Promise<void> => {
  await db.insertInto('audit_head').values({ tenant_id: tenantId, ...chainStart }).onConflict((on) => on.doNothing()).execute();
};

/**
 * Appends to the tenant's chain. The lock on the head puts writers in the order of their commits and leaves no gap,
 * and lasts until the commit: call it last.
 */
export const appendAudit = async (trx: DatabaseTransaction, tenantId: TenantId, events: readonly DomainEvent[]): Promise<void> => {
  if (events.length === 0) return;
  let head: ChainHead = await trx.selectFrom('audit_head').select(['sequence', 'hash']).where('tenant_id', '=', tenantId).forUpdate().executeTakeFirstOrThrow();
  const entries = events.map((event) => {
    const entry = nextEntry(tenantId, head, event);
    head = entry;
    return entry;
  });
  await trx
    .insertInto('audit')
    .values(entries.map((entry) => ({
      tenant_id: tenantId, sequence: entry.sequence, at: new Date(entry.at), name: entry.name, subject: entry.subject,
      by_id: entry.by, facts: JSON.stringify(entry.facts), previous_hash: entry.previousHash, hash: entry.hash,
    })))
    .execute();
  await trx.updateTable('audit_head').set({ sequence: head.sequence, hash: head.hash }).where('tenant_id', '=', tenantId).execute();
};

/** Every entry of the tenant in order, page by page. */
export async function* exportAudit(db: Database, tenantId: TenantId): AsyncGenerator<AuditEntry> {
  for (let after = 0; ; ) {
    const rows = await db.selectFrom('audit').selectAll().where('tenant_id', '=', tenantId).where('sequence', '>', after).orderBy('sequence').limit(pageSize).execute();
    for (const row of rows) {
      yield {
        tenantId: row.tenant_id, sequence: row.sequence, at: row.at.toISOString(), name: row.name, subject: row.subject,
        by: row.by_id, facts: facts.parse(row.facts), previousHash: row.previous_hash, hash: row.hash,
      };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = last.sequence;
  }
}
