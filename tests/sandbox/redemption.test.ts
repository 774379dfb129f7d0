import { people, seedIds } from '../../sandbox/seed.ts';
import { startTestDirectory, type TestDirectory } from '../support/directory.ts';

let desk: TestDirectory;
beforeAll(async () => {
  desk = await startTestDirectory();
});
beforeEach(() => desk.reset());
afterAll(() => desk.stop());

const cleo = 'cleo@clinic.example';
const max = 'max@freemail.example';
const guest = (email: string) => desk.tenant.users.find((user) => user.mail === email);

it.each([
  ['an Entra guest shows the provider and no account', cleo, undefined, { issuer: 'ExternalAzureAD', issuerAssignedId: null }],
  ['a passcode guest shows the address', max, undefined, { issuer: 'mail', issuerAssignedId: max }],
  ['a chosen provider wins', cleo, 'microsoft' as const, { issuer: 'MicrosoftAccount', issuerAssignedId: null }],
])('%s', async (_name, email, identityProvider, identity) => {
  await desk.invite('approver', email);
  expect(desk.directory.redeem({ email, identityProvider })).toMatchObject({ kind: 'redeemed', externalUserState: 'Accepted', email });
  expect(guest(email)).toMatchObject({ externalUserState: 'Accepted', identities: [{ signInType: 'federated', ...identity }] });
  expect(desk.tenant.audit.map((row) => row.activityDisplayName)).toEqual(['Invite external user', 'Redeem external user invite', 'Update user']);
});

it('redeeming twice changes nothing, and without an invitation there is nothing to redeem', async () => {
  await desk.invite('approver', cleo);
  desk.directory.redeem({ email: cleo });
  const changes = desk.tenant.deltaLog.length;
  expect(desk.directory.redeem({ email: cleo }).kind).toBe('alreadyRedeemed');
  expect(desk.tenant.deltaLog).toHaveLength(changes);
  expect(desk.directory.redeem({ email: 'nobody@clinic.example' })).toMatchObject({ kind: 'refused', because: 'noInvitation' });
});

it('a pending guest is refused when the domain is blocked meanwhile, a redeemed one is not', async () => {
  await desk.invite('approver', cleo);
  desk.tenant.policies.blockedDomains = ['clinic.example'];
  expect(desk.directory.redeem({ email: cleo })).toMatchObject({ kind: 'refused', because: 'domainBlocked' });
  expect(guest(cleo)?.externalUserState).toBe('PendingAcceptance');
  desk.tenant.policies.blockedDomains = [];
  desk.directory.redeem({ email: cleo });
  desk.tenant.policies.blockedDomains = ['clinic.example'];
  expect(desk.directory.redeem({ email: cleo }).kind).toBe('alreadyRedeemed');
});

it('a deleted guest cannot redeem any more', async () => {
  await desk.invite('approver', cleo);
  await desk.call('DELETE', `/v1.0/users/${guest(cleo)?.id}`, { token: await desk.as('admin', 'admin') });
  expect(desk.directory.redeem({ email: cleo })).toMatchObject({ kind: 'refused', because: 'guestGone' });
});

describe('the pages', () => {
  const linkOf = (email: string): URL => new URL(desk.directory.mails(email)[0]?.redeemUrl ?? 'https://localhost/');
  const ticketOf = (email: string): string => linkOf(email).searchParams.get('ticket') ?? '';
  const post = (form: Record<string, string>) => desk.call('POST', '/redeem', { form });

  it('ask which account, then for consent, then open the app', async () => {
    await desk.invite('approver', cleo);
    const account = await desk.call('GET', linkOf(cleo).href);
    expect(account.text).toContain('Work or school account at Elm Clinic');
    const consent = await post({ ticket: ticketOf(cleo), identityProvider: 'entra' });
    expect(consent.text).toContain('Permissions requested by Hill Hospital');
    expect(guest(cleo)?.externalUserState).toBe('PendingAcceptance');
    const accepted = await post({ ticket: ticketOf(cleo), identityProvider: 'entra', consent: 'accept' });
    expect(accepted.status).toBe(303);
    expect(guest(cleo)?.externalUserState).toBe('Accepted');
    const refused = await desk.call('GET', String(accepted.headers['location']));
    expect([refused.status, refused.text.includes('AADSTS50105')]).toEqual([403, true]);
    desk.tenant.groups.find((group) => group.id === seedIds.imaging.group)?.members.push(guest(cleo)?.id ?? '');
    const opened = await desk.call('GET', String(accepted.headers['location']));
    expect(opened.text).toContain('You are signed in to Imaging as a guest of Hill Hospital');
  });

  it('offer a passcode where the domain has no tenant, and change nothing on Cancel', async () => {
    await desk.invite('approver', max);
    expect((await desk.call('GET', linkOf(max).href)).text).toMatch(/value="passcode" checked/);
    expect((await post({ ticket: ticketOf(max), identityProvider: 'passcode', consent: 'decline' })).text).toContain('Nothing was changed');
    expect(guest(max)?.externalUserState).toBe('PendingAcceptance');
  });

  it.each([['/redeem?ticket=guessed'], ['/redeem'], ['/opened?ticket=guessed']])('know nothing of %s', async (path) => {
    const answer = await desk.call('GET', path);
    expect(answer.status).toBe(400);
    expect(answer.text).not.toContain(people.owner.name);
  });

  it('escape names, run no script, and have one heading and labelled choices', async () => {
    desk.tenant.displayName = '<script>alert(1)</script>';
    await desk.invite('approver', cleo);
    const { text, headers } = await desk.call('GET', linkOf(cleo).href);
    expect(text).not.toContain('<script');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(text.match(/<h1>/g)).toHaveLength(1);
    expect(text.match(/<label class="choice">/g)).toHaveLength(2);
  });
});
