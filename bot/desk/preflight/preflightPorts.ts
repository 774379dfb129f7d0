import { type UserId } from '../../core/ids.ts';
import { type PreflightFacts } from '../../core/preflight/facts.ts';
import { type PartnerHistory, type Passport } from '../../core/preflight/passport.ts';
import { type Report } from '../../core/preflight/preflight.ts';

/** What only Entra's settings and other corners of the directory tell about an address. */
export type OutsideFacts = Pick<PreflightFacts, 'domainList' | 'crossTenant' | 'partner' | 'passcodesAreOn' | 'isContact' | 'deletedAt'>;

/** The reader identity, for preflight. */
export type PreflightReads = {
  /**
   * Reads everything at once. Settings of the tenant may be a few minutes old and say so; `fresh` reads them again.
   * Never throws: what cannot be read comes back unknown.
   */
  look(email: string, how?: { readonly fresh: boolean }): Promise<OutsideFacts>;
};

/** Whether somebody can be messaged, without messaging them. Throws `unavailable`, `throttled`. */
export type Reach = { reaches(person: UserId): Promise<boolean> };

/** A report as it was when the request was made, and the partner then. */
export type KeptPreflight = { readonly report: Report; readonly passport: Passport };

/** `check`: somebody looked first · `stopped`: a request was stopped by what was found. */
export type LookKind = 'check' | 'stopped';
export type Spent = { readonly kind: 'spent' } | { readonly kind: 'none-left'; readonly freeAt: Date };

export type PreflightStore = {
  /** Takes one of the person's look-ups of this hour, or says when the next one is free. Exact under racing presses. */
  spendLook(person: UserId, kind: LookKind, at: Date): Promise<Spent>;
  /** Whether any is left, without taking it. */
  looksLeft(person: UserId, kind: LookKind, at: Date): Promise<Spent>;
  /** Earlier invitations to one domain, over all apps. */
  partnerHistory(domain: string, now: Date): Promise<PartnerHistory>;
  /** Domains that guests were invited from, the most frequent first, at most 500. */
  partnerDomains(): Promise<readonly string[]>;
};

export type PreflightPorts = { readonly preflight: PreflightReads; readonly reach: Reach };
