import { type AuditEntry } from '../core/auditChain.ts';
import { type TenantId } from '../core/ids.ts';
import { type Log } from '../telemetry/log.ts';
import { exportAudit } from './audit.ts';
import { inDeskErrors } from './errors.ts';
import { openDatabase } from './pool.ts';

export type OpenAudit = {
  /** Tenants that have a chain here. */
  tenants(): Promise<readonly TenantId[]>;
  entries(tenantId: TenantId): AsyncIterable<AuditEntry>;
  close(): Promise<void>;
};

const noLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Opens the audit chains for reading: no migration, no jobs, nothing written. */
export const openAudit = (url: string): OpenAudit => {
  const db = openDatabase(url, noLog);
  return {
    tenants: () => inDeskErrors(async () => (await db.selectFrom('audit_head').select('tenant_id').orderBy('tenant_id').execute()).map((row) => row.tenant_id)),
    entries: (tenantId) => exportAudit(db, tenantId),
    close: () => db.destroy(),
  };
};
