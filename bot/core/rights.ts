import { type UserId } from './ids.ts';
import { directoryRoles, type InvitePolicy, type Standing } from './person.ts';

/** A member of our tenant whose account is enabled; nobody else may do anything here. */
export const isInsider = (standing: Standing | undefined): standing is Standing & { readonly userType: 'member' } =>
  standing !== undefined && standing.userType === 'member' && standing.isEnabled;

const invitingRoles: readonly string[] = [directoryRoles.guestInviter, directoryRoles.userAdministrator, directoryRoles.globalAdministrator];
const groupRoles: readonly string[] = [directoryRoles.groupsAdministrator, directoryRoles.userAdministrator, directoryRoles.globalAdministrator];

/** Whether Entra lets this person invite: `allowInvitesFrom` against roles. `none` binds administrators too. */
export const mayInvite = (standing: Standing | undefined, policy: InvitePolicy): boolean => {
  if (!isInsider(standing) || policy === 'none') return false;
  if (policy === 'everyone' || policy === 'adminsGuestInvitersAndAllMembers') return true;
  return standing.roleIds.some((role) => invitingRoles.includes(role));
};

/** Whether Entra lets this person add and remove members of the access group: as its owner, or by a role. */
export const mayChangeMembers = (standing: Standing | undefined, groupOwners: readonly UserId[]): boolean =>
  isInsider(standing) && (groupOwners.includes(standing.id) || standing.roleIds.some((role) => groupRoles.includes(role)));
