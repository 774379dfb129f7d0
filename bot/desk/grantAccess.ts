import { DeskError, isDeskError } from '../core/errors.ts';
import { attemptFailed, granted, stopped } from '../core/invitationProgress.ts';
import { appOf } from '../core/offers.ts';
import { mostAttempts, pauseAfter } from '../core/nextStep.ts';
import { type HeldRow, type Progress, record, type StepPorts } from './recordStep.ts';
import { type DirectoryUser, type Ports } from './ports.ts';
import { type JobOutcome } from './rows.ts';
import { done, later } from './underLease.ts';

type GrantPorts = StepPorts & Pick<Ports, 'directory' | 'people' | 'settings'>;

/** A guest who is not to be seen for so many times the directory's lag is not late but gone. */
const lagsUntilGone = 20;

/** The last step of `invitation.send`: waits until the guest can be used, then adds them to the access group. Safe to repeat. */
export const grantAccess = async (ports: GrantPorts, row: HeldRow): Promise<JobOutcome | 'go-on'> => {
  const { guestId, adderId } = row.invitation;
  if (guestId === null || adderId === null) return done;
  const guest = await ports.directory.findUser(guestId);
  if (guest === undefined) return isLate(ports, row) ? save(ports, row, done, (state, at) => stopped(state, 'desk/guest-gone', adderId, at)) : later(1);
  try {
    await ports.people.addToGroup(adderId, await accessGroupOf(ports, row), guestId);
  } catch (error) {
    return settleGrant(ports, row, adderId, error);
  }
  return save(ports, row, 'go-on', (state, at) => granted(state, toGuestFacts(guest), at));
};

const settleGrant = async (ports: GrantPorts, row: HeldRow, adderId: string, error: unknown): Promise<JobOutcome | 'go-on'> => {
  if (!isDeskError(error)) throw error;
  switch (error.kind) {
    case 'not-found':
      return isLate(ports, row) ? save(ports, row, done, (state, at) => stopped(state, error.detail.code, adderId, at)) : later(2);
    case 'throttled':
      return later(error.detail.retryAfterSeconds ?? 2);
    case 'sign-in-needed':
    case 'tenant-denies':
    case 'invalid':
      return save(ports, row, done, (state, at) => stopped(state, error.detail.code, adderId, at));
    case 'ambiguous':
    case 'unavailable':
    case 'unreachable':
    case 'bug': {
      if (row.invitation.attempts + 1 >= mostAttempts) return save(ports, row, done, (state, at) => stopped(state, error.detail.code, adderId, at));
      return save(ports, row, later(pauseAfter(row.invitation.attempts)), (state) => attemptFailed(state));
    }
  }
};

const save = async (ports: GrantPorts, row: HeldRow, then: JobOutcome | 'go-on', progress: Progress): Promise<JobOutcome | 'go-on'> =>
  (await record(ports, row, 'grant', progress)) === undefined ? 'go-on' : then;

/** The facts of a redemption, of a user just read. */
export const toGuestFacts = ({ id, redemption, redemptionChangedAt, provider }: DirectoryUser): Parameters<typeof granted>[1] => ({
  id,
  redemption,
  redemptionChangedAt,
  provider,
});

/** @throws DeskError unavailable when the shared app is gone */
export const accessGroupOf = async ({ store }: Pick<Ports, 'store'>, { request }: HeldRow): Promise<string> => {
  const app = await store.read.sharedApp(request.appId);
  if (app === undefined) throw new DeskError('unavailable', { code: 'desk/shared-app-gone' });
  return appOf(app, request).accessGroupId;
};

const isLate = ({ clock, settings }: GrantPorts, { invitation }: HeldRow): boolean => {
  const since = invitation.sentAt ?? invitation.lookedAt;
  return since !== null && clock.now().getTime() - since.getTime() > lagsUntilGone * settings.directoryLagSeconds * 1000;
};
