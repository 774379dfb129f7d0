import { nameRefusal } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { barActor } from '../pressRequest.ts';
import { type ExtensionDesk } from './extensionUseCases.ts';

/** Who stands there, read live. Guests and strangers are refused; nothing else is looked up for them. */
export const meetPerson =
  (ports: Pick<Ports, 'store' | 'directory' | 'settings'>): ExtensionDesk['meetPerson'] =>
  async (actor) => {
    const standings = await ports.directory.standings([actor.id]);
    const barred = barActor(ports, actor, standings);
    return barred === undefined ? { kind: 'met', name: standings.get(actor.id)?.name ?? actor.name } : nameRefusal(ports.store.read, barred);
  };
