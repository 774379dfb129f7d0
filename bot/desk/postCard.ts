import { standInsFor } from '../core/delegation/delegation.ts';
import { everAsked } from '../core/approvals/approval.ts';
import { isDeskError } from '../core/errors.ts';
import { sponsorUnreachable } from '../core/invitationProgress.ts';
import { type UserId } from '../core/ids.ts';
import { versionOf } from '../core/outcome.ts';
import { phaseOf } from '../core/phase.ts';
import { isAskedToReset, openAlarms } from '../core/radar/watch.ts';
import { isResettable } from '../core/stepUp/checkAct.ts';
import { type Job, type Ports, type PostedCard } from './ports.ts';
import { type JobOutcome, type PostedAt, type RequestRow } from './rows.ts';
import { writeChange } from './pressRequest.ts';
import { seatsOf } from './waiting/listRequests.ts';
import { type DeskWork } from './useCases.ts';
import { readScene, type RequestScene, viewRequest } from './viewRequest.ts';

type CardPorts = Pick<Ports, 'store' | 'clock' | 'messenger' | 'settings'>;
type Posting = Omit<Extract<Job, { name: 'card.post' }>, 'name'>;

const done: JobOutcome = { kind: 'done' };

/**
 * `card.post`: a card that comes unasked. Looks for one that was posted before, so that a repeated job updates it. A
 * crash between posting and recording can leave a second copy; the channel offers nothing against it.
 */
export const postCard =
  (ports: CardPorts): DeskWork['postCard'] =>
  async (job) => {
    const { store } = ports;
    const scene = await readScene(store.read, await store.read.request(job.requestId));
    if (scene === undefined || !isStillDue(scene.row, job)) return done;
    const earlier = scene.cards.find((card) => card.to === job.to && card.purpose === job.purpose);
    if ((earlier === undefined || job.again === true) && (await comesInDigest(ports, scene, job))) return done;
    return post(ports, scene, job, earlier);
  };

/** Where many requests wait for one person, they come as one list: a card each would bury them. */
const comesInDigest = async ({ store, clock, settings }: CardPorts, scene: RequestScene, job: Posting): Promise<boolean> => {
  if (job.purpose !== 'decide') return false;
  const { count } = await store.read.toDecide(await seatsOf(store.read, job.to), job.to, null, 1);
  if (count <= settings.digestAfter) return false;
  await store.transaction(async (tx) => {
    await tx.wantDigest(job.to, clock.now());
    await tx.commitWith([], standInsOf(scene, job).map((to) => ({ name: 'card.post', requestId: job.requestId, to, purpose: 'decide' })));
  });
  return true;
};

const post = async (ports: CardPorts, scene: RequestScene, job: Posting, earlier: PostedCard | undefined): Promise<JobOutcome> => {
  const { messenger } = ports;
  const withThis = earlier === undefined ? [...scene.cards, { requestId: job.requestId, to: job.to, purpose: job.purpose, conversationId: '', activityId: '' }] : scene.cards;
  const view = viewRequest({ ...scene, cards: withThis }, job.to, job.purpose);
  try {
    if (earlier !== undefined && job.again !== true && (await updateEarlier(ports, earlier, view))) return done;
    const at = await messenger.post(job.to, view);
    await recordPosted(ports, job, at, view.version, standInsOf(scene, job));
  } catch (error) {
    if (!isDeskError(error, 'unreachable')) throw error;
    if (job.purpose === 'sponsor') await recordUnreachable(ports, job);
  }
  return done;
};

/** Who stands in for the person just asked and has no card yet. */
const standInsOf = ({ row, holding, cards }: RequestScene, { to, purpose }: Posting): readonly UserId[] =>
  purpose !== 'decide' ? [] : standInsFor(row.request, holding).filter((one) => one.by === to && !cards.some((card) => card.to === one.to && card.purpose === 'decide')).map((one) => one.to);

/** A card that would only say that it is too late is not sent. */
const isStillDue = (row: RequestRow, { to, purpose }: Posting): boolean => {
  const phase = phaseOf(row);
  const { approval, deciders } = row.request;
  if (purpose === 'decide') return phase === 'waiting' && (deciders.includes(to) || !everAsked(approval).includes(to));
  if (purpose === 'succession') return phase === 'waiting' && approval.succession?.choosers.includes(to) === true;
  if (purpose === 'finish') return phase === 'finish-needed' || phase === 'retry-needed' || phase === 'ending';
  if (purpose === 'radar') return phase === 'invited' || (row.invitation !== null && !phase.startsWith('end') && openAlarms(row.invitation.watch).length > 0);
  if (purpose === 'reset') return isResettable(row) && isAskedToReset(row.invitation?.watch, to);
  if (purpose === 'sponsor') return row.request.sponsorId === to && row.invitation?.state === 'redeemed' && phase !== 'ending' && phase !== 'ended';
  return true;
};

/** @returns false when the card is gone and was forgotten */
const updateEarlier = async ({ store, messenger }: CardPorts, card: PostedCard, view: Parameters<Ports['messenger']['update']>[1]): Promise<boolean> => {
  try {
    await messenger.update(card, view);
    return true;
  } catch (error) {
    if (!isDeskError(error, 'not-found')) throw error;
    await store.transaction((tx) => tx.forgetPostedCard(card));
    return false;
  }
};

/** What changed while the card was on its way reaches it by a refresh: only now is it known where it is. */
const recordPosted = ({ store, clock }: CardPorts, { requestId, to, purpose }: Posting, at: PostedAt, shownVersion: number, alsoTo: readonly UserId[]): Promise<void> =>
  store.transaction(async (tx) => {
    const row = await tx.lockRequest(requestId);
    await tx.savePostedCard({ ...at, requestId, to, purpose });
    const isOutdated = row === undefined || versionOf(row) !== shownVersion;
    await tx.commitWith(
      purpose === 'sponsor' ? [{ name: 'sponsor.notified', subject: requestId, by: null, at: clock.now(), facts: { sponsor: to } }] : [],
      [...(isOutdated ? [{ name: 'cards.refresh', requestId } as const] : []), ...alsoTo.map((one) => ({ name: 'card.post', requestId, to: one, purpose: 'decide' }) as const)],
    );
  });

const recordUnreachable = ({ store, clock }: CardPorts, { requestId, to }: Posting): Promise<void> =>
  store.transaction(async (tx) => {
    const row = await tx.lockRequest(requestId);
    if (row?.invitation?.sponsorReachable !== true || row.request.sponsorId !== to) return;
    const change = sponsorUnreachable({ request: row.request, invitation: row.invitation }, clock.now());
    await writeChange(tx, row, change, [{ name: 'cards.refresh', requestId }]);
  });
