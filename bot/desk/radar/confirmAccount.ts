import { confirmAccount as confirm } from '../../core/radar/wrongAccount.ts';
import { pressRequest, type PressPorts } from '../pressRequest.ts';
import { type RadarDesk } from './radarUseCases.ts';

/** `account.confirm`: owner or sponsor says that the account is right. */
export const confirmAccount =
  (ports: PressPorts): RadarDesk['confirmAccount'] =>
  (actor, input) =>
    pressRequest(ports, actor, input, {
      verb: 'account.confirm',
      purposes: ['radar', 'sponsor', 'decide', 'status'],
      readLive: async ({ app }) => {
        const [owners, standings] = await Promise.all([ports.directory.appOwners(app.servicePrincipalId), ports.directory.standings([actor.id])]);
        return { owners, standings };
      },
      rule: (row, _app, press, { owners }) => confirm(row, press, owners),
      jobs: ({ request }) => [{ name: 'cards.refresh', requestId: request.id }],
    });
