import { appOf } from '../../core/offers.ts';
import { checkSuccession, type SuccessionLive } from '../../core/approvals/succession.ts';
import { isReachable } from '../../core/approvals/stageCourse.ts';
import { type SharedApp } from '../../core/sharedApp.ts';
import { metNames } from '../namePeople.ts';
import { type Directory, type Job, type Ports } from '../ports.ts';
import { type RequestRow } from '../rows.ts';
import { writeChange } from '../pressRequest.ts';
import { type DeskWork } from '../useCases.ts';
import { rememberingDirectory } from './rememberingDirectory.ts';
import { readStageRights } from './readStageLive.ts';

type CheckPorts = Pick<Ports, 'store' | 'clock' | 'directory'>;

const rowsPerPage = 50;

/** `approval.check`: one request, when something suggests that those who are asked cannot decide. */
export const checkApproval =
  (ports: CheckPorts): DeskWork['checkApproval'] =>
  async ({ requestId, mustChoose }) => {
    const row = await ports.store.read.request(requestId);
    const found = row === undefined ? undefined : await ports.store.read.sharedApp(row.request.appId);
    const app = row && found && appOf(found, row.request);
    if (row !== undefined && app !== undefined) await checkRow(ports, row, app, mustChoose);
    return { kind: 'done' };
  };

/** The round: every waiting request, by page; what the directory says is read once for the whole round. */
export const checkApprovals =
  (ports: CheckPorts): DeskWork['checkApprovals'] =>
  async () => {
    const { store } = ports;
    const directory = rememberingDirectory(ports.directory);
    for (let after: string | null = null; ; ) {
      const rows: readonly RequestRow[] = await store.read.waitingRequests(after, rowsPerPage);
      const last = rows.at(-1);
      if (last === undefined) return;
      // One round trip for the page instead of one for each request.
      await directory.standings(rows.flatMap(({ request }) => request.deciders));
      for (const row of rows) {
        const found = await store.read.sharedApp(row.request.appId);
        const app = found && appOf(found, row.request);
        if (app !== undefined) await checkRow({ ...ports, directory }, row, app, false);
      }
      after = last.request.id;
    }
  };

const checkRow = async (ports: CheckPorts, row: RequestRow, app: SharedApp, mustChoose: boolean): Promise<void> => {
  const live = await readLive(ports.directory, row, app, mustChoose);
  if (live === undefined) return;
  await ports.store.transaction(async (tx) => {
    const locked = await tx.lockRequest(row.request.id);
    if (locked === undefined) return;
    // Somebody pressed while the directory was read: what was read may be about other people.
    if (locked.request.version !== row.request.version) {
      await tx.commitWith([], [{ name: 'approval.check', requestId: row.request.id, mustChoose }]);
      return;
    }
    const checked = checkSuccession(locked, app, live, ports.clock.now(), mustChoose);
    if (checked === undefined) return;
    const requestId = row.request.id;
    const jobs: Job[] = [
      { name: 'cards.refresh', requestId },
      ...checked.toDecide.map((to): Job => ({ name: 'card.post', requestId, to, purpose: 'decide' })),
      ...checked.toChoose.map((to): Job => ({ name: 'card.post', requestId, to, purpose: 'succession' })),
    ];
    await writeChange(tx, locked, checked.change, jobs, metNames(live.standings.values()));
  });
};

/** What the rule needs, read live; the administrators only where somebody may have to choose. Undefined when nothing is amiss. */
const readLive = async (directory: Directory, { request }: RequestRow, app: SharedApp, mustChoose: boolean): Promise<SuccessionLive | undefined> => {
  if (request.state !== 'submitted') return undefined;
  const rights = await readStageRights(directory, app, request, request.requestedBy);
  const standings = await directory.standings([...rights.owners, ...request.deciders]);
  const live = { ...rights, standings: new Map([...rights.standings, ...standings]) };
  if (!mustChoose && request.approval.succession === null && isReachable(request, app, live)) return undefined;
  const administrators = await directory.administrators();
  return { ...live, administrators, standings: new Map([...live.standings, ...(await directory.standings(administrators))]) };
};
