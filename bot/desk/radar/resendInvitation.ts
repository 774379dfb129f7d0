import { type Changed } from '../../core/outcome.ts';
import { askResend, resendBegun, resendFailed, resendStep, resendUndone, resent } from '../../core/radar/resend.ts';
import { isDeskError } from '../../core/errors.ts';
import { type Job, type Ports } from '../ports.ts';
import { type JobOutcome } from '../rows.ts';
import { pressRequest, type PressPorts, writeChange } from '../pressRequest.ts';
import { readRights } from '../readRights.ts';
import { held, type HeldRow, type StepPorts } from '../recordStep.ts';
import { toInvitationCall } from '../sendInvitation.ts';
import { done, later, underLease } from '../underLease.ts';
import { type RadarDesk, type RadarWork } from './radarUseCases.ts';

/** `invitation.resend`: the presser signs in, because the mail goes out in their name. */
export const askToResend =
  (ports: PressPorts & Pick<Ports, 'people'>): RadarDesk['resendInvitation'] =>
  (actor, input) =>
    pressRequest(ports, actor, input, {
      verb: 'invitation.resend',
      purposes: ['radar', 'status', 'decide', 'finish', 'sponsor'],
      readLive: ({ app }) => readRights(ports.directory, app, [actor.id]),
      prepare: () => ports.people.ensureSignedIn(actor.id),
      rule: (row, app, press, live) => askResend(row, app, press, { actor: live.standings.get(actor.id), owners: live.owners, powers: live.powers }),
      jobs: ({ request }) => [{ name: 'cards.refresh', requestId: request.id }, { name: 'invitation.resend', requestId: request.id }],
    });

type ResendPorts = StepPorts & Pick<Ports, 'ids' | 'directory' | 'people' | 'letters'>;
type Result = Promise<JobOutcome | 'go-on'>;

const throttledPauseSeconds = 5;

/**
 * The job `invitation.resend`: one call, never a second one for the same press or reminder. Nobody can look whether a
 * mail went out, so an answer that was lost is recorded as "may have gone out". Who accepted meanwhile gets none.
 */
export const resendInvitation =
  (ports: ResendPorts): RadarWork['resendInvitation'] =>
  async ({ requestId }) => {
    const first = await ports.store.read.request(requestId);
    if (first === undefined) return done;
    return underLease(ports, first.request, async () => {
      const row = held(await ports.store.read.request(requestId));
      if (row === undefined || resendStep(row) === 'none') return done;
      if (resendStep(row) === 'interrupted') return settle(ports, row, done, (state, at) => resent(state, at, false));
      return call(ports, row);
    });
  };

const call = async (ports: ResendPorts, row: HeldRow): Result => {
  const { guestId, watch } = row.invitation;
  const guest = guestId === null ? undefined : await ports.directory.findUser(guestId);
  const hindrance = row.invitation.state !== 'sent' || row.invitation.access.startsWith('end') ? 'desk/too-late' : guest === undefined ? 'desk/guest-gone' : !guest.isEnabled ? 'desk/guest-disabled' : guest.redemption === 'accepted' ? 'desk/redeemed-meanwhile' : undefined;
  if (hindrance !== undefined) return settle(ports, row, done, (state, at) => resendFailed(state, at, hindrance));
  const by = watch.resend?.by ?? '';
  const invitation = await toInvitationCall(ports, row, by);
  if ((await record(ports, row, resendBegun, [])) === undefined) return 'go-on';
  try {
    await ports.people.invite(by, invitation);
    return await settle(ports, row, done, (state, at) => resent(state, at, true));
  } catch (error) {
    return settleCall(ports, row, error);
  }
};

const settleCall = async (ports: ResendPorts, row: HeldRow, error: unknown): Result => {
  if (!isDeskError(error)) throw error;
  switch (error.kind) {
    case 'sign-in-needed':
    case 'tenant-denies':
    case 'invalid':
    case 'not-found':
    case 'unreachable':
      return settle(ports, row, done, (state, at) => resendFailed(state, at, error.detail.code));
    case 'throttled':
    case 'unavailable':
      return settle(ports, row, later(error.detail.retryAfterSeconds ?? throttledPauseSeconds), resendUndone);
    case 'ambiguous':
    case 'bug':
      return settle(ports, row, done, (state, at) => resent(state, at, false));
  }
};

const settle = async (ports: ResendPorts, row: HeldRow, then: JobOutcome, progress: (state: HeldRow, at: Date) => Changed): Result =>
  (await record(ports, row, progress, [{ name: 'cards.refresh', requestId: row.request.id }])) === undefined ? 'go-on' : then;

/** Undefined when nothing is under way any more. */
const record = ({ store, clock }: StepPorts, { request }: HeldRow, progress: (state: HeldRow, at: Date) => Changed, jobs: readonly Job[]): Promise<Changed | undefined> =>
  store.transaction(async (tx) => {
    const locked = held(await tx.lockRequest(request.id));
    if (locked === undefined || resendStep(locked) === 'none') return undefined;
    const change = progress(locked, clock.now());
    await writeChange(tx, locked, change, jobs);
    return change;
  });
