import { decideRequest as decide } from '../core/decideRequest.ts';
import { dayAt } from '../core/day.ts';
import { chooseNames, finishersFor } from '../core/nameChain.ts';
import { type Changed } from '../core/outcome.ts';
import { lengthOf, longestReason, normaliseText } from '../core/personText.ts';
import { missesName } from '../core/phase.ts';
import { DeskError } from '../core/errors.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { type Job } from './ports.ts';
import { pressRequest, type PressPorts } from './pressRequest.ts';
import { alsoRead, type LiveRights, readRights } from './readRights.ts';
import { type Desk } from './useCases.ts';

/** `request.approve`, `request.decline` */
export const decideRequest =
  (ports: PressPorts): Desk['decideRequest'] =>
  (actor, input) =>
    pressRequest(ports, actor, input, {
      verb: input.verdict === 'approved' ? 'request.approve' : 'request.decline',
      purposes: ['decide', 'status'],
      readLive: async ({ row: { request }, app }) => {
        const rights = await readRights(ports.directory, app, [actor.id, request.requestedBy, ...app.approvers]);
        const names = chooseNames([rights.standings.get(request.requestedBy), rights.standings.get(actor.id)], rights.powers);
        const isComplete = input.verdict === 'declined' || (names.inviterId !== null && names.adderId !== null);
        return isComplete ? rights : alsoRead(ports.directory, rights, rights.powers.groupOwners);
      },
      rule: (row, app, press, live) =>
        decide(row, app, { ...press, verdict: input.verdict, reason: readReason(input.reason) }, { ...live, today: dayAt(press.at, row.request.timeZone) }),
      jobs: (changed, live, app) => [{ name: 'cards.refresh', requestId: changed.request.id }, ...sendOrFinish(changed, live, app)],
    });

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
