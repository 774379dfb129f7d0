/** What requests that wait need from the store; joined into `Reads` and `Tx`. */
import { type AccessRequestId, type SharedAppId, type UserId } from '../../core/ids.ts';
import { type Amendment } from '../../core/waiting/amendRequest.ts';
import { type Nudge } from '../../core/waiting/nudge.ts';
import { type Page, type PostedAt, type RequestRow } from '../rows.ts';

/** A page and how many rows there are on all pages. */
export type CountedPage = Page<RequestRow> & { readonly count: number };

/** One card that lists what waits for a person, instead of a card each. `wantedAt`: something came that it does not show yet. */
export type Digest = { readonly userId: UserId; readonly wantedAt: Date | null; readonly at: PostedAt | null; readonly postedAt: Date | null; readonly updatedAt: Date | null };

export type WaitingReads = {
  /** Requests that wait for one of these people, without those `person` made; newest first. */
  toDecide(people: readonly UserId[], person: UserId, cursor: string | null, limit: number): Promise<CountedPage>;
  /** Requests this person made that are open, newest first. */
  askedBy(person: UserId, cursor: string | null, limit: number): Promise<CountedPage>;
  /** How many requests of this person for this app wait for a decision. */
  waitingCount(person: UserId, appId: SharedAppId): Promise<number>;
  nudgeOf(requestId: AccessRequestId): Promise<Nudge | undefined>;
  /** The newest change of a decider. */
  lastAmendment(requestId: AccessRequestId): Promise<Amendment | undefined>;
  /** Digests that were not touched since `before` and have something to show. */
  wantedDigests(before: Date, limit: number): Promise<readonly Digest[]>;
};

export type WaitingTx = {
  /** False when a newer nudge than `lastBefore` stands. */
  saveNudge(nudge: Nudge, lastBefore: Date): Promise<boolean>;
  insertAmendment(amendment: Amendment): Promise<void>;
  wantDigest(userId: UserId, at: Date): Promise<void>;
  /** Where the digest stands now; `shown`: what was wanted until then is shown. */
  saveDigest(digest: Omit<Digest, 'wantedAt'>, shown: Date): Promise<void>;
};
