import { type UserId } from '../../core/ids.ts';
import { type SharedApp } from '../../core/sharedApp.ts';
import { alsoReadRule, type StageRights } from '../approvals/readStageLive.ts';
import { type Directory } from '../ports.ts';
import { alsoRead, readRights } from '../readRights.ts';

/** Rights and standings of everybody who may come to have a part in a request; without an app, only the requester's standing. */
export const readAskedOf = async (directory: Directory, requesterId: UserId, app: SharedApp | undefined): Promise<StageRights> => {
  if (app === undefined) return { owners: [], powers: { policy: 'none', groupOwners: [] }, groups: new Map(), standings: await directory.standings([requesterId]) };
  const rights = await readRights(directory, app, [requesterId, ...app.approvers]);
  return alsoReadRule(directory, app, await alsoRead(directory, rights, [...rights.owners, ...rights.powers.groupOwners]));
};
