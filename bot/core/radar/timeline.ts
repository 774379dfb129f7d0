import { type DomainEvent, type EventName } from '../events.ts';
import { type UserId } from '../ids.ts';
import { type RequestState } from '../outcome.ts';

/** What happened, as a key for words (`timeline.<key>`). */
export type TimelineKey =
  | 'asked' | 'approved' | 'declined' | 'withdrawn' | 'direct' | 'invited' | 'mail-unseen' | 'already-guest' | 'stopped' | 'reminded' | 'resent' | 'resent-maybe' | 'resend-failed'
  | 'reset' | 'address-changed' | 'redeemed' | 'signed-in' | 'sign-in-unread' | 'sign-in-none' | 'sign-in-no-licence' | 'sign-in-denied' | 'doubted' | 'confirmed' | 'reset-asked' | 'ended';

export type TimelineEntry = {
  readonly key: TimelineKey;
  /** Null for what cannot be seen, or has not come yet. */
  readonly at: Date | null;
  readonly who: UserId | null;
  readonly facts: Readonly<Record<string, string | number | boolean | null>>;
};

/** Audit entries that the timeline tells; everything else stands in the rows. */
export const timelineEvents = [
  'invitation.stopped', 'reminder.sent', 'invitation.resent', 'invitation.resend-failed', 'invitation.reset', 'invitation.address-changed', 'account.doubted', 'account.confirmed', 'account.reset-asked',
] as const satisfies readonly EventName[];

/**
 * The way of a request from asking to its end, in order. What Graph never says is an entry of its own: whether the mail
 * arrived, and the first sign-in where the log cannot be read.
 */
export const timelineOf = ({ request, invitation }: RequestState, events: readonly DomainEvent[]): readonly TimelineEntry[] => {
  const { decision } = request;
  const seen: (TimelineEntry & { readonly at: Date })[] = [entry('asked', request.submittedAt, request.requestedBy)];
  if (decision !== null) seen.push(entry(decision.direct ? 'direct' : decision.verdict, decision.at, decision.by));
  if (request.state === 'withdrawn' && request.closedAt !== null) seen.push(entry('withdrawn', request.closedAt, request.requestedBy));
  if (invitation?.kind === 'existing-guest' && invitation.lookedAt !== null) seen.push(entry('already-guest', invitation.lookedAt, null));
  if (invitation?.sentAt != null) seen.push(entry('invited', invitation.sentAt, invitation.inviterId));
  seen.push(...events.flatMap(fromEvent));
  if (invitation?.redeemedAt != null) seen.push(entry('redeemed', invitation.redeemedAt, null, { provider: invitation.provider?.kind ?? 'unknown', account: invitation.provider?.account ?? null }));
  if (invitation?.watch.firstSignInAt != null) seen.push(entry('signed-in', invitation.watch.firstSignInAt, null));
  if (invitation?.endedAt != null) seen.push(entry('ended', invitation.endedAt, invitation.endRequestedBy));
  const inOrder = seen.map((one, index) => ({ one, index })).sort((a, b) => a.one.at.getTime() - b.one.at.getTime() || a.index - b.index).map(({ one }) => one);
  return [...inOrder.flatMap((one): TimelineEntry[] => (one.key === 'invited' ? [one, unseen('mail-unseen')] : [one])), ...signInGap({ request, invitation })];
};

/** A redeemed guest's first sign-in that is not there: why. */
const signInGap = ({ invitation }: RequestState): readonly TimelineEntry[] => {
  if (invitation?.state !== 'redeemed' || invitation.watch.firstSignInAt !== null || invitation.access !== 'granted') return [];
  switch (invitation.watch.signInLog) {
    case 'unread':
      return [unseen('sign-in-unread')];
    case 'readable':
      return [unseen('sign-in-none')];
    case 'no-licence':
      return [unseen('sign-in-no-licence')];
    case 'denied':
      return [unseen('sign-in-denied')];
  }
};

const entry = (key: TimelineKey, at: Date, who: UserId | null, facts: TimelineEntry['facts'] = {}): TimelineEntry & { readonly at: Date } => ({ key, at, who, facts });
const unseen = (key: TimelineKey): TimelineEntry => ({ key, at: null, who: null, facts: {} });

const fromEvent = ({ name, at, by, facts = {} }: DomainEvent): (TimelineEntry & { readonly at: Date })[] => {
  switch (name) {
    case 'invitation.stopped':
      return [entry('stopped', at, null)];
    case 'reminder.sent':
      return [entry('reminded', at, null, { day: facts['day'] ?? null })];
    case 'invitation.resent':
      return [entry(facts['certain'] === false ? 'resent-maybe' : 'resent', at, by)];
    case 'invitation.resend-failed':
      return [entry('resend-failed', at, by)];
    case 'invitation.reset':
      return [entry('reset', at, by)];
    case 'invitation.address-changed':
      return [entry('address-changed', at, by)];
    case 'account.doubted':
      return [entry('doubted', at, null)];
    case 'account.confirmed':
      return [entry('confirmed', at, by)];
    case 'account.reset-asked':
      return [entry('reset-asked', at, by)];
    default:
      return [];
  }
};
