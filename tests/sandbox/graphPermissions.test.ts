import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { routes, routeTable, withRouteTable } from '../../sandbox/graph/routes.ts';
import type { Route } from '../../sandbox/graph/route.ts';
import { people, seedIds, type PersonKey } from '../../sandbox/seed.ts';
import { describeWithShared } from '../support/sharedFolder.ts';
import { startTestDirectory, type Answer, type TestDirectory } from '../support/directory.ts';

let desk: TestDirectory;
beforeAll(async () => {
  desk = await startTestDirectory();
});
beforeEach(() => desk.reset());
afterAll(() => desk.stop());

const name = (route: Route): string => `${route.method} ${route.path}`;

/** A path that leads somewhere, whatever the route. */
function filled(route: Route): string {
  const ids: [RegExp, string][] = [
    [/^\/users/, people.owner.oid], [/^\/groups/, seedIds.imaging.group], [/^\/servicePrincipals/, seedIds.imaging.servicePrincipal], [/^\/subscriptions/, randomUUID()],
  ];
  const id = ids.find(([pattern]) => pattern.test(route.path))?.[1] ?? '';
  const path = route.path
    .replace('[/{cast}]', '').replace('{id}', id).replace('{other}', people.sponsor.oid).replace('{appId}', seedIds.imaging.appId)
    .replace('{domainName}', 'clinic.example').replace('{tenantId}', seedIds.elmClinic);
  return `/${route.beta === true ? 'beta' : 'v1.0'}${path}`;
}

/** Somebody whom each rule allows. */
const allowedBy: Record<string, PersonKey> = {
  inviter: 'approver', groupOwner: 'owner', userAdministrator: 'admin', privilegedRoleAdministrator: 'admin', globalAdministrator: 'admin2', logReader: 'admin2',
};
const isDenied = (answer: Answer): boolean => answer.status === 403 && answer.body.error?.code === 'Authorization_RequestDenied';
const body = (route: Route): { body?: unknown } => (route.method === 'GET' || route.method === 'DELETE' ? {} : { body: {} });

describe.each(routes.map((route) => [name(route), route] as const))('%s', (_name, route) => {
  it('refuses a user whose token lacks the scope, and an application that lacks the permission', async () => {
    desk.tenant.registrations.people.delegatedScopes = ['Sites.Read.All'];
    desk.tenant.registrations.reader.applicationRoles = ['Sites.Read.All'];
    const person = allowedBy[route.rule ?? ''] ?? 'owner';
    expect(isDenied(await desk.call(route.method, filled(route), { token: await desk.as(person), ...body(route) }))).toBe(true);
    expect(isDenied(await desk.call(route.method, filled(route), { token: await desk.asApp('reader'), ...body(route) }))).toBe(true);
  });

  it('takes each scope it names', async () => {
    for (const scope of route.delegated) {
      desk.tenant.registrations.people.delegatedScopes = [scope];
      const answer = await desk.call(route.method, filled(route), { token: await desk.as(allowedBy[route.rule ?? ''] ?? 'owner'), ...body(route) });
      expect([scope, answer.status]).not.toEqual([scope, 403]);
      expect([scope, answer.status]).not.toEqual([scope, 401]);
      await desk.reset();
    }
  });

  it('takes each application permission it names', async () => {
    for (const permission of route.application) {
      desk.tenant.policies.allowInvitesFrom = 'everyone';
      desk.tenant.registrations.ender.applicationRoles = [permission];
      const answer = await desk.call(route.method, filled(route), { token: await desk.asApp('ender'), ...body(route) });
      expect([permission, answer.status]).not.toEqual([permission, 403]);
      await desk.reset();
    }
  });
});

