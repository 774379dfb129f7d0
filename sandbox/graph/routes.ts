import { auditShown } from './present.ts';
import { collection } from './collection.ts';
import type { Shape } from './present.ts';
import { deltaRoutes } from './delta.ts';
import { groupRoutes } from './groups.ts';
import { invitationRoutes } from './invitations.ts';
import { membershipRoutes } from './memberships.ts';
import { partnerPolicyRoutes } from './partnerPolicies.ts';
import { policyRoutes } from './policies.ts';
import { roleEligibilityRoutes } from './roleEligibilities.ts';
import type { Route } from './route.ts';
import { rules } from './rules.ts';
import { servicePrincipalRoutes } from './servicePrincipals.ts';
import { signInRoutes } from './signIns.ts';
import { subscriptionRoutes } from './subscriptions.ts';
import { userRoutes } from './users.ts';

const auditMembers = [
  'id', 'activityDateTime', 'activityDisplayName', 'loggedByService', 'category', 'result', 'correlationId', 'operationType', 'resultReason', 'additionalDetails',
  'initiatedBy', 'targetResources',
];
const auditShape: Shape = { type: 'directoryAudit', members: auditMembers, byDefault: auditMembers };

const auditRoutes: Route[] = [
  {
    method: 'GET', path: '/auditLogs/directoryAudits', delegated: ['AuditLog.Read.All', 'Directory.Read.All'], application: ['AuditLog.Read.All', 'Directory.Read.All'],
    rule: 'notGuests', limit: '`$filter` loggedByService, activityDisplayName', handle: (call) =>
      collection(call, 'auditLogs/directoryAudits', call.tenant.audit.map((each) => auditShown(each, call.tenant)), auditShape),
  },
];

/** Every route of the imitated Graph; the first that fits answers, so fixed words stand before `{id}`. */
export const routes: Route[] = [
  ...deltaRoutes,
  ...userRoutes,
  ...membershipRoutes,
  ...roleEligibilityRoutes,
  ...invitationRoutes,
  ...groupRoutes,
  ...servicePrincipalRoutes,
  ...policyRoutes,
  ...partnerPolicyRoutes,
  ...subscriptionRoutes,
  ...auditRoutes,
  ...signInRoutes,
];

/** The table of routes in Markdown, as the README shows it. */
export function routeTable(): string {
  const list = (names: string[]): string => (names.length === 0 ? '–' : names.map((name) => `\`${name}\``).join(', '));
  const rows = routes.map(({ method, path, beta, delegated, application, rule, limit, errors }) =>
    [`${method} ${beta === true ? '(beta) ' : ''}\`${path}\``, list(delegated), list(application), rule === undefined ? '–' : rule, limit ?? '–', errors ?? '–'].join(' | '),
  );
  const words = Object.entries(rules).map(([name, rule]) => `- **${name}**: ${rule.words}`);
  return [
    '| Route | Delegated scope (any) | Application permission (any) | Rule | Limits and options | Errors of its own |',
    '|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
    '',
    'Rules, on top of the permission:',
    '',
    ...words,
  ].join('\n');
}

/** The README with the table of routes as it is served, between its marks. */
export const withRouteTable = (readme: string): string =>
  readme.replace(/(<!-- routes: [^\n]*-->\n)[^]*?(\n<!-- \/routes -->)/, (_all, start: string, end: string) => `${start}${routeTable()}${end}`);
