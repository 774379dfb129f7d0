import { type Ports } from '../ports.ts';
import { askAgain } from './askAgain.ts';
import { askReset } from './askReset.ts';
import { confirmAccount } from './confirmAccount.ts';
import { explainGuest, explainRequest } from './explainGuest.ts';
import { type RadarDesk, type RadarWork } from './radarUseCases.ts';
import { askToResend, resendInvitation } from './resendInvitation.ts';
import { resumeUnsettled } from './resumeUnsettled.ts';
import { sendReminders } from './sendReminders.ts';
import { watchSignIns } from './watchSignIns.ts';

/** What people press to follow a redemption. */
export const createRadarDesk = (ports: Ports): RadarDesk => ({
  resendInvitation: askToResend(ports),
  confirmAccount: confirmAccount(ports),
  askReset: askReset(ports),
  explainGuest: explainGuest(ports),
  explainRequest: explainRequest(ports),
  askAgain: askAgain(ports, explainRequest(ports)),
});

/** What the worker does to follow redemptions. */
export const createRadarWork = (ports: Ports): RadarWork => ({
  resendInvitation: resendInvitation(ports),
  sendReminders: sendReminders(ports),
  watchSignIns: watchSignIns(ports),
  resumeUnsettled: resumeUnsettled(ports),
});
