import { type AccessRequest } from '../accessRequest.ts';
import { decidersFor } from '../deciders.ts';
import { type UserId } from '../ids.ts';
import { type Standing } from '../person.ts';
import { isInsider } from '../rights.ts';
import { type SharedApp } from '../sharedApp.ts';
import { currentRun, voteOf } from './approval.ts';
import { ruleLimits, type StageWho } from './approvalRule.ts';

/** Read live: owners of the app, who people are now, members of the groups that a rule names (a group that is gone is absent). */
export type StageLive = {
  readonly owners: readonly UserId[];
  readonly standings: ReadonlyMap<UserId, Standing>;
  readonly groups: ReadonlyMap<string, readonly UserId[]>;
};

type Asked = Pick<AccessRequest, 'askedAs' | 'requestedBy'>;
type Approvers = Pick<SharedApp, 'approvers'>;

/** Who the rule asks, as things are now. Never the requester, a guest, a disabled account. */
export const candidatesFor = (who: StageWho, asked: Asked, app: Approvers, live: StageLive): readonly UserId[] => {
  const canDecide = (id: UserId): boolean => id !== asked.requestedBy && isInsider(live.standings.get(id));
  switch (who.kind) {
    case 'usual':
      return decidersFor(asked, app, live.owners, live.standings);
    case 'owners':
      return live.owners.filter(canDecide);
    case 'approvers':
      return app.approvers.filter(canDecide);
    case 'people':
      return who.people.filter(canDecide);
    case 'group':
      return (live.groups.get(who.groupId) ?? []).slice(0, ruleLimits.groupMembers).filter(canDecide);
  }
};

type Waiting = Asked & Pick<AccessRequest, 'deciders' | 'approval'>;

/** Whether this person still is what she was asked as: her account is looked at elsewhere. Stand-ins were asked by name. */
const holdsRole = ({ askedAs, deciders, approval }: Waiting, app: Approvers, { owners, groups }: Pick<StageLive, 'owners' | 'groups'>, person: UserId): boolean => {
  const { stage, standIns, asked } = currentRun(approval);
  if (standIns.includes(person)) return true;
  const { who } = stage;
  switch (who.kind) {
    case 'usual': {
      if (askedAs === 'owner') return app.approvers.includes(person);
      // Approvers decide what non-owners ask only where none of those who were asked owns the app any more (or ever did).
      return owners.includes(person) || (app.approvers.includes(person) && ![...deciders, ...asked].some((id) => owners.includes(id)));
    }
    case 'owners':
      return owners.includes(person);
    case 'approvers':
      return app.approvers.includes(person);
    case 'people':
      return who.people.includes(person);
    case 'group':
      return groups.get(who.groupId)?.includes(person) === true;
  }
};

/**
 * Whether this person may answer now: is asked in the current stage, has not answered, and still is what she was asked
 * as. Never the requester. One person answers once, whatever the stages.
 */
export const mayVote = (request: Waiting, app: Approvers, live: Pick<StageLive, 'owners' | 'groups'>, person: UserId): boolean =>
  person !== request.requestedBy && request.deciders.includes(person) && voteOf(request.approval, person) === undefined && holdsRole(request, app, live, person);

/** Who could still answer, as things are now: of those asked, with an account that works. */
export const ableNow = (request: Waiting, app: Approvers, live: StageLive): readonly UserId[] =>
  request.deciders.filter((id) => mayVote(request, app, live, id) && isInsider(live.standings.get(id)));
