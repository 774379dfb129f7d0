/**
 * Directory roles that somebody may activate for some hours. A role is worth activating where it alone turns a no into
 * a yes: the rule itself is asked again with the role added, so nothing is promised that the next press would refuse.
 */
import { directoryRoles, type Standing } from '../person.ts';
import { type RefusalRule } from '../refusal.ts';

/** The least privileged first: that one is offered. */
export const activatableRoles = ['guestInviter', 'groupsAdministrator', 'helpdeskAdministrator', 'userAdministrator', 'globalAdministrator'] as const satisfies readonly (keyof typeof directoryRoles)[];
export type ActivatableRole = (typeof activatableRoles)[number];

/** Rules that say no for lack of a right in the directory, and so can be turned by a role. */
const rightRules: readonly RefusalRule[] = ['may-not-invite', 'nobody-invites', 'not-service-desk', 'not-user-administrator'];

/** Roles any of which alone would make `allows` true; none where the rule is about something else. */
export const rolesThatHelp = (rule: RefusalRule, standing: Standing, allows: (standing: Standing) => boolean): readonly ActivatableRole[] => {
  if (!rightRules.includes(rule)) return [];
  return activatableRoles.filter((role) => !standing.roleIds.includes(directoryRoles[role]) && allows({ ...standing, roleIds: [...standing.roleIds, directoryRoles[role]] }));
};

/** The first of them that the person could activate; undefined for none. */
export const roleToActivate = (helpful: readonly ActivatableRole[], eligible: readonly string[]): ActivatableRole | undefined =>
  helpful.find((role) => eligible.includes(directoryRoles[role]));
