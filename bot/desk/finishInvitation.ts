import { finishInvitation as finish } from '../core/finishInvitation.ts';
import { refuse } from '../core/refusal.ts';
import { sendOrFinish } from './decideRequest.ts';
import { pressRequest, type PressPorts } from './pressRequest.ts';
import { alsoRead, readRights } from './readRights.ts';
import { type Desk } from './useCases.ts';

/** `request.finish`: where the presser can do only part of what is missing, those who can do the rest are asked. */
export const finishInvitation =
  (ports: PressPorts): Desk['finishInvitation'] =>
  (actor, input) =>
    pressRequest(ports, actor, input, {
      verb: 'request.finish',
      purposes: ['finish', 'decide', 'status'],
      readLive: async ({ app }) => {
        const rights = await readRights(ports.directory, app, [actor.id, ...app.approvers]);
        return alsoRead(ports.directory, rights, rights.powers.groupOwners);
      },
      rule: (row, app, press, live) => {
        const standing = live.standings.get(actor.id);
        return standing === undefined ? refuse('outsider') : finish(row, app, press, standing, live.powers);
      },
      jobs: (changed, live, app) => [{ name: 'cards.refresh', requestId: changed.request.id }, ...sendOrFinish(changed, live, app)],
    });
