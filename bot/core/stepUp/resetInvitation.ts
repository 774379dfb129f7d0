import { type UserId } from '../ids.ts';
import { type Invitation } from '../invitation.ts';
import { amend, type Changed, type RequestState } from '../outcome.ts';
import { watchAnew } from '../radar/watch.ts';
import { isResettable } from './checkAct.ts';

type Held = RequestState & { readonly invitation: Invitation };

/**
 * The guest has to accept anew. The redemption that was is remembered, because a directory that lags would tell of it
 * once more. Undefined where there is nothing to begin anew (access ended meanwhile). `through`: the request by which
 * it was asked, for other requests of the same guest.
 */
export const resetInvitation = (state: Held, change: { readonly by: UserId; readonly at: Date; readonly address: string | null; readonly through: string }): Changed | undefined => {
  const { request, invitation } = state;
  if (!isResettable(state)) return undefined;
  const { by, at, address } = change;
  const moves = address !== null && address !== request.invitee.email;
  return {
    kind: 'changed',
    request: moves ? { ...request, version: request.version + 1, invitee: { ...request.invitee, email: address } } : request,
    invitation: amend(invitation, { state: 'sent', sentAt: at, redeemedAt: null, provider: null, resetOf: invitation.redeemedAt ?? invitation.resetOf, watch: watchAnew(invitation.watch) }),
    events: [{ name: moves ? 'invitation.address-changed' : 'invitation.reset', subject: request.id, by, at, facts: { guest: invitation.guestId, through: change.through } }],
  };
};
