import { directoryRoles, type RoleName } from '../roles.ts';
import type { Group } from '../state/objects.ts';
import type { Tenant } from '../state/tenant.ts';
import { denied, notFound } from './errors.ts';
import type { GraphCall } from './graphCall.ts';

const inviters: RoleName[] = ['Global Administrator', 'User Administrator', 'Guest Inviter', 'Directory Writers'];
const groupAdministrators: RoleName[] = [
  'Global Administrator', 'Groups Administrator', 'User Administrator', 'Identity Governance Administrator', 'Intune Administrator', 'Directory Writers',
];
const userAdministrators: RoleName[] = ['Global Administrator', 'User Administrator', 'Directory Writers'];
const invitationsRefused = 'Guest invitations not allowed for your company. Contact your company administrator for more details.';

/** Whether a principal holds one of the roles now. */
export const holdsRole = (tenant: Tenant, principalId: string, roles: readonly RoleName[]): boolean =>
  tenant.roleAssignments.some((each) => each.principalId === principalId && roles.some((role) => directoryRoles[role] === each.roleDefinitionId));

/** Who the caller is as a principal: the user of a delegated token, else the service principal. */
export const principalId = (call: Pick<GraphCall, 'caller'>): string => call.caller.user?.id ?? call.caller.servicePrincipalId;

const isMember = (call: GraphCall): boolean => call.caller.user === null || call.caller.user.userType === 'Member';

export function groupOf(call: GraphCall): Group {
  const id = call.params['id'] ?? '';
  const group = call.tenant.groups.find((each) => each.id === id);
  if (group === undefined) throw notFound(id);
  return group;
}

/** Roles with which a person may have a guest accept anew. */
export const resetters: RoleName[] = ['Helpdesk Administrator', 'User Administrator', 'Global Administrator'];

const asksForReset = ({ exchange: { body } }: GraphCall): boolean =>
  typeof body === 'object' && body !== null && 'resetRedemption' in body && body.resetRedemption === true;

function mayInvite(call: GraphCall): boolean {
  if (call.caller.user !== null && asksForReset(call)) return holdsRole(call.tenant, call.caller.user.id, resetters);
  const { tenant, caller } = call;
  const holds = holdsRole(tenant, principalId(call), inviters);
  switch (tenant.policies.allowInvitesFrom) {
    case 'none':
      return false;
    case 'adminsAndGuestInviters':
      return holds;
    case 'adminsGuestInvitersAndAllMembers':
      return holds || isMember(call);
    case 'everyone':
      return true;
    default:
      throw new Error(`Unknown setting of ${caller.registration}'s tenant`);
  }
}

function mayManageMembers(call: GraphCall): boolean {
  const owns = groupOf(call).owners.includes(principalId(call));
  if (call.caller.user === null) return owns || call.caller.permissions.some((each) => each !== 'Group.Create');
  return owns || holdsRole(call.tenant, call.caller.user.id, groupAdministrators);
}

const heldByUser = (roles: RoleName[]) => (call: GraphCall): boolean =>
  call.caller.user === null || holdsRole(call.tenant, call.caller.user.id, roles);

/** What roles and ownership must say besides the permission of the token: words for the table, and the check. */
export const rules = {
  notGuests: { words: 'users: members only, a guest may not list', allows: isMember, message: undefined },
  ownOrMember: {
    words: 'a guest sees only herself',
    allows: (call: GraphCall) => isMember(call) || [call.caller.user?.id, call.caller.user?.userPrincipalName].includes(call.params['id']),
    message: undefined,
  },
  inviter: {
    words: '`allowInvitesFrom`: none = nobody · adminsAndGuestInviters = Guest Inviter, User Administrator, Directory Writers, Global Administrator '
      + '(also for an application\'s service principal) · adminsGuestInvitersAndAllMembers = also members and applications · everyone; '
      + 'a user who resets a redemption: Helpdesk, User or Global Administrator instead',
    allows: mayInvite,
    message: invitationsRefused,
  },
  groupOwner: {
    words: 'owner of the group, or Groups, User, Identity Governance or Intune Administrator, Directory Writers, Global Administrator; '
      + 'an application with Group.Create only: groups it owns',
    allows: mayManageMembers,
    message: undefined,
  },
  userAdministrator: { words: 'users: User Administrator, Directory Writers or Global Administrator', allows: heldByUser(userAdministrators), message: undefined },
  privilegedRoleAdministrator: {
    words: 'users: Privileged Role Administrator or Global Administrator',
    allows: heldByUser(['Privileged Role Administrator', 'Global Administrator']),
    message: undefined,
  },
  globalAdministrator: { words: 'users: Global Administrator, also to read', allows: heldByUser(['Global Administrator']), message: undefined },
  logReader: {
    words: 'users: Reports or Security Reader, Security or Global Administrator, Global Reader',
    allows: heldByUser(['Global Administrator', 'Global Reader', 'Security Administrator', 'Security Reader', 'Reports Reader']),
    message: undefined,
  },
  policyReader: {
    words: 'users: members (a guest may not)',
    allows: isMember,
    message: undefined,
  },
} satisfies Record<string, { words: string; allows: (call: GraphCall) => boolean; message: string | undefined }>;

export type RuleName = keyof typeof rules;

/** @throws GraphError 403 when the rule does not allow the call. */
export function applyRule(name: RuleName | undefined, call: GraphCall): void {
  if (name !== undefined && !rules[name].allows(call)) throw denied(rules[name].message);
}
