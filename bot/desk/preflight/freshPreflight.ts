import { isDeskError } from '../../core/errors.ts';
import { type Ports } from '../ports.ts';
import { type RequestScene } from '../viewRequest.ts';
import { readAskedOf } from './askedOf.ts';
import { type KeptPreflight } from './preflightPorts.ts';
import { readFact } from './readFact.ts';
import { runPreflight } from './runPreflight.ts';

/** How old a report may be on the card of somebody who decides; Teams asks for the card again whenever it is shown. */
const reportLastsMs = 10 * 60_000;

/**
 * The report for a card that a decider opened: read again where the kept one is old, and not kept (opening a card changes
 * nothing). It costs nobody a look-up. Where the reading fails, the kept report stays, with its age.
 */
export const freshPreflight = async (ports: Pick<Ports, 'store' | 'clock' | 'directory' | 'preflight' | 'reach'>, { row, app, preflight: kept }: RequestScene): Promise<KeptPreflight | undefined> => {
  const { clock, directory } = ports;
  const { request } = row;
  if (kept === undefined || (kept.report.readAt !== null && clock.now().getTime() - kept.report.readAt.getTime() < reportLastsMs)) return kept;
  const { email } = request.invitee;
  try {
    return await runPreflight(ports, {
      email,
      app,
      requesterId: request.requestedBy,
      rights: readFact(clock, () => readAskedOf(directory, request.requestedBy, app)),
      verifiedDomains: readFact(clock, () => directory.verifiedDomains()),
      holder: readFact(clock, async () => (await directory.findUserByEmail(email)) ?? null),
      sponsor: readFact(clock, async () => (await directory.standings([request.sponsorId])).get(request.sponsorId) ?? null),
    });
  } catch (error) {
    if (isDeskError(error)) return kept;
    throw error;
  }
};
