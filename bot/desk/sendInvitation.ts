/**
 * `invitation.send`: brings an approved request from the look to the access group, one step at a time. Each step reads
 * the row anew, does at most one effect, and ends in one transaction with its audit entry. An effect that may have
 * happened is never repeated before looking; the intent row tells our own interrupted call from a guest who was there.
 */
import { DeskError, isDeskError } from '../core/errors.ts';
import { attemptFailed, callBegun, callLost, callUndone, foundExisting, looked, sent, stopped, stoppedUnresolved } from '../core/invitationProgress.ts';
import { appOf } from '../core/offers.ts';
import { mostAttempts, nextStep, pauseAfter, type Step } from '../core/nextStep.ts';
import { grantAccess } from './grantAccess.ts';
import { type HeldRow, held, type Progress, record, type StepPorts } from './recordStep.ts';
import { type DirectoryUser, type Ports } from './ports.ts';
import { type JobOutcome } from './rows.ts';
import { type DeskWork } from './useCases.ts';
import { done, later, underLease } from './underLease.ts';
import { namesOf, toNamed } from './namePeople.ts';

type SendPorts = StepPorts & Pick<Ports, 'ids' | 'directory' | 'people' | 'letters' | 'settings'>;
type StepResult = Promise<JobOutcome | 'go-on'>;

/** Tries after which a fault that waiting does not mend is put before a person. */
const triesForFaults = 3;

export const sendInvitation =
  (ports: SendPorts): DeskWork['sendInvitation'] =>
  async ({ requestId }) => {
    const first = await ports.store.read.request(requestId);
    if (first === undefined) return done;
    return underLease(ports, first.request, async () => {
      const row = held(await ports.store.read.request(requestId));
      if (row === undefined) return done;
      try {
        return await steps[nextStep(row)](ports, row);
      } catch (error) {
        return giveUpOrThrow(ports, requestId, error);
      }
    });
  };

const look = async (ports: SendPorts, row: HeldRow): StepResult => {
  const [user, elsewhere] = await Promise.all([ports.directory.findUserByEmail(row.request.invitee.email), findElsewhere(ports, row)]);
  if (user === undefined && elsewhere === 'under-way') return later(2);
  return recordAnd(ports, row, 'look', 'go-on', (state, at) => {
    const problem = user && unfit(user);
    if (problem !== undefined) return stopped(state, problem, whoCanHelp(state), at);
    const guestId = user?.id ?? elsewhere;
    return guestId === undefined ? looked(state, at) : foundExisting(state, guestId, at);
  });
};

/**
 * The same person, invited by another request of ours a moment ago: the directory may not show them yet.
 * @returns the guest's id, `under-way` when what came of a call is not known yet, undefined when there is none
 */
const findElsewhere = async ({ store }: SendPorts, { request }: HeldRow): Promise<string | undefined> => {
  const apps = await store.read.sharedApps();
  const open = (await Promise.all(apps.map((app) => store.read.openRequestsFor(app.id, request.invitee.email)))).flat();
  const others = open.filter((row) => row.request.id !== request.id).map((row) => row.invitation);
  const guestId = others.find((invitation) => invitation?.guestId != null)?.guestId;
  return guestId ?? (others.some((invitation) => invitation?.callStartedAt != null) ? 'under-way' : undefined);
};

const call = async (ports: SendPorts, row: HeldRow): StepResult => {
  if (row.invitation.attempts >= mostAttempts) return stop(ports, row, 'call', 'desk/too-many-attempts');
  const begun = await record(ports, row, 'call', callBegun, { isQuiet: true });
  if (begun === undefined) return 'go-on';
  const inviterId = begun.invitation.inviterId;
  if (inviterId === null) return done;
  try {
    const { guestId } = await ports.people.invite(inviterId, await toInvitationCall(ports, begun, inviterId));
    return await recordAnd(ports, begun, 'resolve', 'go-on', (state, at) => sent(state, guestId, at, false));
  } catch (error) {
    return settleCall(ports, begun, inviterId, error);
  }
};

