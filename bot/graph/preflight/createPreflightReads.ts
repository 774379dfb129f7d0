import { DeskError, isDeskError } from '../../core/errors.ts';
import { domainOf } from '../../core/emailAddress.ts';
import { type Fact, known, type PartnerTenant, unknown } from '../../core/preflight/facts.ts';
import { type Clock } from '../../desk/ports.ts';
import { type PreflightReads } from '../../desk/preflight/preflightPorts.ts';
import { createAppReads, type AppReads } from '../appReads.ts';
import { calls } from '../calls.ts';
import { createGraphClient, type GraphSetup } from '../client.ts';
import { type AppTokens } from '../credential.ts';
import { b2bPolicy, crossTenantDefault, crossTenantPartner, deletedUser, emailPasscodes, foundObject, tenantInformation, toCrossTenant, toDomainList } from './schemas.ts';

/** How old a setting may be when it is shown; nobody changes them by the minute. */
const settingsLastMs = 5 * 60_000;
/** A setting that could not be read is tried again after this, so that a dead neighbour is not asked at every press. */
const failuresLastMs = 30_000;
/** A person waits for the card: a read that takes longer is unknown. */
const readDeadlineMs = 4_000;

/** Preflight's reads, side by side, none twice. Tenant-wide settings are kept for some minutes. */
export const createPreflightReads = (setup: GraphSetup & { readonly clock: Clock }, tokens: AppTokens): PreflightReads => {
  const { clock } = setup;
  const reads = createAppReads(createGraphClient({ ...setup, callTimeoutMs: readDeadlineMs, readDeadlineMs }), tokens);
  const asFact = async <Value>(read: () => Promise<Value>): Promise<Fact<Value>> => {
    try {
      return known(await read(), clock.now());
    } catch (error) {
      return unknown(isDeskError(error) ? error.detail.code : 'graph/client');
    }
  };
  const settings = {
    domainList: kept(clock, () => asFact(() => readDomainList(reads))),
    crossTenant: kept(clock, () => asFact(() => readCrossTenant(reads))),
    passcodesAreOn: kept(clock, () => asFact(async () => (await reads.one(calls.reader.emailPasscodes, emailPasscodes)).allowExternalIdToUseEmailOtp !== 'disabled')),
  };
  return {
    look: async (email, { fresh } = { fresh: false }) => {
      const [domainList, crossTenant, passcodesAreOn, partner, isContact, deletedAt] = await Promise.all([
        settings.domainList(fresh),
        settings.crossTenant(fresh),
        settings.passcodesAreOn(fresh),
        asFact(() => readPartner(reads, domainOf(email))),
        asFact(() => readIsContact(reads, email)),
        asFact(() => readDeletedAt(reads, email)),
      ]);
      return { domainList, crossTenant, passcodesAreOn, partner, isContact, deletedAt };
    },
  };
};

/** Reads once for everybody who asks meanwhile, and keeps the answer for a while; `fresh` reads again. */
const kept = <Value>(clock: Clock, read: () => Promise<Fact<Value>>): ((fresh: boolean) => Promise<Fact<Value>>) => {
  let last: { readonly fact: Promise<Fact<Value>>; readonly until: Promise<number> | number } | undefined;
  return async (fresh) => {
    const now = clock.now().getTime();
    if (last !== undefined && !fresh && now < (await last.until)) return last.fact;
    const fact = read();
    last = { fact, until: fact.then(({ kind }) => now + (kind === 'known' ? settingsLastMs : failuresLastMs)) };
    return fact;
  };
};

const readDomainList = async (reads: AppReads) => {
  const list = toDomainList(await reads.all(calls.reader.domainList, b2bPolicy));
  if (list === undefined) throw new DeskError('bug', { code: 'graph/answer-not-understood/b2bManagementPolicies' });
  return list;
};

const readCrossTenant = async (reads: AppReads) => {
  const [settings, partners] = await Promise.all([reads.one(calls.reader.crossTenantDefault, crossTenantDefault), reads.all(calls.reader.crossTenantPartners, crossTenantPartner)]);
  return toCrossTenant(settings, partners);
};

/** 404: no Entra tenant has the domain (facts/graph.md section 5, assumed). */
const readPartner = async (reads: AppReads, domainName: string): Promise<PartnerTenant | null> => {
  try {
    const found = await reads.one(calls.reader.tenantOfDomain, tenantInformation, { params: { domainName } });
    return { tenantId: found.tenantId, name: found.displayName ?? found.defaultDomainName ?? domainName };
  } catch (error) {
    if (isDeskError(error, 'not-found')) return null;
    throw error;
  }
};

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const readIsContact = async (reads: AppReads, email: string): Promise<boolean> => {
  const $filter = `mail eq ${quoted(email)} or proxyAddresses/any(p:p eq ${quoted(`smtp:${email}`)})`;
  return (await reads.all(calls.reader.contacts, foundObject, { query: { $filter, $select: 'id', $count: 'true' }, eventual: true })).length > 0;
};

const readDeletedAt = async (reads: AppReads, email: string): Promise<Date | null> => {
  const query = { $filter: `mail eq ${quoted(email)}`, $select: 'id,deletedDateTime', $count: 'true' };
  const times = (await reads.all(calls.reader.deletedUsers, deletedUser, { query, eventual: true })).map(({ deletedDateTime }) => Date.parse(deletedDateTime ?? '')).filter(Number.isFinite);
  return times.length === 0 ? null : new Date(Math.max(...times));
};
