import { createHash } from 'node:crypto';
import { type DomainEvent } from './events.ts';
import { type TenantId } from './ids.ts';

/** One link of a tenant's audit chain, as exported: one JSON object per line. */
export type AuditEntry = {
  readonly tenantId: TenantId;
  /** 1, 2, 3 … without gaps, in the order of commit. */
  readonly sequence: number;
  /** ISO 8601 with milliseconds. */
  readonly at: string;
  readonly name: string;
  readonly subject: string;
  readonly by: string | null;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
  /** Hash of the entry before; of the first one: 64 zeros. */
  readonly previousHash: string;
  readonly hash: string;
};

/** Where a chain stands: the last sequence and its hash. */
export type ChainHead = { readonly sequence: number; readonly hash: string };

/** Before the first entry. */
export const chainStart: ChainHead = { sequence: 0, hash: '0'.repeat(64) };

/**
 * SHA-256 over a fixed array: the order of object keys, which a database may change, has no part in it.
 * The array begins with the version of this very rule.
 */
export const chainHash = (entry: Omit<AuditEntry, 'hash'>): string => {
  const facts = Object.entries(entry.facts).sort(([a], [b]) => (a < b ? -1 : 1));
  const sealed = [1, entry.tenantId, entry.sequence, entry.at, entry.name, entry.subject, entry.by, facts, entry.previousHash];
  return createHash('sha256').update(JSON.stringify(sealed)).digest('hex');
};

/** The next link after `head`. */
export const nextEntry = (tenantId: TenantId, head: ChainHead, event: DomainEvent): AuditEntry => {
  const open = { tenantId, sequence: head.sequence + 1, at: event.at.toISOString(), name: event.name, subject: event.subject, by: event.by, facts: event.facts ?? {}, previousHash: head.hash };
  return { ...open, hash: chainHash(open) };
};

export type ChainFault = 'sequence' | 'previous-hash' | 'hash' | 'tenant';
export type ChainVerdict =
  | { readonly kind: 'intact'; readonly entries: number; readonly head: ChainHead }
  /** `sequence`: what the first bad entry should have been. */
  | { readonly kind: 'broken'; readonly sequence: number; readonly fault: ChainFault };

/**
 * Checks a whole chain from its first entry. It finds every change, gap and swap; it cannot see entries cut off at the
 * end, nor a chain rewritten as a whole: for these compare `head` with one that was kept elsewhere.
 */
export const verifyChain = (entries: Iterable<AuditEntry>): ChainVerdict => {
  let head = chainStart;
  let tenantId: TenantId | undefined;
  for (const entry of entries) {
    tenantId ??= entry.tenantId;
    const fault = faultOf(entry, head, tenantId);
    if (fault !== undefined) return { kind: 'broken', sequence: head.sequence + 1, fault };
    head = { sequence: entry.sequence, hash: entry.hash };
  }
  return { kind: 'intact', entries: head.sequence, head };
};

const faultOf = (entry: AuditEntry, head: ChainHead, tenantId: TenantId): ChainFault | undefined => {
  if (entry.tenantId !== tenantId) return 'tenant';
  if (entry.sequence !== head.sequence + 1) return 'sequence';
  if (entry.previousHash !== head.hash) return 'previous-hash';
  return entry.hash === chainHash(entry) ? undefined : 'hash';
};
