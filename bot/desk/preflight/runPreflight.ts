import { domainToUnicode } from 'node:url';
import { candidatesFor } from '../../core/approvals/stagePeople.ts';
import { domainOf } from '../../core/emailAddress.ts';
import { isDeskError } from '../../core/errors.ts';
import { type UserId } from '../../core/ids.ts';
import { type Standing } from '../../core/person.ts';
import { type AppState, type Fact, type Holder, known, type PreflightFacts } from '../../core/preflight/facts.ts';
import { type Passport, passportOf } from '../../core/preflight/passport.ts';
import { preflight, type Report } from '../../core/preflight/preflight.ts';
import { type SharedApp } from '../../core/sharedApp.ts';
import { type Clock, type Directory, type DirectoryUser, type Store } from '../ports.ts';
import { type StageRights } from '../approvals/readStageLive.ts';
import { type OutsideFacts, type PreflightPorts } from './preflightPorts.ts';
import { readFact } from './readFact.ts';

export type PreflightNeeds = PreflightPorts & { readonly clock: Clock; readonly directory: Directory; readonly store: Pick<Store, 'preflight'> };

/** What a use case has read already, or is reading: nothing is read twice. */
export type Question = {
  readonly email: string;
  readonly app: SharedApp;
  readonly requesterId: UserId;
  readonly rights: Promise<Fact<StageRights>>;
  readonly verifiedDomains: Promise<Fact<readonly string[]>>;
  readonly holder: Promise<Fact<DirectoryUser | null>>;
  readonly sponsor: Promise<Fact<Standing | null>>;
};

export type Flown = { readonly report: Report; readonly passport: Passport };

/**
 * Looks at everything at once and says what is in the way. A setting that was kept for some minutes never refuses: where
 * something blocks, the settings are read again first.
 */
export const runPreflight = async (needs: PreflightNeeds, question: Question): Promise<Flown> => {
  const facts = await readAll(needs, question);
  const report = preflight(facts);
  if (report.verdict !== 'blocked') return { report, passport: await readPassport(needs, question.email, facts) };
  const again = { ...facts, ...(await needs.preflight.look(question.email, { fresh: true })) };
  return { report: preflight(again), passport: await readPassport(needs, question.email, again) };
};

const readAll = async (needs: PreflightNeeds, question: Question): Promise<PreflightFacts> => {
  const { clock, directory, store } = needs;
  const { email, app, requesterId } = question;
  const [outside, rights, verifiedDomains, holder, sponsor, appState, sponsorIsReachable, partnerDomains] = await Promise.all([
    needs.preflight.look(email),
    question.rights,
    question.verifiedDomains,
    question.holder,
    question.sponsor,
    readFact(clock, () => readApp(directory, app)),
    question.sponsor.then((found) => readReach(needs, found)),
    store.preflight.partnerDomains(),
  ]);
  return {
    ...outside,
    email,
    shownDomain: domainToUnicode(domainOf(email)),
    policy: rights.kind === 'unknown' ? rights : known(rights.value.powers.policy, rights.readAt),
    people: rights.kind === 'unknown' ? rights : known(peopleOf(rights.value, app, requesterId), rights.readAt),
    verifiedDomains,
    holder: holder.kind === 'unknown' ? holder : known(holder.value && toHolder(holder.value), holder.readAt),
    app: appState,
    sponsor,
    sponsorIsReachable,
    partnerDomains,
  };
};

/** Who would press: the requester, who decides at any stage, and who may be asked to finish. */
const peopleOf = ({ owners, standings, groups, powers }: StageRights, app: SharedApp, requesterId: UserId) => {
  const asked = { askedAs: owners.includes(requesterId) ? 'owner' : 'requester', requestedBy: requesterId } as const;
  const deciders = app.approval.stages.flatMap(({ who }) => candidatesFor(who, asked, app, { owners, standings, groups }));
  const ids = new Set([requesterId, ...deciders, ...app.approvers, ...powers.groupOwners]);
  return { pressers: [...ids].flatMap((id) => standings.get(id) ?? []), groupOwners: powers.groupOwners };
};

/** Without a state of redemption (null) a guest signed up by themselves and is active. */
const toHolder = ({ userType, isEnabled, redemption }: DirectoryUser): Holder => ({ userType, isEnabled, hasRedeemed: redemption !== 'pending' });

const readApp = async (directory: Directory, { servicePrincipalId, accessGroupId }: SharedApp): Promise<AppState | null> => {
  const found = await absentAsNull(() => directory.appFacts(servicePrincipalId));
  if (found === null) return null;
  const { appId, assignmentRequired, groups } = found;
  if (groups.some(({ id }) => id === accessGroupId)) return { appId, assignmentRequired, group: 'assigned' };
  const owners = await absentAsNull(() => directory.groupOwners(accessGroupId));
  return { appId, assignmentRequired, group: owners === null ? 'missing' : 'not-assigned' };
};

const absentAsNull = async <Value>(read: () => Promise<Value>): Promise<Value | null> => {
  try {
    return await read();
  } catch (error) {
    if (isDeskError(error, 'not-found')) return null;
    throw error;
  }
};

/** Who is no sponsor at all need not be reached. */
const readReach = ({ clock, reach }: PreflightNeeds, sponsor: Fact<Standing | null>): Promise<Fact<boolean>> =>
  readFact(clock, async () => sponsor.kind === 'unknown' || sponsor.value === null || (await reach.reaches(sponsor.value.id)));

const readPassport = async ({ store, clock }: PreflightNeeds, email: string, { partner, crossTenant }: OutsideFacts): Promise<Passport> => {
  const tenant = partner.kind === 'known' ? partner.value : null;
  const trust = tenant === null || crossTenant.kind === 'unknown' ? null : (crossTenant.value.partners.get(tenant.tenantId)?.trust ?? crossTenant.value.trust);
  return passportOf({ tenantName: tenant?.name ?? null, trust }, await store.preflight.partnerHistory(domainOf(email), clock.now()));
};
