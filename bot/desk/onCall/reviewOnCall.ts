import { votesOf } from '../../core/approvals/approval.ts';
import { isDeskError } from '../../core/errors.ts';
import { type UserId } from '../../core/ids.ts';
import { reviewOnCall as review } from '../../core/onCall/onCall.ts';
import { appOf } from '../../core/offers.ts';
import { nameRefusal, namesOf, toNamed } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { type JobOutcome } from '../rows.ts';
import { barActor, gone } from '../pressRequest.ts';
import { type OnCallReview } from './onCallPorts.ts';
import { type OnCallDesk, type OnCallWork } from './onCallUseCases.ts';

type ReviewPorts = Pick<Ports, 'store' | 'clock' | 'directory' | 'settings' | 'messenger'>;
const done: JobOutcome = { kind: 'done' };

/** `onCall.page`: says by their own system that two people are needed; who the guest is stays here. */
export const pageOnCall =
  ({ store, pager }: Pick<Ports, 'store' | 'pager'>): OnCallWork['pageOnCall'] =>
  async ({ requestId }) => {
    const [row, access] = await Promise.all([store.read.request(requestId), store.read.onCallAccess(requestId)]);
    const app = row && (await store.read.sharedApp(row.request.appId));
    if (pager === null || row?.request.state !== 'submitted' || access === undefined || app === undefined) return done;
    await pager.page({ id: `on-call-${requestId}`, requestId, app: appOf(app, row.request).name, hours: access.hours });
    return done;
  };

/** `onCall.askReview`: every owner of the app gets the morning's question. */
export const askReview =
  ({ store, directory, messenger }: ReviewPorts): OnCallWork['askReview'] =>
  async ({ requestId }) => {
    const row = await store.read.request(requestId);
    const app = row && (await store.read.sharedApp(row.request.appId));
    if (row === undefined || app === undefined) return done;
    for (const owner of await directory.appOwners(app.servicePrincipalId)) {
      const shown = await viewReview({ store }, requestId, owner);
      if (shown?.verdict !== null) return done;
      await messenger.postReview(owner, shown).catch((error: unknown) => {
        if (!isDeskError(error, 'unreachable')) throw error;
      });
    }
    return done;
  };

/** `onCall.review`: owners of the app, read live; the first word stands and later ones see it. */
export const reviewOnCall =
  (ports: ReviewPorts): OnCallDesk['reviewOnCall'] =>
  async (actor, { requestId, verdict }) => {
    const { store, clock, directory } = ports;
    const row = (await store.read.request(requestId)) ?? gone();
    const app = (await store.read.sharedApp(row.request.appId)) ?? gone();
    const access = (await store.read.onCallAccess(requestId)) ?? gone();
    const [standings, owners] = await Promise.all([directory.standings([actor.id]), directory.appOwners(app.servicePrincipalId)]);
    const barred = barActor(ports, actor, standings);
    const outcome = barred ?? review(access, owners, { by: actor.id, at: clock.now(), verdict });
    if (outcome.kind === 'refused') return nameRefusal(store.read, outcome);
    if (outcome.kind === 'reviewed') {
      await store.transaction(async (tx) => {
        const isFirst = await tx.moveOnCallAccess(outcome.access, 'reviewing');
        if (isFirst) await tx.commitWith([{ name: 'on-call.reviewed', subject: requestId, by: actor.id, at: clock.now(), facts: { verdict } }], []);
      });
    }
    return { kind: 'on-call-review', review: (await viewReview(ports, requestId, actor.id)) ?? gone() };
  };

const viewReview = async ({ store }: Pick<Ports, 'store'>, requestId: string, viewer: UserId): Promise<OnCallReview | undefined> => {
  const [row, access] = await Promise.all([store.read.request(requestId), store.read.onCallAccess(requestId)]);
  const app = row && (await store.read.sharedApp(row.request.appId));
  if (row?.request.decision == null || access === undefined || app === undefined) return undefined;
  const { request, invitation } = row;
  const voters = votesOf(request.approval).map(({ by, castBy }) => castBy ?? by);
  const names = await namesOf(store.read, [request.requestedBy, ...voters, ...(access.reviewedBy === null ? [] : [access.reviewedBy])]);
  const from = row.request.decision.at;
  return {
    requestId, viewer, appName: appOf(app, request).name, guest: request.invitee.name, requester: toNamed(names, request.requestedBy), approvedBy: voters.map((id) => toNamed(names, id)),
    reason: request.reason, hours: access.hours, from, endedAt: invitation?.endedAt ?? access.endsAt ?? from,
    verdict: access.verdict === null || access.reviewedBy === null || access.reviewedAt === null ? null : { kind: access.verdict, by: toNamed(names, access.reviewedBy), at: access.reviewedAt },
  };
};
