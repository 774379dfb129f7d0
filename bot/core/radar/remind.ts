import { type Changed, amend, type RequestState } from '../outcome.ts';
import { phaseOf } from '../phase.ts';
import { mostMailsAgain } from './watch.ts';

/** Days after the mail on which an app reminds, where its owner chose none. */
export const usualReminderDays: readonly number[] = [3, 7, 14];
export const mostReminderDays = 5;
export const latestReminderDay = 90;

const dayMs = 86_400_000;

/**
 * The day of the app's rule that is due and not dealt with; undefined when there is none. After an outage several may be
 * due: only the latest counts, so that nobody gets three reminders at once.
 */
export const dueReminder = (state: RequestState, reminderDays: readonly number[], now: Date): number | undefined => {
  const { invitation } = state;
  if (invitation?.state !== 'sent' || invitation.sentAt === null || phaseOf(state) !== 'invited') return undefined;
  const age = now.getTime() - invitation.sentAt.getTime();
  const due = reminderDays.filter((day) => age >= day * dayMs);
  const latest = due.length === 0 ? undefined : Math.max(...due);
  return latest === undefined || invitation.watch.remindedDays.some((day) => day >= latest) ? undefined : latest;
};

/**
 * Deals with a reminder: owner and sponsor are told, and the guest gets the mail once more in the inviter's name where
 * mails are left and none is under way. Undefined when nothing is due (any more).
 */
export const remind = (state: RequestState, reminderDays: readonly number[], now: Date): Changed | undefined => {
  const day = dueReminder(state, reminderDays, now);
  const { request, invitation } = state;
  if (day === undefined || invitation === null) return undefined;
  const { watch, inviterId } = invitation;
  const mailsAgain = inviterId !== null && watch.resend === null && watch.mailsAgain < mostMailsAgain;
  return {
    kind: 'changed',
    request,
    invitation: amend(invitation, {
      watch: {
        ...watch,
        remindedDays: [...new Set([...watch.remindedDays, ...reminderDays.filter((each) => each <= day)])].sort((a, b) => a - b),
        ...(mailsAgain && inviterId !== null
          ? { resend: { by: inviterId, askedAt: now, callStartedAt: null, day }, mailsAgain: watch.mailsAgain + 1 }
          : {}),
      },
    }),
    events: [{ name: 'reminder.sent', subject: request.id, by: null, at: now, facts: { day, mail: mailsAgain } }],
  };
};

/** Days as an owner wrote them ("3, 7, 14"; empty: none); undefined when they cannot be used. */
export const readReminderDays = (text: string): readonly number[] | undefined => {
  const words = text.normalize('NFKC').split(/[\s,;،、]+/u).filter((word) => word !== '');
  const days = [...new Set(words.map((word) => (/^\d{1,3}$/u.test(word) ? Number(word) : Number.NaN)))].sort((a, b) => a - b);
  const fits = days.length <= mostReminderDays && days.every((day) => day >= 1 && day <= latestReminderDay);
  return fits ? days : undefined;
};
