import { unsettledEffects } from '../../core/radar/unsettled.ts';
import { type Job, type Ports } from '../ports.ts';
import { type RequestRow } from '../rows.ts';
import { type RadarWork } from './radarUseCases.ts';

const pageSize = 100;
/** A decider's card older than this was posted or given up long ago. */
const recentMs = 86_400_000;

/**
 * At the start of a process: whatever an earlier one left half done is asked for again at once, instead of when the
 * job engine notices the missing heartbeat. Every effect looks before it repeats, so a job that comes twice does no harm.
 */
export const resumeUnsettled =
  ({ store, clock }: Pick<Ports, 'store' | 'clock'>): RadarWork['resumeUnsettled'] =>
  async () => {
    const since = new Date(clock.now().getTime() - recentMs);
    await eachPage((after) => store.read.unsettled(after, pageSize), (row) => sendJobs(store, unsettledEffects(row).map((name) => ({ name, requestId: row.request.id }))));
    await eachPage((after) => store.read.untold(since, after, pageSize), async (row) => sendJobs(store, await missingCards(store, row)));
  };

const eachPage = async (read: (after: string | null) => Promise<readonly RequestRow[]>, visit: (row: RequestRow) => Promise<void>): Promise<void> => {
  for (let after: string | null = null; ; ) {
    const rows = await read(after);
    for (const row of rows) await visit(row);
    after = rows.at(-1)?.request.id ?? null;
    if (rows.length < pageSize) return;
  }
};

/** Cards that were to be posted unasked and are recorded nowhere: a decider's, and the sponsor's after a redemption. */
const missingCards = async (store: Ports['store'], { request, invitation }: RequestRow): Promise<readonly Job[]> => {
  if (invitation?.state === 'redeemed') return [{ name: 'card.post', requestId: request.id, to: request.sponsorId, purpose: 'sponsor' }];
  const cards = await store.read.postedCards(request.id);
  const without = request.deciders.filter((to) => !cards.some((card) => card.to === to && card.purpose === 'decide'));
  return without.map((to) => ({ name: 'card.post', requestId: request.id, to, purpose: 'decide' }));
};

const sendJobs = async (store: Ports['store'], jobs: readonly Job[]): Promise<void> => {
  if (jobs.length > 0) await store.transaction((tx) => tx.commitWith([], jobs));
};
