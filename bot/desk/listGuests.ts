import { rowsPerPage, viewPage } from './viewPage.ts';
import { nameRefusal } from './namePeople.ts';
import { type Ports } from './ports.ts';
import { barActor } from './pressRequest.ts';
import { type Desk } from './useCases.ts';

/** `guests`: whom the person asked for or answers for, and every guest of apps the person owns now. */
export const listGuests =
  (ports: Pick<Ports, 'store' | 'directory' | 'settings'>): Desk['listGuests'] =>
  async (actor, cursor) => {
    const { directory, store } = ports;
    const [standings, apps] = await Promise.all([directory.standings([actor.id]), store.read.sharedApps()]);
    const barred = barActor(ports, actor, standings);
    if (barred !== undefined) return nameRefusal(store.read, barred);
    const ownership = await Promise.all(apps.map(async (app) => ({ id: app.id, isOwn: (await directory.appOwners(app.servicePrincipalId)).includes(actor.id) })));
    const owned = ownership.filter(({ isOwn }) => isOwn).map(({ id }) => id);
    const page = await store.read.guestsOf(actor.id, owned, cursor, rowsPerPage);
    return viewPage(store.read, page, actor.id, ({ request }) => (request.sponsorId === actor.id && request.requestedBy !== actor.id ? 'sponsor' : 'status'), owned);
  };
