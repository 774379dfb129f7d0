import { join } from 'node:path';
import type { AuditRow, Contact, Group, Invitation, Mail, PartnerTenant, Policies, Registration, RegistrationName, RoleAssignment, ServicePrincipal, SignIn, Subscription, TenantSettings, User, UserChange } from './objects.ts';
import { readJson, writeAtomically } from './file.ts';

/** Everything the tenant in a box knows. Plain data: change it in place, then call `saveTenant`. */
export type Tenant = {
  /** Shape of this file; a file of another shape is replaced by the seed. */
  version: 3;
  id: string;
  displayName: string;
  /** Verified domains, the default one first. */
  domains: string[];
  users: User[];
  /** Soft-deleted users, kept 30 days. */
  deletedUsers: User[];
  contacts: Contact[];
  groups: Group[];
  servicePrincipals: ServicePrincipal[];
  registrations: Record<RegistrationName, Registration>;
  policies: Policies;
  partnerTenants: PartnerTenant[];
  roleAssignments: RoleAssignment[];
  /** Roles people may activate; what is active is an assignment. */
  roleEligibilities: RoleAssignment[];
  subscriptions: Subscription[];
  invitations: Invitation[];
  mails: Mail[];
  /** Every change of a user, in order; delta tokens point into it. */
  deltaLog: UserChange[];
  audit: AuditRow[];
  signIns: SignIn[];
  /** Graph routes that were asked for and are not imitated; a test run fails on any. */
  unknownRoutes: { method: string; path: string }[];
  settings: TenantSettings;
};

const files = new WeakMap<Tenant, { path: string; timer: NodeJS.Timeout | undefined }>();
const debounceMs = 200;

/** Loads the tenant kept under `dataDir`, or the seed where there is none yet. */
export function loadTenant(dataDir: string, seed: () => Tenant): Tenant {
  const path = join(dataDir, 'tenant.json');
  const kept = readJson(path) as Tenant | undefined;
  const tenant = kept?.version === 3 ? kept : seed();
  files.set(tenant, { path, timer: undefined });
  return tenant;
}

/** Notes that the tenant changed; it is written within 200 ms, many changes in one write. */
export function saveTenant(tenant: Tenant): void {
  const file = files.get(tenant);
  if (file === undefined || file.timer !== undefined) return;
  file.timer = setTimeout(() => flushTenant(tenant), debounceMs);
}

/** Writes the tenant now; called when the sandbox stops. */
export function flushTenant(tenant: Tenant): void {
  const file = files.get(tenant);
  if (file === undefined) return;
  clearTimeout(file.timer);
  file.timer = undefined;
  writeAtomically(file.path, JSON.stringify(tenant));
}

/** Puts the seed in place of the tenant's content; holders of the object see the new content. */
export function resetTenant(tenant: Tenant, seed: () => Tenant): void {
  Object.assign(tenant, seed());
  flushTenant(tenant);
}
