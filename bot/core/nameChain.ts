import { type UserId } from './ids.ts';
import { type InvitePolicy, type Standing } from './person.ts';
import { mayChangeMembers, mayInvite } from './rights.ts';

/** In whose name the guest is invited, and in whose name added to the access group; null while nobody who pressed may. */
export type Names = { readonly inviterId: UserId | null; readonly adderId: UserId | null };

/** What decides who may do what, read live. */
export type Powers = { readonly policy: InvitePolicy; readonly groupOwners: readonly UserId[] };

/** Who would invite after an approval, by the rights read when the request was made. Every press reads them again. */
export type NameForecast = {
  /** By decider: in whose name the guest is invited if that decider approves; null where neither requester nor decider may. */
  readonly inviterIf: Readonly<Record<UserId, UserId | null>>;
  /** By decider: in whose name the guest is then added to the access group; null where neither may. */
  readonly adderIf: Readonly<Record<UserId, UserId | null>>;
  /** Who may invite and would be asked to finish; empty where every decider has an inviter. */
  readonly finishers: readonly UserId[];
};

/**
 * Picks the names among those who pressed, in the order they pressed (requester before decider): the first who may
 * invite, and for the group the same person if possible, else the first who may. House decision 7.
 */
export const chooseNames = (pressers: readonly (Standing | undefined)[], { policy, groupOwners }: Powers): Names => {
  const inviter = pressers.find((person) => mayInvite(person, policy));
  const adder = [inviter, ...pressers].find((person) => mayChangeMembers(person, groupOwners));
  return { inviterId: inviter?.id ?? null, adderId: adder?.id ?? null };
};

/** Who of `candidates` may do at least one thing for which no name was found; never the requester. */
export const finishersFor = (
  names: Names,
  candidates: readonly Standing[],
  { policy, groupOwners }: Powers,
  requesterId: UserId,
): readonly UserId[] =>
  candidates
    .filter((person) => person.id !== requesterId)
    .filter(
      (person) =>
        (names.inviterId === null && mayInvite(person, policy)) || (names.adderId === null && mayChangeMembers(person, groupOwners)),
    )
    .map((person) => person.id);

/** Whether the missing names can be found among `candidates` at all, be it by two people. */
export const canBeFinished = (
  names: Names,
  candidates: readonly Standing[],
  { policy, groupOwners }: Powers,
  requesterId: UserId,
): boolean => {
  const others = candidates.filter((person) => person.id !== requesterId);
  return (
    (names.inviterId !== null || others.some((person) => mayInvite(person, policy))) &&
    (names.adderId !== null || others.some((person) => mayChangeMembers(person, groupOwners)))
  );
};

/**
 * Foretells for every decider whose name the guest will see; `candidates` may be asked to finish, the requester never is.
 * `before`: who said yes already, in order.
 */
export const forecastNames = (
  requester: Standing,
  deciders: readonly Standing[],
  candidates: readonly Standing[],
  powers: Powers,
  before: readonly (Standing | undefined)[] = [],
): NameForecast => {
  const names = deciders.map((decider) => [decider.id, chooseNames([requester, ...before, decider], powers)] as const);
  const inviterIf = Object.fromEntries(names.map(([id, { inviterId }]) => [id, inviterId]));
  const adderIf = Object.fromEntries(names.map(([id, { adderId }]) => [id, adderId]));
  const others = candidates.filter((person) => person.id !== requester.id && mayInvite(person, powers.policy));
  return { inviterIf, adderIf, finishers: Object.values(inviterIf).includes(null) ? others.map((person) => person.id) : [] };
};
