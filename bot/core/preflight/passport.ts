/** How earlier invitations to one domain went; all apps of the tenant together. */
export type PartnerHistory = {
  /** Different people invited so far. */
  readonly guests: number;
  /** Days from the mail to the acceptance, of those who accepted. */
  readonly daysToRedeem: readonly number[];
  /** Invitations that ended, or grew too old, without being accepted. */
  readonly failed: number;
};

/** Days after which an invitation nobody accepted counts as failed. */
export const failedAfterDays = 30;
/** Fewer settled invitations than this would tell about single people. */
export const leastSettled = 5;

export type Passport = {
  /** Null: the domain belongs to no Entra tenant, or that could not be seen. */
  readonly tenantName: string | null;
  readonly trust: { readonly mfa: boolean; readonly device: boolean } | null;
  readonly guests: number;
  /** Hidden (null) under five settled invitations. */
  readonly medianDays: number | null;
  /** Share that failed, 0 to 1; hidden (null) under five settled invitations. */
  readonly failedShare: number | null;
};

/** What deciders are told of the partner behind a domain. */
export const passportOf = (partner: Pick<Passport, 'tenantName' | 'trust'>, { guests, daysToRedeem, failed }: PartnerHistory): Passport => {
  const settled = daysToRedeem.length + failed;
  const shows = settled >= leastSettled;
  return { ...partner, guests, medianDays: shows ? medianOf(daysToRedeem) : null, failedShare: shows ? failed / settled : null };
};

const medianOf = (numbers: readonly number[]): number | null => {
  if (numbers.length === 0) return null;
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
};
