import { type Invitation } from './invitation.ts';
import { type RequestState } from './outcome.ts';
import { missesName } from './phase.ts';

/**
 * What an approved request needs next.
 * `look`: who has this address, before any call · `call`: send the invitation · `resolve`: a call was begun and its
 * answer never recorded, so look what came of it · `grant`: add the guest to the access group · `none`: nothing, or
 * it waits for a person.
 */
export type Step = 'look' | 'call' | 'resolve' | 'grant' | 'none';

export const nextStep = ({ request, invitation }: RequestState): Step => {
  if (request.state !== 'approved' || invitation === null || isWaiting(invitation)) return 'none';
  if (invitation.sentAt === null && invitation.kind !== 'existing-guest') {
    if (invitation.callStartedAt !== null) return 'resolve';
    return invitation.lookedAt === null ? 'look' : 'call';
  }
  return invitation.access === 'none' ? 'grant' : 'none';
};

const isWaiting = (invitation: Invitation): boolean => invitation.obstacle !== null || missesName(invitation);

/** Attempts after which an effect stops and a person is asked. */
export const mostAttempts = 6;

/** Seconds to wait before the next attempt: 2, 4, 8 … at most 60. */
export const pauseAfter = (attempts: number): number => Math.min(60, 2 ** Math.max(1, attempts));
