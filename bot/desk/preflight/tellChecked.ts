import { type UserId } from '../../core/ids.ts';
import { type Standing } from '../../core/person.ts';
import { type Report } from '../../core/preflight/preflight.ts';
import { seenBy, seesExactly } from '../../core/preflight/whoSees.ts';
import { type SharedApp } from '../../core/sharedApp.ts';
import { namesOf, toNamed } from '../namePeople.ts';
import { type Reads } from '../ports.ts';
import { type Checked } from './preflightUseCases.ts';

type Found = Pick<Checked, 'email' | 'draftId' | 'typed' | 'wasStopped'> & {
  readonly report: Report;
  readonly app: SharedApp;
  readonly ownerIds: readonly UserId[];
  /** Whoever was read just now; their names need not be looked up. */
  readonly met: ReadonlyMap<UserId, Standing>;
};

/** What was seen, as `viewer` may see it. */
export const tellChecked = async (read: Reads, viewer: Standing | undefined, { report, app, ownerIds, met, ...rest }: Found): Promise<Checked> => {
  const names = await namesOf(read, ownerIds, new Map([...met].map(([id, { name }]) => [id, name])));
  return { kind: 'checked', seen: seenBy(report, seesExactly(viewer)), appName: app.name, owners: ownerIds.map((id) => toNamed(names, id)), ...rest };
};
