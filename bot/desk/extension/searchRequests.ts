import { nameRefusal } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { barActor } from '../pressRequest.ts';
import { readScene, viewerPart, viewRequest } from '../viewRequest.ts';
import { type ExtensionDesk } from './extensionUseCases.ts';
import { purposeFor } from './purposeFor.ts';

/** Most rows of one answer; Teams asks for 25 at once. */
export const mostFound = 25;

/** Requests and guests a person has a part in; which apps they own is read live. */
export const searchRequests =
  (ports: Pick<Ports, 'store' | 'directory' | 'settings'>): ExtensionDesk['searchRequests'] =>
  async (actor, { text, skip, count }) => {
    const { directory, store: { read } } = ports;
    const [standings, apps] = await Promise.all([directory.standings([actor.id]), read.sharedApps()]);
    const barred = barActor(ports, actor, standings);
    if (barred !== undefined) return nameRefusal(read, barred);
    const owns = await Promise.all(apps.map(async (app) => (await directory.appOwners(app.servicePrincipalId)).includes(actor.id)));
    const owned = apps.filter((_, index) => owns[index]).map(({ id }) => id);
    const visible = [...new Set([...owned, ...apps.filter((app) => app.approvers.includes(actor.id)).map(({ id }) => id)])];
    const rows = await read.searchRequests(actor.id, visible, text, Math.max(0, skip), Math.min(Math.max(1, count), mostFound));
    const scenes = (await Promise.all(rows.map((row) => readScene(read, row)))).filter((scene) => scene !== undefined);
    return {
      kind: 'found',
      rows: scenes.map((scene) => {
        const ownsNow = owned.includes(scene.app.id);
        return viewRequest(scene, actor.id, purposeFor(scene.row, viewerPart(scene, actor.id, ownsNow), actor.id), ownsNow);
      }),
    };
  };
