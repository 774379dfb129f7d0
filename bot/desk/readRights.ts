import { type UserId } from '../core/ids.ts';
import { type Powers } from '../core/nameChain.ts';
import { type Standing } from '../core/person.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { type Directory } from './ports.ts';

/** Who owns what and who may what, read live in one parallel round. */
export type LiveRights = {
  readonly owners: readonly UserId[];
  readonly standings: ReadonlyMap<UserId, Standing>;
  readonly powers: Powers;
};

/** Reads owners, policy and the standings of `people`. @throws DeskError unavailable, throttled */
export const readRights = async (directory: Directory, app: SharedApp, people: readonly UserId[]): Promise<LiveRights> => {
  const [owners, groupOwners, policy, standings] = await Promise.all([
    directory.appOwners(app.servicePrincipalId),
    directory.groupOwners(app.accessGroupId),
    directory.invitePolicy(),
    directory.standings([...new Set(people)]),
  ]);
  return { owners, powers: { policy, groupOwners }, standings };
};

/** Adds the standings of further people, where some are not known yet: a second round only when it is needed. */
export const alsoRead = async (directory: Directory, rights: LiveRights, people: readonly UserId[]): Promise<LiveRights> => {
  const missing = [...new Set(people)].filter((id) => !rights.standings.has(id));
  if (missing.length === 0) return rights;
  return { ...rights, standings: new Map([...rights.standings, ...(await directory.standings(missing))]) };
};
