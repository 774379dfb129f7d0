/** How an invitation moves on when an effect was made or found. Pure; the caller has the row locked. */
import { type EventName } from './events.ts';
import { type UserId } from './ids.ts';
import { type IdentityProvider, type Invitation } from './invitation.ts';
import { amend, type Changed, type RequestState } from './outcome.ts';

/** A guest as far as redemption goes. */
export type GuestFacts = {
  readonly id: UserId;
  /** `null` where Entra keeps no state: self-service sign-up guests, who are active. */
  readonly redemption: 'accepted' | 'pending' | null;
  readonly redemptionChangedAt: Date | null;
  readonly provider: IdentityProvider;
};

type Held = RequestState & { readonly invitation: Invitation };
type Facts = Readonly<Record<string, string | number | boolean | null>>;

const moved = (state: Held, change: Parameters<typeof amend>[1], events: Changed['events'] = []): Changed => ({
  kind: 'changed',
  request: state.request,
  invitation: amend(state.invitation, change),
  events,
});
const event = (state: Held, name: EventName, by: UserId | null, at: Date, facts: Facts = {}): Changed['events'][number] => ({
  name,
  subject: state.request.id,
  by,
  at,
  facts,
});

/** Nobody has the address yet. */
export const looked = (state: Held, at: Date): Changed => moved(state, { lookedAt: at });

/** A guest was there before any call of ours: no invitation is sent. */
export const foundExisting = (state: Held, guestId: UserId, at: Date): Changed =>
  moved(state, { lookedAt: at, kind: 'existing-guest', guestId, attempts: 0 }, [event(state, 'invitation.found-existing', null, at, { guest: guestId })]);

/** The intent row: committed before the call, so that an interrupted call is known for ours. */
export const callBegun = (state: Held, at: Date): Changed => moved(state, { callStartedAt: at, attempts: state.invitation.attempts + 1 });

/** The call had no effect, and that is certain; the look is repeated, it is old by then. `isCounted`: being asked to wait is no attempt. */
export const callUndone = (state: Held, isCounted: boolean): Changed =>
  moved(state, { callStartedAt: null, lookedAt: null, attempts: state.invitation.attempts - (isCounted ? 0 : 1) });

/** The directory shows no guest although it had time to: the call never arrived. */
export const callLost = (state: Held, at: Date): Changed => moved(state, { callStartedAt: null, lookedAt: at });

/** The invitation is out. `isResumed`: found after an interruption, the answer itself was never seen. */
export const sent = (state: Held, guestId: UserId, at: Date, isResumed: boolean): Changed =>
  moved(state, { state: 'sent', kind: 'new-guest', guestId, sentAt: at, attempts: 0 }, [
    event(state, 'invitation.sent', state.invitation.inviterId, at, { guest: guestId, resumed: isResumed }),
  ]);

/** An effect that is safe to repeat failed; counted, so that it does not go on for ever. */
export const attemptFailed = (state: Held): Changed => moved(state, { attempts: state.invitation.attempts + 1 });

/** Only a person's press can help, maybe days later: an intent without effect is cleared, and the look begins anew. */
export const stopped = (state: Held, code: string, userId: UserId, at: Date): Changed =>
  moved(state, { obstacle: { code, userId, at }, callStartedAt: null, ...(state.invitation.guestId === null ? { lookedAt: null } : {}) }, [event(state, 'invitation.stopped', null, at, { code, waitsFor: userId })]);

/** Stopped while what came of a call is unknown: the intent stays, so that the next run looks before it repeats. */
export const stoppedUnresolved = (state: Held, code: string, userId: UserId, at: Date): Changed =>
  moved(state, { obstacle: { code, userId, at } }, [event(state, 'invitation.stopped', null, at, { code, waitsFor: userId })]);

const hasRedeemed = (guest: GuestFacts, isExisting: boolean): boolean =>
  guest.redemption === 'accepted' || (isExisting && guest.redemption === null);

/** The guest may use the app; one who redeemed before counts as redeemed at once. */
export const granted = (state: Held, guest: GuestFacts, at: Date): Changed => {
  const facts = { guest: guest.id };
  const events = [event(state, 'access.granted', state.invitation.adderId, at, facts)];
  if (state.invitation.state === 'redeemed' || !hasRedeemed(guest, state.invitation.kind === 'existing-guest')) return moved(state, { access: 'granted', attempts: 0 }, events);
  return moved(state, { access: 'granted', attempts: 0, ...redemptionOf(guest, at) }, [...events, event(state, 'invitation.redeemed', null, at, { ...facts, provider: guest.provider.kind })]);
};

/** The guest accepted. Undefined when there is nothing new to record. */
export const redeemed = (state: Held, guest: GuestFacts, at: Date): Changed | undefined => {
  const { invitation } = state;
  if (invitation.guestId !== guest.id || invitation.state === 'redeemed' || !hasRedeemed(guest, invitation.kind === 'existing-guest')) return undefined;
  // The directory lags: this is the redemption that was reset.
  if (invitation.resetOf !== null && (guest.redemptionChangedAt ?? invitation.resetOf).getTime() === invitation.resetOf.getTime()) return undefined;
  return moved(state, redemptionOf(guest, at), [event(state, 'invitation.redeemed', null, at, { guest: guest.id, provider: guest.provider.kind })]);
};

const redemptionOf = (guest: GuestFacts, at: Date): Pick<Invitation, 'state' | 'redeemedAt' | 'provider'> => ({
  state: 'redeemed',
  redeemedAt: guest.redemptionChangedAt ?? at,
  provider: guest.provider,
});

/** The guest is out of the access group (or never got in). `byEnder`: not in the name of the person who pressed. */
export const ended = (state: Held, at: Date, byEnder: boolean): Changed =>
  moved(state, { access: 'ended', endedAt: at, obstacle: null, attempts: 0 }, [
    event(state, 'access.ended', state.invitation.endRequestedBy, at, { guest: state.invitation.guestId, byEnder }),
  ]);

/** The end waits for somebody who can carry it out. */
export const endStopped = (state: Held, code: string, userId: UserId, at: Date): Changed =>
  moved(state, { obstacle: { code, userId, at } }, [event(state, 'invitation.stopped', null, at, { code, waitsFor: userId, ending: true })]);

/** The sponsor cannot be messaged. */
export const sponsorUnreachable = (state: Held, at: Date): Changed =>
  moved(state, { sponsorReachable: false }, [event(state, 'sponsor.unreachable', null, at, { sponsor: state.request.sponsorId })]);
