import { type Passed, timePassed } from '../../core/approvals/timeLimit.ts';
import { currentRun } from '../../core/approvals/approval.ts';
import { metNames } from '../namePeople.ts';
import { type Job, type Ports, type Tx } from '../ports.ts';
import { type RequestRow } from '../rows.ts';
import { writeChange } from '../pressRequest.ts';
import { type DeskWork } from '../useCases.ts';

type LimitPorts = Pick<Ports, 'store' | 'clock' | 'directory'>;

const rowsPerPage = 50;
/** More than a day's worth of requests: a row that never leaves the list must not hold the round for ever. */
const mostPages = 1_000;

/** The round that keeps time limits: asks the fallback, declines what nobody decided, reminds of what remains. */
export const keepTimeLimits =
  (ports: LimitPorts): DeskWork['keepTimeLimits'] =>
  async () => {
    for (let page = 0; page < mostPages; page += 1) {
      const rows = await ports.store.read.dueRequests(ports.clock.now(), rowsPerPage);
      if (rows.length === 0) return;
      const fallbacks = rows.flatMap(({ request }) => currentRun(request.approval).stage.fallbackId ?? []);
      const standings = await ports.directory.standings([...new Set(fallbacks)]);
      for (const row of rows) await passTime(ports, row, standings);
    }
  };

const passTime = ({ store, clock }: LimitPorts, { request: { id } }: RequestRow, standings: Awaited<ReturnType<Ports['directory']['standings']>>): Promise<void> =>
  store.transaction(async (tx) => {
    const locked = await tx.lockRequest(id);
    const passed = locked === undefined ? undefined : timePassed(locked, { standings }, clock.now());
    if (locked === undefined || passed === undefined) return;
    if (passed.kind === 'remains') await forgetCards(store, tx, id, passed);
    await writeChange(tx, locked, passed.change, jobsOf(id, passed), metNames(standings.values()));
  });

const jobsOf = (requestId: string, { tell, lacksFallback }: Passed): readonly Job[] => [
  { name: 'cards.refresh', requestId },
  ...tell.map((to): Job => ({ name: 'card.post', requestId, to, purpose: 'decide' })),
  ...(lacksFallback ? [{ name: 'approval.check', requestId, mustChoose: true } satisfies Job] : []),
];

/** A reminder is a card that comes anew: the old one stays where it is and shows itself refreshed when looked at. */
const forgetCards = async (store: LimitPorts['store'], tx: Tx, requestId: string, { tell }: Passed): Promise<void> => {
  const cards = await store.read.postedCards(requestId);
  for (const card of cards) if (card.purpose === 'decide' && tell.includes(card.to)) await tx.forgetPostedCard(card);
};
