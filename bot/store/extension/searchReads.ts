import { sql } from 'kysely';
import { type TenantId } from '../../core/ids.ts';
import { type SearchReads } from '../../desk/extension/extensionPorts.ts';
import { type Database } from '../pool.ts';
import { type RequestReads } from '../requestReads.ts';

/** `%`, `_` and the escape itself are letters of what somebody looks for. */
const pattern = (text: string): string => `%${text.replace(/[\\%_]/gu, '\\$&')}%`;

export const searchReads = (db: Database, tenantId: TenantId, reads: Pick<RequestReads, 'request'>): SearchReads => ({
  searchRequests: async (person, apps, text, skip, count) => {
    let query = db
      .selectFrom('access_requests')
      .innerJoin('shared_apps', 'shared_apps.id', 'access_requests.app_id')
      .select('access_requests.id')
      .where('access_requests.tenant_id', '=', tenantId)
      .where((eb) =>
        eb.or([
          eb('requested_by', '=', person),
          eb('sponsor_id', '=', person),
          eb('deciders', '@>', eb.val([person])),
          eb('app_id', '=', eb.fn.any(eb.val([...apps]))),
        ]),
      );
    if (text !== '') query = query.where((eb) => eb.or((['guest_name', 'email', 'shared_apps.name'] as const).map((name) => sql<boolean>`${eb.ref(name)} ilike ${pattern(text)} escape '\\'`)));
    const found = await query.orderBy('submitted_at', 'desc').orderBy('access_requests.id', 'desc').offset(skip).limit(count).execute();
    const rows = await Promise.all(found.map(({ id }) => reads.request(id)));
    return rows.filter((row) => row !== undefined);
  },
});
