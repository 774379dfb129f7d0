import { hasPart } from '../core/requestVerbs.ts';
import { seesExactly } from '../core/preflight/whoSees.ts';
import { freshPreflight } from './preflight/freshPreflight.ts';
import { type Ports } from './ports.ts';
import { nameRefusal } from './namePeople.ts';
import { barActor, gone } from './pressRequest.ts';
import { type Desk } from './useCases.ts';
import { readScene, viewerPart, viewRequest } from './viewRequest.ts';

/**
 * `request.show`: how the request stands now. Never writes or sends (a refresh that sends makes Teams refresh again).
 * Who has no part in it is told what they would be told of a request that does not exist.
 * @throws DeskError not-found
 */
export const showRequest =
  (ports: Pick<Ports, 'store' | 'clock' | 'directory' | 'preflight' | 'reach' | 'settings'>): Desk['showRequest'] =>
  async (actor, { requestId, purpose, isAlone = false }) => {
    const { store, directory } = ports;
    const [standings, row] = await Promise.all([directory.standings([actor.id]), store.read.request(requestId)]);
    const barred = barActor(ports, actor, standings);
    if (barred !== undefined) return nameRefusal(store.read, barred);
    const kept = (await readScene(store.read, row)) ?? gone();
    const scene = { ...kept, preflight: purpose === 'decide' ? await freshPreflight(ports, kept) : kept.preflight };
    const isKnown = hasPart(viewerPart(scene, actor.id)) || scene.cards.some((card) => card.to === actor.id);
    const ownsNow = !isKnown && (await directory.appOwners(scene.app.servicePrincipalId)).includes(actor.id);
    if (!isKnown && !ownsNow) return gone();
    return { kind: 'shown', view: viewRequest(scene, actor.id, purpose, ownsNow, seesExactly(standings.get(actor.id)), isAlone) };
  };
