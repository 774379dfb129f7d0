/** What the radar needs from outside: rows by what they wait for, the sign-in log, and whose domain an address is. */
import { type DomainEvent, type EventName } from '../../core/events.ts';
import { type AccessRequestId, type UserId } from '../../core/ids.ts';
import { type RequestRow } from '../rows.ts';

/** Pages run by request id; `after` is the last one seen. */
export type RadarReads = {
  /** The audit entries of a request with one of these names, oldest first; the newest hundred. */
  eventsOf(requestId: AccessRequestId, names: readonly EventName[]): Promise<readonly DomainEvent[]>;
  /** Approved, the mail sent, not redeemed, access neither ending nor ended. */
  awaited(after: AccessRequestId | null, limit: number): Promise<readonly RequestRow[]>;
  /** Redeemed and let in, by when they redeemed; the newest first sign-in is not known yet. */
  notSeenYet(redeemedSince: Date, after: AccessRequestId | null, limit: number): Promise<readonly RequestRow[]>;
  /** Approved and not stopped, with an effect that is not finished: inviting, adding, removing, another mail. */
  unsettled(after: AccessRequestId | null, limit: number): Promise<readonly RequestRow[]>;
  /** Requests whose people may not have been told: those that wait since then or later, and redeemed ones of whose sponsor the audit chain says nothing. */
  untold(waitingSince: Date, after: AccessRequestId | null, limit: number): Promise<readonly RequestRow[]>;
  /** Requests for an address, or for a guest whose name starts with these words; newest first. */
  about(words: { readonly email: string } | { readonly name: string }, limit: number): Promise<readonly RequestRow[]>;
};

/** What the radar needs of the directory. Live. */
export type RadarDirectory = {
  /** Holders of any of these directory roles that are assigned by name, those of the first role first. */
  roleHolders(roleIds: readonly string[]): Promise<readonly UserId[]>;
};

/** One line of the sign-in log. */
export type SignIn = {
  readonly at: Date;
  /** 0 for success, else the number of the AADSTS code. */
  readonly errorCode: number;
  readonly appId: string | null;
  readonly appName: string | null;
  readonly homeTenantId: string | null;
};

/** `no-licence`: the tenant's licence shows no log · `denied`: the reader may not read it. */
export type SignInsAnswer = { readonly kind: 'rows'; readonly rows: readonly SignIn[] } | { readonly kind: 'no-licence' | 'denied' };

/** The directory's log of sign-ins; minutes late, kept 30 days. */
export type SignInLog = {
  /** Newest first, at most 50 for each guest, in one round trip. */
  signIns(guests: readonly UserId[]): Promise<ReadonlyMap<UserId, SignInsAnswer>>;
  /** The Entra tenant that owns a domain; null where none does. */
  tenantOf(domain: string): Promise<{ readonly id: string; readonly name: string } | null>;
  /** An Entra tenant's name; null where there is none of that id. */
  tenantName(id: string): Promise<string | null>;
};
