import { type AccessRequest } from '../../core/accessRequest.ts';
import { votesOf } from '../../core/approvals/approval.ts';
import { type Stage } from '../../core/approvals/approvalRule.ts';
import { type StageLive } from '../../core/approvals/stagePeople.ts';
import { isDeskError } from '../../core/errors.ts';
import { type UserId } from '../../core/ids.ts';
import { type SharedApp } from '../../core/sharedApp.ts';
import { type Directory } from '../ports.ts';
import { alsoRead, type LiveRights, readRights } from '../readRights.ts';

export type StageRights = LiveRights & { readonly groups: StageLive['groups'] };

/** Members of every group that the stages name; a group that is gone has no entry. */
export const readGroups = async (directory: Directory, stages: readonly Stage[]): Promise<StageLive['groups']> => {
  const ids = [...new Set(stages.flatMap(({ who }) => (who.kind === 'group' ? [who.groupId] : [])))];
  const members = await Promise.all(ids.map((id) => membersOf(directory, id)));
  return new Map(members.filter((entry) => entry !== undefined));
};

const membersOf = async (directory: Directory, groupId: string): Promise<readonly [string, readonly UserId[]] | undefined> => {
  try {
    return [groupId, await directory.groupPeople(groupId)];
  } catch (error) {
    if (isDeskError(error, 'not-found')) return undefined;
    throw error;
  }
};

/** One stage of the usual kind that one answer decides: nobody but the person who answers needs to be looked up. */
const isPlain = (stages: readonly Stage[]): boolean => stages.length === 1 && stages[0]?.who.kind === 'usual' && stages[0].needed === 1 && stages[0].veto;

const namedIn = (stages: readonly Stage[]): readonly UserId[] => stages.flatMap(({ who, fallbackId }) => [...(who.kind === 'people' ? who.people : []), ...(fallbackId === null ? [] : [fallbackId])]);

/** Rights for a press on a request, and everybody its stages may ask. Reads no more than `readRights` where one answer decides. */
export const readStageRights = async (directory: Directory, app: SharedApp, request: AccessRequest, actor: UserId): Promise<StageRights> => {
  const stages = request.approval.stages.map(({ stage }) => stage);
  const always = [actor, request.requestedBy, ...app.approvers];
  if (isPlain(stages)) return { ...(await readRights(directory, app, always)), groups: new Map() };
  const voters = votesOf(request.approval).map(({ by }) => by);
  const [rights, groups] = await Promise.all([readRights(directory, app, [...always, ...request.deciders, ...voters, ...namedIn(stages)]), readGroups(directory, stages)]);
  return { ...(await alsoRead(directory, rights, [...rights.owners, ...[...groups.values()].flat()])), groups };
};

/** Adds to the rights of a submission whoever the app's rule may ask. */
export const alsoReadRule = async (directory: Directory, app: SharedApp, rights: LiveRights): Promise<StageRights> => {
  const { stages } = app.approval;
  const groups = await readGroups(directory, stages);
  return { ...(await alsoRead(directory, rights, [...namedIn(stages), ...[...groups.values()].flat()])), groups };
};
