import { z } from 'zod';
import { isDeskError } from '../core/errors.ts';
import { type UserId } from '../core/ids.ts';
import { type SignIn, type SignInLog, type SignInsAnswer } from '../desk/radar/radarPorts.ts';
import { createAppReads, type AppReads } from './appReads.ts';
import { type Call, calls } from './calls.ts';
import { createGraphClient, type GraphSetup } from './client.ts';
import { type AppTokens } from './credential.ts';
import { pageOf, readAs } from './schemas.ts';

const text = z.string().nullish();
const signIn = z.object({ createdDateTime: z.string(), appId: text, appDisplayName: text, homeTenantId: text, status: z.object({ errorCode: z.number().nullish() }).nullish() });
const partner = z.object({ tenantId: z.string().min(1), displayName: text });

/** Rows of one guest that are looked at; the log is kept 30 days. */
const mostRows = '50';
/** With which Graph says that the tenant's licence shows no log (facts/graph.md: needs P1 or P2). */
const noLicence = /^graph\/authentication-request-from-(non-premium-tenant|unsupported)/;

/** The sign-in log and the owners of domains, read by the reader identity. Nothing is remembered. */
export const createSignInLog = (setup: GraphSetup, tokens: AppTokens): SignInLog => {
  const reads = createAppReads(createGraphClient(setup), tokens);
  return {
    signIns: async (guests) => {
      try {
        const bodies = await reads.batch(guests.map((id) => ({ key: id, call: calls.reader.signIns, filling: { query: { $filter: `userId eq '${id}'`, $top: mostRows } } })));
        return new Map(guests.map((id) => [id, { kind: 'rows', rows: rowsIn(bodies.get(id)) }]));
      } catch (error) {
        const gap = gapOf(error);
        return new Map<UserId, SignInsAnswer>(guests.map((id) => [id, { kind: gap }]));
      }
    },
    tenantOf: (domain) => tenantAt(reads, calls.reader.partnerTenant, { domain }),
    tenantName: async (id) => (await tenantAt(reads, calls.reader.tenantById, { id }))?.name ?? null,
  };
};

const rowsIn = (body: unknown): readonly SignIn[] => {
  if (body === undefined) return [];
  const rows = readAs(pageOf(signIn), body, 'signIns').value.map((row) => ({
    at: new Date(row.createdDateTime),
    errorCode: row.status?.errorCode ?? 0,
    appId: row.appId ?? null,
    appName: row.appDisplayName ?? null,
    homeTenantId: row.homeTenantId?.toLowerCase() ?? null,
  }));
  return rows.toSorted((a, b) => b.at.getTime() - a.at.getTime());
};

/** @throws what is no refusal: a log that does not answer now is asked again later */
const gapOf = (error: unknown): 'no-licence' | 'denied' => {
  if (!isDeskError(error, 'tenant-denies')) throw error;
  return noLicence.test(error.detail.code) ? 'no-licence' : 'denied';
};

const tenantAt = async (reads: AppReads, call: Call, params: Record<string, string>): Promise<{ id: string; name: string } | null> => {
  try {
    const found = await reads.one(call, partner, { params });
    return { id: found.tenantId.toLowerCase(), name: found.displayName ?? found.tenantId };
  } catch (error) {
    if (isDeskError(error, 'not-found')) return null;
    throw error;
  }
};
