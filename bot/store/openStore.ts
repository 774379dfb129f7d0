import { type AuditEntry } from '../core/auditChain.ts';
import { type TenantId } from '../core/ids.ts';
import { type ChannelStore, type NotificationStore } from '../desk/channelPorts.ts';
import { type Clock, type Reads, type Store } from '../desk/ports.ts';
import { type Housekeeping, type JobEngine } from '../desk/workPorts.ts';
import { type Log } from '../telemetry/log.ts';
import { askDialogs } from './askDialogs.ts';
import { beginChain, exportAudit } from './audit.ts';
import { channelStore } from './channel.ts';
import { delegationReads } from './delegations.ts';
import { draftReads } from './drafts.ts';
import { guarded, inDeskErrors } from './errors.ts';
import { searchReads } from './extension/searchReads.ts';
import { housekeeping } from './housekeeping.ts';
import { openJobs } from './jobs.ts';
import { leases } from './leases.ts';
import { personLanguages } from './personLanguages.ts';
import { marks } from './marks.ts';
import { migrate } from './migrate.ts';
import { nameReads } from './names.ts';
import { notificationStore } from './notifications.ts';
import { openDatabase } from './pool.ts';
import { postedCardReads } from './postedCards.ts';
import { radarReads } from './radar/radarReads.ts';
import { preflightReads, preflightStore } from './preflights.ts';
import { requestReads } from './requestReads.ts';
import { sharedAppReads } from './sharedApps.ts';
import { stepUpReads } from './stepUpActs.ts';
import { onCallReads } from './onCall.ts';
import { waitingReads } from './waiting.ts';
import { transactions } from './tx.ts';

export type StoreOptions = {
  /** PostgreSQL 15 or newer; a direct connection, because LISTEN needs a session. */
  readonly url: string;
  readonly tenantId: TenantId;
  readonly clock: Clock;
  readonly log: Log;
};

export type OpenStore = Store &
  ChannelStore &
  NotificationStore &
  Housekeeping & {
    readonly jobs: JobEngine;
    /** Answers when the database does; throws `unavailable` otherwise. */
    ping(): Promise<void>;
    /** The tenant's whole audit chain, oldest first. */
    exportAudit(): AsyncIterable<AuditEntry>;
    /** Ends every connection. Drain the jobs first. */
    close(): Promise<void>;
  };

/**
 * Opens the store, brings its schema up to date (several processes may do so at once) and starts its job engine.
 * Every method throws errors of the desk only: `unavailable` when the database is down or busy, `bug` otherwise.
 */
export const openStore = ({ url, tenantId, clock, log }: StoreOptions): Promise<OpenStore> =>
  inDeskErrors(async () => {
    const db = openDatabase(url, log);
    try {
      await migrate(db);
      await beginChain(db, tenantId);
      const jobs = await openJobs(url, db, log);
      const requests = requestReads(db, tenantId);
      const read: Reads = guarded({
        ...requests, ...searchReads(db, tenantId, requests), ...sharedAppReads(db, tenantId), ...draftReads(db, clock), ...postedCardReads(db), ...nameReads(db),
        ...delegationReads(db, tenantId, clock), ...radarReads(db, tenantId), ...preflightReads(db), ...stepUpReads(db, tenantId), ...waitingReads(db, tenantId), ...onCallReads(db, tenantId),
      });
      return {
        read,
        preflight: guarded(preflightStore(db, tenantId)),
        transaction: transactions(db, tenantId, jobs.send),
        ...guarded({ ...leases(db, clock), ...marks(db), ...personLanguages(db), ...askDialogs(db), ...channelStore(db, clock), ...notificationStore(db, clock, jobs.send), ...housekeeping(db, clock) }),
        jobs: jobs.engine,
        ping: () => inDeskErrors(async () => void (await db.selectFrom('audit_head').select('sequence').limit(1).execute())),
        exportAudit: () => exportAudit(db, tenantId),
        close: async () => {
          await jobs.close();
          await db.destroy();
        },
      };
    } catch (error) {
      await db.destroy();
      throw error;
    }
  });
