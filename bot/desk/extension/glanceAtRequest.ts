import { hasPart } from '../../core/requestVerbs.ts';
import { phaseOf } from '../../core/phase.ts';
import { nameRefusal } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { barActor, gone } from '../pressRequest.ts';
import { readScene, type RequestScene, viewerPart, viewRequest } from '../viewRequest.ts';
import { type ExtensionDesk } from './extensionUseCases.ts';
import { purposeFor } from './purposeFor.ts';

/**
 * A request looked at where others read along. Who has a part sees it, by a card of their own; every other colleague
 * reads what the pasted card says anyway: the app and how it stands. Guests and strangers read nothing.
 * @throws DeskError not-found
 */
export const glanceAtRequest =
  (ports: Pick<Ports, 'store' | 'directory' | 'settings'>): ExtensionDesk['glanceAtRequest'] =>
  async (actor, { requestId }) => {
    const { store: { read }, directory } = ports;
    const [standings, row] = await Promise.all([directory.standings([actor.id]), read.request(requestId)]);
    const barred = barActor(ports, actor, standings);
    if (barred !== undefined) return nameRefusal(read, barred);
    const scene = (await readScene(read, row)) ?? gone();
    const known = isKnown(scene, actor.id);
    const ownsNow = !known && (await directory.appOwners(scene.app.servicePrincipalId)).includes(actor.id);
    if (!known && !ownsNow) return { kind: 'glance', requestId, appName: scene.app.name, phase: phaseOf(scene.row) };
    return { kind: 'shown', view: viewRequest(scene, actor.id, purposeFor(scene.row, viewerPart(scene, actor.id, ownsNow), actor.id), ownsNow) };
  };

/** By our own rows: a part in the request, or a card of it. */
export const isKnown = (scene: RequestScene, person: string): boolean => hasPart(viewerPart(scene, person)) || scene.cards.some((card) => card.to === person);
