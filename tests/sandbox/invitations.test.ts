import { inboundFor } from '../../sandbox/graph/crossTenant.ts';
import type { AllowInvitesFrom } from '../../sandbox/state/objects.ts';
import { people, seedIds, type PersonKey } from '../../sandbox/seed.ts';
import { startTestDirectory, type TestDirectory } from '../support/directory.ts';

let desk: TestDirectory;
beforeAll(async () => {
  desk = await startTestDirectory();
});
beforeEach(() => desk.reset());
afterAll(() => desk.stop());

const cleo = 'cleo@clinic.example';
const guest = () => desk.tenant.users.find((user) => user.mail === cleo);

describe('who may invite', () => {
  const members: PersonKey[] = ['requester', 'owner', 'sponsor', 'helpdesk'];
  const matrix: [AllowInvitesFrom, PersonKey[], PersonKey[]][] = [
    ['none', [], [...members, 'approver', 'admin', 'admin2', 'outsider']],
    ['adminsAndGuestInviters', ['approver', 'approver2', 'admin', 'admin2'], [...members, 'outsider']],
    ['adminsGuestInvitersAndAllMembers', [...members, 'approver', 'admin2'], ['outsider']],
    ['everyone', [...members, 'approver', 'outsider'], []],
  ];
  it.each(matrix)('%s', async (setting, may, mayNot) => {
    desk.tenant.policies.allowInvitesFrom = setting;
    for (const key of may) expect([key, (await desk.invite(key, cleo)).status]).toEqual([key, 201]);
    for (const key of mayNot) {
      const { status, body } = await desk.invite(key, 'other@clinic.example');
      expect([key, status]).toEqual([key, 403]);
      expect(body.error?.message).toContain('Guest invitations not allowed');
    }
    expect(desk.tenant.users.filter((user) => user.mail === 'other@clinic.example')).toEqual([]);
  });

  it.each([
    ['none', false, 403], ['none', true, 403], ['adminsAndGuestInviters', false, 403], ['adminsAndGuestInviters', true, 201],
    ['adminsGuestInvitersAndAllMembers', false, 201], ['everyone', false, 201],
  ] as [AllowInvitesFrom, boolean, number][])('an application under %s, Guest Inviter %s: %i', async (setting, holdsRole, status) => {
    const { reader } = desk.tenant.registrations;
    desk.tenant.policies.allowInvitesFrom = setting;
    reader.applicationRoles = ['User.Invite.All'];
    if (holdsRole) desk.tenant.roleAssignments.push({ id: 'x', principalId: reader.servicePrincipalId, roleDefinitionId: '95e79109-95c0-4d8e-aee3-d01accf2d47b' });
    const body = { invitedUserEmailAddress: cleo, inviteRedirectUrl: 'https://imaging.hospital.example/', sendInvitationMessage: true };
    const answer = await desk.call('POST', '/v1.0/invitations', { token: await desk.asApp('reader'), body });
    expect(answer.status).toBe(status);
    expect(desk.directory.mails(cleo).map((mail) => mail.subject)).toEqual(status === 201 ? ['Hill Hospital invited you to access applications within their organization'] : []);
  });
});

