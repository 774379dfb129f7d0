import { z } from 'zod';
import type { Reply } from '../serve.ts';
import type { User } from '../state/objects.ts';
import { visibleUsers } from './changes.ts';
import { checkOptions, collection, entity, objects, objectsOf, pick, selected } from './collection.ts';
import { badRequest, denied, notFound } from './errors.ts';
import { basicUserMembers, userRow, userShape, type Row } from './present.ts';
import { noContent, parseBody, type Route } from './route.ts';
import { type GraphCall } from './graphCall.ts';

export const readUsers = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const basicReaders = ['User.ReadBasic.All', ...readUsers];
const readSponsors = ['User.Read.All', 'User.ReadWrite.All'];
const writeUsers = ['User.ReadWrite.All', 'Directory.ReadWrite.All'];

/** A user by object id or user principal name. @throws GraphError 404, also while the user replicates. */
export function userOf(call: GraphCall): User {
  const key = (call.params['id'] ?? '').toLowerCase();
  const user = visibleUsers(call.tenant, call.clock.now()).find((each) => each.id === key || each.userPrincipalName.toLowerCase() === key);
  if (user === undefined) throw notFound(key);
  return user;
}

/** @throws GraphError 403 when a caller with basic reading only selects more of somebody else. */
function checkBasicReading(call: GraphCall, ofWhom?: User): void {
  const { user, permissions } = call.caller;
  if (user === null || permissions.some((each) => readUsers.includes(each)) || (ofWhom !== undefined && ofWhom.id === user.id)) return;
  const beyond = selected(call, userShape)?.find((name) => !basicUserMembers.includes(name));
  if (beyond !== undefined) throw denied(`Insufficient privileges to complete the operation: User.ReadBasic.All does not show '${beyond}'.`);
}

/** A row without what the caller's permission does not show. */
function seen(call: GraphCall, row: Row): Row {
  const { user: self, permissions } = call.caller;
  if (self === null || self.id === row['id'] || permissions.some((each) => readUsers.includes(each))) return row;
  return { businessPhones: [], ...pick(row, basicUserMembers.filter((name) => name in row)) };
}

function getUser(call: GraphCall): Reply {
  checkOptions(call, ['$select', '$expand']);
  const user = userOf(call);
  checkBasicReading(call, user);
  return entity(call, 'users', seen(call, userRow(user)), userShape, expansion(call, user));
}

function expansion(call: GraphCall, user: User): Row {
  const expand = call.exchange.query.get('$expand');
  if (expand === null) return {};
  const match = /^sponsors(?:\(\$select=([\w,]+)\))?$/.exec(expand);
  if (match === null) throw badRequest(`Parsing OData Select and Expand failed: '${expand}'.`);
  const names = match[1]?.split(',');
  return {
    sponsors: objectsOf(call, user.sponsors).map(({ row, shape }) => ({
      '@odata.type': `#microsoft.graph.${shape.type}`,
      ...pick(row, names ?? shape.byDefault),
    })),
  };
}

const change = z.strictObject({
  accountEnabled: z.boolean().optional(),
  displayName: z.string().min(1).max(256).optional(),
  preferredLanguage: z.string().nullable().optional(),
  jobTitle: z.string().nullable().optional(),
  department: z.string().nullable().optional(),
  otherMails: z.array(z.email()).optional(),
});

function updateUser(call: GraphCall): Reply {
  const user = userOf(call);
  const changes = parseBody(call, change);
  const mayChangeAll = call.caller.permissions.some((each) => writeUsers.includes(each));
  if (!mayChangeAll && Object.keys(changes).some((name) => name !== 'accountEnabled')) throw denied();
  Object.assign(user, changes);
  call.changes.user(user.id, 'changed', Object.keys(changes));
  return noContent;
}

function deleteUser(call: GraphCall): Reply {
  const { tenant, clock } = call;
  const user = userOf(call);
  tenant.users.splice(tenant.users.indexOf(user), 1);
  tenant.deletedUsers.push({ ...user, deletedDateTime: clock.now().toISOString() });
  for (const group of tenant.groups) {
    group.members = group.members.filter((id) => id !== user.id);
    group.owners = group.owners.filter((id) => id !== user.id);
  }
  call.changes.user(user.id, 'softDeleted');
  return noContent;
}

