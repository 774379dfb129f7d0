import { decideRequest as decide } from '../core/decideRequest.ts';
import { dayAt } from '../core/day.ts';
import { seatOf } from '../core/delegation/delegation.ts';
import { chooseNames, finishersFor } from '../core/nameChain.ts';
import { type Changed } from '../core/outcome.ts';
import { lengthOf, longestReason, normaliseText } from '../core/personText.ts';
import { missesName } from '../core/phase.ts';
import { DeskError } from '../core/errors.ts';
import { problem } from '../core/refusal.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { approversSoFar } from '../core/approvals/approval.ts';
import { isReachable } from '../core/approvals/stageCourse.ts';
import { readStageRights, type StageRights } from './approvals/readStageLive.ts';
import { type Job } from './ports.ts';
import { pressRequest, type PressPorts } from './pressRequest.ts';
import { alsoRead, type LiveRights } from './readRights.ts';
import { type Desk } from './useCases.ts';

/** `request.approve`, `request.decline` */
export const decideRequest =
  (ports: PressPorts): Desk['decideRequest'] =>
  async (actor, input) => {
    const result = await pressRequest(ports, actor, input, {
      verb: input.verdict === 'approved' ? 'request.approve' : 'request.decline',
      purposes: ['decide', 'status'],
      said: input.reason ?? '',
      readLive: async ({ row: { request }, app }) => {
        const holding = await ports.store.read.delegationsTo(actor.id);
        const seat = seatOf(request, actor.id, holding);
        const own = await readStageRights(ports.directory, app, request, actor.id);
        const rights = { ...own, ...(await alsoRead(ports.directory, own, seat === undefined ? [] : [seat.by])), holding };
        const names = chooseNames([request.requestedBy, ...approversSoFar(request.approval), actor.id].map((id) => rights.standings.get(id)), rights.powers);
        const isComplete = input.verdict === 'declined' || (names.inviterId !== null && names.adderId !== null);
        return isComplete ? rights : { ...rights, ...(await alsoRead(ports.directory, rights, rights.powers.groupOwners)) };
      },
      rule: (row, app, press, live) =>
        decide(row, app, { ...press, verdict: input.verdict, reason: readReason(input.reason) }, { ...live, today: dayAt(press.at, row.request.timeZone) }),
      jobs: (changed, live, app) => [{ name: 'cards.refresh', requestId: changed.request.id }, ...askNext(changed, live, app), ...sendOrFinish(changed, live, app)],
    });
    // The card asks for the reason; who sends none is told beside the card, which stays as it is.
    return result.kind === 'refused' && result.rule === 'reason-needed' ? { kind: 'problems', problems: { decisionReason: problem('missing') } } : result;
  };

/** After a vote that did not decide: whoever the next stage asks gets a card, and somebody is found where nobody can. */
const askNext = ({ request, events }: Changed, live: StageRights, app: SharedApp): readonly Job[] => {
  if (request.state !== 'submitted') return [];
  const hasAdvanced = events.some(({ facts }) => facts?.advanced === true);
  return [
    ...(hasAdvanced ? request.deciders.map((to): Job => ({ name: 'card.post', requestId: request.id, to, purpose: 'decide' })) : []),
    ...(isReachable(request, app, live) ? [] : [{ name: 'approval.check', requestId: request.id, mustChoose: false } satisfies Job]),
  ];
};

/** The invitation goes out, or those who may finish it are asked. */
export const sendOrFinish = ({ request, invitation }: Pick<Changed, 'request' | 'invitation'>, live: LiveRights, app: SharedApp): readonly Job[] => {
  if (invitation === null) return [];
  if (!missesName(invitation)) return [{ name: 'invitation.send', requestId: request.id }];
  const candidates = [...live.standings.values()].filter(({ id }) => app.approvers.includes(id) || live.powers.groupOwners.includes(id));
  return finishersFor(invitation, candidates, live.powers, request.requestedBy).map((to) => ({ name: 'card.post', requestId: request.id, to, purpose: 'finish' }));
};

const readReason = (text: string | null): string | null => {
  const reason = normaliseText(text ?? '');
  if (lengthOf(reason) > longestReason) throw new DeskError('invalid', { code: 'desk/reason-too-long', input: 'decisionReason' });
  return reason === '' ? null : reason;
};
