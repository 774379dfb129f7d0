const words: Record<string, string> = {
  'User.Read': 'Sign you in and read your profile',
  'User.ReadBasic.All': "Read everybody's name and address",
  'User.Read.All': "Read everybody's full profile",
  'User.ReadWrite.All': "Read and change everybody's profile",
  'User.Invite.All': 'Invite guests in your name',
  'User.EnableDisableAccount.All': 'Enable and disable accounts',
  'User.DeleteRestore.All': 'Delete and restore accounts',
  'GroupMember.ReadWrite.All': 'Read and change members of groups that you may manage',
  'Group.ReadWrite.All': 'Read and change groups that you may manage',
  'Application.Read.All': 'Read applications',
  'Application.ReadWrite.All': 'Read and change applications that you may manage',
  'AppRoleAssignment.ReadWrite.All': 'Assign people to applications that you may manage',
  'Policy.Read.All': "Read your organisation's policies",
  'Policy.ReadWrite.ConditionalAccess': 'Read and change Conditional Access policies',
  'Policy.ReadWrite.Authorization': 'Read and change who may invite guests',
  'Policy.ReadWrite.B2BManagementPolicy': 'Read and change which domains may be invited',
};

/** What a delegated scope means, in words for the consent page. */
export const scopeWords = (scope: string): string => words[scope] ?? scope;
