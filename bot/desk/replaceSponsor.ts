import { problem, refuse } from '../core/refusal.ts';
import { replaceSponsor as replace } from '../core/replaceSponsor.ts';
import { isInsider } from '../core/rights.ts';
import { findSponsor, type FoundPerson } from './findPerson.ts';
import { type Job } from './ports.ts';
import { pressRequest, type PressPorts } from './pressRequest.ts';
import { type Desk } from './useCases.ts';

/** `sponsor.replace`: the new sponsor hears of the guest as the old one would have. */
export const replaceSponsor =
  (ports: PressPorts): Desk['replaceSponsor'] =>
  async (actor, input) => {
    const [own, sponsor] = await Promise.all([ports.directory.standings([actor.id]), chosenSponsor(ports, input.sponsor)]);
    if (sponsor.kind === 'problem' && isInsider(own.get(actor.id))) return { kind: 'problems', problems: { sponsor: sponsor.problem } };
    return pressRequest(ports, actor, input, {
      verb: 'sponsor.replace',
      purposes: ['status', 'decide'],
      readLive: async ({ app }) => ({
        owners: await ports.directory.appOwners(app.servicePrincipalId),
        standings: sponsor.kind === 'found' ? new Map([[sponsor.person.id, sponsor.person], ...own]) : own,
      }),
      rule: (row, _app, press, { owners }) => (sponsor.kind === 'found' ? replace(row, { ...press, sponsorId: sponsor.person.id }, owners) : refuse('sponsor-unsuitable')),
      jobs: ({ request, invitation }) => [
        { name: 'cards.refresh', requestId: request.id },
        ...(invitation?.state === 'redeemed' ? [{ name: 'card.post', requestId: request.id, to: request.sponsorId, purpose: 'sponsor' } satisfies Job] : []),
      ],
    });
  };

const chosenSponsor = async ({ directory }: PressPorts, text: string): Promise<FoundPerson> =>
  text.trim() === '' ? { kind: 'problem', problem: problem('missing') } : findSponsor(directory, text);
