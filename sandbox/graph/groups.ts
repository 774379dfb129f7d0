import type { Reply } from '../serve.ts';
import { saveTenant } from '../state/tenant.ts';
import { checkOptions, collection, entity, objects, objectsOf } from './collection.ts';
import { badRequest, notFound } from './errors.ts';
import { groupRow, groupShape } from './present.ts';
import { noContent, type Route } from './route.ts';
import { type GraphCall } from './graphCall.ts';
import { groupOf } from './rules.ts';
import { referencedId } from './users.ts';

const readMembers = [
  'GroupMember.ReadBasic.All', 'GroupMember.Read.All', 'GroupMember.ReadWrite.All', 'Group.ReadBasic.All', 'Group.Read.All', 'Group.ReadWrite.All',
  'Directory.Read.All',
];
const readOwners = ['GroupMember.Read.All', 'GroupMember.ReadWrite.All', 'Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All'];
const readGroups = ['GroupMember.Read.All', 'Group.ReadBasic.All', 'Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const writeMembers = ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'];

/** Members of a group and of the groups in it, each once. */
function transitiveMembers(call: GraphCall): string[] {
  const found = new Set<string>();
  const visit = (ids: readonly string[]): void => {
    for (const id of ids) {
      if (found.has(id)) continue;
      found.add(id);
      visit(call.tenant.groups.find((group) => group.id === id)?.members ?? []);
    }
  };
  visit(groupOf(call).members);
  return [...found];
}

function addMember(call: GraphCall): Reply {
  const group = groupOf(call);
  const id = referencedId(call);
  if (objectsOf(call, [id]).length === 0) throw notFound(id);
  if (group.members.includes(id)) throw badRequest("One or more added object references already exist for the following modified properties: 'members'.");
  group.members.push(id);
  saveTenant(call.tenant);
  return noContent;
}

function removeMember(call: GraphCall): Reply {
  const group = groupOf(call);
  const id = call.params['other'] ?? '';
  if (!group.members.includes(id)) throw notFound(id);
  group.members = group.members.filter((each) => each !== id);
  saveTenant(call.tenant);
  return noContent;
}

export const groupRoutes: Route[] = [
  {
    method: 'GET', path: '/groups', delegated: readGroups, application: readGroups, rule: 'notGuests', limit: '`$filter`, `$select`, `$top`, `$count`',
    handle: (call) => collection(call, 'groups', call.tenant.groups.map(groupRow), groupShape),
  },
  {
    method: 'GET', path: '/groups/{id}', delegated: readGroups, application: readGroups, rule: 'notGuests', errors: '404',
    handle(call) {
      checkOptions(call, ['$select']);
      return entity(call, 'groups', groupRow(groupOf(call)), groupShape);
    },
  },
  {
    method: 'GET', path: '/groups/{id}/owners[/{cast}]', delegated: readOwners, application: readOwners, rule: 'notGuests', errors: '404',
    handle: (call) => objects(call, 'directoryObjects', objectsOf(call, groupOf(call).owners)),
  },
  {
    method: 'GET', path: '/groups/{id}/members[/{cast}]', delegated: readMembers, application: readMembers, rule: 'notGuests', errors: '404',
    handle: (call) => objects(call, 'directoryObjects', objectsOf(call, groupOf(call).members)),
  },
  {
    method: 'GET', path: '/groups/{id}/transitiveMembers[/{cast}]', delegated: readMembers, application: readMembers, rule: 'notGuests', errors: '404',
    handle: (call) => objects(call, 'directoryObjects', objectsOf(call, transitiveMembers(call))),
  },
  {
    method: 'POST', path: '/groups/{id}/members/$ref', delegated: writeMembers, application: [...writeMembers, 'Group.Create'], rule: 'groupOwner',
    errors: '404 unknown group or object, or the object still replicates · 400 already a member', handle: addMember,
  },
  {
    method: 'DELETE', path: '/groups/{id}/members/{other}/$ref', delegated: writeMembers, application: [...writeMembers, 'Group.Create'], rule: 'groupOwner',
    errors: '404 not a member', handle: removeMember,
  },
];