describe('what comes of it', () => {
  it('a pending guest with the sponsor that was sent, and a mail in the inviter\'s name and the asked language', async () => {
    const info = { messageLanguage: 'de-DE', customizedMessageBody: 'Bitte bis Freitag.', ccRecipients: [{ emailAddress: { address: 'office@clinic.example' } }, { emailAddress: { address: 'second@clinic.example' } }] };
    const { status, body } = await desk.invite('approver', 'Cleo@Clinic.example', { invitedUserDisplayName: 'Cleo Faye', invitedUserSponsors: [{ id: people.sponsor.oid }], invitedUserMessageInfo: info });
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'PendingAcceptance', invitedUser: { id: guest()?.id }, invitedUserEmailAddress: cleo });
    expect(guest()).toMatchObject({
      displayName: 'Cleo Faye', externalUserState: 'PendingAcceptance', creationType: 'Invitation', userType: 'Guest', sponsors: [people.sponsor.oid],
      userPrincipalName: 'cleo_clinic.example#EXT#@hospital.example',
      identities: [{ signInType: 'userPrincipalName', issuer: 'hospital.example', issuerAssignedId: 'cleo_clinic.example#EXT#@hospital.example' }],
    });
    const [mail, ...more] = desk.directory.mails(cleo);
    expect(more).toEqual([]);
    expect(mail?.subject).toContain('Boris Kern lädt Sie ein');
    expect(mail?.body).toContain('Bitte bis Freitag.');
    expect(mail?.cc).toEqual(['office@clinic.example']);
    expect(mail?.redeemUrl).toBe(body['inviteRedeemUrl']);
    expect(desk.tenant.audit.map((row) => row.activityDisplayName)).toEqual(['Invite external user']);
  });

  it('the inviter becomes sponsor when none is named, nobody for an application', async () => {
    await desk.invite('approver', cleo);
    expect(guest()?.sponsors).toEqual([people.approver.oid]);
  });

  it.each([
    ['@odata.bind', { 'invitedUserSponsors@odata.bind': [`https://graph.microsoft.com/v1.0/users/${people.sponsor.oid}`] }],
    ['@odata.id', { invitedUserSponsors: [{ '@odata.id': `https://graph.microsoft.com/v1.0/users/${people.sponsor.oid}` }] }],
  ])('takes sponsors by %s too', async (_form, more) => {
    expect((await desk.invite('approver', cleo, more)).status).toBe(201);
    expect(guest()?.sponsors).toEqual([people.sponsor.oid]);
  });

  it('refuses a sixth sponsor and one that does not exist', async () => {
    const six = Object.values(people).slice(0, 6).map(({ oid }) => ({ id: oid }));
    expect((await desk.invite('approver', cleo, { invitedUserSponsors: six })).body.error?.message).toContain('5 sponsors');
    expect((await desk.invite('approver', cleo, { invitedUserSponsors: [{ id: seedIds.imaging.appId }] })).status).toBe(404);
    expect(guest()).toBeUndefined();
  });

  it('inviting again makes no second guest, but a second mail; a redeemed guest is Completed', async () => {
    const first = await desk.invite('approver', cleo, { invitedUserSponsors: [{ id: people.sponsor.oid }] });
    const second = await desk.invite('approver2', cleo);
    expect(second.body['invitedUser']).toEqual(first.body['invitedUser']);
    expect(desk.directory.mails(cleo)).toHaveLength(2);
    expect(guest()?.sponsors).toEqual([people.sponsor.oid]);
    desk.directory.redeem({ email: cleo });
    expect((await desk.invite('approver', cleo)).body['status']).toBe('Completed');
  });

  it('without a message there is no mail, only the link in the answer', async () => {
    const { body } = await desk.invite('approver', cleo, { sendInvitationMessage: false });
    expect(desk.directory.mails(cleo)).toEqual([]);
    expect(body['inviteRedeemUrl']).toMatch(/^https:\/\/localhost:\d+\/redeem\?ticket=/);
  });

  it('the journal keeps no redeem link', async () => {
    desk.journal.clear();
    await desk.invite('approver', cleo);
    expect(desk.journal.since()).toHaveLength(1);
    expect(JSON.stringify(desk.journal.since().filter((entry) => entry.to === 'graph'))).not.toMatch(/redeem\?ticket=\w/);
  });
});

