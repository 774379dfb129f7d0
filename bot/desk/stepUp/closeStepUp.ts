import { closed, isOver } from '../../core/stepUp/act.ts';
import { hasPart } from '../../core/requestVerbs.ts';
import { type Ports } from '../ports.ts';
import { readScene, viewerPart, viewRequest } from '../viewRequest.ts';
import { actEvent, changeAct, noAct, settling } from './changeAct.ts';
import { type StepUpDesk, type StepUpView } from './stepUpUseCases.ts';
import { viewStepUp } from './viewStepUp.ts';

type ClosePorts = Pick<Ports, 'store' | 'clock' | 'settings'>;

/**
 * `stepUp.close`: the act is over before it began. One that is being done goes on: its answer comes.
 * @throws DeskError not-found (also for somebody else's act)
 */
export const closeStepUp =
  (ports: ClosePorts): StepUpDesk['closeStepUp'] =>
  async (actor, { actId }) => {
    const { store, clock } = ports;
    const act = await store.read.act(actId);
    if (act === undefined || act.askedBy !== actor.id || act.conversationId !== actor.conversationId) return noAct();
    const now = clock.now();
    const isIdle = !isOver(act, now) && act.state !== 'doing';
    if (isIdle) await changeAct(ports, closed(act), [actEvent('step-up.closed', act, now)]);
    const scene = await readScene(store.read, await store.read.request(act.requestId));
    const own = scene?.cards.find((card) => card.to === actor.id && card.activityId === act.activityId);
    if (scene !== undefined && own !== undefined && hasPart(viewerPart(scene, actor.id))) return { kind: 'shown', view: viewRequest(scene, actor.id, own.purpose) };
    return { kind: 'opened', view: (await viewStepUp(ports, (await store.read.act(actId)) ?? act)) ?? noAct() };
  };

/** A dialog with the act's page is asked for. @throws DeskError not-found (over, or somebody else's) */
export const enterStepUp =
  (ports: ClosePorts): StepUpDesk['enterStepUp'] =>
  async (actor, { actId }) => {
    const { store, clock } = ports;
    const act = await store.read.act(actId);
    if (act === undefined || act.askedBy !== actor.id || act.conversationId !== actor.conversationId || isOver(act, clock.now())) return noAct();
    return (await viewStepUp(ports, act)) ?? noAct();
  };

/** Closes it from its page. */
export const closeFromPage = async (ports: ClosePorts, actId: string): Promise<StepUpView | undefined> => {
  const { store, clock } = ports;
  const act = await store.read.act(actId);
  if (act === undefined) return undefined;
  const now = clock.now();
  const isIdle = !isOver(act, now) && act.state !== 'doing';
  if (isIdle) await changeAct(ports, closed(act), [actEvent('step-up.closed', act, now)], [settling(act)]);
  const after = (await store.read.act(actId)) ?? act;
  return viewStepUp(ports, after);
};