describe('roles and ownership', () => {
  it.each([
    ['requester', 403], ['sponsor', 403], ['helpdesk', 403], ['outsider', 403], ['owner', 204], ['approver', 204], ['approver2', 204], ['admin', 204], ['admin2', 204],
  ] as [PersonKey, number][])('group members: %s gets %i', async (key, status) => {
    const reference = { '@odata.id': `${desk.directory.origin}/v1.0/directoryObjects/${people.sponsor.oid}` };
    const answer = await desk.call('POST', `/v1.0/groups/${seedIds.imaging.group}/members/$ref`, { token: await desk.as(key), body: reference });
    expect(answer.status).toBe(status);
    expect(desk.tenant.groups[0]?.members).toEqual(status === 204 ? [people.sponsor.oid] : []);
  });

  it('an owner who loses the ownership loses the right at once', async () => {
    const token = await desk.as('owner');
    const [group] = desk.tenant.groups;
    if (group !== undefined) group.owners = group.owners.filter((id) => id !== people.owner.oid);
    const answer = await desk.call('DELETE', `/v1.0/groups/${seedIds.imaging.group}/members/${people.sponsor.oid}/$ref`, { token });
    expect(isDenied(answer)).toBe(true);
  });

  it('the ender changes groups that it owns and no other, and reads nothing', async () => {
    const [imaging, other] = desk.tenant.groups;
    imaging?.members.push(people.sponsor.oid);
    other?.members.push(people.sponsor.oid);
    if (other !== undefined) other.owners = [people.owner.oid];
    const token = await desk.asApp('ender');
    expect((await desk.call('DELETE', `/v1.0/groups/${seedIds.imaging.group}/members/${people.sponsor.oid}/$ref`, { token })).status).toBe(204);
    expect(isDenied(await desk.call('DELETE', `/v1.0/groups/${seedIds.shiftPlanner.group}/members/${people.sponsor.oid}/$ref`, { token }))).toBe(true);
    expect(isDenied(await desk.call('GET', `/v1.0/groups/${seedIds.imaging.group}/members`, { token }))).toBe(true);
  });

  it('a guest lists nobody and reads only herself', async () => {
    desk.tenant.registrations.people.delegatedScopes = ['User.Read', 'User.ReadBasic.All'];
    const token = await desk.as('outsider');
    expect(isDenied(await desk.call('GET', '/v1.0/users', { token }))).toBe(true);
    expect(isDenied(await desk.call('GET', `/v1.0/users/${people.owner.oid}`, { token }))).toBe(true);
    expect((await desk.call('GET', `/v1.0/users/${people.outsider.oid}`, { token })).status).toBe(200);
    expect((await desk.call('GET', '/v1.0/me', { token })).status).toBe(200);
  });

  it('the domain list is for Global Administrators, and in beta only', async () => {
    desk.tenant.registrations.admin.delegatedScopes = ['Policy.Read.B2BManagementPolicy'];
    desk.tenant.policies.blockedDomains = ['freemail.example'];
    expect(isDenied(await desk.call('GET', '/beta/policies/b2bManagementPolicies', { token: await desk.as('admin', 'admin') }))).toBe(true);
    const answer = await desk.call('GET', '/beta/policies/b2bManagementPolicies', { token: await desk.as('admin2', 'admin') });
    expect(answer.text).toContain('freemail.example');
    expect((await desk.call('GET', '/v1.0/policies/b2bManagementPolicies', { token: await desk.as('admin2', 'admin') })).status).toBe(501);
  });
});

