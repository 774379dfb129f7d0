import { act as actRules } from '../support/actStates.ts';
import { beginSignIn, challenged, isOver, mostChallenges, mostSignIns, reopen, takeSignIn } from '../../bot/core/stepUp/act.ts';
import { bindingOf } from '../../bot/core/stepUp/binding.ts';
import { checkAct } from '../../bot/core/stepUp/checkAct.ts';
import { resetInvitation } from '../../bot/core/stepUp/resetInvitation.ts';
import { redeemed } from '../../bot/core/invitationProgress.ts';
import { directoryRoles, type Standing } from '../../bot/core/person.ts';
import { phaseOf } from '../../bot/core/phase.ts';
import { type RequestState } from '../../bot/core/outcome.ts';
import { at, requestStates } from '../support/requestStates.ts';

const now = new Date('2026-01-05T09:00:00Z');
const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
const person = (roleIds: readonly string[], differs: Partial<Standing> = {}): Standing => ({ id: 'iris', name: 'Iris', mail: null, userType: 'member', isEnabled: true, roleIds, ...differs });

describe('an act', () => {
  it('is good for ten minutes and not a moment longer', () => {
    expect(isOver(actRules(), later(599))).toBe(false);
    expect(isOver(actRules(), later(600))).toBe(true);
    expect(beginSignIn(actRules(), 'h', later(600))).toBeUndefined();
    const begun = beginSignIn(actRules(), 'h', later(599));
    expect(begun && takeSignIn(begun, 'h', later(600))).toBeUndefined();
  });

  it('is taken once, by the browser that began last', () => {
    const first = beginSignIn(actRules(), 'one', now)!;
    const second = beginSignIn(first, 'two', later(5))!;
    expect(takeSignIn(second, 'one', later(6))).toBeUndefined();
    const taken = takeSignIn(second, 'two', later(6))!;
    expect(taken).toMatchObject({ state: 'doing', binding: null });
    expect(takeSignIn(taken, 'two', later(7))).toBeUndefined();
    expect(beginSignIn(taken, 'three', later(7))).toBeUndefined();
  });

  it('takes a few sign-ins and a few rounds of claims, never more', () => {
    let act = actRules();
    for (let round = 0; round < mostSignIns; round += 1) act = reopen(beginSignIn(act, 'h', now)!, 'wrong-person');
    expect(beginSignIn(act, 'h', now)).toBeUndefined();
    let asked = actRules();
    for (let round = 0; round < mostChallenges; round += 1) asked = challenged(asked, '{}')!;
    expect(challenged(asked, '{}')).toBeUndefined();
  });

  it.each(['done', 'failed', 'closed'] as const)('%s is over for good', (state) => {
    expect(beginSignIn(actRules({ state }), 'h', now)).toBeUndefined();
  });
});

describe('the binding of a sign-in', () => {
  const one = bindingOf('secret', 'act');

  it('depends on the secret and on the act, and no part tells another', () => {
    expect(new Set(Object.values(one)).size).toBe(4);
    for (const other of [bindingOf('secret2', 'act'), bindingOf('secret', 'act2')]) {
      for (const part of ['hash', 'state', 'nonce', 'verifier'] as const) expect(other[part]).not.toBe(one[part]);
    }
    expect(JSON.stringify(one)).not.toContain('secret');
    expect(one.verifier).toMatch(/^[\w-]{43}$/);
  });
});

describe('who may do what', () => {
  const redeemedState = requestStates['redeemed']!;

  it.each([
    ['nobody in particular', person([]), 'not-service-desk', 'not-user-administrator'],
    ['a Guest Inviter', person([directoryRoles.guestInviter]), 'not-service-desk', 'not-user-administrator'],
    ['a Conditional Access Administrator', person([directoryRoles.conditionalAccessAdministrator]), 'not-service-desk', 'not-user-administrator'],
    ['a Helpdesk Administrator', person([directoryRoles.helpdeskAdministrator]), undefined, 'not-user-administrator'],
    ['a User Administrator', person([directoryRoles.userAdministrator]), undefined, undefined],
    ['a Global Administrator', person([directoryRoles.globalAdministrator]), undefined, undefined],
    ['a disabled administrator', person([directoryRoles.globalAdministrator], { isEnabled: false }), 'outsider', 'outsider'],
    ['a guest with the role', person([directoryRoles.helpdeskAdministrator], { userType: 'guest' }), 'outsider', 'outsider'],
  ] as const)('%s', (_name, standing, reset, change) => {
    expect(checkAct('invitation.reset', redeemedState, standing)?.rule).toBe(reset);
    expect(checkAct('invitation.changeAddress', redeemedState, standing)?.rule).toBe(change);
  });

  it('only where there is a guest and the access is not over', () => {
    const admin = person([directoryRoles.globalAdministrator]);
    const open = Object.entries(requestStates).filter(([, state]) => checkAct('invitation.reset', state, admin) === undefined).map(([name]) => name);
    for (const name of open) expect(['invited', 'redeemed']).toContain(phaseOf(requestStates[name]!));
    expect(open).toEqual(expect.arrayContaining(['invited', 'redeemed']));
    expect(open).not.toContain('waiting');
  });
});

describe('an invitation that was reset', () => {
  const state = requestStates['redeemed'] as RequestState & { invitation: NonNullable<RequestState['invitation']> };
  const reset = resetInvitation(state, { by: 'iris', at: at('14:00'), address: null, through: state.request.id })!;

  it('waits for its redemption again, and says so in the audit chain', () => {
    expect(reset.invitation).toMatchObject({ state: 'sent', sentAt: at('14:00'), redeemedAt: null, provider: null, access: state.invitation.access });
    expect(reset.events).toMatchObject([{ name: 'invitation.reset', by: 'iris' }]);
    expect(phaseOf(reset)).toBe('invited');
  });

  it('is not redeemed by the redemption that was, which a lagging directory still tells', () => {
    const held = { request: reset.request, invitation: reset.invitation! };
    const guest = { id: state.invitation.guestId!, redemption: 'accepted', provider: { kind: 'entra', account: null } } as const;
    expect(redeemed(held, { ...guest, redemptionChangedAt: state.invitation.redeemedAt }, at('14:01'))).toBeUndefined();
    expect(redeemed(held, { ...guest, redemptionChangedAt: at('14:05') }, at('14:06'))).toMatchObject({ invitation: { state: 'redeemed' } });
  });

  it('moves to the new address, one version on', () => {
    const moved = resetInvitation(state, { by: 'grace', at: at('14:00'), address: 'new@praxis.example', through: state.request.id })!;
    expect(moved.request).toMatchObject({ version: state.request.version + 1, invitee: { email: 'new@praxis.example' } });
    expect(moved.events[0]?.name).toBe('invitation.address-changed');
    expect(JSON.stringify(moved.events)).not.toContain('praxis');
  });
});
