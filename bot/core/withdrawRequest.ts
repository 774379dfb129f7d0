import { alreadyDone, type Outcome, type Pressed, type RequestState, stale } from './outcome.ts';
import { refuse } from './refusal.ts';

/** Withdraws a request that nobody has decided yet. Only the person who made it may; others decline instead. */
export const withdrawRequest = ({ request }: RequestState, press: Pressed): Outcome => {
  if (press.by !== request.requestedBy) return refuse('not-requester', [request.requestedBy]);
  if (request.state === 'withdrawn') return alreadyDone;
  if (request.state !== 'submitted' || press.version !== request.version) return stale;
  return {
    kind: 'changed',
    request: { ...request, version: request.version + 1, state: 'withdrawn', closedAt: press.at },
    invitation: null,
    events: [{ name: 'access-request.withdrawn', subject: request.id, by: press.by, at: press.at }],
  };
};
