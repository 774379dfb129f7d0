import { type DeskError, isDeskError } from '../core/errors.ts';
import { attemptFailed, ended, endStopped } from '../core/invitationProgress.ts';
import { mostAttempts, pauseAfter } from '../core/nextStep.ts';
import { type Changed } from '../core/outcome.ts';
import { mayChangeMembers } from '../core/rights.ts';
import { accessGroupOf } from './grantAccess.ts';
import { type Ports } from './ports.ts';
import { type JobOutcome } from './rows.ts';
import { writeChange } from './pressRequest.ts';
import { type HeldRow, held, jobsAfter, type StepPorts } from './recordStep.ts';
import { type DeskWork } from './useCases.ts';
import { done, later, underLease } from './underLease.ts';

type EndPorts = StepPorts & Pick<Ports, 'ids' | 'directory' | 'people' | 'ender'>;

/**
 * `access.end`: takes the guest out of the access group, in the name of who pressed where that person may, else by the
 * ender. Waits for an effect that is under way, so that an addition cannot come after the removal.
 */
export const removeAccess =
  (ports: EndPorts): DeskWork['removeAccess'] =>
  async ({ requestId }) => {
    const first = await ports.store.read.request(requestId);
    if (first === undefined) return done;
    return underLease(ports, first.request, async () => {
      const row = held(await ports.store.read.request(requestId));
      if (row?.invitation.access !== 'ending' || row.invitation.obstacle !== null) return done;
      const { guestId, endRequestedBy } = row.invitation;
      if (guestId === null) return save(ports, row, done, (state, at) => ended(state, at, false));
      // An end that comes by itself is the ender's; should it not be able to, somebody who knows the app is asked.
      const by = endRequestedBy ?? (await ports.store.read.sharedApp(row.request.appId))?.sharedBy ?? row.request.sponsorId;
      const removal = await remove(ports, await accessGroupOf(ports, row), guestId, endRequestedBy);
      if (removal.kind === 'removed') return save(ports, row, done, (state, at) => ended(state, at, removal.byEnder));
      return settleFailure(ports, row, by, removal.error);
    });
  };

type Removal = { readonly kind: 'removed'; readonly byEnder: boolean } | { readonly kind: 'failed'; readonly error: DeskError | 'owner-needed' };

const remove = async (ports: EndPorts, groupId: string, guestId: string, by: string | null): Promise<Removal> => {
  const { people, ender } = ports;
  const actsAlone = by === null ? false : await mayRemove(ports, groupId, by);
  if (typeof actsAlone !== 'boolean') return { kind: 'failed', error: actsAlone };
  const ways = [
    ...(actsAlone && by !== null ? [{ byEnder: false, run: () => people.removeFromGroup(by, groupId, guestId) }] : []),
    ...(ender === null ? [] : [{ byEnder: true, run: () => ender.removeFromGroup(groupId, guestId) }]),
  ];
  let error: DeskError | 'owner-needed' = 'owner-needed';
  for (const { byEnder, run } of ways) {
    try {
      await run();
      return { kind: 'removed', byEnder };
    } catch (failure) {
      if (isDeskError(failure, 'not-found')) return { kind: 'removed', byEnder };
      if (!isDeskError(failure)) throw failure;
      error = failure;
      if (!isHopeless(failure)) break;
    }
  }
  return { kind: 'failed', error };
};

const mayRemove = async ({ directory }: EndPorts, groupId: string, by: string): Promise<boolean | DeskError> => {
  try {
    const [standings, groupOwners] = await Promise.all([directory.standings([by]), directory.groupOwners(groupId)]);
    return mayChangeMembers(standings.get(by), groupOwners);
  } catch (error) {
    if (isDeskError(error)) return error;
    throw error;
  }
};

/** Trying again in the same name would be refused again. */
const isHopeless = ({ kind }: DeskError): boolean => kind === 'sign-in-needed' || kind === 'tenant-denies' || kind === 'invalid';

const settleFailure = async (ports: EndPorts, row: HeldRow, by: string, error: DeskError | 'owner-needed'): Promise<JobOutcome | 'go-on'> => {
  const code = error === 'owner-needed' ? 'desk/owner-needed' : error.detail.code;
  if (error !== 'owner-needed' && error.kind === 'throttled') return later(error.detail.retryAfterSeconds ?? 2);
  const isLast = row.invitation.attempts + 1 >= mostAttempts;
  if (error === 'owner-needed' || isHopeless(error) || isLast) {
    return save(ports, row, done, (state, at) => endStopped(state, code, by, at));
  }
  return save(ports, row, later(pauseAfter(row.invitation.attempts)), (state) => attemptFailed(state));
};

const save = async ({ store, clock }: EndPorts, row: HeldRow, then: JobOutcome, progress: (state: HeldRow, at: Date) => Changed): Promise<JobOutcome | 'go-on'> =>
  store.transaction(async (tx) => {
    const locked = held(await tx.lockRequest(row.request.id));
    if (locked?.invitation.access !== 'ending') return 'go-on';
    const change = progress(locked, clock.now());
    await writeChange(tx, locked, change, change.events.length === 0 ? [] : jobsAfter(change));
    return then;
  });
