import { type TenantId, type UserId } from './ids.ts';

/** Who acts: the person behind one activity, as the channel vouches for. Rights are never part of it; they are read live. */
export type Actor = {
  readonly id: UserId;
  readonly tenantId: TenantId;
  readonly name: string;
  readonly locale: string;
  readonly timeZone: string;
  /** The personal chat the activity came from. */
  readonly conversationId: string;
};

/** What the directory says of a person right now. */
export type Standing = {
  readonly id: UserId;
  readonly name: string;
  readonly mail: string | null;
  readonly userType: 'member' | 'guest';
  readonly isEnabled: boolean;
  /** Template ids of the directory roles the person holds, also through groups. */
  readonly roleIds: readonly string[];
};

/** Directory roles by template id (Entra built-in roles reference). */
export const directoryRoles = {
  globalAdministrator: '62e90394-69f5-4237-9190-012177145e10',
  userAdministrator: 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  guestInviter: '95e79109-95c0-4d8e-aee3-d01accf2d47b',
  groupsAdministrator: 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  cloudApplicationAdministrator: '158c047a-c907-4556-b7ef-446551a6b5f7',
  applicationAdministrator: '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  privilegedRoleAdministrator: 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  conditionalAccessAdministrator: 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  helpdeskAdministrator: '729827e3-9c14-49f7-bb1b-9608f156bbb8',
} as const;

/** Who may invite here (`authorizationPolicy.allowInvitesFrom`). */
export type InvitePolicy = 'none' | 'adminsAndGuestInviters' | 'adminsGuestInvitersAndAllMembers' | 'everyone';
