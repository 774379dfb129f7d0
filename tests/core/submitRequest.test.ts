import { decideRequest } from '../../bot/core/decideRequest.ts';
import { decidersFor, isDeciderNow } from '../../bot/core/deciders.ts';
import { canBeFinished, chooseNames, finishersFor, forecastNames } from '../../bot/core/nameChain.ts';
import { nextStep } from '../../bot/core/nextStep.ts';
import { directoryRoles, type InvitePolicy } from '../../bot/core/person.ts';
import { mayChangeMembers, mayInvite } from '../../bot/core/rights.ts';
import { type Ask, submitRequest } from '../../bot/core/submitRequest.ts';
import { aSharedApp, aStanding, at, people, requestStates } from '../support/requestStates.ts';

const standings = new Map(people.map((person) => [person.id, person]));
const inviter = aStanding('inviter', { roleIds: [directoryRoles.guestInviter] });
const ask = (by: string): Ask => ({
  id: 'request', draftId: 'draft', role: null, bundleId: null, by, at: at('09:00'), invitee: { email: 'cleo@clinic.example', name: 'Cleo', language: 'de' }, sponsorId: 'sponsor', until: '2026-03-31', timeZone: 'UTC', reason: 'scans',
});
const facts = (change: { owners?: string[]; policy?: InvitePolicy; groupOwners?: string[] } = {}) => ({
  owners: change.owners ?? ['owner'], standings, powers: { policy: change.policy ?? ('adminsAndGuestInviters' as const), groupOwners: change.groupOwners ?? ['owner', 'approver', 'approver2'] },
});

describe('who may invite', () => {
  const guestInviter = aStanding('a', { roleIds: [directoryRoles.guestInviter] });
  const helpdesk = aStanding('h', { roleIds: [directoryRoles.helpdeskAdministrator, directoryRoles.groupsAdministrator] });
  it.each<[InvitePolicy, boolean, boolean, boolean]>([
    ['none', false, false, false],
    ['adminsAndGuestInviters', false, true, false],
    ['adminsGuestInvitersAndAllMembers', true, true, true],
    ['everyone', true, true, true],
  ])('%s', (policy, plain, byRole, otherRole) => {
    expect([aStanding('m'), guestInviter, helpdesk].map((person) => mayInvite(person, policy))).toEqual([plain, byRole, otherRole]);
    for (const person of [undefined, { ...guestInviter, isEnabled: false }, { ...guestInviter, userType: 'guest' as const }]) expect(mayInvite(person, policy)).toBe(false);
  });
  it('an administrator of users may, also of the group', () => {
    const admin = aStanding('u', { roleIds: [directoryRoles.userAdministrator] });
    expect([mayInvite(admin, 'adminsAndGuestInviters'), mayChangeMembers(admin, []), mayChangeMembers(helpdesk, []), mayChangeMembers(aStanding('o'), ['o']), mayChangeMembers(aStanding('o'), [])]).toEqual([true, true, true, true, false]);
    expect(mayChangeMembers({ ...admin, isEnabled: false }, ['u'])).toBe(false);
  });
  it('roles are those of the built-in reference', () => {
    expect(directoryRoles.userAdministrator).toBe('fe930be7-5e62-47db-91af-98c3a49a38b1');
  });
});

describe('the chain of names', () => {
  const powers = { policy: 'adminsAndGuestInviters' as const, groupOwners: ['owner'] };
  it.each([
    ['nobody', ['requester', 'sponsor'], null, null],
    ['the owner adds, the approver invites', ['owner', 'approver'], 'approver', 'owner'],
    ['the first who may', ['approver', 'approver2'], 'approver', null],
    ['an administrator does both', ['owner', 'admin'], 'admin', 'admin'],
  ])('%s', (_name, pressers, inviterId, adderId) => {
    expect(chooseNames(pressers.map((id) => standings.get(id)), powers)).toEqual({ inviterId, adderId });
  });
  it('is finished by others than the requester, if need be by two', () => {
    const missing = { inviterId: null, adderId: null };
    expect(finishersFor(missing, [inviter, standings.get('owner')!, standings.get('sponsor')!], powers, 'requester')).toEqual(['inviter', 'owner']);
    expect(finishersFor(missing, [inviter], powers, 'inviter')).toEqual([]);
    expect([canBeFinished(missing, [inviter, standings.get('owner')!], powers, 'x'), canBeFinished(missing, [inviter], powers, 'x'), canBeFinished({ inviterId: 'a', adderId: 'a' }, [], powers, 'x')]).toEqual([true, false, true]);
  });
});

