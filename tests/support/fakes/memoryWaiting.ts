import { type Amendment } from '../../../bot/core/waiting/amendRequest.ts';
import { type Nudge } from '../../../bot/core/waiting/nudge.ts';
import { type Page, type RequestRow } from '../../../bot/desk/rows.ts';
import { type Digest, type WaitingReads, type WaitingTx } from '../../../bot/desk/waiting/waitingPorts.ts';

type Held = { readonly nudges: Map<string, Nudge>; readonly amendments: Amendment[]; readonly digests: Map<string, Digest> };
type Paging = (found: RequestRow[], cursor: string | null, limit: number) => Page<RequestRow>;

/** Reminders, changes and digests in memory. */
export const memoryWaiting = (rows: () => Held, all: () => RequestRow[], page: Paging, isOpen: (row: RequestRow) => boolean): WaitingReads => {
  const counted = (found: RequestRow[], cursor: string | null, limit: number) => ({ ...page(found, cursor, limit), count: found.length });
  return {
    toDecide: async (people, person, cursor, limit) =>
      counted(all().filter(({ request }) => request.state === 'submitted' && request.requestedBy !== person && request.deciders.some((id) => people.includes(id))), cursor, limit),
    askedBy: async (person, cursor, limit) => counted(all().filter((row) => row.request.requestedBy === person && isOpen(row)), cursor, limit),
    waitingCount: async (person, appId) => all().filter(({ request }) => request.requestedBy === person && request.appId === appId && request.state === 'submitted').length,
    nudgeOf: async (id) => rows().nudges.get(id),
    lastAmendment: async (id) => rows().amendments.findLast((one) => one.requestId === id),
    wantedDigests: async (before, limit) => [...rows().digests.values()].filter((one) => one.wantedAt !== null && (one.updatedAt === null || one.updatedAt <= before)).slice(0, limit),
  };
};

export const memoryWaitingTx = (draft: Held): WaitingTx => ({
  saveNudge: async (nudge, lastBefore) => {
    const last = draft.nudges.get(nudge.requestId);
    if (last !== undefined && last.at > lastBefore) return false;
    draft.nudges.set(nudge.requestId, nudge);
    return true;
  },
  insertAmendment: async (one) => void draft.amendments.push(one),
  wantDigest: async (userId, at) => void draft.digests.set(userId, { ...(draft.digests.get(userId) ?? { userId, at: null, postedAt: null, updatedAt: null }), wantedAt: at }),
  saveDigest: async (digest, shown) => {
    const wantedAt = draft.digests.get(digest.userId)?.wantedAt ?? null;
    draft.digests.set(digest.userId, { ...digest, wantedAt: wantedAt !== null && wantedAt > shown ? wantedAt : null });
  },
});
