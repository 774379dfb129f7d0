import { nameRefusal } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { barActor } from '../pressRequest.ts';
import { readScene, viewerPart } from '../viewRequest.ts';
import { type ExtensionDesk } from './extensionUseCases.ts';
import { isKnown } from './glanceAtRequest.ts';
import { purposeFor } from './purposeFor.ts';

/**
 * Work that others must not read along goes on in the person's own chat: the request's card is posted there anew, below
 * whatever was said since. Nobody learns here whether there is such a request.
 */
export const continueInChat =
  (ports: Pick<Ports, 'store' | 'directory' | 'settings'>): ExtensionDesk['continueInChat'] =>
  async (actor, { requestId }) => {
    const { store, directory } = ports;
    const [standings, row] = await Promise.all([directory.standings([actor.id]), store.read.request(requestId)]);
    const barred = barActor(ports, actor, standings);
    if (barred !== undefined) return nameRefusal(store.read, barred);
    const scene = await readScene(store.read, row);
    if (scene === undefined) return 'nothing';
    const ownsNow = !isKnown(scene, actor.id) && (await directory.appOwners(scene.app.servicePrincipalId)).includes(actor.id);
    if (!ownsNow && !isKnown(scene, actor.id)) return 'nothing';
    const purpose = purposeFor(scene.row, viewerPart(scene, actor.id, ownsNow), actor.id);
    await store.transaction((tx) => tx.commitWith([], [{ name: 'card.post', requestId, to: actor.id, purpose, again: true }]));
    return 'posted';
  };
