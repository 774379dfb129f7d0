import { type UserId } from '../ids.ts';
import { type InvitePolicy, type Standing } from '../person.ts';

/** Something that was read, or why it could not be. What is unknown is never taken for allowed. */
export type Fact<Value> =
  | { readonly kind: 'known'; readonly value: Value; readonly readAt: Date }
  /** `why`: an error code (`graph/…`), for administrators. */
  | { readonly kind: 'unknown'; readonly why: string };

export const known = <Value>(value: Value, readAt: Date): Fact<Value> => ({ kind: 'known', value, readAt });
export const unknown = (why: string): Fact<never> => ({ kind: 'unknown', why });

/** The list of domains that may be invited: all, only some, all except some. Lower case, ASCII. */
export type DomainList = { readonly kind: 'any' } | { readonly kind: 'only' | 'except'; readonly domains: readonly string[] };

/** One half of an inbound setting. `targets` holds object ids, app ids, or `AllUsers`, `AllApplications`. */
export type Targets = { readonly access: 'allowed' | 'blocked'; readonly targets: readonly string[] };
export type Inbound = { readonly users: Targets; readonly apps: Targets };
/** What is believed of the guest's own tenant. */
export type Trust = { readonly mfa: boolean; readonly device: boolean };

/** Cross-tenant access settings: the default ones, and what partners have of their own (null inherits). */
export type CrossTenant = {
  readonly inbound: Inbound;
  readonly trust: Trust;
  readonly partners: ReadonlyMap<string, { readonly inbound: Inbound | null; readonly trust: Trust | null }>;
  /** In which order a guest's provider is looked for. */
  readonly redemption: { readonly usesEntra: boolean; readonly fallback: 'either' | 'passcode' | 'microsoft-account' };
};

/** The Entra tenant that has the invitee's domain. */
export type PartnerTenant = { readonly tenantId: string; readonly name: string };

/** Who has the address here already. */
export type Holder = { readonly userType: 'member' | 'guest'; readonly isEnabled: boolean; readonly hasRedeemed: boolean };

export type AppState = {
  readonly appId: string;
  /** The access group is there, and assigned to the app. */
  readonly group: 'assigned' | 'not-assigned' | 'missing';
  readonly assignmentRequired: boolean;
};

/** Everything that preflight looks at, each known or not. */
export type PreflightFacts = {
  /** As parsed: lower case, domain in ASCII. */
  readonly email: string;
  /** The domain as people read it. */
  readonly shownDomain: string;
  readonly policy: Fact<InvitePolicy>;
  /** Who comes to press: requester, deciders, finishers; with owners of the access group. */
  readonly people: Fact<{ readonly pressers: readonly Standing[]; readonly groupOwners: readonly UserId[] }>;
  readonly verifiedDomains: Fact<readonly string[]>;
  readonly domainList: Fact<DomainList>;
  readonly crossTenant: Fact<CrossTenant>;
  /** Null: no Entra tenant has the domain. */
  readonly partner: Fact<PartnerTenant | null>;
  readonly passcodesAreOn: Fact<boolean>;
  readonly holder: Fact<Holder | null>;
  readonly isContact: Fact<boolean>;
  /** When somebody of this address was deleted; null: nobody was. */
  readonly deletedAt: Fact<Date | null>;
  /** Null: the enterprise app is gone. */
  readonly app: Fact<AppState | null>;
  /** Null: nobody of that id. */
  readonly sponsor: Fact<Pick<Standing, 'id' | 'userType' | 'isEnabled'> | null>;
  readonly sponsorIsReachable: Fact<boolean>;
  /** Domains that guests came from before; a look-alike of one of them is told. */
  readonly partnerDomains: readonly string[];
};
