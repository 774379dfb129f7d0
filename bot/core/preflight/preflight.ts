import { domainOf } from '../emailAddress.ts';
import { mayChangeMembers, mayInvite } from '../rights.ts';
import { type CrossTenant, type Fact, type Inbound, type PreflightFacts } from './facts.ts';
import { isMixedScript, lookAlikeOf } from './lookAlike.ts';
import { inOrder, obstacle, type Obstacle } from './obstacles.ts';

/** How the guest will prove who they are: at their own organisation, by a code in a mail, or with a Microsoft account. */
export type Way = 'entra' | 'passcode' | 'microsoft-account' | 'none' | 'unknown';

export type Report = {
  /** `fine`: nothing that was seen is in the way · `blocked`: it would fail · `uncertain`: something could not be seen. */
  readonly verdict: 'fine' | 'blocked' | 'uncertain';
  /** The gravest first; always the same order for the same facts. */
  readonly obstacles: readonly Obstacle[];
  readonly way: Way;
  /** The age of the oldest fact the report rests on; null where nothing could be read. */
  readonly readAt: Date | null;
};

/**
 * What stands between an address and an app, from what was read. A fact that could not be read is an obstacle of its
 * own wherever the answer could depend on it. What nobody here can see (the partner's outbound rules, whether mail
 * arrives) is no part of a report: the card says so in one standing line.
 */
export const preflight = (facts: PreflightFacts): Report => {
  const way = wayOf(facts);
  const obstacles = inOrder([...rights(facts), ...domain(facts), ...holder(facts), ...neighbours(facts, way), ...fromOutside(facts), ...provider(facts, way), ...app(facts), ...sponsor(facts)]);
  return { verdict: verdictOf(obstacles), obstacles, way, readAt: oldestOf(facts) };
};

export const verdictOf = (obstacles: readonly Obstacle[]): Report['verdict'] => {
  if (obstacles.some(({ severity }) => severity === 'blocks')) return 'blocked';
  return obstacles.some(({ severity }) => severity === 'unknown') ? 'uncertain' : 'fine';
};

const oldestOf = (facts: PreflightFacts): Date | null => {
  const times = Object.values(facts).flatMap((fact) => (typeof fact === 'object' && 'kind' in fact && fact.kind === 'known' ? [(fact as { readonly readAt: Date }).readAt.getTime()] : []));
  return times.length === 0 ? null : new Date(Math.min(...times));
};

const valueOf = <Value>(fact: Fact<Value>): Value | undefined => (fact.kind === 'known' ? fact.value : undefined);
const whyOf = (...facts: readonly Fact<unknown>[]): Readonly<Record<string, string>> => ({ why: facts.find((fact) => fact.kind === 'unknown')?.why ?? '' });

const rights = ({ policy, people }: PreflightFacts): Obstacle[] => {
  if (valueOf(policy) === 'none') return [obstacle('invitations-off', 'blocks')];
  if (policy.kind === 'unknown' || people.kind === 'unknown') return [obstacle('rights-unread', 'unknown', whyOf(policy, people))];
  const { pressers, groupOwners } = people.value;
  return [
    ...(pressers.some((person) => mayInvite(person, policy.value)) ? [] : [obstacle('nobody-invites', 'blocks')]),
    ...(pressers.some((person) => mayChangeMembers(person, groupOwners)) ? [] : [obstacle('nobody-adds', 'blocks')]),
  ];
};

const domain = ({ email, shownDomain, verifiedDomains, partnerDomains }: PreflightFacts): Obstacle[] => {
  const own = domainOf(email);
  const said = isMixedScript(own) ? [obstacle('mixed-script', 'warns', { domain: shownDomain, written: own })] : [];
  if (verifiedDomains.kind === 'unknown') return [...said, obstacle('own-domain-unread', 'unknown', whyOf(verifiedDomains))];
  if (verifiedDomains.value.includes(own)) return [...said, obstacle('own-domain', 'blocks', { domain: own })];
  const twin = lookAlikeOf(own, verifiedDomains.value) ?? lookAlikeOf(own, partnerDomains);
  return twin === undefined ? said : [...said, obstacle('look-alike', 'warns', { domain: own, twin })];
};

const holder = ({ holder: found }: PreflightFacts): Obstacle[] => {
  if (found.kind === 'unknown') return [obstacle('holder-unread', 'unknown', whyOf(found))];
  if (found.value === null) return [];
  const { userType, isEnabled, hasRedeemed } = found.value;
  if (userType === 'member') return [obstacle('member', 'blocks')];
  if (!isEnabled) return [obstacle('guest-disabled', 'blocks')];
  return [obstacle(hasRedeemed ? 'guest-redeemed' : 'guest-pending', 'warns')];
};

/** A guest who accepted needs no invitation and no way in: the list of domains and the providers matter no more. */
const isInside = (facts: PreflightFacts): boolean => {
  const found = valueOf(facts.holder);
  return found?.userType === 'guest' && found.isEnabled && found.hasRedeemed;
};

