import { type SharedAppId, type UserId } from '../../core/ids.ts';
import { type RequestRow } from '../rows.ts';

/** Reads of the message extension. */
export type SearchReads = {
  /**
   * Requests that this person asked for, decides, sponsors, or whose app is in `apps`, newest first. `text` is looked for
   * in the guest's name and address and in the app's name, as it is written, in any letter case; empty finds everything.
   */
  searchRequests(person: UserId, apps: readonly SharedAppId[], text: string, skip: number, count: number): Promise<readonly RequestRow[]>;
};
