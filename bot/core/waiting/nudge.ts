import { type AccessRequestId, type UserId } from '../ids.ts';
import { alreadyDone, type AlreadyDone, type Pressed, type RequestState, type Stale, stale } from '../outcome.ts';
import { type Refusal, refuse } from '../refusal.ts';

/** The requester reminds those who decide; the last one counts. */
export type Nudge = { readonly requestId: AccessRequestId; readonly by: UserId; readonly at: Date };

const dayMs = 86_400_000;
/** A second press that soon is the same press. */
const samePressMs = 10_000;

export type Nudged = { readonly kind: 'nudged'; readonly nudge: Nudge; /** Only a nudge before this moment gives way to it. */ readonly lastBefore: Date };

/** Reminds those who decide, once a day, while the request waits. Only who asked may. */
export const nudgeRequest = ({ request }: Pick<RequestState, 'request'>, press: Omit<Pressed, 'version'>, last: Nudge | undefined): Nudged | Stale | AlreadyDone | Refusal => {
  if (press.by !== request.requestedBy) return refuse('not-requester', [request.requestedBy]);
  if (request.state !== 'submitted') return stale;
  const since = last === undefined ? Infinity : press.at.getTime() - last.at.getTime();
  if (since >= 0 && since < samePressMs) return alreadyDone;
  if (last !== undefined && since < dayMs) return refuse('nudged-already', [], { when: new Date(last.at.getTime() + dayMs).toISOString() });
  return { kind: 'nudged', nudge: { requestId: request.id, by: press.by, at: press.at }, lastBefore: new Date(press.at.getTime() - dayMs) };
};
