import { type RequestState } from '../outcome.ts';
import { directoryRoles, type Standing } from '../person.ts';
import { phaseOf } from '../phase.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { isInsider } from '../rights.ts';
import { type ActKind } from './act.ts';

/**
 * Roles with which Entra lets a person do it. Helpdesk Administrators may reset a redemption (facts/graph.md section 2);
 * other addresses of an account are sensitive, so changing them takes a User Administrator.
 */
const rolesFor: Readonly<Record<ActKind, readonly string[]>> = {
  'invitation.reset': [directoryRoles.helpdeskAdministrator, directoryRoles.userAdministrator, directoryRoles.globalAdministrator],
  'invitation.changeAddress': [directoryRoles.userAdministrator, directoryRoles.globalAdministrator],
};

/** Whether the person holds a role for it now. */
export const mayDoAct = (kind: ActKind, standing: Standing | undefined): boolean =>
  isInsider(standing) && standing.roleIds.some((role) => rolesFor[kind].includes(role));

/** What speaks against the act, by the request as it stands and the person as the directory knows them; undefined when nothing does. */
export const checkAct = (kind: ActKind, state: RequestState, standing: Standing | undefined): Refusal | undefined => {
  if (!isInsider(standing)) return refuse('outsider');
  if (!mayDoAct(kind, standing)) return refuse(kind === 'invitation.reset' ? 'not-service-desk' : 'not-user-administrator');
  return isResettable(state) ? undefined : refuse('nothing-to-reset');
};

/** There is a guest, and the access is neither on its way nor over. */
export const isResettable = (state: RequestState): boolean => state.invitation?.guestId != null && ['invited', 'redeemed'].includes(phaseOf(state));
