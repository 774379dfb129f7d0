import { randomUUID } from 'node:crypto';
import type { DirectoryParts } from '../entra/issuer.ts';
import type { AuditRow, User, UserChange } from '../state/objects.ts';
import { saveTenant, type Tenant } from '../state/tenant.ts';

/** Where every write of a user is told: the delta log, the audit log, and who listens. */
export type Changes = {
  user(userId: string, change: UserChange['change'], properties?: string[]): void;
  audit(activity: string, by: AuditRow['initiatedBy'], targetId: string): void;
  onUser(listener: (change: UserChange) => void): void;
};

const keptChanges = 20_000;

export function createChanges({ tenant, clock }: DirectoryParts): Changes {
  const listeners: ((change: UserChange) => void)[] = [];
  return {
    user(userId, change, properties = []) {
      const entry = { sequence: (tenant.deltaLog.at(-1)?.sequence ?? 0) + 1, at: clock.now().toISOString(), userId, change, properties };
      tenant.deltaLog.push(entry);
      if (tenant.deltaLog.length > keptChanges) tenant.deltaLog.splice(0, keptChanges / 2);
      saveTenant(tenant);
      for (const listener of listeners) listener(entry);
    },
    audit(activityDisplayName, initiatedBy, targetId) {
      tenant.audit.push({
        id: randomUUID(),
        activityDateTime: clock.now().toISOString(),
        activityDisplayName,
        loggedByService: 'Invited Users',
        category: 'UserManagement',
        result: 'success',
        initiatedBy,
        targetId,
      });
      saveTenant(tenant);
    },
    onUser: (listener) => listeners.push(listener),
  };
}

/** Whether reads find the user yet; a new one takes its time to replicate. */
export const isVisible = (user: User, now: Date): boolean => user.visibleAt === null || Date.parse(user.visibleAt) <= now.getTime();

export const visibleUsers = (tenant: Tenant, now: Date): User[] => tenant.users.filter((user) => isVisible(user, now));
