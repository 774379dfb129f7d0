import { type ApprovalDirectory } from '../desk/approvals/approvalsPorts.ts';
import { directoryRoles } from '../core/person.ts';
import { isDeskError } from '../core/errors.ts';
import { type AppReads } from './appReads.ts';
import { calls } from './calls.ts';
import { roleHolders } from './roleHolders.ts';
import { directoryObject, securityGroup } from './schemas.ts';

const choosing = [directoryRoles.globalAdministrator, directoryRoles.privilegedRoleAdministrator];

/** Groups and administrators, as approvals ask for them. */
export const createApprovalReads = (reads: AppReads): ApprovalDirectory => ({
  groupPeople: async (id) => {
    const members = await reads.all(calls.reader.groupMembers, directoryObject, { params: { id }, query: { $select: 'id', $top: '999' } });
    return members.filter((member) => member['@odata.type'] === '#microsoft.graph.user').map((member) => member.id);
  },
  group: async (id) => {
    try {
      const group = await reads.one(calls.reader.group, securityGroup, { params: { id }, query: { $select: 'id,displayName' } });
      return { id: group.id, name: group.displayName ?? group.id };
    } catch (error) {
      if (isDeskError(error, 'not-found')) return undefined;
      throw error;
    }
  },
  administrators: () => roleHolders(reads, choosing),
});
