import { readFileSync } from 'node:fs';
import path from 'node:path';
import { calls, type Call } from '../../bot/graph/calls.ts';
import { permissions, type GraphIdentity, type Permission } from '../../bot/graph/permissions.ts';
import { permissionsPage } from '../../docs/permissionsPage.ts';
import { people, seedTenant } from '../../sandbox/seed.ts';
import { sharedFolder } from '../support/sharedFolder.ts';

const identities = Object.keys(permissions) as GraphIdentity[];
const all = identities.flatMap((identity) => Object.entries<Call>(calls[identity]).map(([name, call]) => ({ identity, name, call })));
const listed = (identity: GraphIdentity): string[] => Object.keys(permissions[identity]);

it('lists every permission that a call needs', () => {
  expect(all.length).toBeGreaterThan(15);
  expect(all.flatMap(({ identity, name, call }) => call.permissions.filter((needed) => !listed(identity).includes(needed)).map((needed) => `${identity}.${name}: ${needed}`))).toEqual([]);
  expect(all.filter(({ call, name }) => call.permissions.length === 0 && name !== 'batch')).toEqual([]);
});

it('needs every permission that is listed', () => {
  expect(identities.flatMap((identity) => listed(identity).filter((name) => !all.some(({ call }) => call.identity === identity && call.permissions.includes(name))))).toEqual([]);
});

it('says why, and what is lost, under its own name', () => {
  for (const identity of identities) {
    for (const [name, permission] of Object.entries<Permission>(permissions[identity])) expect([permission.name, permission.why.length > 20, permission.lost.length > 20]).toEqual([name, true, true]);
  }
});

it('writes nothing with the reader except subscriptions, and deletes nothing but references', () => {
  const writes = all.filter(({ identity, call, name }) => identity === 'reader' && call.method !== 'GET' && name !== 'batch').map(({ call }) => call.path);
  expect(writes).toEqual(['/subscriptions', '/subscriptions/{id}']);
  expect(listed('reader').filter((name) => /Write|Create|Invite/.test(name))).toEqual([]);
  expect(all.filter(({ call }) => call.method === 'DELETE' && !call.path.endsWith('/$ref'))).toEqual([]);
});

it('keeps docs/permissions.md as `npm run docs` writes it', () => {
  expect(readFileSync(path.resolve('docs/permissions.md'), 'utf8')).toBe(permissionsPage());
});

it('is granted in the seed tenant', () => {
  const { registrations } = seedTenant();
  const everyday = listed('people').filter((name) => !('only' in permissions.people[name as keyof typeof permissions.people]));
  expect(registrations.people.delegatedScopes).toEqual(expect.arrayContaining(everyday));
  expect(registrations.people.consents).toContain(people.approver.oid);
  expect(registrations.reader.applicationRoles.toSorted()).toEqual(listed('reader').toSorted());
  expect(registrations.ender.applicationRoles).toEqual(listed('ender'));
});

type Operation = { version: string; method: string; path: string; leastDelegated: string[] | null; leastApplication: string[] | null; otherDelegated?: string[]; otherApplication?: string[] };

it('agrees with the published permissions of Graph', () => {
  const folder = sharedFolder();
  if (folder === undefined) return console.warn('ATTENTION: ../shared/graph is absent, so permissions are not compared with the published ones');
  const { operations } = JSON.parse(readFileSync(path.join(folder, 'graph/permissions.json'), 'utf8')) as { operations: Operation[] };
  const shape = (template: string): string => template.replaceAll(/\{[^}]+\}/g, '{}').replace('delta()', 'delta').replace('microsoft.graph.user', 'graph.user');
  const wrong = all.filter(({ name }) => name !== 'batch').flatMap(({ identity, name, call }) => {
    const found = operations.find((each) => each.version === (call.beta === true ? 'beta' : 'v1.0') && each.method === call.method && shape(each.path) === shape(call.path));
    if (found === undefined) return [`${identity}.${name}: not published`];
    const accepted = identity === 'people' || identity === 'admin' ? [found.leastDelegated, found.otherDelegated] : [found.leastApplication, found.otherApplication];
    return accepted.flat().some((each) => each != null && call.permissions.includes(each)) ? [] : [`${identity}.${name}: none of ${call.permissions.join(', ')} is accepted`];
  });
  // The published subset holds neither contacts nor sign-in methods nor eligible roles; the permissions are those of their reference pages.
  // Owning the group is what lets the ender remove members with Group.Create (facts/graph.md section 6); the published list knows no ownership.
  // PATCH of a user is published for enabling and disabling alone; other members take User.ReadWrite.All (its own page of the documentation).
  expect(wrong).toEqual(['reader.emailPasscodes: not published', 'reader.contacts: not published', 'reader.roleEligibilities: not published', 'admin.changeAddresses: none of User.ReadWrite.All is accepted', 'ender.removeMember: none of Group.Create is accepted']);
});
