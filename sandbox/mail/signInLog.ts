import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { usualProvider } from './redemption.ts';
import type { ServicePrincipal, User } from '../state/objects.ts';
import { saveTenant, type Tenant } from '../state/tenant.ts';

const keptRows = 5_000;
/** Entra's organisation of personal Microsoft accounts. */
const personalAccounts = '9188040d-6c67-4c5b-b112-36a304b66dad';

/** What a sign-in to an app comes to: 0, or the number of the AADSTS code. */
export function signInResult(tenant: Tenant, user: User, app: ServicePrincipal): number {
  if (!user.accountEnabled) return 50057;
  if (!app.accountEnabled) return 7000112;
  const assigned = app.appRoleAssignedTo.map(({ principalId }) => principalId);
  const isAssigned = assigned.includes(user.id) || tenant.groups.some((group) => assigned.includes(group.id) && group.members.includes(user.id));
  return !app.appRoleAssignmentRequired || isAssigned ? 0 : 50105;
}

/** Where the account lives that a guest signs in with: her organisation, the personal accounts', or ours for a passcode. */
function homeTenantOf(tenant: Tenant, user: User): string {
  const [identity] = user.identities;
  const email = user.mail ?? '';
  if (identity?.issuer === 'MicrosoftAccount') return personalAccounts;
  if (identity?.issuer === 'ExternalAzureAD' || (identity?.signInType === 'userPrincipalName' && usualProvider(tenant, email) === 'entra')) {
    return tenant.partnerTenants.find((partner) => partner.domains.includes(email.split('@')[1] ?? ''))?.id ?? tenant.id;
  }
  return tenant.id;
}

/** Writes one sign-in into the log; `errorCode` and `homeTenantId` as they come about by themselves where not given. */
export function recordSignIn({ tenant, clock }: { tenant: Tenant; clock: Clock }, given: { user: User; app: ServicePrincipal; errorCode?: number | undefined; homeTenantId?: string | undefined }): number {
  const { user, app } = given;
  const errorCode = given.errorCode ?? signInResult(tenant, user, app);
  tenant.signIns.push({ id: randomUUID(), at: clock.now().toISOString(), userId: user.id, appId: app.appId, errorCode, homeTenantId: given.homeTenantId ?? homeTenantOf(tenant, user) });
  if (tenant.signIns.length > keptRows) tenant.signIns.splice(0, keptRows / 2);
  saveTenant(tenant);
  return errorCode;
}
