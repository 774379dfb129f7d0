/** Whether a guest came with another account than the invited one: told on evidence, once for each, and never without. */
import { domainOf } from '../emailAddress.ts';
import { type UserId } from '../ids.ts';
import { type Invitation } from '../invitation.ts';
import { alreadyDone, amend, type Changed, type Outcome, type Pressed, type RequestState, stale, versionOf } from '../outcome.ts';
import { refuse } from '../refusal.ts';
import { isSameMailbox } from './aliases.ts';
import { type Alarm, type Evidence, openAlarms } from './watch.ts';

/** An organisation as far as it was found; `null`: the domain belongs to none; undefined: nobody could be asked. */
export type FoundTenant = string | null | undefined;

/** What was seen of the account. Tenants of domains are asked for only where {@link needsTenants} says so. */
export type AccountSeen = {
  readonly invited: string;
  readonly provider: Invitation['provider'];
  /** Home tenants of the guest's successful sign-ins. */
  readonly homeTenants: readonly string[];
  readonly ownTenant: string;
  readonly tenantOf: (domain: string) => FoundTenant;
};

/** Domains whose organisation decides; empty where nothing has to be asked. */
export const needsTenants = ({ invited, provider, homeTenants, ownTenant }: Omit<AccountSeen, 'tenantOf'>): readonly string[] => {
  const other = passcodeAddress(invited, provider);
  const foreign = homeTenants.some((tenant) => isForeign(tenant, ownTenant));
  return [...new Set([...(foreign || other !== undefined ? [domainOf(invited)] : []), ...(other === undefined ? [] : [domainOf(other)])])];
};

/**
 * Evidence of another account. A passcode went to an address that is no alias of the invited one; or the sign-in log
 * names another organisation than the one that owns the invited domain. Where that one is not known, nothing is said.
 */
export const evidenceOf = (seen: AccountSeen): readonly Evidence[] => {
  const { invited, provider, homeTenants, ownTenant, tenantOf } = seen;
  const home = tenantOf(domainOf(invited));
  const other = passcodeAddress(invited, provider);
  const isAlias = other !== undefined && home != null && tenantOf(domainOf(other)) === home && isSameMailbox(invited, other, true);
  const isKnown = home != null;
  return [
    ...(other === undefined || isAlias ? [] : [{ kind: 'passcode-address', seen: other, seenName: null } as const]),
    ...(isKnown ? [...new Set(homeTenants)].filter((tenant) => isForeign(tenant, ownTenant) && tenant !== home).map((tenant) => ({ kind: 'home-tenant', seen: tenant, seenName: null }) as const) : []),
  ];
};

/** The address of a passcode, where it is visible and certainly another mailbox than the invited one unless both domains are one organisation's. */
const passcodeAddress = (invited: string, provider: Invitation['provider']): string | undefined => {
  if (provider?.kind !== 'one-time-passcode' || provider.account === null || !provider.account.includes('@')) return undefined;
  return isSameMailbox(invited, provider.account) ? undefined : provider.account.toLowerCase();
};

/** Guests without an organisation of their own sign in at ours; the log then names us, or nobody. */
const isForeign = (tenant: string, ownTenant: string): boolean => tenant !== '' && tenant !== ownTenant && !/^0{8}-/u.test(tenant);

/** Records evidence that was not told before; undefined when all of it was. */
export const doubt = (state: RequestState, evidence: readonly Evidence[], at: Date): Changed | undefined => {
  const { request, invitation } = state;
  if (invitation === null || invitation.access.startsWith('end')) return undefined;
  const fresh = evidence.filter((one) => !invitation.watch.alarms.some((alarm) => alarm.kind === one.kind && alarm.seen === one.seen));
  if (fresh.length === 0) return undefined;
  const alarms: readonly Alarm[] = [...invitation.watch.alarms, ...fresh.map((one) => ({ ...one, at, confirmedBy: null, confirmedAt: null, reset: null }))];
  return {
    kind: 'changed',
    request,
    invitation: amend(invitation, { watch: { ...invitation.watch, alarms } }),
    // An address is personal data and stays out of the audit chain.
    events: fresh.map(({ kind }) => ({ name: 'account.doubted', subject: request.id, by: null, at, facts: { evidence: kind } })),
  };
};

/** `account.confirm`: the account is right. The sponsor and the app's owners may say so; `owners` were read live. */
export const confirmAccount = (state: RequestState, press: Pressed, owners: readonly UserId[]): Outcome => {
  const { request, invitation } = state;
  if (!owners.includes(press.by) && request.sponsorId !== press.by) return refuse('not-owner-or-sponsor', [...owners, request.sponsorId]);
  if (invitation === null) return stale;
  const { watch } = invitation;
  if (openAlarms(watch).length === 0) return watch.alarms.some(({ confirmedBy }) => confirmedBy === press.by) ? alreadyDone : stale;
  if (press.version !== versionOf(state)) return stale;
  return {
    kind: 'changed',
    request,
    invitation: amend(invitation, { watch: { ...watch, alarms: watch.alarms.map((alarm) => (alarm.confirmedAt === null ? { ...alarm, confirmedBy: press.by, confirmedAt: press.at } : alarm)) } }),
    events: [{ name: 'account.confirmed', subject: request.id, by: press.by, at: press.at, facts: { alarms: openAlarms(watch).length } }],
  };
};
