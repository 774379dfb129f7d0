import { type ExpressionBuilder, type Selectable, sql, type SqlBool, type Expression } from 'kysely';
import { type AccessRequest } from '../core/accessRequest.ts';
import { type TenantId } from '../core/ids.ts';
import { type Reads } from '../desk/ports.ts';
import { type Page, type RequestRow } from '../desk/rows.ts';
import { type CountedPage, type WaitingReads } from '../desk/waiting/waitingPorts.ts';
import { requestFromRow } from './accessRequests.ts';
import { invitationFromJoin, invitationFromRow, type JoinedInvitation } from './invitations.ts';
import { afterCursor, cursorOf } from './cursor.ts';
import { type Database, type DatabaseTransaction, type Querying } from './pool.ts';
import { type AccessRequestTable, type Tables } from './schema.ts';

type Joined = ExpressionBuilder<{ access_requests: Tables['access_requests']; invitations: JoinedInvitation }, 'access_requests' | 'invitations'>;
type JoinedRow = Selectable<AccessRequestTable> & JoinedInvitation;

/**
 * The request, locked until the transaction ends, with its invitation: the lock on the request guards both.
 * The weaker lock is enough, and rows that only refer to the request need not wait for it.
 */
export const lockRequest = async (trx: DatabaseTransaction, tenantId: TenantId, id: string): Promise<RequestRow | undefined> => {
  const row = await trx.selectFrom('access_requests').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  if (row === undefined) return undefined;
  const invitation = await trx.selectFrom('invitations').selectAll().where('request_id', '=', id).executeTakeFirst();
  return { request: requestFromRow(row), invitation: invitation === undefined ? null : invitationFromRow(invitation) };
};

