import { longestName } from '../personText.ts';
import { addDays, dayAt, daysBetween, isDay } from '../day.ts';
import { type Day, type UserId } from '../ids.ts';
import { type Standing } from '../person.ts';
import { type Problem, problem, type Refusal, refuse } from '../refusal.ts';
import { isInsider } from '../rights.ts';

/** One person lets another decide in their place for some days. Directory rights do not pass on with it. */
export type Delegation = {
  readonly id: string;
  /** Whose decisions they are. */
  readonly by: UserId;
  /** Who may take them too. */
  readonly to: UserId;
  /** First and last day, in `timeZone`. */
  readonly from: Day;
  readonly until: Day;
  readonly timeZone: string;
  readonly madeAt: Date;
  /** Set when it was ended before its last day was over. */
  readonly endedAt: Date | null;
};

/** Longest delegation, in days from its first. */
export const longestDelegationDays = 366;

/** Whether it holds at that moment. */
export const holdsAt = ({ from, until, timeZone, endedAt }: Delegation, now: Date): boolean => {
  const today = dayAt(now, timeZone);
  return endedAt === null && daysBetween(from, today) >= 0 && daysBetween(today, until) >= 0;
};

/** Whether it is over for good, by its days or by hand. */
export const isOver = ({ until, timeZone, endedAt }: Delegation, now: Date): boolean => endedAt !== null || daysBetween(dayAt(now, timeZone), until) < 0;

/** What somebody asks for: whom, and the days as they were written. */
export type DelegationAsk = { readonly by: UserId; readonly from: Day; readonly until: Day; readonly timeZone: string };

const unreadable = (said: string): Problem => problem('day-unreadable', { said: said.slice(0, longestName) });

/** What is wrong with the days; undefined when they can be used. `today` in the person's time zone. */
export const daysProblem = ({ from, until }: Pick<DelegationAsk, 'from' | 'until'>, today: Day): { readonly input: 'from' | 'until'; readonly problem: Problem } | undefined => {
  if (!isDay(from)) return { input: 'from', problem: unreadable(from) };
  if (!isDay(until)) return { input: 'until', problem: until === '' ? problem('missing') : unreadable(until) };
  if (daysBetween(today, from) < 0) return { input: 'from', problem: problem('day-in-the-past') };
  if (daysBetween(today, until) < 0) return { input: 'until', problem: problem('day-in-the-past') };
  if (daysBetween(from, until) < 0) return { input: 'until', problem: problem('day-before-first') };
  if (daysBetween(from, until) > longestDelegationDays) {
    return { input: 'until', problem: problem('stay-too-long', { days: longestDelegationDays, day: addDays(from, longestDelegationDays) }) };
  }
  return undefined;
};

/**
 * Whether this person may stand in. `theirs`: the delegations that person made and that are not over; one that leads
 * back on a common day would make two people decide for each other.
 */
export const refuseStandIn = (ask: DelegationAsk, to: Standing | undefined, theirs: readonly Delegation[]): Refusal | undefined => {
  if (to?.id === ask.by) return refuse('delegate-self');
  if (!isInsider(to)) return refuse('delegate-unsuitable');
  const leadsBack = theirs.find((one) => one.to === ask.by && overlaps(one, ask));
  return leadsBack === undefined ? undefined : refuse('delegate-back', [to.id]);
};

/** Whether two spans have a day in common. */
export const overlaps = (one: Pick<Delegation, 'from' | 'until'>, other: Pick<Delegation, 'from' | 'until'>): boolean =>
  daysBetween(one.from, other.until) >= 0 && daysBetween(other.from, one.until) >= 0;

/**
 * For whom this person may decide a request, by delegations that hold now: the first of those asked who named them.
 * One level only, because only those who were asked themselves are looked at; never for the requester's own request.
 */
export const seatOf = (
  request: { readonly requestedBy: UserId; readonly deciders: readonly UserId[] },
  person: UserId,
  holding: readonly Delegation[],
): Delegation | undefined => {
  if (person === request.requestedBy || request.deciders.includes(person)) return undefined;
  return holding.find(({ by, to }) => to === person && by !== request.requestedBy && request.deciders.includes(by));
};

/** Who may decide besides those asked, each with whom they stand in for. */
export const standInsFor = (request: { readonly requestedBy: UserId; readonly deciders: readonly UserId[] }, holding: readonly Delegation[]): readonly Delegation[] => [
  ...new Map(holding.filter((one) => seatOf(request, one.to, holding)?.id === one.id).map((one) => [one.to, one])).values(),
];
