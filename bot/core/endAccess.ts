import { type UserId } from './ids.ts';
import { alreadyDone, amend, type Outcome, type Pressed, type RequestState, stale, versionOf } from './outcome.ts';
import { phaseOf } from './phase.ts';
import { refuse } from './refusal.ts';

/** `owners`: of the enterprise app, read live. `stuckFor`: whose press can help where the presser's own name and the ender cannot. */
export type EndFacts = { readonly owners: readonly UserId[]; readonly stuckFor: UserId | null };

/**
 * Ends the access of a guest, or closes an approved request that got stuck. App owners and the sponsor may. While an
 * end waits for somebody who can carry it out, that press is an end too.
 */
export const endAccess = (state: RequestState, press: Pressed, { owners, stuckFor }: EndFacts): Outcome => {
  const { request, invitation } = state;
  if (!owners.includes(press.by) && request.sponsorId !== press.by) return refuse('not-owner-or-sponsor', [...owners, request.sponsorId]);
  if (invitation === null) return request.state === 'submitted' ? stale : refuse('too-late');
  const phase = phaseOf(state);
  if (phase === 'ended' || (phase === 'ending' && invitation.obstacle === null)) return invitation.endRequestedBy === press.by ? alreadyDone : stale;
  if (phase === 'sending' || press.version !== versionOf(state)) return stale;
  return {
    kind: 'changed',
    request,
    invitation: amend(invitation, {
      access: 'ending',
      endRequestedBy: press.by,
      attempts: 0,
      obstacle: stuckFor === null ? null : { code: 'desk/owner-needed', userId: stuckFor, at: press.at },
    }),
    events: [{ name: 'access.end-requested', subject: request.id, by: press.by, at: press.at, facts: { waitsForOwner: stuckFor !== null } }],
  };
};
