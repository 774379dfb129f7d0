import type { ServicePrincipal } from '../state/objects.ts';
import { checkOptions, collection, entity, objects, objectsOf } from './collection.ts';
import { notFound } from './errors.ts';
import { assignmentRow, servicePrincipalRow, servicePrincipalShape, type Shape } from './present.ts';
import type { Route } from './route.ts';
import type { GraphCall } from './graphCall.ts';

const applicationReaders = ['Application.Read.All', 'Application.ReadWrite.All', 'Directory.Read.All'];
const delegatedReaders = [...applicationReaders, 'Directory.ReadWrite.All'];

const assignmentMembers = [
  'id', 'deletedDateTime', 'appRoleId', 'createdDateTime', 'principalDisplayName', 'principalId', 'principalType', 'resourceDisplayName', 'resourceId',
];
const assignmentShape: Shape = { type: 'appRoleAssignment', members: assignmentMembers, byDefault: assignmentMembers };

function servicePrincipalOf(call: GraphCall): ServicePrincipal {
  const { id, appId } = call.params;
  const found = call.tenant.servicePrincipals.find((each) => (appId === undefined ? each.id === id : each.appId === appId));
  if (found === undefined) throw notFound(id ?? appId ?? '');
  return found;
}

/** The same route twice: keyed by object id, and by application id as an alternate key. */
const keyed = (rest: string, route: Omit<Route, 'path' | 'method' | 'delegated' | 'application'>): Route[] =>
  [`/servicePrincipals/{id}${rest}`, `/servicePrincipals(appId='{appId}')${rest}`].map((path) => ({
    method: 'GET', path, delegated: delegatedReaders, application: applicationReaders, ...route,
  }));

export const servicePrincipalRoutes: Route[] = [
  {
    method: 'GET', path: '/servicePrincipals', delegated: delegatedReaders, application: applicationReaders, rule: 'notGuests',
    limit: '`$filter` (displayName, appId, …), `$select`, `$top`, `$count`', errors: '400 unknown member',
    handle: (call) => collection(call, 'servicePrincipals', call.tenant.servicePrincipals.map((each) => servicePrincipalRow(each, call.tenant)), servicePrincipalShape),
  },
  ...keyed('', {
    rule: 'notGuests',
    limit: '`$select`',
    errors: '404',
    handle(call) {
      checkOptions(call, ['$select']);
      return entity(call, 'servicePrincipals', servicePrincipalRow(servicePrincipalOf(call), call.tenant), servicePrincipalShape);
    },
  }),
  ...keyed('/owners[/{cast}]', {
    rule: 'notGuests',
    errors: '404',
    handle: (call) => objects(call, 'directoryObjects', objectsOf(call, servicePrincipalOf(call).owners)),
  }),
  ...keyed('/appRoleAssignedTo', {
    rule: 'notGuests',
    errors: '404',
    handle(call) {
      const resource = servicePrincipalOf(call);
      const context = `servicePrincipals('${resource.id}')/appRoleAssignedTo`;
      return collection(call, context, resource.appRoleAssignedTo.map((each) => assignmentRow(each, resource, call.tenant)), assignmentShape);
    },
  }),
];
