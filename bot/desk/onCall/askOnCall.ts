import { askOnCall as ask, type OnCallAccess } from '../../core/onCall/onCall.ts';
import { alreadyDone } from '../../core/outcome.ts';
import { type Problem, problem, refuse } from '../../core/refusal.ts';
import { readStageRights } from '../approvals/readStageLive.ts';
import { type Ports } from '../ports.ts';
import { pressRequest, type PressPorts } from '../pressRequest.ts';
import { alsoRead } from '../readRights.ts';
import { type OnCallDesk } from './onCallUseCases.ts';

/** `request.urgent`: the waiting request goes to the two on call at once, and whoever they have for it is paged. */
export const askOnCall =
  (ports: PressPorts & Pick<Ports, 'ender' | 'pager'>): OnCallDesk['askOnCall'] =>
  async (actor, { hours, keepsShift, ...input }) => {
    const { store, directory, ender, pager } = ports;
    let problems: Readonly<Record<string, Problem>> = {};
    let access: OnCallAccess | undefined;
    const result = await pressRequest(ports, actor, input, {
      verb: 'request.urgent',
      purposes: ['status'],
      readLive: async ({ row: { request }, app }) => {
        const [rule, asked, own] = await Promise.all([store.read.onCallRule(app.id), store.read.onCallAccess(request.id), readStageRights(directory, app, request, actor.id)]);
        const rights = await alsoRead(directory, own, [...(rule?.roster ?? []), ...own.powers.groupOwners]);
        return { ...own, ...rights, groups: own.groups, onCall: rule, asked };
      },
      rule: (row, app, press, { onCall, asked, ...live }) => {
        if (press.by !== row.request.requestedBy) return refuse('not-requester', [row.request.requestedBy]);
        if (asked !== undefined) return alreadyDone;
        if (ender === null) return refuse('on-call-no-ender');
        if (onCall === undefined) return refuse('on-call-closed', live.owners);
        problems = hours < 1 || hours > onCall.longestHours ? { hours: problem('number-out-of-range', { least: 1, most: onCall.longestHours }) } : {};
        if (Object.keys(problems).length > 0) return alreadyDone;
        access = {
          requestId: row.request.id, hours, keepsShift: keepsShift && onCall.shiftEnds.length > 0, shiftEnds: onCall.shiftEnds, timeZone: onCall.timeZone,
          state: 'asked', endsAt: null, reviewAt: null, verdict: null, reviewedBy: null, reviewedAt: null,
        };
        return ask(row, app, onCall, { ...press, hours, keepsShift }, live);
      },
      write: async (tx) => {
        if (access !== undefined) await tx.insertOnCallAccess(access);
      },
      jobs: ({ request }) => [
        ...request.deciders.map((to) => ({ name: 'card.post', requestId: request.id, to, purpose: 'decide', again: true }) as const),
        { name: 'cards.refresh', requestId: request.id },
        ...(pager === null ? [] : [{ name: 'onCall.page', requestId: request.id } as const]),
      ],
    });
    return Object.keys(problems).length > 0 ? { kind: 'problems', problems } : result;
  };
