import { type Powers } from './nameChain.ts';
import { alreadyDone, amend, type Outcome, type Pressed, type RequestState, stale, versionOf } from './outcome.ts';
import { type Standing } from './person.ts';
import { phaseOf } from './phase.ts';
import { refuse } from './refusal.ts';
import { mayChangeMembers, mayInvite } from './rights.ts';
import { type SharedApp } from './sharedApp.ts';

/**
 * Lends the presser's name to what nobody before could do, or to what stopped in somebody else's name. For approvers
 * of the app and owners of its access group who may; never for the requester.
 */
export const finishInvitation = (state: RequestState, app: SharedApp, press: Pressed, actor: Standing, powers: Powers): Outcome => {
  const { request, invitation } = state;
  if (press.by === request.requestedBy) return refuse('own-request', app.approvers);
  if (!app.approvers.includes(press.by) && !powers.groupOwners.includes(press.by)) return refuse('may-not-invite', app.approvers);
  const phase = phaseOf(state);
  if (invitation === null) return stale;
  if (phase !== 'finish-needed' && phase !== 'retry-needed') {
    return invitation.inviterId === press.by || invitation.adderId === press.by ? alreadyDone : stale;
  }
  if (press.version !== versionOf(state)) return stale;

  const isStopped = phase === 'retry-needed';
  const stillToInvite = invitation.sentAt === null && invitation.kind !== 'existing-guest';
  const takesInvitation = stillToInvite && (invitation.inviterId === null || isStopped) && mayInvite(actor, powers.policy);
  const takesGroup = invitation.access === 'none' && (invitation.adderId === null || isStopped) && mayChangeMembers(actor, powers.groupOwners);
  const helps = isStopped ? (stillToInvite ? takesInvitation : takesGroup) : takesInvitation || takesGroup;
  if (!helps) return powers.policy === 'none' && stillToInvite ? refuse('invitations-off') : refuse('may-not-invite', app.approvers.filter((id) => id !== press.by));

  return {
    kind: 'changed',
    request,
    invitation: amend(invitation, {
      ...(takesInvitation ? { inviterId: press.by } : {}),
      ...(takesGroup ? { adderId: press.by } : {}),
      ...(isStopped ? { obstacle: null, attempts: 0 } : {}),
    }),
    events: [{ name: 'invitation.finish-taken', subject: request.id, by: press.by, at: press.at, facts: { invites: takesInvitation, adds: takesGroup } }],
  };
};
