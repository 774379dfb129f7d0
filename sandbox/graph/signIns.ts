import type { Reply } from '../serve.ts';
import type { SignIn } from '../state/objects.ts';
import type { Tenant } from '../state/tenant.ts';
import { collection } from './collection.ts';
import { GraphError } from './errors.ts';
import type { Row, Shape } from './present.ts';
import type { Route } from './route.ts';
import type { GraphCall } from './graphCall.ts';

const members = [
  'id', 'appDisplayName', 'appId', 'appliedConditionalAccessPolicies', 'clientAppUsed', 'conditionalAccessStatus', 'correlationId', 'createdDateTime', 'deviceDetail',
  'homeTenantId', 'ipAddress', 'isInteractive', 'location', 'resourceDisplayName', 'resourceId', 'resourceTenantId', 'riskDetail', 'riskLevelAggregated',
  'riskLevelDuringSignIn', 'riskState', 'status', 'userDisplayName', 'userId', 'userPrincipalName',
];
const shape: Shape = { type: 'signIn', members, byDefault: members };

/** The log as Graph shows it: newest first, each line some time after the sign-in. */
function signIns(call: GraphCall): Reply {
  const { settings, signIns: kept } = call.tenant;
  if (!settings.signInLog) {
    throw new GraphError(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', "Neither tenant is B2C or tenant doesn't have premium license.");
  }
  const shownBefore = call.clock.now().getTime() - settings.signInLogDelayMs;
  const rows = kept.filter((each) => Date.parse(each.at) <= shownBefore).toReversed();
  return collection(call, 'auditLogs/signIns', rows.map((each) => signInRow(each, call.tenant)), shape);
}

function signInRow(signIn: SignIn, tenant: Tenant): Row {
  const user = tenant.users.find((each) => each.id === signIn.userId);
  const app = tenant.servicePrincipals.find((each) => each.appId === signIn.appId);
  return {
    id: signIn.id,
    appDisplayName: app?.displayName ?? null,
    appId: signIn.appId,
    appliedConditionalAccessPolicies: [],
    clientAppUsed: 'Browser',
    conditionalAccessStatus: signIn.errorCode === 53003 ? 'failure' : 'notApplied',
    correlationId: signIn.id,
    createdDateTime: signIn.at,
    deviceDetail: { deviceId: '', displayName: '', operatingSystem: 'Windows 10', browser: 'Edge', isCompliant: false, isManaged: false, trustType: '' },
    homeTenantId: signIn.homeTenantId,
    ipAddress: '192.0.2.10',
    isInteractive: true,
    location: { city: 'Berlin', state: 'Berlin', countryOrRegion: 'DE', geoCoordinates: {} },
    resourceDisplayName: app?.displayName ?? null,
    resourceId: signIn.appId,
    resourceTenantId: tenant.id,
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    status: { errorCode: signIn.errorCode, failureReason: signIn.errorCode === 0 ? 'Other.' : `AADSTS${signIn.errorCode}`, additionalDetails: null },
    userDisplayName: user?.displayName ?? '',
    userId: signIn.userId,
    userPrincipalName: user?.userPrincipalName ?? '',
  };
}

export const signInRoutes: Route[] = [
  {
    method: 'GET', path: '/auditLogs/signIns', delegated: ['AuditLog.Read.All'], application: ['AuditLog.Read.All'], rule: 'logReader', limit: '`$filter`, `$select`, `$top`; minutes late',
    errors: '403 without a premium licence', handle: signIns,
  },
];
