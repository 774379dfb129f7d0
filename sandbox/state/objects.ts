/** A member or guest of the tenant. Times are ISO 8601 in UTC, ids GUIDs. */
export type User = {
  id: string;
  displayName: string;
  givenName: string | null;
  surname: string | null;
  userPrincipalName: string;
  mail: string | null;
  otherMails: string[];
  proxyAddresses: string[];
  jobTitle: string | null;
  department: string | null;
  preferredLanguage: string | null;
  userType: 'Member' | 'Guest';
  accountEnabled: boolean;
  creationType: 'Invitation' | null;
  externalUserState: 'PendingAcceptance' | 'Accepted' | null;
  externalUserStateChangeDateTime: string | null;
  identities: ObjectIdentity[];
  createdDateTime: string;
  deletedDateTime: string | null;
  /** Ids of users or groups; at most five. */
  sponsors: string[];
  /** Replication: until then reads and group adds do not find the user. */
  visibleAt: string | null;
  /** Whether the Teams app is installed for this person. */
  hasApp: boolean;
};

export type ObjectIdentity = { signInType: string; issuer: string; issuerAssignedId: string | null };

/** A security group. Owners may be users or service principals; members users or groups. */
export type Group = {
  id: string;
  displayName: string;
  description: string | null;
  mailNickname: string;
  createdDateTime: string;
  owners: string[];
  members: string[];
};

/** An enterprise application, as administrators see it. */
export type ServicePrincipal = {
  id: string;
  appId: string;
  displayName: string;
  homepage: string | null;
  accountEnabled: boolean;
  appRoleAssignmentRequired: boolean;
  appRoles: { id: string; value: string | null; displayName: string; description: string; allowedMemberTypes: string[]; isEnabled: boolean }[];
  tags: string[];
  owners: string[];
  appRoleAssignedTo: AppRoleAssignment[];
};

export type AppRoleAssignment = {
  id: string;
  appRoleId: string;
  principalId: string;
  principalType: 'User' | 'Group' | 'ServicePrincipal';
  createdDateTime: string;
};

export type RegistrationName = 'bot' | 'people' | 'reader' | 'admin' | 'ender';

/** An app registration of Guest Desk, with its secret and what was consented. */
export type Registration = {
  appId: string;
  secret: string;
  displayName: string;
  /** The service principal that acts for it in this tenant; owns groups, holds directory roles. */
  servicePrincipalId: string;
  /** Delegated Graph scopes; a token carries all of them whatever was asked. */
  delegatedScopes: string[];
  /** Application permissions on Graph. */
  applicationRoles: string[];
  /** Users who consented to the delegated scopes (or for whom an administrator did). */
  consents: string[];
};

export type AllowInvitesFrom = 'none' | 'adminsAndGuestInviters' | 'adminsGuestInvitersAndAllMembers' | 'everyone';

export type Policies = {
  allowInvitesFrom: AllowInvitesFrom;
  guestUserRoleId: string;
  /** Domain list of invitations; only one of the two is meaningful, an empty list means no restriction. */
  allowedDomains: string[];
  blockedDomains: string[];
  /** `allowExternalIdToUseEmailOtp`: `default` counts as on. */
  passcodes: 'default' | 'enabled' | 'disabled';
  crossTenant: CrossTenantAccess;
};

export type CrossTenantTarget = { target: string; targetType: 'user' | 'group' | 'application' };
export type CrossTenantTargets = { accessType: 'allowed' | 'blocked'; targets: CrossTenantTarget[] };
/** Whose users, and for which apps. */
export type InboundAccess = { usersAndGroups: CrossTenantTargets; applications: CrossTenantTargets };
/** Claims of the guest's own tenant that are believed here. */
export type InboundTrust = { isMfaAccepted: boolean; isCompliantDeviceAccepted: boolean; isHybridAzureADJoinedDeviceAccepted: boolean };
export type PrimaryProvider = 'azureActiveDirectory' | 'externalFederation' | 'socialIdentityProviders';

/** Cross-tenant access settings; a partner's null block inherits the default one. */
export type CrossTenantAccess = {
  inbound: InboundAccess;
  trust: InboundTrust;
  /** In which order a guest's provider is looked for, and what is left where none fits. */
  redemption: { primary: PrimaryProvider[]; fallback: 'defaultConfiguredIdp' | 'emailOneTimePasscode' | 'microsoftAccount' };
  partners: { tenantId: string; inbound: InboundAccess | null; trust: InboundTrust | null }[];
};

/** A mail contact of the organisation. */
export type Contact = { id: string; displayName: string; mail: string };

/** A foreign Entra tenant that owns some mail domains. */
export type PartnerTenant = { id: string; displayName: string; domains: string[]; /** Object ids over there, by address; who is not listed has one that nobody targets. */ people?: Record<string, string> };

export type RoleAssignment = { id: string; principalId: string; roleDefinitionId: string };

export type Subscription = {
  id: string;
  resource: string;
  changeType: string;
  notificationUrl: string;
  lifecycleNotificationUrl: string | null;
  clientState: string | null;
  expirationDateTime: string;
  applicationId: string;
  creatorId: string;
  /** Whether `reauthorizationRequired` was sent for the present expiry. */
  warned: boolean;
};

export type Invitation = {
  id: string;
  userId: string;
  email: string;
  redirectUrl: string;
  /** Unguessable part of the redeem URL. */
  ticket: string;
  /** User id or service principal id in whose name it went out. */
  invitedBy: string;
  sentAt: string;
  redeemedAt: string | null;
};

export type Mail = { id: string; at: string; to: string; cc: string[]; from: string; subject: string; body: string; redeemUrl: string; invitationId: string };

/** One change of one user; `properties` are Graph names, all of them for a creation. */
export type UserChange = { sequence: number; at: string; userId: string; change: 'created' | 'changed' | 'softDeleted' | 'deleted'; properties: string[] };

export type AuditRow = {
  id: string;
  activityDateTime: string;
  activityDisplayName: string;
  loggedByService: string;
  category: string;
  result: 'success' | 'failure';
  initiatedBy: { userId: string | null; appId: string | null };
  targetId: string;
};

/** One line of the sign-in log. `errorCode`: the number of the AADSTS code, 0 for success. */
export type SignIn = { id: string; at: string; userId: string; appId: string; errorCode: number; homeTenantId: string };

/** How the tenant behaves; the control API sets these. */
export type TenantSettings = {
  /** How long a new guest stays invisible after the invitation. */
  replicationMs: number;
  /** Invitations that Graph takes in five seconds, over all apps. */
  invitationsPer5s: number;
  /** Page size of collections without `$top`. */
  pageSize: number;
  /** Whether the licence shows the sign-in log. */
  signInLog: boolean;
  /** How late a sign-in shows in the log. */
  signInLogDelayMs: number;
  /** Whether the licence has roles that are activated on demand. */
  rolesOnDemand: boolean;
};
