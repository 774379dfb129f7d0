/** What delegating needs from the store; joined into `Reads` and `Tx`. */
import { type Delegation } from '../../core/delegation/delegation.ts';
import { type AccessRequestId, type UserId } from '../../core/ids.ts';
import { type RequestRow } from '../rows.ts';

export type DelegationReads = {
  /** Delegations by any of these people that hold now. */
  delegationsFrom(people: readonly UserId[]): Promise<readonly Delegation[]>;
  /** Delegations to this person that hold now. */
  delegationsTo(person: UserId): Promise<readonly Delegation[]>;
  /** What this person delegated and is not over: now and to come, the earliest first. */
  delegationsOf(person: UserId): Promise<readonly Delegation[]>;
  delegation(id: string): Promise<Delegation | undefined>;
  /** Delegations whose cards do not show yet that they began or ended; at most `limit`. */
  unsettledDelegations(limit: number): Promise<readonly Delegation[]>;
  /** Requests that wait for one of these people, in the order of their ids after `after`. */
  requestsWaitingFor(people: readonly UserId[], after: AccessRequestId | null, limit: number): Promise<readonly RequestRow[]>;
  /** People we met whose name is, or has as one of its words, `name` (letter case does not count); at most ten. */
  peopleNamed(name: string): Promise<readonly { readonly id: UserId; readonly name: string }[]>;
};

export type DelegationTx = {
  insertDelegation(delegation: Delegation): Promise<void>;
  /** Ends it now; false when it was over already or is not this person's. */
  endDelegation(id: string, by: UserId, at: Date): Promise<boolean>;
  /** Notes that the cards show how the delegation stands at `now`. */
  settleDelegation(delegation: Delegation, now: Date): Promise<void>;
};
