import { endAccess as end } from '../core/endAccess.ts';
import { mayChangeMembers } from '../core/rights.ts';
import { type Job, type Ports } from './ports.ts';
import { pressRequest, type PressPorts } from './pressRequest.ts';
import { readRights } from './readRights.ts';
import { type Desk } from './useCases.ts';

/**
 * `access.end`. Who may change the group takes the guest out in their own name, and signs in for it; for others the
 * ender does; where there is none, the app's owners get a card to end it from.
 */
export const endAccess =
  (ports: PressPorts & Pick<Ports, 'people' | 'ender'>): Desk['endAccess'] =>
  (actor, input) =>
    pressRequest(ports, actor, input, {
      verb: 'access.end',
      purposes: ['sponsor', 'decide', 'status', 'finish'],
      readLive: async ({ row, app }) => {
        const rights = await readRights(ports.directory, app, [actor.id]);
        const actsAlone = mayChangeMembers(rights.standings.get(actor.id), rights.powers.groupOwners);
        const hasGuest = row.invitation?.guestId != null;
        const needsOwner = hasGuest && !actsAlone && ports.ender === null;
        const waitsFor = rights.owners.filter((id) => rights.powers.groupOwners.includes(id) && id !== actor.id);
        return { ...rights, actsAlone: actsAlone && hasGuest, waitsFor, stuckFor: needsOwner ? (waitsFor[0] ?? rights.owners[0] ?? actor.id) : null };
      },
      prepare: async ({ actsAlone }) => {
        if (actsAlone) await ports.people.ensureSignedIn(actor.id);
      },
      rule: (row, _app, press, live) => end(row, press, live),
      jobs: ({ request }, { stuckFor, waitsFor }) => [
        { name: 'cards.refresh', requestId: request.id },
        ...(stuckFor === null
          ? ([{ name: 'access.end', requestId: request.id }] as const)
          : waitsFor.map((to): Job => ({ name: 'card.post', requestId: request.id, to, purpose: 'finish' }))),
      ],
    });
