import { refuse } from '../core/refusal.ts';
import { retryInvitation as retry } from '../core/retryInvitation.ts';
import { pressRequest, type PressPorts } from './pressRequest.ts';
import { readRights } from './readRights.ts';
import { type Desk } from './useCases.ts';

/** `request.retry` */
export const retryInvitation =
  (ports: PressPorts): Desk['retryInvitation'] =>
  (actor, input) =>
    pressRequest(ports, actor, input, {
      verb: 'request.retry',
      purposes: ['finish', 'decide', 'status'],
      readLive: ({ app }) => readRights(ports.directory, app, [actor.id]),
      rule: (row, app, press, live) => {
        const standing = live.standings.get(actor.id);
        return standing === undefined ? refuse('outsider') : retry(row, app, press, standing, live.powers);
      },
      jobs: ({ request }) => [
        { name: 'cards.refresh', requestId: request.id },
        { name: 'invitation.send', requestId: request.id },
      ],
    });
