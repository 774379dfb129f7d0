import { isDeskError } from '../core/errors.ts';
import { type Directory, type DirectoryUser } from '../desk/ports.ts';
import { type AppReads } from './appReads.ts';
import { calls } from './calls.ts';
import { changedUser, graphUser, pageOf, readAs, toDirectoryUser, userSelect } from './schemas.ts';

const changePage = pageOf(changedUser);
const tracked = 'id,userType,externalUserState,externalUserStateChangeDateTime,accountEnabled';
const mostPages = 1000;

/** Codes with which Graph says that a delta link is too old to go on from (facts/graph.md §4). */
const staleCodes = /^graph\/(sync-state-not-found|resync-required|status-410|request-resync|.*delta.*token.*)$/;

/**
 * Guests changed since the link. Delta only says who changed, and may say so late, twice or out of order; each is
 * read again, live. Without a link: a link from now on, and nobody.
 */
export const readChanges = async (reads: AppReads, link: string | null): ReturnType<Directory['changedUsers']> => {
  const changed = new Set<string>();
  let next: string | null = link;
  try {
    for (let page = 0; page < mostPages; page += 1) {
      const start = { query: { $deltatoken: 'latest', $select: tracked } };
      const answer = await reads.one(calls.reader.usersDelta, changePage, next === null ? start : { link: next });
      for (const user of answer.value) {
        if (user['@removed'] === undefined && user.userType?.toLowerCase() !== 'member') changed.add(user.id);
      }
      const done = answer['@odata.deltaLink'];
      if (done !== undefined) return { kind: 'changes', users: link === null ? [] : await readUsers(reads, [...changed]), link: done };
      next = answer['@odata.nextLink'] ?? null;
      if (next === null) return { kind: 'gap' };
    }
  } catch (error) {
    if (link !== null && isDeskError(error) && staleCodes.test(error.detail.code)) return { kind: 'gap' };
    throw error;
  }
  return { kind: 'gap' };
};

const readUsers = async (reads: AppReads, ids: readonly string[]): Promise<readonly DirectoryUser[]> => {
  const bodies = await reads.batch(ids.map((id) => ({ key: id, call: calls.reader.user, filling: { params: { id }, query: { $select: userSelect } } })));
  return [...bodies.values()].map((body) => toDirectoryUser(readAs(graphUser, body, 'user'))).filter(({ userType }) => userType === 'guest');
};
