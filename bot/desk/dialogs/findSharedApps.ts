import { searchByName } from '../../core/searchByName.ts';
import { listSharedApps } from '../listSharedApps.ts';
import { type Ports } from '../ports.ts';
import { type DialogsDesk } from './dialogsUseCases.ts';

/** The apps whose name somebody begins to type in the form; read anew each time, for insiders only. */
export const findSharedApps = (ports: Pick<Ports, 'store' | 'directory' | 'settings'>): DialogsDesk['findSharedApps'] => {
  const list = listSharedApps(ports);
  return async (actor, { text, skip, count }) => {
    const apps = await list(actor);
    return 'kind' in apps ? apps : { kind: 'found', apps: searchByName(apps, text).slice(skip, skip + count) };
  };
};
