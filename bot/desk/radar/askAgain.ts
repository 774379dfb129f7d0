import { refuse } from '../../core/refusal.ts';
import { nameRefusal } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { prepareRequest } from '../prepareRequest.ts';
import { type RadarDesk } from './radarUseCases.ts';

/** `request.again`: the form, filled with what an earlier request of the same guest said. For whoever may ask why. */
export const askAgain =
  (ports: Ports, explainRequest: RadarDesk['explainRequest']): RadarDesk['askAgain'] =>
  async (actor, { requestId }) => {
    const explained = await explainRequest(actor, { requestId });
    if (explained.kind === 'refused') return explained;
    if (explained.view === null) return nameRefusal(ports.store.read, refuse('nothing-to-tell'));
    const { guest, appName, reason } = explained.view;
    return prepareRequest(ports)(actor, { email: guest.email, name: guest.name, app: appName, sponsor: null, until: null, reason });
  };
