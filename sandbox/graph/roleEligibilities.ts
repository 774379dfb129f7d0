import type { Reply } from '../serve.ts';
import { collection } from './collection.ts';
import { GraphError } from './errors.ts';
import type { Row, Shape } from './present.ts';
import type { Route } from './route.ts';
import type { GraphCall } from './graphCall.ts';

const members = ['id', 'principalId', 'roleDefinitionId', 'directoryScopeId', 'appScopeId', 'startDateTime', 'endDateTime', 'memberType', 'roleEligibilityScheduleId'];
const shape: Shape = { type: 'unifiedRoleEligibilityScheduleInstance', members, byDefault: members };
const since = '2026-01-01T00:00:00Z';

/** Roles that people may activate. An active role stays eligible beside its assignment, as in Entra. */
function roleEligibilities(call: GraphCall): Reply {
  if (!call.tenant.settings.rolesOnDemand) {
    throw new GraphError(400, 'AadPremiumLicenseRequired', 'The tenant needs to have Microsoft Entra ID P2 or Microsoft Entra ID Governance license.');
  }
  const rows: Row[] = call.tenant.roleEligibilities.map((each) => ({
    ...each, directoryScopeId: '/', appScopeId: null, startDateTime: since, endDateTime: null, memberType: 'Direct', roleEligibilityScheduleId: each.id,
  }));
  return collection(call, 'roleManagement/directory/roleEligibilityScheduleInstances', rows, shape);
}

const readers = ['RoleEligibilitySchedule.Read.Directory', 'RoleEligibilitySchedule.ReadWrite.Directory', 'RoleManagement.ReadWrite.Directory'];

export const roleEligibilityRoutes: Route[] = [
  {
    method: 'GET', path: '/roleManagement/directory/roleEligibilityScheduleInstances', delegated: readers, application: readers, rule: 'notGuests',
    limit: '`$filter` principalId, roleDefinitionId; `$select`, `$top`', errors: '400 unknown member, 400 without a P2 licence', handle: roleEligibilities,
  },
];