describe('what is refused', () => {
  it.each([
    ['an own domain', 'new@hospital.example', 400, 'verified domain of this directory'],
    ['a plus in the address', 'cleo+x@clinic.example', 400, 'invitedUserEmailAddress'],
    ['a dot at the end of the local part', 'cleo.@clinic.example', 400, 'invitedUserEmailAddress'],
    ['no address', 'cleo', 400, 'invitedUserEmailAddress'],
  ])('%s', async (_what, email, status, text) => {
    const answer = await desk.invite('approver', email);
    expect(answer.status).toBe(status);
    expect(answer.body.error?.message).toContain(text);
    expect(desk.tenant.invitations).toEqual([]);
  });

  it('a domain off the list, and one of a blocked tenant', async () => {
    desk.tenant.policies.blockedDomains = ['clinic.example'];
    expect((await desk.invite('approver', cleo)).body.error?.message).toContain('allow or deny list');
    desk.tenant.policies.blockedDomains = [];
    desk.tenant.policies.allowedDomains = ['praxis.example'];
    expect((await desk.invite('approver', cleo)).status).toBe(400);
    desk.tenant.policies.allowedDomains = [];
    desk.tenant.policies.crossTenant.partners = [{ tenantId: seedIds.elmClinic, inbound: inboundFor('blocked'), trust: null }];
    expect((await desk.invite('approver', cleo)).body.error?.message).toContain('cross-tenant access settings');
    expect(guest()).toBeUndefined();
  });

  it('a disabled guest', async () => {
    desk.user('outsider').accountEnabled = false;
    expect((await desk.invite('approver', 'eve@praxis.example')).body.error?.message).toContain(`already exists in the directory as object ID: ${people.outsider.oid}`);
  });

  it('an unknown member, named, also inside', async () => {
    expect((await desk.invite('approver', cleo, { invitedUserSponsor: [] })).body.error).toMatchObject({ code: 'Request_BadRequest', message: expect.stringContaining("'invitedUserSponsor'") as string });
    expect((await desk.invite('approver', cleo, { invitedUserMessageInfo: { body: 'x' } })).body.error?.message).toContain("'body' does not exist in 'invitedUserMessageInfo'");
    expect(guest()).toBeUndefined();
  });

  it('a member by who is no administrator', async () => {
    expect((await desk.invite('approver', cleo, { invitedUserType: 'Member' })).status).toBe(403);
    expect((await desk.invite('admin', cleo, { invitedUserType: 'Member' })).status).toBe(201);
  });

  it('the invitation past the throttle, for all applications together', async () => {
    desk.tenant.settings.invitationsPer5s = 1;
    await desk.invite('approver', cleo);
    const answer = await desk.invite('admin', 'second@clinic.example');
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(desk.tenant.invitations.length).toBeLessThanOrEqual(1);
  });
});

describe('resetting a redemption', () => {
  const reset = async (key: PersonKey, email = 'eve.new@praxis.example') =>
    desk.call('POST', '/v1.0/invitations', {
      token: await desk.as(key, 'admin'),
      body: { invitedUserEmailAddress: email, inviteRedirectUrl: 'https://imaging.hospital.example/', sendInvitationMessage: true, resetRedemption: true, invitedUser: { id: people.outsider.oid } },
    });

  it.each(['everyone', 'adminsAndGuestInviters'] as const)('takes a role of its own, whoever may invite (%s)', async (policy) => {
    desk.tenant.policies.allowInvitesFrom = policy;
    for (const key of ['owner', 'approver', 'requester'] as const) expect((await reset(key, 'eve@praxis.example')).status).toBe(403);
    for (const key of ['helpdesk', 'admin', 'admin2'] as const) expect((await reset(key, 'eve@praxis.example')).status).toBe(201);
  });

  it('keeps the object and asks again, at an address that the account has', async () => {
    expect((await reset('admin')).status).toBe(400);
    const token = await desk.as('admin', 'admin');
    expect((await desk.call('PATCH', `/v1.0/users/${people.outsider.oid}`, { token, body: { otherMails: ['eve@praxis.example', 'eve.new@praxis.example'] } })).status).toBe(204);
    expect((await desk.call('PATCH', `/v1.0/users/${people.outsider.oid}`, { token: await desk.as('helpdesk', 'admin'), body: { otherMails: [] } })).status).toBe(403);
    expect((await reset('admin')).status).toBe(201);
    expect(desk.user('outsider')).toMatchObject({ id: people.outsider.oid, externalUserState: 'PendingAcceptance', mail: 'eve.new@praxis.example' });
  });
});

describe('replication', () => {
  it('hides a new guest from get, list, filter, delta and group add, but not from a second invitation', async () => {
    desk.tenant.settings.replicationMs = 60_000;
    const reader = await desk.asApp('reader');
    const { body } = await desk.invite('approver', cleo);
    const { id } = body['invitedUser'] as { id: string };
    const look = async () => ({
      get: (await desk.call('GET', `/v1.0/users/${id}`, { token: reader })).status,
      filter: (await desk.call('GET', `/v1.0/users?$filter=mail eq '${cleo}'`, { token: reader })).body.value?.length,
      add: (await desk.call('POST', `/v1.0/groups/${seedIds.imaging.group}/members/$ref`, { token: await desk.as('owner'), body: { '@odata.id': `${desk.directory.origin}/v1.0/directoryObjects/${id}` } })).status,
    });
    expect(await look()).toEqual({ get: 404, filter: 0, add: 404 });
    expect((await desk.invite('approver', cleo)).body['invitedUser']).toEqual({ id });
    await desk.clock.advance('PT61S');
    expect(await look()).toEqual({ get: 200, filter: 1, add: 204 });
  });
});

it('every answer of this file fits the official model', () => expect(desk.modelProblems() ?? []).toEqual([]));
