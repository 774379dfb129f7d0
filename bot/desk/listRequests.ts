import { type Page, type Ports, type Reads, type RequestRow } from './ports.ts';
import { nameRefusal } from './namePeople.ts';
import { barActor } from './pressRequest.ts';
import { type CardPurpose, type RequestView } from './requestView.ts';
import { type Desk } from './useCases.ts';
import { readScene, viewRequest } from './viewRequest.ts';

/** Rows on one page of a list; a card holds them with their actions. */
export const rowsPerPage = 5;

/** `requests`: what waits for the person, and what the person asked for. */
export const listRequests =
  (ports: Pick<Ports, 'store' | 'directory' | 'settings'>): Desk['listRequests'] =>
  async (actor, cursor) => {
    const { read } = ports.store;
    const [standings, page] = await Promise.all([ports.directory.standings([actor.id]), read.requestsOf(actor.id, cursor, rowsPerPage)]);
    const barred = barActor(ports, actor, standings);
    return barred === undefined
      ? viewPage(read, page, actor.id, ({ request }) => (request.requestedBy === actor.id ? 'status' : 'decide'))
      : nameRefusal(read, barred);
  };

/** Every row as the viewer may see it. `ownsNow`: apps that were just read to be the viewer's. */
export const viewPage = async (
  read: Reads,
  page: Page<RequestRow>,
  viewer: string,
  purposeOf: (row: RequestRow) => CardPurpose,
  ownsNow: readonly string[] = [],
): Promise<Page<RequestView>> => {
  const scenes = await Promise.all(page.rows.map((row) => readScene(read, row)));
  return {
    rows: scenes.filter((scene) => scene !== undefined).map((scene) => viewRequest(scene, viewer, purposeOf(scene.row), ownsNow.includes(scene.app.id))),
    next: page.next,
  };
};
