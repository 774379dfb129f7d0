import { type ActKind } from '../../core/stepUp/act.ts';

/** Permissions that an act uses, each with the words for it. The table of calls is what counts; a test compares the two. */
export const permissionsOf: Readonly<Record<ActKind, readonly { readonly name: string; readonly key: string }[]>> = {
  'invitation.reset': [
    { name: 'User.Invite.All', key: 'stepUp.permission.invite' },
    { name: 'User.ReadWrite.All', key: 'stepUp.permission.users' },
  ],
  'invitation.changeAddress': [
    { name: 'User.Invite.All', key: 'stepUp.permission.invite' },
    { name: 'User.ReadWrite.All', key: 'stepUp.permission.users' },
  ],
};
