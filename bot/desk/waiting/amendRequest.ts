import { seatOf } from '../../core/delegation/delegation.ts';
import { alreadyDone } from '../../core/outcome.ts';
import { readUntil } from '../../core/readAsk.ts';
import { type Problem } from '../../core/refusal.ts';
import { amendmentOf, amendRequest as amend } from '../../core/waiting/amendRequest.ts';
import { isReachable } from '../../core/approvals/stageCourse.ts';
import { readStageRights } from '../approvals/readStageLive.ts';
import { findSponsor } from '../findPerson.ts';
import { pressRequest, type PressPorts } from '../pressRequest.ts';
import { alsoRead } from '../readRights.ts';
import { type WaitingVerbs } from './waitingUseCases.ts';

/**
 * `request.amend`: another last day or sponsor, before deciding. The card then shows it to everybody. Who may not is
 * refused before the inputs are judged.
 */
export const amendRequest =
  (ports: PressPorts): WaitingVerbs['amendRequest'] =>
  async (actor, { until, sponsor, ...input }) => {
    const { store, clock, directory } = ports;
    let problems: Readonly<Record<string, Problem>> = {};
    let before: Parameters<typeof amendmentOf>[0] | undefined;
    const result = await pressRequest(ports, actor, input, {
      verb: 'request.amend',
      purposes: ['decide', 'status'],
      readLive: async ({ row: { request }, app }) => {
        const [holding, found] = await Promise.all([store.read.delegationsTo(actor.id), findSponsor(directory, sponsor.trim() === '' ? request.sponsorId : sponsor)]);
        const seat = seatOf(request, actor.id, holding);
        const day = readUntil(until, clock.now(), request.timeZone, app.longestStayDays);
        const own = await readStageRights(directory, app, request, actor.id);
        const also = [...(found.kind === 'found' ? [found.person.id] : []), ...(seat === undefined ? [] : [seat.by])];
        return { ...own, ...(await alsoRead(directory, own, also)), holding, day, found };
      },
      rule: (locked, app, press, { day, found, ...live }) => {
        const wrong = { ...('problem' in day ? { until: day.problem } : {}), ...(found.kind === 'problem' ? { sponsor: found.problem } : {}) };
        const wanted = { until: 'value' in day ? day.value : locked.request.until, sponsorId: found.kind === 'found' ? found.person.id : locked.request.sponsorId };
        const outcome = amend(locked, app, { ...press, ...wanted }, live);
        const isJudged = outcome.kind === 'changed' || outcome.kind === 'already-done';
        problems = isJudged ? wrong : {};
        before = locked.request;
        return isJudged && Object.keys(wrong).length > 0 ? alreadyDone : outcome;
      },
      write: async (tx, { request }) => {
        if (before !== undefined) await tx.insertAmendment(amendmentOf(before, request, { by: actor.id, at: clock.now() }));
      },
      // Who had voted already is told by a new card that the question is another one now.
      jobs: ({ request, events }, live, app) => [
        { name: 'cards.refresh', requestId: request.id },
        ...(events.some(({ facts }) => facts?.votesReset === true) ? request.deciders.map((to) => ({ name: 'card.post', requestId: request.id, to, purpose: 'decide', again: true }) as const) : []),
        ...(isReachable(request, app, live) ? [] : [{ name: 'approval.check', requestId: request.id, mustChoose: false } as const]),
      ],
    });
    return Object.keys(problems).length > 0 ? { kind: 'problems', problems } : result;
  };
