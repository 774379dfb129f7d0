import { type UserId } from './ids.ts';
import { alreadyDone, amend, type Outcome, type Pressed, type RequestState, stale, versionOf } from './outcome.ts';
import { phaseOf } from './phase.ts';
import { refuse } from './refusal.ts';

/** Names another sponsor where the present one cannot be messaged. The requester and the app's owners may. */
export const replaceSponsor = (state: RequestState, press: Pressed & { readonly sponsorId: UserId }, owners: readonly UserId[]): Outcome => {
  const { request, invitation } = state;
  if (press.by !== request.requestedBy && !owners.includes(press.by)) return refuse('not-owner', owners);
  const phase = phaseOf(state);
  if (invitation === null || phase === 'ended' || phase === 'ending') return refuse('too-late');
  if (invitation.sponsorReachable) return request.sponsorId === press.sponsorId ? alreadyDone : stale;
  if (press.version !== versionOf(state)) return stale;
  return {
    kind: 'changed',
    request: { ...request, version: request.version + 1, sponsorId: press.sponsorId },
    invitation: amend(invitation, { sponsorReachable: true }),
    events: [{ name: 'sponsor.replaced', subject: request.id, by: press.by, at: press.at, facts: { from: request.sponsorId, to: press.sponsorId } }],
  };
};
