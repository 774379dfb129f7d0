import { graphUser, readAs, toDirectoryUser } from '../../bot/graph/schemas.ts';

const user = (more: object) => toDirectoryUser(graphUser.parse({ id: 'u', displayName: 'Cleo', userType: 'Guest', accountEnabled: true, futureMember: { a: 1 }, ...more }));
const identity = (issuer: string | null, issuerAssignedId: string | null = null, signInType = 'federated') => user({ identities: [{ signInType: 'userPrincipalName', issuer: 'hospital.example', issuerAssignedId: 'x' }, { signInType, issuer, issuerAssignedId }] }).provider;

it.each([
  ['PendingAcceptance', 'pending'], ['Pending Acceptance', 'pending'], ['pendingacceptance', 'pending'], ['Accepted', 'accepted'], [null, null], [undefined, null], ['SomethingNew', null],
])('reads the state %s as %s', (externalUserState, redemption) => expect(user({ externalUserState }).redemption).toBe(redemption));

it('shows the provider, and the account only where Graph does', () => {
  expect(identity('ExternalAzureAD')).toEqual({ kind: 'entra', account: null });
  expect(identity('mail', 'cleo@freemail.example')).toEqual({ kind: 'one-time-passcode', account: 'cleo@freemail.example' });
  expect(identity('MicrosoftAccount')).toEqual({ kind: 'microsoft-account', account: null });
  expect(identity('google.com', 'c@g.example').kind).toBe('google');
  expect(identity('facebook.com').kind).toBe('facebook');
  expect(identity('https://idp.clinic.example/', 'cleo')).toEqual({ kind: 'federated', account: 'cleo' });
  expect(identity(null).kind).toBe('unknown');
});

it('knows no provider before redemption', () => {
  expect(user({ identities: [{ signInType: 'userPrincipalName', issuer: 'hospital.example', issuerAssignedId: 'cleo_clinic.example#EXT#@hospital.example' }] }).provider).toEqual({ kind: 'unknown', account: null });
  expect(user({ identities: null }).provider.kind).toBe('unknown');
});

it('takes an absent type for a member, an absent account state for disabled, a broken date for none', () => {
  const bare = toDirectoryUser(graphUser.parse({ id: 'u', createdDateTime: 'soon' }));
  expect([bare.userType, bare.isEnabled, bare.createdAt, bare.name]).toEqual(['member', false, null, 'u']);
});

it('names the member that it did not understand, never its value', () => {
  expect(() => readAs(graphUser, { id: 'u', mail: 17 }, 'user')).toThrow('bug: graph/answer-not-understood/user/mail');
});
