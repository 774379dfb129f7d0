import { activatableRoles, rolesThatHelp, roleToActivate } from '../../bot/core/activation/activateRole.ts';
import { nationalClouds } from '../../bot/core/clouds.ts';
import { directoryRoles, type Standing } from '../../bot/core/person.ts';
import { type RefusalRule } from '../../bot/core/refusal.ts';
import { mayChangeMembers, mayInvite } from '../../bot/core/rights.ts';
import { mayDoAct } from '../../bot/core/stepUp/checkAct.ts';

const person = (roleIds: readonly string[] = []): Standing => ({ id: 'boris', name: 'Boris Kern', mail: null, userType: 'member', isEnabled: true, roleIds });
const invites = (standing: Standing) => mayInvite(standing, 'adminsAndGuestInviters');
const adds = (standing: Standing) => mayChangeMembers(standing, []);
const resets = (standing: Standing) => mayDoAct('invitation.reset', standing);
const changes = (standing: Standing) => mayDoAct('invitation.changeAddress', standing);

it.each<[string, RefusalRule, (standing: Standing) => boolean, readonly string[]]>([
  ['inviting', 'may-not-invite', invites, ['guestInviter', 'userAdministrator', 'globalAdministrator']],
  ['approving where nobody invites', 'nobody-invites', invites, ['guestInviter', 'userAdministrator', 'globalAdministrator']],
  ['adding to the group', 'may-not-invite', adds, ['groupsAdministrator', 'userAdministrator', 'globalAdministrator']],
  ['resetting', 'not-service-desk', resets, ['helpdeskAdministrator', 'userAdministrator', 'globalAdministrator']],
  ['changing an address', 'not-user-administrator', changes, ['userAdministrator', 'globalAdministrator']],
  ['inviting where nobody may', 'may-not-invite', (standing) => mayInvite(standing, 'none'), []],
  ['what no role changes', 'may-not-invite', () => false, []],
  ['one’s own request', 'own-request', () => true, []],
  ['another chat', 'wrong-chat', () => true, []],
  ['a guest', 'outsider', () => true, []],
])('%s: %s', (_, rule, allows, helpful) => {
  expect(rolesThatHelp(rule, person(), allows)).toEqual(helpful);
});

it('a role that is held already helps nobody', () => {
  expect(rolesThatHelp('may-not-invite', person([directoryRoles.guestInviter]), () => true)).not.toContain('guestInviter');
});

it('a guest or a disabled account gets no right by a role', () => {
  for (const change of [{ userType: 'guest' }, { isEnabled: false }] as const) expect(rolesThatHelp('may-not-invite', { ...person(), ...change }, invites)).toEqual([]);
});

it('of several the least privileged is offered, and none that is not eligible', () => {
  const ids = activatableRoles.map((role) => directoryRoles[role]);
  expect(roleToActivate(['guestInviter', 'globalAdministrator'], ids.toReversed())).toBe('guestInviter');
  expect(roleToActivate(['guestInviter', 'globalAdministrator'], [directoryRoles.globalAdministrator])).toBe('globalAdministrator');
  expect(roleToActivate(['guestInviter'], [directoryRoles.helpdeskAdministrator, 'a-role-of-the-house'])).toBeUndefined();
  expect(roleToActivate([], ids)).toBeUndefined();
});

it.each([['public', 'portal.azure.com'], ['usgov', 'portal.azure.us'], ['usgov-dod', 'portal.azure.us'], ['china', 'portal.azure.cn']] as const)('the page of the %s cloud is at %s', (cloud, host) => {
  const url = new URL(nationalClouds[cloud].roleActivationUrl);
  expect([url.protocol, url.host, url.hash.startsWith('#view/Microsoft_Azure_PIMCommon/')]).toEqual(['https:', host, true]);
});
