import { z } from 'zod';
import { type AppReads } from './appReads.ts';
import { calls } from './calls.ts';

const roleAssignment = z.object({ principalId: z.string().min(1) });

/** Who holds any of these directory roles by an assignment to their name, those of the first role first. */
export const roleHolders = async (reads: AppReads, roleIds: readonly string[]): Promise<readonly string[]> => {
  const assignments = await Promise.all(roleIds.map((role) => reads.all(calls.reader.roleAssignments, roleAssignment, { query: { $filter: `roleDefinitionId eq '${role}'` } })));
  return [...new Set(assignments.flat().map(({ principalId }) => principalId))];
};
