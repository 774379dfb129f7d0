import { withdrawRequest as withdraw } from '../core/withdrawRequest.ts';
import { pressRequest, type PressPorts } from './pressRequest.ts';
import { type Desk } from './useCases.ts';

/** `request.withdraw` */
export const withdrawRequest =
  (ports: PressPorts): Desk['withdrawRequest'] =>
  (actor, input) =>
    pressRequest(ports, actor, input, {
      verb: 'request.withdraw',
      purposes: ['status'],
      readLive: async () => ({ standings: await ports.directory.standings([actor.id]) }),
      rule: (row, _app, press) => withdraw(row, press),
      jobs: ({ request }) => [{ name: 'cards.refresh', requestId: request.id }],
    });
