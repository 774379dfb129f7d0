/** Registrations that hold permissions on Graph. The bot's own registration holds none. */
export type GraphIdentity = 'people' | 'reader' | 'admin' | 'ender';

export type Permission = {
  readonly name: string;
  /** What Guest Desk does with it. */
  readonly why: string;
  /** What no longer works when it is not granted. */
  readonly lost: string;
  /** Set where only some clouds need it. */
  readonly only?: 'clouds without invitation sponsors';
};

/**
 * Every Graph permission of every identity. A call names the ones it needs in `calls.ts`, so a permission that is
 * not listed here cannot be named there, and one that no call names fails a test.
 */
export const permissions = {
  people: {
    'User.Read': {
      name: 'User.Read',
      why: 'Proves that a token belongs to the person who pressed, and lists what that person owns.',
      lost: 'Nobody can act: approving, finishing, sharing an app and ending access all stop.',
    },
    'User.Invite.All': {
      name: 'User.Invite.All',
      why: 'Sends the invitation in the name of the requester, an approver or whoever finished it.',
      lost: 'No invitation goes out; approved requests wait on a task card.',
    },
    'GroupMember.ReadWrite.All': {
      name: 'GroupMember.ReadWrite.All',
      why: 'Adds a guest to the access group of the app and removes the guest at the end.',
      lost: 'Invited guests get no access, and owners cannot end it.',
    },
    'Application.Read.All': {
      name: 'Application.Read.All',
      why: 'Names the enterprise apps that a person owns when one is shared.',
      lost: 'Sharing an app by name finds nothing.',
    },
    'User.ReadWrite.All': {
      name: 'User.ReadWrite.All',
      why: 'Sets the sponsor on the new guest where the invitation itself cannot carry one.',
      lost: 'Guests keep their inviter as sponsor in Entra; Guest Desk still tells the chosen sponsor.',
      only: 'clouds without invitation sponsors',
    },
  },
  reader: {
    'User.Read.All': {
      name: 'User.Read.All',
      why: 'Reads people and guests live, follows redemptions by change notification and by delta.',
      lost: 'Nothing works: who somebody is cannot be checked, and redemptions go unseen.',
    },
    'RoleManagement.Read.Directory': {
      name: 'RoleManagement.Read.Directory',
      why: 'Reads which directory roles a person holds, also through groups, at every press.',
      lost: 'Guest Inviters and administrators look like ordinary members; where only they may invite, nobody may.',
    },
    'RoleEligibilitySchedule.Read.Directory': {
      name: 'RoleEligibilitySchedule.Read.Directory',
      why: 'Reads which directory roles a person could activate, only when a press was refused for lack of one.',
      lost: 'Who has to activate a role first is told that the right is missing, without the way to it.',
    },
    'Application.Read.All': {
      name: 'Application.Read.All',
      why: 'Reads the owners of an enterprise app, its address and the groups assigned to it.',
      lost: 'No app can be shared, and owners cannot be told from requesters.',
    },
    'GroupMember.Read.All': {
      name: 'GroupMember.Read.All',
      why: 'Reads the owners and members of access groups.',
      lost: 'Guest Desk cannot tell who may add a guest, nor whether a guest has access.',
    },
    'Policy.Read.All': {
      name: 'Policy.Read.All',
      why: 'Reads who may invite in this tenant, and what keeps partners out, before a request is made.',
      lost: 'No request can be made: whether anybody may invite is unknown.',
    },
    'AuditLog.Read.All': {
      name: 'AuditLog.Read.All',
      why: 'Reads the sign-ins of guests: the first one, from which organisation, and with which error.',
      lost: 'First sign-ins are “not observable”, a wrong account shows only by its passcode address, and “why” names no sign-in error.',
    },
    'CrossTenantInformation.ReadBasic.All': {
      name: 'CrossTenantInformation.ReadBasic.All',
      why: 'Tells before a request is made whether a domain belongs to an Entra tenant, and to which.',
      lost: 'Preflight says that the partner could not be seen; requests still go on.',
    },
    'Policy.Read.B2BManagementPolicy': {
      name: 'Policy.Read.B2BManagementPolicy',
      why: 'Reads the list of domains that may be invited (beta, public cloud only).',
      lost: 'Preflight shows the list of domains as unknown; a blocked domain is found only by the invitation.',
    },
    'OrgContact.Read.All': {
      name: 'OrgContact.Read.All',
      why: 'Finds a mail contact of the same address, beside which a guest gets no passcode.',
      lost: 'Preflight shows as unknown whether a contact has the address.',
    },
    'Organization.Read.All': {
      name: 'Organization.Read.All',
      why: 'Reads the domains of the tenant, so that a colleague is not invited as a guest.',
      lost: 'No request can be made: own addresses cannot be told from outside ones.',
    },
  },
  admin: {
    'User.Invite.All': {
      name: 'User.Invite.All',
      why: 'Sends the invitation with which a guest accepts anew, in the name of the administrator who signed in.',
      lost: 'No redemption can be reset from a card.',
    },
    'User.ReadWrite.All': {
      name: 'User.ReadWrite.All',
      why: 'Resets the redemption, and puts a new address on the guest account before an invitation may name it.',
      lost: 'No redemption can be reset and no address changed from a card.',
    },
  },
  ender: {
    'Group.Create': {
      name: 'Group.Create',
      why: 'Lets the ender change groups that it owns; it removes members and does nothing else.',
      lost: 'A sponsor cannot end access alone; owners get a task card instead.',
    },
  },
} as const satisfies Record<GraphIdentity, Record<string, Permission>>;

export type PermissionOf<Identity extends GraphIdentity> = keyof (typeof permissions)[Identity] & string;
