import { isDeskError } from '../../core/errors.ts';
import { type UserId } from '../../core/ids.ts';
import { type Act, closed, done as actDone } from '../../core/stepUp/act.ts';
import { type Ports } from '../ports.ts';
import { type JobOutcome } from '../rows.ts';
import { done, later } from '../underLease.ts';
import { actEvent, changeAct } from './changeAct.ts';
import { recordReset } from './recordReset.ts';
import { type StepUpWork } from './stepUpUseCases.ts';
import { viewStepUp } from './viewStepUp.ts';

type SettlePorts = Pick<Ports, 'store' | 'clock' | 'messenger' | 'directory' | 'settings'>;

/** A process that was asking the directory has had its answer, or died, after so long. */
const graceSeconds = 30;

/**
 * `stepUp.settle`: an act left alone is closed when its time is over; of one whose answer never came the directory is
 * asked what became of it; one that is over is shown where it was asked for.
 */
export const settleStepUp =
  (ports: SettlePorts): StepUpWork['settleStepUp'] =>
  async ({ actId }) => {
    const { store, clock } = ports;
    const act = await store.read.act(actId);
    if (act === undefined) return done;
    const left = (act.expiresAt.getTime() - clock.now().getTime()) / 1000;
    switch (act.state) {
      case 'open':
      case 'signing-in':
        if (left > 0) return later(Math.ceil(left) + 1);
        await close(ports, act);
        break;
      case 'doing':
        if (left + graceSeconds > 0) return later(Math.ceil(left) + graceSeconds + 1);
        if (!(await foundDone(ports, act))) await close(ports, act);
        break;
      case 'failed':
        if (act.problem !== 'uncertain' || (await foundDone(ports, act)) || left <= 0) break;
        await show(ports, act);
        return later(Math.min(Math.ceil(left) + 1, ports.settings.directoryLagSeconds + 1));
      case 'done':
      case 'closed':
        break;
    }
    return show(ports, act);
  };

const close = ({ store, clock }: SettlePorts, act: Act): Promise<boolean> =>
  changeAct({ store, clock }, closed(act), [actEvent('step-up.closed', act, clock.now(), { expired: true, wasDoing: act.state === 'doing' })]);

/** A guest who had redeemed and is asked to accept again: the act had its effect although nobody could say so. */
const foundDone = async (ports: SettlePorts, act: Act): Promise<boolean> => {
  const guestId = await guestToAcceptAgain(ports, act);
  if (guestId === undefined) return false;
  await recordReset(ports, actDone(act), guestId, [actEvent('step-up.done', act, ports.clock.now(), { found: true })]);
  return true;
};

const guestToAcceptAgain = async ({ store, directory }: SettlePorts, act: Act): Promise<UserId | undefined> => {
  const { invitation = null } = (await store.read.request(act.requestId)) ?? {};
  if (invitation === null || invitation.guestId === null || invitation.state !== 'redeemed') return undefined;
  return (await directory.findUser(invitation.guestId))?.redemption === 'pending' ? invitation.guestId : undefined;
};

/** As the request's own card where the message is one. */
const show = async (ports: SettlePorts, { id, requestId, conversationId, activityId }: Act): Promise<JobOutcome> => {
  const { store, messenger } = ports;
  const cards = await store.read.postedCards(requestId);
  if (cards.some((card) => card.conversationId === conversationId && card.activityId === activityId)) {
    await store.transaction((tx) => tx.commitWith([], [{ name: 'cards.refresh', requestId }]));
    return done;
  }
  const act = await store.read.act(id);
  const view = act && (await viewStepUp(ports, act));
  try {
    if (view !== undefined) await messenger.updateAct({ conversationId, activityId }, view);
  } catch (error) {
    if (!isDeskError(error, 'not-found') && !isDeskError(error, 'unreachable')) throw error;
  }
  return done;
};