describe('the forecast of the name', () => {
  const person = (id: string) => standings.get(id)!;
  const forecast = (requester: string, deciders: string[], policy: InvitePolicy = 'adminsAndGuestInviters') =>
    forecastNames(person(requester), deciders.map(person), ['approver', 'approver2', 'groupOwner', requester].map(person), { policy, groupOwners: ['groupOwner'] });
  it.each([
    ['the requester who may, whoever decides', forecast('approver', ['owner', 'approver2']), { owner: 'approver', approver2: 'approver' }, []],
    ['each decider who may, others are finished for', forecast('requester', ['owner', 'approver']), { owner: null, approver: 'approver' }, ['approver', 'approver2']],
    ['the decider alone', forecast('requester', ['approver2', 'admin']), { approver2: 'approver2', admin: 'admin' }, []],
    ['everybody may, so the requester', forecast('requester', ['owner'], 'everyone'), { owner: 'requester' }, []],
    ['invitations are off', forecast('requester', ['owner'], 'none'), { owner: null }, []],
    ['nobody decides', forecast('owner', []), {}, []],
  ])('%s', (_name, foretold, inviterIf, finishers) => expect(foretold).toMatchObject({ inviterIf, finishers }));
  it('says who adds the guest to the group, who need not be who invites', () => {
    expect(forecast('approver', ['groupOwner', 'owner']).adderIf).toEqual({ groupOwner: 'groupOwner', owner: null });
    expect(forecast('groupOwner', ['approver']).adderIf).toEqual({ approver: 'groupOwner' });
    expect(forecast('requester', ['admin']).adderIf).toEqual({ admin: 'admin' });
  });
  it('names nobody for whom no card to finish would be posted', () => {
    const { finishers } = forecast('requester', ['owner']);
    const asked = finishersFor({ inviterId: null, adderId: 'owner' }, people.filter(({ id }) => ['approver', 'approver2', 'groupOwner'].includes(id)), { policy: 'adminsAndGuestInviters', groupOwners: ['groupOwner'] }, 'requester');
    expect(finishers).toEqual(asked);
  });
  it('comes true for every decider when nothing changes', () => {
    const app = aSharedApp();
    for (const by of ['requester', 'owner', 'admin']) {
      const live = { ...facts({ owners: ['owner', 'groupOwner'] }), today: '2026-01-05', holding: [] };
      const made = submitRequest(ask(by), app, live);
      if (made.kind === 'refused') throw new Error(made.rule);
      for (const decider of made.request.deciders) {
        const decided = decideRequest({ request: made.request, invitation: null }, app, { by: decider, at: at('10:00'), version: 1, verdict: 'approved', reason: null }, live);
        expect(decided).toMatchObject({ kind: 'changed', invitation: { inviterId: made.request.forecast.inviterIf[decider] } });
      }
      expect(Object.keys(made.request.forecast.inviterIf)).toEqual(made.request.deciders);
    }
  });
});

describe('who decides', () => {
  it.each([
    ['owners decide for others', 'requester', ['owner', 'admin'], 'requester', ['owner', 'admin']],
    ['approvers decide for an owner', 'owner', ['owner'], 'owner', ['approver', 'approver2']],
    ['approvers step in where no owner can', 'requester', [], 'requester', ['approver', 'approver2']],
    ['never the one who asks', 'requester', ['requester'], 'approver', ['requester']],
    ['nobody unknown to the directory', 'requester', ['gone', 'owner'], 'requester', ['owner']],
  ] as const)('%s', (_name, askedAs, owners, requestedBy, expected) => {
    expect(decidersFor({ askedAs, requestedBy }, aSharedApp(), owners, standings)).toEqual(expected);
  });
  it.each([
    ['an owner who was asked', 'requester', ['owner'], ['owner'], 'owner', true],
    ['an owner who was not asked', 'requester', ['owner'], ['owner', 'admin'], 'admin', false],
    ['one who owned it', 'requester', ['owner'], ['admin'], 'owner', false],
    ['an approver asked in place of owners', 'requester', ['approver'], [], 'approver', true],
    ['an approver asked as owner, while another owner is left', 'requester', ['approver', 'owner'], ['owner'], 'approver', false],
    ['an approver for an owner', 'owner', ['approver'], ['owner'], 'approver', true],
    ['one who was approver', 'owner', ['sponsor'], ['owner'], 'sponsor', false],
    ['the requester', 'owner', ['approver', 'requester'], [], 'requester', false],
  ] as const)('%s', (_name, askedAs, deciders, owners, person, expected) => {
    expect(isDeciderNow({ askedAs, requestedBy: 'requester', deciders }, aSharedApp(), owners, person)).toBe(expected);
  });
});

describe('submitting', () => {
  it('asks the requester to sign in only when their name can be used', () => {
    const needs = (by: string, change: Parameters<typeof facts>[0] = {}): unknown => {
      const outcome = submitRequest(ask(by), aSharedApp(), facts(change));
      return outcome.kind === 'submitted' ? outcome.needsSignIn : outcome.rule;
    };
    expect([needs('requester'), needs('requester', { policy: 'everyone' }), needs('owner'), needs('owner', { groupOwners: ['owner'] }), needs('admin')]).toEqual([false, true, false, true, true]);
  });
  it('refuses what could end where nobody invites or adds', () => {
    const rule = (change: Parameters<typeof facts>[0], app = aSharedApp()): unknown => {
      const outcome = submitRequest(ask('requester'), app, facts(change));
      return outcome.kind === 'refused' ? outcome.rule : outcome.kind;
    };
    expect(rule({ policy: 'none' })).toBe('invitations-off');
    expect(rule({ groupOwners: [] })).toBe('nobody-invites');
    expect(rule({}, aSharedApp({ approvers: ['sponsor'] }))).toBe('submitted');
    expect(rule({ groupOwners: ['owner'] }, aSharedApp({ approvers: ['sponsor'] }))).toBe('nobody-invites');
    expect(rule({ owners: [] }, aSharedApp({ approvers: ['requester'] }))).toBe('nobody-decides');
  });
});

it.each([
  ['waiting', 'none'], ['declined', 'none'], ['nobody invites yet', 'none'], ['nobody adds yet', 'none'], ['sending', 'look'], ['calling', 'resolve'], ['inviting stopped', 'none'],
  ['adding stopped', 'none'], ['sent, not added', 'grant'], ['invited', 'none'], ['existing guest invited', 'none'], ['redeemed', 'none'], ['ending', 'none'], ['ended', 'none'],
])('after %s comes %s', (name, step) => expect(nextStep(requestStates[name]!)).toBe(step));
