import { type Powers } from './nameChain.ts';
import { alreadyDone, amend, type Outcome, type Pressed, type RequestState, stale, versionOf } from './outcome.ts';
import { type Standing } from './person.ts';
import { phaseOf } from './phase.ts';
import { refuse } from './refusal.ts';
import { mayChangeMembers, mayInvite } from './rights.ts';
import { type SharedApp } from './sharedApp.ts';

/** Sets a stopped invitation going again in the same names. Only whose press can help may, and only while they still may invite or add. */
export const retryInvitation = (state: RequestState, app: SharedApp, press: Pressed, actor: Standing, powers: Powers): Outcome => {
  const { request, invitation } = state;
  if (invitation === null) return refuse('too-late');
  const isNamed = invitation.inviterId === press.by || invitation.adderId === press.by;
  if (phaseOf(state) !== 'retry-needed' || invitation.obstacle === null) return isNamed ? alreadyDone : stale;
  if (invitation.obstacle.userId !== press.by) return refuse('may-not-invite', [invitation.obstacle.userId]);
  if (press.version !== versionOf(state)) return stale;

  const stillToInvite = invitation.sentAt === null && invitation.kind !== 'existing-guest';
  if (stillToInvite && invitation.inviterId === press.by && !mayInvite(actor, powers.policy)) {
    return powers.policy === 'none' ? refuse('invitations-off') : refuse('may-not-invite', app.approvers.filter((id) => id !== press.by));
  }
  if (!stillToInvite && invitation.adderId === press.by && !mayChangeMembers(actor, powers.groupOwners)) {
    return refuse('may-not-invite', app.approvers.filter((id) => id !== press.by));
  }
  return {
    kind: 'changed',
    request,
    invitation: amend(invitation, { obstacle: null, attempts: 0 }),
    events: [{ name: 'invitation.retried', subject: request.id, by: press.by, at: press.at, facts: { code: invitation.obstacle.code } }],
  };
};
