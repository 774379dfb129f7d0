import { dueReminder, remind } from '../../core/radar/remind.ts';
import { resendStep } from '../../core/radar/resend.ts';
import { type SharedApp } from '../../core/sharedApp.ts';
import { type Job } from '../ports.ts';
import { type RequestRow } from '../rows.ts';
import { writeChange } from '../pressRequest.ts';
import { recordRedemption, type RedemptionPorts } from '../recordRedemption.ts';
import { tellOf } from './tellOf.ts';
import { type RadarWork } from './radarUseCases.ts';

type ReminderPorts = RedemptionPorts;

const pageSize = 100;
/** Owners who are told; more of them would share the duty away. */
const mostOwners = 5;

/**
 * The round `reminders`: whoever has not accepted by the days of the app's rule. The guest is looked at first, so that
 * nobody is reminded of what was done. Owner and sponsor get their card anew, the guest the mail once more.
 */
export const sendReminders =
  (ports: ReminderPorts): RadarWork['sendReminders'] =>
  async () => {
    const { store, clock } = ports;
    const apps = new Map((await store.read.sharedApps()).map((app) => [app.id, app]));
    for (let after: string | null = null; ; ) {
      const rows: readonly RequestRow[] = await store.read.awaited(after, pageSize);
      for (const row of rows) {
        const app = apps.get(row.request.appId);
        if (app !== undefined && dueReminder(row, app.reminderDays, clock.now()) !== undefined) await remindOf(ports, row, app);
      }
      after = rows.at(-1)?.request.id ?? null;
      if (rows.length < pageSize) return;
    }
  };

const remindOf = async (ports: ReminderPorts, { request, invitation }: RequestRow, app: SharedApp): Promise<void> => {
  const { store, directory, clock } = ports;
  const guestId = invitation?.guestId ?? null;
  const [guest, owners] = await Promise.all([guestId === null ? undefined : directory.findUser(guestId), directory.appOwners(app.servicePrincipalId)]);
  if (guest?.redemption === 'accepted') {
    await recordRedemption(ports)({ userId: guest.id });
    return;
  }
  await store.transaction(async (tx) => {
    const row = await tx.lockRequest(request.id);
    const change = row && remind(row, app.reminderDays, clock.now());
    if (row === undefined || change === undefined) return;
    // A card that is posted anew is seen; the one of the last reminder would only change far up in the chat.
    const earlier = (await store.read.postedCards(request.id)).filter(({ purpose }) => purpose === 'radar');
    for (const card of earlier) await tx.forgetPostedCard(card);
    await writeChange(tx, row, change, [...tellOf(request.id, [...owners.slice(0, mostOwners), row.request.sponsorId]), ...(resendStep(change) === 'call' ? [{ name: 'invitation.resend', requestId: request.id } satisfies Job] : [])]);
  });
};
