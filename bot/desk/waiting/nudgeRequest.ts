import { standInsFor } from '../../core/delegation/delegation.ts';
import { nudgeRequest as nudge } from '../../core/waiting/nudge.ts';
import { metNames, nameRefusal } from '../namePeople.ts';
import { barActor, barChat, gone, readPressed, refusedEvent, type PressPorts } from '../pressRequest.ts';
import { readScene, viewRequest } from '../viewRequest.ts';
import { type WaitingVerbs } from './waitingUseCases.ts';

/** `request.nudge`: everybody who is asked now gets the card again. The request stays as it is, and so does its version. */
export const nudgeRequest =
  (ports: PressPorts): WaitingVerbs['nudgeRequest'] =>
  async (actor, { requestId, version }) => {
    const { store, clock, directory } = ports;
    const [pressed, standings, last] = await Promise.all([readPressed(ports, requestId), directory.standings([actor.id]), store.read.nudgeOf(requestId)]);
    const holding = await store.read.delegationsFrom(pressed.row.request.deciders);
    const press = { by: actor.id, version, at: clock.now() };
    const barred = barActor(ports, actor, standings) ?? barChat(actor, pressed.cards);
    const { outcome, row } = await store.transaction(async (tx) => {
      const locked = (await tx.lockRequest(requestId)) ?? gone();
      const decided = barred ?? nudge(locked, press, last);
      if (decided.kind === 'refused') await tx.commitWith([refusedEvent(requestId, press, 'request.nudge', decided)], []);
      if (decided.kind === 'nudged' && (await tx.saveNudge(decided.nudge, decided.lastBefore))) {
        const asked = [...new Set([...locked.request.deciders, ...standInsFor(locked.request, holding).map(({ to }) => to)])];
        await tx.commitWith(
          [{ name: 'access-request.nudged', subject: requestId, by: actor.id, at: press.at }],
          [...asked.map((to) => ({ name: 'card.post', requestId, to, purpose: 'decide', again: true }) as const), { name: 'cards.refresh', requestId }],
        );
      }
      return { outcome: decided, row: locked };
    });
    if (outcome.kind === 'refused') return nameRefusal(store.read, outcome, metNames(standings.values(), actor));
    const scene = (await readScene(store.read, row, pressed.app)) ?? gone();
    return { kind: outcome.kind === 'conflict' ? 'conflict' : 'shown', view: viewRequest(scene, actor.id, 'status') };
  };
