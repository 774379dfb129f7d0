import { nameRefusal } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { barActor } from '../pressRequest.ts';
import { type DialogsDesk } from './dialogsUseCases.ts';

/** `sign in`: nothing to do where the person has a token; otherwise the adapter asks for it and comes back. */
export const signIn =
  (ports: Pick<Ports, 'store' | 'directory' | 'people' | 'settings'>): DialogsDesk['signIn'] =>
  async (actor) => {
    const barred = barActor(ports, actor, await ports.directory.standings([actor.id]));
    if (barred !== undefined) return nameRefusal(ports.store.read, barred);
    await ports.people.ensureSignedIn(actor.id);
    return { kind: 'signed-in' };
  };