describe('tokens', () => {
  it.each([
    ['none', () => Promise.resolve(undefined)],
    ['garbage', () => Promise.resolve('x.y.z')],
    ['one for the channel', () => desk.directory.issuer.applicationToken(desk.tenant.registrations.reader, 'https://api.botframework.com')],
    ['a single sign-on token', () => desk.directory.issuer.ssoToken(people.owner.oid)],
    ['one signed by the channel', () => desk.keys.channel.sign({ iss: `${desk.directory.origin}/${desk.tenant.id}/`, aud: desk.directory.origin, appid: desk.tenant.registrations.reader.appId, roles: ['User.Read.All'], exp: 4e9 })],
  ])('refuses %s with 401 and a challenge', async (_name, token) => {
    const value = await token();
    const answer = await desk.call('GET', '/v1.0/users', value === undefined ? {} : { token: value });
    expect(answer.status).toBe(401);
    expect(answer.body.error?.code).toBe('InvalidAuthenticationToken');
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
  });

  it('refuses a token whose hour is over by the tenant\'s clock, and one of a disabled user', async () => {
    const token = await desk.as('owner');
    await desk.clock.advance('PT61M');
    expect((await desk.call('GET', '/v1.0/me', { token })).status).toBe(401);
    const fresh = await desk.as('owner');
    desk.user('owner').accountEnabled = false;
    expect((await desk.call('GET', '/v1.0/me', { token: fresh })).status).toBe(401);
  });

  it('sends the claims challenge that a fault asks for', async () => {
    const headers = { 'www-authenticate': 'Bearer realm="", error="insufficient_claims", claims="eyJhIjoxfQ=="' };
    desk.faults.add({ to: 'graph', method: 'GET', path: '/me', times: 1, status: 401, headers });
    const token = await desk.as('owner');
    expect((await desk.call('GET', '/v1.0/me', { token })).headers['www-authenticate']).toContain('insufficient_claims');
    expect((await desk.call('GET', '/v1.0/me', { token })).status).toBe(200);
  });
});

it('an unknown route answers 501 and is marked', async () => {
  const answer = await desk.call('DELETE', `/v1.0/groups/${seedIds.imaging.group}/members/${people.sponsor.oid}`, { token: await desk.as('owner') });
  expect(answer.status).toBe(501);
  expect(desk.tenant.unknownRoutes).toEqual([{ method: 'DELETE', path: `/v1.0/groups/${seedIds.imaging.group}/members/${people.sponsor.oid}` }]);
});

it('the README shows the table of routes as it is served (npm run docs writes it)', () => {
  const readme = readFileSync(new URL('../../sandbox/README.md', import.meta.url), 'utf8');
  expect(readme).toContain(routeTable());
  expect(withRouteTable(readme)).toBe(readme);
});

type Operation = { version: string; method: string; path: string; source: string } & Record<'leastDelegated' | 'otherDelegated' | 'leastApplication' | 'otherApplication', string[] | null | undefined>;

describeWithShared('the published permissions', (shared) => {
  /** Where the data know less than the pages they were read from, or the ender's ownership stands in (facts of the design). */
  const ours: Record<string, string[]> = {
    'PATCH /users/{}': ['User.ReadWrite.All'],
    'POST /groups/{}/members/$ref': ['Group.ReadWrite.All', 'Directory.ReadWrite.All', 'Group.Create'],
    'DELETE /groups/{}/members/{}/$ref': ['Group.Create'],
    'GET /subscriptions': ['User.Read.All'],
  };
  const plain = (path: string): string => path.replace('[/{cast}]', '').replace(/\{[^}]+\}/g, '{}').replace('()', '');
  const read = (): Operation[] => (JSON.parse(readFileSync(`${shared}/graph/permissions.json`, 'utf8')) as { operations: Operation[] }).operations;

  it('know every permission that a route takes, and each least one is taken', () => {
    let compared = 0;
    for (const route of routes) {
      const key = `${route.method} ${plain(route.path)}`;
      const operation = read().find((each) => `${each.method} ${plain(each.path)}` === key && (each.version === 'beta') === (route.beta === true));
      if (operation === undefined) continue;
      for (const [mine, least, other] of [
        [route.delegated, operation.leastDelegated, operation.otherDelegated],
        [route.application, operation.leastApplication, operation.otherApplication],
      ] as const) {
        const known = [...(least ?? []), ...(other ?? []), ...(ours[key] ?? [])];
        expect([key, mine.filter((each) => !known.includes(each))]).toEqual([key, []]);
        const needed = (least ?? []).filter((each) => /^[\w.-]+$/.test(each));
        expect([key, needed.filter((each) => !mine.includes(each))]).toEqual([key, []]);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(50);
  });
});
