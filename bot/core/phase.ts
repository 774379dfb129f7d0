import { type Phase } from './invitation.ts';
import { type RequestState } from './outcome.ts';

/** Where a request stands, as people see it. What blocks it hides how far it came. */
export const phaseOf = ({ request, invitation }: RequestState): Phase => {
  if (request.state === 'submitted') return 'waiting';
  if (request.state !== 'approved') return request.state;
  if (invitation === null) return 'sending';
  if (invitation.access === 'ended') return 'ended';
  if (invitation.access === 'ending') return 'ending';
  if (invitation.state === 'expired') return 'expired';
  if (invitation.obstacle !== null) return 'retry-needed';
  if (missesName(invitation)) return 'finish-needed';
  if (invitation.state === 'redeemed') return 'redeemed';
  if (invitation.sentAt !== null || invitation.access === 'granted') return 'invited';
  return 'sending';
};

/** Whether a name is missing for something that still has to be done. */
export const missesName = ({ inviterId, adderId, sentAt, kind, access }: NonNullable<RequestState['invitation']>): boolean =>
  (inviterId === null && sentAt === null && kind !== 'existing-guest') || (adderId === null && access === 'none');
