import { appOf } from '../../core/offers.ts';
import { chooseDeciders as choose, fewestToChoose } from '../../core/approvals/succession.ts';
import { type Problem, problem } from '../../core/refusal.ts';
import { isInsider } from '../../core/rights.ts';
import { type Standing } from '../../core/person.ts';
import { findApprover } from '../findPerson.ts';
import { type Directory, type Job } from '../ports.ts';
import { pressRequest, type PressPorts } from '../pressRequest.ts';
import { type Desk } from '../useCases.ts';
import { readStageRights } from './readStageLive.ts';

const mostChosen = 20;

/** `deciders.choose`: those chosen get the card to decide. */
export const chooseDeciders =
  (ports: PressPorts): Desk['chooseDeciders'] =>
  async (actor, input) => {
    const { directory } = ports;
    const [own, chosen, task] = await Promise.all([directory.standings([actor.id]), readChosen(directory, input.deciders), readTask(ports, input.requestId, actor.id)]);
    const people = 'people' in chosen ? chosen.people : [];
    const ids = people.map(({ id }) => id);
    if (isInsider(own.get(actor.id))) {
      if ('problem' in chosen) return { kind: 'problems', problems: { deciders: chosen.problem } };
      const fit = ids.filter((id) => id !== task.requestedBy);
      if (fit.length < task.fewest) return { kind: 'problems', problems: { deciders: problem('too-few-deciders', { least: task.fewest }) } };
    }
    return pressRequest(ports, actor, input, {
      verb: 'deciders.choose',
      purposes: ['succession', 'decide', 'status'],
      readLive: async ({ row: { request }, app }) => {
        const rights = await readStageRights(directory, app, request, actor.id);
        return { ...rights, standings: new Map([...rights.standings, ...people.map((person) => [person.id, person] as const), ...own]) };
      },
      rule: (state, _app, press, live) => choose(state, { ...press, chosen: ids }, live),
      jobs: ({ request }) => [
        { name: 'cards.refresh', requestId: request.id },
        ...request.deciders.map((to): Job => ({ name: 'card.post', requestId: request.id, to, purpose: 'decide' })),
      ],
    });
  };

/** How many must be chosen while the task is open; 0 where it is not, so that the press hears how things stand. */
const readTask = async ({ store, directory }: PressPorts, requestId: string, actor: string): Promise<{ readonly fewest: number; readonly requestedBy: string | null }> => {
  const row = await store.read.request(requestId);
  const found = row === undefined ? undefined : await store.read.sharedApp(row.request.appId);
  const app = row && found && appOf(found, row.request);
  const isOpen = row?.request.state === 'submitted' && row.request.approval.succession !== null && row.request.requestedBy !== actor;
  if (row === undefined || app === undefined || !isOpen) return { fewest: 0, requestedBy: null };
  return { fewest: fewestToChoose(row.request, app, await readStageRights(directory, app, row.request, actor)), requestedBy: row.request.requestedBy };
};

const readChosen = async (directory: Directory, texts: readonly string[]): Promise<{ readonly people: readonly Standing[] } | { readonly problem: Problem }> => {
  const wanted = [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ''))].slice(0, mostChosen);
  if (wanted.length === 0) return { problem: problem('missing') };
  const found = await Promise.all(wanted.map((text) => findApprover(directory, text)));
  const unfit = found.find((one) => one.kind === 'problem');
  if (unfit !== undefined) return { problem: unfit.problem };
  const people = found.flatMap((one) => (one.kind === 'found' ? [one.person] : []));
  return { people: [...new Map(people.map((person) => [person.id, person])).values()] };
};
