import { z } from 'zod';
import { type UserId } from '../core/ids.ts';
import { type AppReads } from './appReads.ts';
import { calls } from './calls.ts';

const eligibility = z.object({ roleDefinitionId: z.string().min(1), directoryScopeId: z.string().nullish() });

/**
 * Roles the person may activate for the whole tenant; built-in ones carry their template id. Roles for an administrative
 * unit alone do not count: they would not let anybody invite. Without Entra ID P2 the tenant answers 400, without the permission 403.
 */
export const readEligibleRoles = async (reads: AppReads, person: UserId): Promise<readonly string[]> => {
  const held = await reads.all(calls.reader.roleEligibilities, eligibility, { query: { $filter: `principalId eq '${person}'` } });
  return [...new Set(held.filter(({ directoryScopeId }) => directoryScopeId === '/').map(({ roleDefinitionId }) => roleDefinitionId))];
};
