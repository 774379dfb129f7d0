import { type AccessRequest } from './accessRequest.ts';
import { type UserId } from './ids.ts';
import { type Standing } from './person.ts';
import { isInsider } from './rights.ts';
import { type SharedApp } from './sharedApp.ts';

type Asked = Pick<AccessRequest, 'askedAs' | 'requestedBy'>;

/**
 * Who is asked: approvers for what an owner asks, owners for what others ask; approvers where an app has no owner who
 * could decide. Never the requester, never a disabled account or a guest.
 */
export const decidersFor = (
  asked: Asked,
  app: Pick<SharedApp, 'approvers'>,
  owners: readonly UserId[],
  standings: ReadonlyMap<UserId, Standing>,
): readonly UserId[] => {
  const canDecide = (id: UserId): boolean => id !== asked.requestedBy && isInsider(standings.get(id));
  const liveOwners = asked.askedAs === 'requester' ? owners.filter(canDecide) : [];
  return liveOwners.length > 0 ? liveOwners : app.approvers.filter(canDecide);
};

/**
 * Whether this person may decide now: was asked, and still is what she was asked as. Approvers decide what non-owners
 * ask only where none of those who were asked owns the app any more (or ever did).
 */
export const isDeciderNow = (
  request: Asked & Pick<AccessRequest, 'deciders'>,
  app: Pick<SharedApp, 'approvers'>,
  owners: readonly UserId[],
  person: UserId,
): boolean => {
  if (person === request.requestedBy || !request.deciders.includes(person)) return false;
  if (request.askedAs === 'owner') return app.approvers.includes(person);
  return owners.includes(person) || (app.approvers.includes(person) && !request.deciders.some((id) => owners.includes(id)));
};