/** Waits for whoever asks for the same address and app at this moment; the lock goes with the transaction. */
export const lockOpenRequestsFor = async (trx: DatabaseTransaction, tenantId: TenantId, appId: string, email: string): Promise<readonly RequestRow[]> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify(['ask', tenantId, appId, email])}, 0))`.execute(trx);
  return openRequests(trx, tenantId, appId, email);
};

const openRequests = async (db: Querying, tenantId: TenantId, appId: string, email: string): Promise<readonly RequestRow[]> => {
  const rows = await joinedRequests(db, tenantId).where('app_id', '=', appId).where('email', '=', email).where((eb) => isOpen(eb as unknown as Joined)).orderBy('submitted_at', 'desc').orderBy('id', 'desc').execute();
  return rows.map(fromJoinedRow);
};

export type RequestReads = Pick<Reads, 'request' | 'requestsOfBundle' | 'requestByDraft' | 'openRequestsFor' | 'guestsOf' | 'awaitingRedemption' | 'guestsAwaitingRedemption' | 'waitingRequests' | 'dueRequests'>;

export const requestReads = (db: Database, tenantId: TenantId): RequestReads => {
  const joined = () => joinedRequests(db, tenantId);

  return {
    request: async (id) => {
      const row = await joined().where('id', '=', id).executeTakeFirst();
      return row === undefined ? undefined : fromJoinedRow(row);
    },
    requestByDraft: async (draft): Promise<AccessRequest | undefined> => {
      const row = await db.selectFrom('access_requests').selectAll().where('tenant_id', '=', tenantId).where('draft_id', '=', draft).executeTakeFirst();
      return row === undefined ? undefined : requestFromRow(row);
    },
    requestsOfBundle: async (bundleId) => (await joined().where('bundle_id', '=', bundleId).orderBy('draft_id').execute()).map(fromJoinedRow),
    openRequestsFor: (appId, email) => openRequests(db, tenantId, appId, email),
    guestsOf: (person, apps, cursor, limit) =>
      pageOf(db, tenantId, (eb) => eb.and([eb('state', '=', 'approved'), eb.or([eb('requested_by', '=', person), eb('sponsor_id', '=', person), eb('app_id', '=', eb.fn.any(eb.val([...apps])))])]), cursor, limit),
    waitingRequests: async (after, limit) => (await joined().where('state', '=', 'submitted').where('id', '>', after ?? '').orderBy('id').limit(limit).execute()).map(fromJoinedRow),
    dueRequests: async (at, limit) => (await joined().where('state', '=', 'submitted').where('due_at', '<=', at).orderBy('due_at').orderBy('id').limit(limit).execute()).map(fromJoinedRow),
    awaitingRedemption: async (guestId) => {
      const rows = await joined().where('guest_id', '=', guestId).where((eb) => isUnredeemed(eb as unknown as Joined)).orderBy('submitted_at').execute();
      return rows.map(fromJoinedRow);
    },
    guestsAwaitingRedemption: async (after, limit) => {
      const query = db
        .selectFrom('access_requests')
        .innerJoin('invitations', 'invitations.request_id', 'access_requests.id')
        .select('guest_id')
        .distinct()
        .where('tenant_id', '=', tenantId)
        .where('guest_id', '>', after ?? '')
        .where((eb) => isUnredeemed(eb as unknown as Joined));
      const rows = await query.orderBy('guest_id').limit(limit).execute();
      return rows.flatMap(({ guest_id: id }) => (id === null ? [] : [id]));
    },
  };
};

/** Lists with their counts: what waits for somebody's decision, and what somebody asked for. */
export const countedPages = (db: Database, tenantId: TenantId): Pick<WaitingReads, 'toDecide' | 'askedBy'> => {
  const counted = async (where: (eb: Joined) => Expression<SqlBool>, cursor: string | null, limit: number): Promise<CountedPage> => {
    const rows = db.selectFrom('access_requests').leftJoin('invitations', 'invitations.request_id', 'access_requests.id').where('tenant_id', '=', tenantId).where((eb) => where(eb as unknown as Joined));
    const [page, { count }] = await Promise.all([pageOf(db, tenantId, where, cursor, limit), rows.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()]);
    return { ...page, count };
  };
  return {
    toDecide: (people, person, cursor, limit) =>
      counted((eb) => eb.and([eb('state', '=', 'submitted'), eb('deciders', '&&', eb.val([...people])), eb('requested_by', '!=', person)]), cursor, limit),
    askedBy: (person, cursor, limit) => counted((eb) => eb.and([eb('requested_by', '=', person), isOpen(eb)]), cursor, limit),
  };
};

/** One page of requests with their invitations, newest first. */
const pageOf = async (db: Database, tenantId: TenantId, where: (eb: Joined) => Expression<SqlBool>, cursor: string | null, limit: number): Promise<Page<RequestRow>> => {
  const from = cursor === null ? undefined : afterCursor(cursor);
  let query = joinedRequests(db, tenantId).where((eb) => where(eb as unknown as Joined));
  if (from !== undefined) query = query.where((eb) => eb(eb.refTuple('submitted_at', 'id'), '<', eb.tuple(from.at, from.id)));
  const rows = (await query.orderBy('submitted_at', 'desc').orderBy('id', 'desc').limit(limit + 1).execute()).map(fromJoinedRow);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last === undefined ? null : cursorOf({ at: last.request.submittedAt, id: last.request.id }) };
};

/** Requests of the tenant, each with its invitation where there is one. */
export const joinedRequests = (db: Database, tenantId: TenantId) =>
  db.selectFrom('access_requests').leftJoin('invitations', 'invitations.request_id', 'access_requests.id').selectAll('access_requests').selectAll('invitations').where('tenant_id', '=', tenantId);

/** Requests that wait for one of these people, by id. */
export const requestsWaiting = async (db: Database, tenantId: TenantId, people: readonly string[], after: string | null, limit: number): Promise<readonly RequestRow[]> => {
  if (people.length === 0) return [];
  const query = db.selectFrom('access_requests').selectAll().where('tenant_id', '=', tenantId).where('state', '=', 'submitted').where('id', '>', after ?? '');
  const rows = await query.where('deciders', '&&', (eb) => eb.val([...people])).orderBy('id').limit(limit).execute();
  return rows.map((row) => ({ request: requestFromRow(row), invitation: null }));
};

/** Submitted, or approved with access not ended. */
const isOpen = (eb: Joined): Expression<SqlBool> =>
  eb.or([eb('state', '=', 'submitted'), eb.and([eb('state', '=', 'approved'), eb.or([eb('access', 'is', null), eb('access', '!=', 'ended')])])]);

/** Approved, invited or with access, not redeemed: what a redemption would change. */
const isUnredeemed = (eb: Joined): Expression<SqlBool> =>
  eb.and([eb('state', '=', 'approved'), eb('redeemed_at', 'is', null), eb.or([eb('invitation_state', '=', 'sent'), eb('access', '=', 'granted')])]);

export const fromJoinedRow = (row: JoinedRow): RequestRow => ({ request: requestFromRow(row), invitation: invitationFromJoin(row) });
