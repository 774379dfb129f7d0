import { isDeskError } from '../core/errors.ts';
import { type UserId } from '../core/ids.ts';
import { type AppFacts, type Directory, type DirectoryUser } from '../desk/ports.ts';
import { createAppReads, type AppReads } from './appReads.ts';
import { calls, type Call } from './calls.ts';
import { createApprovalReads } from './approvalReads.ts';
import { roleHolders } from './roleHolders.ts';
import { readChanges } from './changes.ts';
import { createGraphClient, type GraphSetup } from './client.ts';
import { type AppTokens } from './credential.ts';
import {
  appRoleAssignment, authorizationPolicy, directoryObject, graphUser, organization, pageOf, readAs, securityGroup, servicePrincipal, toDirectoryUser,
  userSelect, type GraphUser,
} from './schemas.ts';
import { readEligibleRoles } from './eligibleRoles.ts';
import { readStandings } from './standings.ts';

/** The directory, read by the reader identity. Nothing is remembered: every answer is live. */
export const createReader = (setup: GraphSetup, tokens: AppTokens): Directory => {
  const reads = createAppReads(createGraphClient(setup), tokens);
  return {
    standings: (ids) => readStandings(reads, ids),
    invitePolicy: async () => (await reads.one(calls.reader.authorizationPolicy, authorizationPolicy, { query: { $select: 'allowInvitesFrom' } })).allowInvitesFrom,
    appOwners: (id) => usersIn(reads, calls.reader.appOwners, id),
    groupOwners: (id) => usersIn(reads, calls.reader.groupOwners, id),
    verifiedDomains: async () => {
      const answers = await reads.all(calls.reader.organization, organization, { query: { $select: 'id,verifiedDomains' } });
      return answers.flatMap(({ verifiedDomains }) => verifiedDomains.map(({ name }) => name.toLowerCase()));
    },
    findUser: (id) => absentAsUndefined(async () => toDirectoryUser(await reads.one(calls.reader.user, graphUser, { params: { id }, query: { $select: userSelect } }))),
    findUserByEmail: (email) => findByEmail(reads, email.trim().toLowerCase()),
    ...createApprovalReads(reads),
    eligibleRoles: (person) => readEligibleRoles(reads, person),
    roleHolders: (roleIds) => roleHolders(reads, roleIds),
    isGroupMember: async (groupId, userId) => {
      const members = await reads.all(calls.reader.groupMembers, directoryObject, { params: { id: groupId }, query: { $select: 'id', $top: '999' } });
      return members.some(({ id }) => id === userId);
    },
    appFacts: (id) => readAppFacts(reads, id),
    changedUsers: (link) => readChanges(reads, link),
  };
};

/** People among the owners; an app can own things too, but presses no buttons. */
const usersIn = async (reads: AppReads, call: Call, id: string): Promise<readonly UserId[]> => {
  const objects = await reads.all(call, directoryObject, { params: { id }, query: { $select: 'id' } });
  return objects.filter((each) => each['@odata.type'] === '#microsoft.graph.user').map((each) => each.id);
};

const findByEmail = async (reads: AppReads, email: string): Promise<DirectoryUser | undefined> => {
  const quoted = `'${email.replaceAll("'", "''")}'`;
  const $filter = [
    `mail eq ${quoted}`,
    `userPrincipalName eq ${quoted}`,
    `otherMails/any(m:m eq ${quoted})`,
    `proxyAddresses/any(p:p eq 'smtp:${quoted.slice(1)})`,
    `proxyAddresses/any(p:p eq 'SMTP:${quoted.slice(1)})`,
  ].join(' or ');
  const page = await reads.one(calls.reader.users, pageOf(graphUser), { query: { $filter, $select: userSelect, $top: '10' } });
  const best = page.value.toSorted((a, b) => closeness(a, email) - closeness(b, email))[0];
  return best === undefined ? undefined : toDirectoryUser(best);
};

/** Whose main address it is comes before who only keeps it as another address. */
const closeness = (user: GraphUser, email: string): number => {
  if (user.mail?.toLowerCase() === email) return 0;
  return user.userPrincipalName?.toLowerCase() === email ? 1 : 2;
};

const readAppFacts = async (reads: AppReads, id: string): Promise<AppFacts> => {
  const [app, assignments] = await Promise.all([
    reads.one(calls.reader.app, servicePrincipal, { params: { id }, query: { $select: 'id,appId,displayName,homepage,loginUrl,accountEnabled,appRoleAssignmentRequired,appRoles' } }),
    reads.all(calls.reader.appAssignments, appRoleAssignment, { params: { id } }),
  ]);
  const groupIds = [...new Set(assignments.filter(({ principalType }) => principalType === 'Group').map(({ principalId }) => principalId))];
  const bodies = await reads.batch(
    groupIds.map((groupId) => ({
      key: groupId,
      call: calls.reader.group,
      filling: { params: { id: groupId }, query: { $select: 'id,displayName,securityEnabled,groupTypes,onPremisesSyncEnabled' } },
    })),
  );
  const groups = [...bodies.values()].map((body) => readAs(securityGroup, body, 'group')).filter(takesMembers);
  return {
    servicePrincipalId: app.id,
    appId: app.appId,
    name: app.displayName ?? app.appId,
    isEnabled: app.accountEnabled ?? true,
    assignmentRequired: app.appRoleAssignmentRequired ?? false,
    redirectUrl: [app.homepage, app.loginUrl].find(isHttps) ?? null,
    groups: groups.map((group) => ({ id: group.id, name: group.displayName ?? group.id, appRoleId: assignments.find(({ principalId }) => principalId === group.id)?.appRoleId ?? '' })),
    appRoles: (app.appRoles ?? []).filter(({ isEnabled, value }) => isEnabled && value != null && value !== '').map((role) => ({ id: role.id, value: role.value ?? '', name: role.displayName ?? role.value ?? '' })),
  };
};

/** A dynamic group, or one kept on premises, refuses members from Graph. */
const takesMembers = (group: { securityEnabled?: boolean | null | undefined; groupTypes?: string[] | null | undefined; onPremisesSyncEnabled?: boolean | null | undefined }): boolean =>
  group.securityEnabled === true && !(group.groupTypes ?? []).includes('DynamicMembership') && group.onPremisesSyncEnabled !== true;

const isHttps = (value: string | null | undefined): value is string => value != null && URL.parse(value)?.protocol === 'https:';

/** Undefined for what Graph does not know. */
const absentAsUndefined = async <T>(read: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await read();
  } catch (error) {
    if (isDeskError(error, 'not-found')) return undefined;
    throw error;
  }
};
