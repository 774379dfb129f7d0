import { type Reads } from './ports.ts';
import { type Page, type RequestRow } from './rows.ts';
import { type CardPurpose, type RequestView } from './requestView.ts';
import { readScene, viewRequest } from './viewRequest.ts';

/** Rows on one page of a list; a card holds them with their actions. */
export const rowsPerPage = 5;

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
