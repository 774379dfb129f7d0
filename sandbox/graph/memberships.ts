import type { Reply } from '../serve.ts';
import type { User } from '../state/objects.ts';
import { collection, objects, objectsOf } from './collection.ts';
import { badRequest } from './errors.ts';
import { directoryRoleRow, directoryRoleShape, type Row, type Shape } from './present.ts';
import { directoryRoles } from '../roles.ts';
import type { Route } from './route.ts';
import type { GraphCall } from './graphCall.ts';
import { readUsers, userOf } from './users.ts';

const directory = ['Directory.Read.All', 'Directory.ReadWrite.All'];
const basic = ['Group.ReadBasic.All', 'GroupMember.ReadBasic.All'];
const readDeep = ['User.Read.All', 'GroupMember.Read.All', 'Group.Read.All', ...basic, ...directory];
const readRoles = ['RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory', ...directory];

function self(call: GraphCall): User {
  if (call.caller.user === null) throw badRequest('/me request is only valid with delegated authentication flow.');
  return call.caller.user;
}

/** The groups a user is in, also through other groups, and the directory roles she holds. */
function memberships(call: GraphCall, user: User, deep: boolean): Reply {
  const { tenant } = call;
  const groups = new Set<string>();
  const visit = (id: string): void => {
    for (const group of tenant.groups.filter((each) => each.members.includes(id) && !groups.has(each.id))) {
      groups.add(group.id);
      if (deep) visit(group.id);
    }
  };
  visit(user.id);
  const roles = tenant.roleAssignments
    .filter((each) => each.principalId === user.id)
    .map((each) => ({ row: directoryRoleRow(each.roleDefinitionId), shape: directoryRoleShape }));
  return objects(call, 'directoryObjects', [...objectsOf(call, [...groups]), ...roles]);
}

function owned(call: GraphCall, user: User): Reply {
  const { groups, servicePrincipals } = call.tenant;
  const ids = [...groups, ...servicePrincipals].filter((each) => each.owners.includes(user.id)).map((each) => each.id);
  return objects(call, 'directoryObjects', objectsOf(call, ids));
}

const assignmentMembers = ['id', 'principalId', 'roleDefinitionId', 'directoryScopeId', 'appScopeId', 'condition', 'principalOrganizationId'];
const assignmentShape: Shape = { type: 'unifiedRoleAssignment', members: assignmentMembers, byDefault: assignmentMembers.slice(0, 4) };
const roleNames = new Map<string, string>(Object.entries(directoryRoles).map(([name, id]) => [id, name]));

function roleAssignments(call: GraphCall): Reply {
  const { query } = call.exchange;
  const expand = query.get('$expand');
  if (expand !== null && expand !== 'roleDefinition') throw badRequest(`Parsing OData Select and Expand failed: '${expand}'.`);
  const rows: Row[] = call.tenant.roleAssignments.map((each) => ({ ...each, directoryScopeId: '/', appScopeId: null, condition: null, principalOrganizationId: call.tenant.id }));
  const rest = new URLSearchParams([...query].filter(([name]) => name !== '$expand'));
  const reply = collection({ ...call, exchange: { ...call.exchange, query: rest } }, 'roleManagement/directory/roleAssignments', rows, assignmentShape);
  if (expand === null) return reply;
  const body = reply.body as { value: Row[] };
  const expanded = body.value.map((row) => {
    const id = String(row['roleDefinitionId']);
    return { ...row, roleDefinition: { id, displayName: roleNames.get(id) ?? null, templateId: id, isBuiltIn: true } };
  });
  return { ...reply, body: { ...body, value: expanded } };
}

export const membershipRoutes: Route[] = [
  {
    method: 'GET', path: '/me/ownedObjects[/{cast}]', delegated: ['User.Read', ...readUsers], application: [],
    limit: 'groups and service principals; a cast keeps one type', handle: (call) => owned(call, self(call)),
  },
  {
    method: 'GET', path: '/users/{id}/ownedObjects[/{cast}]', delegated: readUsers, application: readUsers, rule: 'ownOrMember',
    errors: '404', handle: (call) => owned(call, userOf(call)),
  },
  {
    method: 'GET', path: '/me/memberOf[/{cast}]', delegated: ['User.Read', 'GroupMember.Read.All', ...basic, ...directory], application: [],
    limit: 'groups and directory roles', handle: (call) => memberships(call, self(call), false),
  },
  {
    method: 'GET', path: '/me/transitiveMemberOf[/{cast}]', delegated: ['User.Read', ...readDeep], application: [],
    limit: 'groups and directory roles', handle: (call) => memberships(call, self(call), true),
  },
  {
    method: 'GET', path: '/users/{id}/memberOf[/{cast}]', delegated: ['User.Read.All', 'GroupMember.Read.All', ...basic, ...directory], application: [...basic, ...directory],
    rule: 'ownOrMember',
    errors: '404', handle: (call) => memberships(call, userOf(call), false),
  },
  {
    method: 'GET', path: '/users/{id}/transitiveMemberOf[/{cast}]', delegated: readDeep, application: readDeep, rule: 'ownOrMember',
    errors: '404', handle: (call) => memberships(call, userOf(call), true),
  },
  {
    method: 'GET', path: '/roleManagement/directory/roleAssignments', delegated: ['RoleManagement.Read.All', ...readRoles],
    application: readRoles, rule: 'notGuests',
    limit: '`$filter` principalId, roleDefinitionId; `$expand=roleDefinition`', errors: '400 unknown member', handle: roleAssignments,
  },
];