/** What a failed call means. Whatever is not certain leaves the intent standing: the next run looks before it repeats. */
const settleCall = async (ports: SendPorts, row: HeldRow, inviterId: string, error: unknown): StepResult => {
  if (!isDeskError(error)) throw error;
  switch (error.kind) {
    case 'sign-in-needed':
    case 'tenant-denies':
    case 'invalid':
      return recordAnd(ports, row, 'resolve', done, (state, at) => stopped(state, error.detail.code, inviterId, at));
    case 'throttled':
      return recordAnd(ports, row, 'resolve', later(error.detail.retryAfterSeconds ?? pauseAfter(1)), (state) => callUndone(state, false), true);
    case 'unavailable':
      return recordAnd(ports, row, 'resolve', later(pauseAfter(row.invitation.attempts)), (state) => callUndone(state, true), true);
    case 'ambiguous':
      return later(2);
    case 'not-found':
    case 'unreachable':
    case 'bug':
      throw error;
  }
};

const resolve = async (ports: SendPorts, row: HeldRow): StepResult => {
  const user = await ports.directory.findUserByEmail(row.request.invitee.email);
  if (user !== undefined) {
    return recordAnd(ports, row, 'resolve', 'go-on', (state, at) => {
      const problem = unfit(user);
      return problem === undefined ? sent(state, user.id, at, true) : stopped(state, problem, whoCanHelp(state), at);
    });
  }
  const begunAt = row.invitation.callStartedAt?.getTime() ?? 0;
  const shownBy = begunAt + ports.settings.directoryLagSeconds * 1000;
  const wait = shownBy - ports.clock.now().getTime();
  if (wait >= 0) return later(Math.min(2, Math.floor(wait / 1000) + 1));
  if (row.invitation.attempts >= mostAttempts) return stop(ports, row, 'resolve', 'desk/too-many-attempts');
  return recordAnd(ports, row, 'resolve', 'go-on', callLost, true);
};

/**
 * Waiting helps against some faults; the worker waits. Against others only a person may: after a few tries the
 * request stops with a task card instead of ending where nobody sees it.
 */
const giveUpOrThrow = async (ports: SendPorts, requestId: string, error: unknown): StepResult => {
  if (isDeskError(error, 'throttled') || isDeskError(error, 'unavailable') || isDeskError(error, 'ambiguous')) throw error;
  const row = held(await ports.store.read.request(requestId));
  if (row === undefined) throw error;
  const step = nextStep(row);
  if (step === 'none') throw error;
  if (row.invitation.attempts < triesForFaults) {
    await record(ports, row, step, attemptFailed, { isQuiet: true });
    throw error;
  }
  return stop(ports, row, step, isDeskError(error) ? error.detail.code : 'desk/unexpected');
};

const steps: Record<Step, (ports: SendPorts, row: HeldRow) => StepResult> = { look, call, resolve, grant: grantAccess, none: async () => done };

/** A colleague, or a guest whose account was switched off, is not for us to let in. */
const unfit = (user: DirectoryUser): string | undefined =>
  user.userType === 'member' ? 'desk/internal-address' : user.isEnabled ? undefined : 'desk/guest-disabled';

const whoCanHelp = ({ request, invitation }: HeldRow): string =>
  (invitation.guestId === null ? invitation.inviterId : invitation.adderId) ?? request.decision?.by ?? request.requestedBy;

const stop = (ports: SendPorts, row: HeldRow, step: Step, code: string): StepResult =>
  recordAnd(ports, row, step, done, (state, at) => (step === 'resolve' ? stoppedUnresolved : stopped)(state, code, whoCanHelp(state), at));

/** Records the step and says `then`; where the row had moved on meanwhile, reads it again instead. */
const recordAnd = async (ports: StepPorts, row: HeldRow, step: Step, then: JobOutcome | 'go-on', progress: Progress, isQuiet = false): StepResult =>
  (await record(ports, row, step, progress, { isQuiet })) === undefined ? 'go-on' : then;

/** The invitation as Graph takes it, in this person's name. */
export const toInvitationCall = async ({ store, letters }: Pick<Ports, 'store' | 'letters'>, { request }: HeldRow, inviterId: string): Promise<Parameters<Ports['people']['invite']>[1]> => {
  const [app, names] = await Promise.all([store.read.sharedApp(request.appId), namesOf(store.read, [inviterId, request.sponsorId])]);
  if (app === undefined) throw new DeskError('unavailable', { code: 'desk/shared-app-gone' });
  const { language } = request.invitee;
  return {
    email: request.invitee.email,
    name: request.invitee.name,
    redirectUrl: app.redirectUrl,
    sponsorId: request.sponsorId,
    language,
    message: letters.invitationMessage({
      language,
      appName: appOf(app, request).name,
      inviterName: toNamed(names, inviterId).name,
      sponsorName: toNamed(names, request.sponsorId).name,
    }),
  };
};
