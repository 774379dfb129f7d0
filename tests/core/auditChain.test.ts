import { type AuditEntry, chainHash, chainStart, nextEntry, verifyChain } from '../../bot/core/auditChain.ts';
import { type DomainEvent } from '../../bot/core/events.ts';

const event = (index: number): DomainEvent => ({ name: 'access-request.submitted', subject: `request-${index}`, by: index % 2 === 0 ? 'ada' : null, at: new Date(Date.UTC(2026, 10, 22, 12, 0, index)), facts: { app: 'a', days: index } });

const chain = (length: number): AuditEntry[] => {
  const entries: AuditEntry[] = [];
  for (let index = 0; index < length; index += 1) entries.push(nextEntry('tenant', entries.at(-1) ?? chainStart, event(index)));
  return entries;
};

const changed = (entries: readonly AuditEntry[], at: number, change: Partial<AuditEntry>): AuditEntry[] => entries.map((entry, index) => (index === at ? { ...entry, ...change } : entry));

describe('the audit chain', () => {
  it('is intact as written, and empty is intact', () => {
    const entries = chain(5);
    expect(verifyChain(entries)).toEqual({ kind: 'intact', entries: 5, head: { sequence: 5, hash: entries[4]?.hash } });
    expect(verifyChain([])).toEqual({ kind: 'intact', entries: 0, head: chainStart });
  });

  it('keeps its rule: this hash was computed by hand over the fixed array', () => {
    expect(chain(1)[0]?.hash).toBe('f5b21aa1e7a49d78f18453a8d6e754b8ee6fa4318beaade8c8b73ccd14f33b1e');
  });

  it('does not depend on the order of facts', () => {
    const [entry] = chain(1) as [AuditEntry];
    expect(chainHash({ ...entry, facts: Object.fromEntries(Object.entries(entry.facts).reverse()) })).toBe(entry.hash);
  });

  it.each<[string, Partial<AuditEntry>]>([
    ['when', { at: '2026-11-22T12:00:03.000Z' }],
    ['name', { name: 'access.ended' }],
    ['subject', { subject: 'request-9' }],
    ['who', { by: 'boris' }],
    ['facts', { facts: { app: 'a', days: 3 } }],
    ['a fact more', { facts: { app: 'a', days: 2, more: null } }],
    ['hash', { hash: '0'.repeat(64) }],
  ])('shows a change of %s', (_, change) => {
    expect(verifyChain(changed(chain(5), 2, change))).toEqual({ kind: 'broken', sequence: 3, fault: 'hash' });
  });

  it('shows a change that was hashed again, at the next entry', () => {
    const entries = chain(5);
    const forged = { ...(entries[2] as AuditEntry), by: 'boris' };
    expect(verifyChain(changed(entries, 2, { ...forged, hash: chainHash(forged) }))).toEqual({ kind: 'broken', sequence: 4, fault: 'previous-hash' });
  });

  it('shows an entry left out, put in twice, or swapped', () => {
    const entries = chain(5);
    expect(verifyChain(entries.toSpliced(2, 1))).toEqual({ kind: 'broken', sequence: 3, fault: 'sequence' });
    expect(verifyChain(entries.toSpliced(2, 0, entries[2] as AuditEntry))).toEqual({ kind: 'broken', sequence: 4, fault: 'sequence' });
    expect(verifyChain([entries[1], entries[0], ...entries.slice(2)] as AuditEntry[])).toEqual({ kind: 'broken', sequence: 1, fault: 'sequence' });
    expect(verifyChain(entries.slice(1))).toEqual({ kind: 'broken', sequence: 1, fault: 'sequence' });
  });

  it('shows an entry of another tenant', () => {
    expect(verifyChain(changed(chain(3), 1, { tenantId: 'other' }))).toEqual({ kind: 'broken', sequence: 2, fault: 'tenant' });
  });
});