const reference = z.strictObject({ '@odata.id': z.url() });

/** The id at the end of an `@odata.id` reference to a directory object. @throws GraphError 400 for another form. */
export function referencedId(call: GraphCall): string {
  const { '@odata.id': url } = parseBody(call, reference);
  const id = /^https:\/\/[^/]+\/(?:v1\.0|beta)\/(?:directoryObjects|users|groups|servicePrincipals)\/([0-9a-f-]{36})$/i.exec(url)?.[1];
  if (id === undefined) throw badRequest(`Invalid URL was specified in @odata.id: '${url}'.`);
  return id.toLowerCase();
}

function addSponsor(call: GraphCall): Reply {
  const user = userOf(call);
  const id = referencedId(call);
  const found = objectsOf(call, [id])[0];
  if (found === undefined) throw notFound(id);
  if (found.shape.type === 'servicePrincipal') throw badRequest('A sponsor is a user or a group.');
  if (user.sponsors.includes(id)) throw badRequest("One or more added object references already exist for the following modified properties: 'sponsors'.");
  if (user.sponsors.length >= 5) throw badRequest('A user has at most 5 sponsors.');
  user.sponsors.push(id);
  call.changes.user(user.id, 'changed', ['sponsors']);
  return noContent;
}

function removeSponsor(call: GraphCall): Reply {
  const user = userOf(call);
  const id = call.params['other'] ?? '';
  if (!user.sponsors.includes(id)) throw notFound(id);
  user.sponsors = user.sponsors.filter((each) => each !== id);
  call.changes.user(user.id, 'changed', ['sponsors']);
  return noContent;
}

export const userRoutes: Route[] = [
  {
    method: 'GET', path: '/users', delegated: basicReaders, application: readUsers, rule: 'notGuests',
    limit: '`$filter` eq, ne, in, startswith, endswith, any; `$select`, `$top` to 999, `$count`', errors: '400 unknown member · 403 `$select` beyond User.ReadBasic.All',
    handle(call) {
      checkBasicReading(call);
      return collection(call, 'users', visibleUsers(call.tenant, call.clock.now()).map(userRow), userShape, (row) => seen(call, row));
    },
  },
  {
    method: 'GET', path: '/users/{id}', delegated: basicReaders, application: readUsers, rule: 'ownOrMember',
    limit: '`$select`, `$expand=sponsors`', errors: '404 unknown or still replicating', handle: getUser,
  },
  {
    method: 'PATCH', path: '/users/{id}', delegated: [...writeUsers, 'User.EnableDisableAccount.All'], application: [...writeUsers, 'User.EnableDisableAccount.All'],
    rule: 'userAdministrator', limit: 'User.EnableDisableAccount.All: accountEnabled only', errors: '404 · 400 unknown member', handle: updateUser,
  },
  {
    method: 'DELETE', path: '/users/{id}', delegated: ['User.DeleteRestore.All', 'User.ReadWrite.All'], application: ['User.DeleteRestore.All', 'User.ReadWrite.All'],
    rule: 'userAdministrator', errors: '404', handle: deleteUser,
  },
  {
    method: 'GET', path: '/users/{id}/sponsors', delegated: readSponsors, application: readSponsors, rule: 'ownOrMember',
    handle: (call) => objects(call, 'directoryObjects', objectsOf(call, userOf(call).sponsors)),
  },
  {
    method: 'POST', path: '/users/{id}/sponsors/$ref', delegated: writeUsers, application: writeUsers, rule: 'userAdministrator',
    limit: 'five sponsors', errors: '400 already one, a sixth, neither user nor group', handle: addSponsor,
  },
  {
    method: 'DELETE', path: '/users/{id}/sponsors/{other}/$ref', delegated: writeUsers, application: writeUsers, rule: 'userAdministrator',
    errors: '404 not a sponsor', handle: removeSponsor,
  },
  {
    method: 'GET', path: '/me', delegated: ['User.Read', ...basicReaders], application: [], limit: '`$select`',
    handle(call) {
      checkOptions(call, ['$select', '$expand']);
      const { user } = call.caller;
      if (user === null) throw badRequest('/me request is only valid with delegated authentication flow.');
      return entity(call, 'users', userRow(user), userShape, expansion(call, user));
    },
  },
];