const neighbours = (facts: PreflightFacts, way: Way): Obstacle[] => {
  const { isContact, deletedAt } = facts;
  const said: Obstacle[] = [];
  if (deletedAt.kind === 'unknown') said.push(obstacle('deleted-unread', 'unknown', whyOf(deletedAt)));
  else if (deletedAt.value !== null && valueOf(facts.holder) == null) said.push(obstacle('deleted', 'warns', { on: deletedAt.value.toISOString() }));
  if (isContact.kind === 'unknown') return isInside(facts) ? said : [...said, obstacle('contact-unread', 'unknown', whyOf(isContact))];
  // A guest made beside a contact gets no proxy address, and without one no passcode is sent (Entra, "Troubleshoot B2B collaboration").
  if (isContact.value && !isInside(facts)) said.push(obstacle('contact', way === 'passcode' ? 'blocks' : way === 'unknown' ? 'unknown' : 'warns'));
  return said;
};

const fromOutside = (facts: PreflightFacts): Obstacle[] => [...listed(facts), ...inbound(facts)];

const listed = (facts: PreflightFacts): Obstacle[] => {
  const { domainList } = facts;
  if (isInside(facts)) return [];
  if (domainList.kind === 'unknown') return [obstacle('domain-list-unread', 'unknown', whyOf(domainList))];
  const list = domainList.value;
  if (list.kind === 'any') return [];
  const own = domainOf(facts.email);
  const isListed = list.domains.includes(own);
  if (list.kind === 'except') return isListed ? [obstacle('domain-blocked', 'blocks', { domain: own })] : [];
  return isListed ? [] : [obstacle('domain-not-listed', 'blocks', { domain: own })];
};

/** Cross-tenant access settings bind people of other Entra tenants only. */
const inbound = ({ partner, crossTenant, app: appState }: PreflightFacts): Obstacle[] => {
  if (partner.kind === 'unknown') return [obstacle('partner-unread', 'unknown', whyOf(partner))];
  if (crossTenant.kind === 'unknown') return [obstacle('inbound-unread', 'unknown', whyOf(crossTenant))];
  if (partner.value === null) return [];
  const { users, apps } = inboundOf(crossTenant.value, partner.value.tenantId);
  const names = { partner: partner.value.name };
  const said: Obstacle[] = [];
  const forAll = users.targets.includes('AllUsers');
  if (users.access === 'blocked' && forAll) said.push(obstacle('inbound-users-blocked', 'blocks', names));
  else if (!forAll) said.push(obstacle('inbound-users-some', 'unknown', names));
  const appId = valueOf(appState)?.appId; // an app that is gone has none
  const isNamed = apps.targets.includes('AllApplications') || (appId !== undefined && apps.targets.includes(appId));
  if (appId !== undefined && isNamed === (apps.access === 'blocked')) said.push(obstacle('inbound-app-blocked', 'blocks', names));
  return said;
};

/** The partner's own block where it has one, else the default one. */
export const inboundOf = ({ inbound: otherwise, partners }: CrossTenant, tenantId: string): Inbound => partners.get(tenantId)?.inbound ?? otherwise;

const wayOf = ({ partner, crossTenant, passcodesAreOn }: PreflightFacts): Way => {
  if (partner.kind === 'unknown' || crossTenant.kind === 'unknown') return 'unknown';
  const { usesEntra, fallback } = crossTenant.value.redemption;
  if (usesEntra && partner.value !== null) return 'entra';
  if (fallback === 'microsoft-account') return 'microsoft-account';
  if (passcodesAreOn.kind === 'unknown') return 'unknown';
  if (passcodesAreOn.value) return 'passcode';
  return fallback === 'passcode' ? 'none' : 'microsoft-account';
};

const provider = (facts: PreflightFacts, way: Way): Obstacle[] => {
  if (isInside(facts)) return [];
  const said: Obstacle[] = [];
  const partner = valueOf(facts.partner);
  if (way === 'none') said.push(obstacle('no-provider', 'blocks'));
  if (way === 'unknown' && facts.partner.kind === 'known' && facts.crossTenant.kind === 'known') said.push(obstacle('passcodes-unread', 'unknown', whyOf(facts.passcodesAreOn)));
  if (partner != null && (way === 'passcode' || way === 'microsoft-account')) said.push(obstacle('entra-not-used', 'warns', { partner: partner.name }));
  if (way === 'microsoft-account') said.push(obstacle('microsoft-account', 'warns'));
  return said;
};

const app = ({ app: found }: PreflightFacts): Obstacle[] => {
  if (found.kind === 'unknown') return [obstacle('app-unread', 'unknown', whyOf(found))];
  if (found.value === null) return [obstacle('app-gone', 'blocks')];
  const { group, assignmentRequired } = found.value;
  if (group === 'missing') return [obstacle('group-missing', 'blocks')];
  return [
    ...(group === 'not-assigned' ? [obstacle('group-not-assigned', assignmentRequired ? 'blocks' : 'warns')] : []),
    ...(assignmentRequired ? [] : [obstacle('open-to-all', 'warns')]),
  ];
};

const sponsor = ({ sponsor: found, sponsorIsReachable }: PreflightFacts): Obstacle[] => {
  if (found.kind === 'unknown') return [obstacle('sponsor-unread', 'unknown', whyOf(found))];
  if (found.value === null) return [obstacle('sponsor-gone', 'blocks')];
  if (found.value.userType === 'guest') return [obstacle('sponsor-guest', 'blocks')];
  if (!found.value.isEnabled) return [obstacle('sponsor-disabled', 'blocks')];
  if (sponsorIsReachable.kind === 'unknown') return [obstacle('sponsor-unread', 'unknown', whyOf(sponsorIsReachable))];
  return sponsorIsReachable.value ? [] : [obstacle('sponsor-unreachable', 'warns')];
};
