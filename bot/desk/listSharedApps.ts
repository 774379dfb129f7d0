import { offersOf } from '../core/offers.ts';
import { type SharedApp } from '../core/sharedApp.ts';
import { namesOf, nameRefusal, toNamed } from './namePeople.ts';
import { type Ports, type Reads } from './ports.ts';
import { barActor } from './pressRequest.ts';
import { type Desk } from './useCases.ts';
import { type AppChoice } from './inviteForm.ts';

/** `apps`: every app one can ask for. */
export const listSharedApps =
  (ports: Pick<Ports, 'store' | 'directory' | 'settings'>): Desk['listSharedApps'] =>
  async (actor) => {
    const [standings, apps] = await Promise.all([ports.directory.standings([actor.id]), ports.store.read.sharedApps()]);
    const barred = barActor(ports, actor, standings);
    return barred === undefined ? toAppChoices(ports.store.read, apps) : nameRefusal(ports.store.read, barred);
  };

/** What can be asked for as a person chooses among it, by name: apps, or each role of an app. */
export const toAppChoices = async (read: Reads, apps: readonly SharedApp[]): Promise<readonly AppChoice[]> => {
  const names = await namesOf(read, [...new Set(apps.map((app) => app.defaultSponsorId))]);
  return offersOf(apps)
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .map(({ id, name, app }) => ({ id, name, longestStayDays: app.longestStayDays, defaultSponsor: toNamed(names, app.defaultSponsorId) }));
};
