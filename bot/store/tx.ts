import { DeskError } from '../core/errors.ts';
import { type TenantId } from '../core/ids.ts';
import { type Store, type Tx } from '../desk/ports.ts';
import { insertRequest, saveRequest } from './accessRequests.ts';
import { appendAudit } from './audit.ts';
import { delegationTx } from './delegations.ts';
import { insertDraft } from './drafts.ts';
import { guarded, toDeskError } from './errors.ts';
import { insertInvitation, saveInvitation } from './invitations.ts';
import { type SendJobs } from './jobs.ts';
import { rememberNames } from './names.ts';
import { type Database, type DatabaseTransaction } from './pool.ts';
import { forgetPostedCard, savePostedCard } from './postedCards.ts';
import { keepPreflight } from './preflights.ts';
import { lockOpenRequestsFor, lockRequest } from './requestReads.ts';
import { onCallTx } from './onCall.ts';
import { waitingTx } from './waiting.ts';
import { insertSharedApp, saveSharedApp } from './sharedApps.ts';
import { stepUpWrites } from './stepUpActs.ts';

/**
 * Runs a use case's transaction. An error anywhere rolls everything back.
 * A connection lost while committing is `ambiguous`: the rows may be there.
 */
export const transactions =
  (db: Database, tenantId: TenantId, sendJobs: SendJobs): Store['transaction'] =>
  async (work) => {
    let isCommitting = false;
    try {
      return await db.transaction().execute(async (trx) => {
        const result = await work(txOf(trx, tenantId, sendJobs));
        isCommitting = true;
        return result;
      });
    } catch (error) {
      if (error instanceof DeskError) throw error;
      if (!isDatabaseError(error) && !isCommitting) throw error;
      const translated = toDeskError(error);
      throw isCommitting && translated.kind === 'unavailable' ? new DeskError('ambiguous', translated.detail) : translated;
    }
  };

/** What the use case itself throws is not ours to translate. */
const isDatabaseError = (error: unknown): boolean => Error.isError(error) && (typeof (error as { code?: unknown }).code === 'string' || /connect|terminated/i.test(error.message));

const txOf = (trx: DatabaseTransaction, tenantId: TenantId, sendJobs: SendJobs): Tx =>
  guarded<Tx>({
    lockRequest: (id) => lockRequest(trx, tenantId, id),
    insertRequest: (request) => insertRequest(trx, request),
    lockOpenRequestsFor: (appId, email) => lockOpenRequestsFor(trx, tenantId, appId, email),
    saveRequest: (request) => saveRequest(trx, request),
    insertInvitation: (invitation) => insertInvitation(trx, invitation),
    saveInvitation: (invitation) => saveInvitation(trx, invitation),
    insertSharedApp: (app) => insertSharedApp(trx, app),
    saveSharedApp: (app) => saveSharedApp(trx, app),
    keepPreflight: (requestId, kept) => keepPreflight(trx, requestId, kept),
    insertDraft: (draft) => insertDraft(trx, draft),
    savePostedCard: (card) => savePostedCard(trx, card),
    forgetPostedCard: (at) => forgetPostedCard(trx, at),
    ...stepUpWrites(trx),
    rememberNames: (names) => rememberNames(trx, names),
    ...delegationTx(trx, tenantId),
    ...waitingTx(trx, tenantId),
    ...onCallTx(trx, tenantId),
    commitWith: async (events, jobs) => {
      await sendJobs(trx, jobs);
      await appendAudit(trx, tenantId, events);
    },
  });
