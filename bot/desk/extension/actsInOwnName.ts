import { type Ports } from '../ports.ts';
import { type ExtensionDesk } from './extensionUseCases.ts';

/** Only owners of apps that let their owners invite directly act at once; their ownership is read live. */
export const actsInOwnName =
  ({ store, directory }: Pick<Ports, 'store' | 'directory'>): ExtensionDesk['actsInOwnName'] =>
  async (actor) => {
    const direct = (await store.read.sharedApps()).filter((app) => app.ownerInvitesDirectly);
    const owners = await Promise.all(direct.map((app) => directory.appOwners(app.servicePrincipalId)));
    return owners.some((ids) => ids.includes(actor.id));
  };
