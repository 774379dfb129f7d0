import { z } from 'zod';
import { type Watch } from '../../core/radar/watch.ts';

const moment = z.iso.datetime().transform((at) => new Date(at));

const resend = z.strictObject({ by: z.string(), askedAt: moment, callStartedAt: moment.nullable(), day: z.int().nullable() });
const reset = z.strictObject({ by: z.string(), at: moment, of: z.array(z.string()) });
const alarm = z.strictObject({ kind: z.enum(['passcode-address', 'home-tenant']), seen: z.string(), seenName: z.string().nullable(), at: moment, confirmedBy: z.string().nullable(), confirmedAt: moment.nullable(), reset: reset.nullable().default(null) });

/** Rows from before the radar hold `{}`. */
const watch = z.strictObject({
  remindedDays: z.array(z.int()).default([]),
  mailsAgain: z.int().default(0),
  resend: resend.nullable().default(null),
  signInLog: z.enum(['unread', 'readable', 'no-licence', 'denied']).default('unread'),
  firstSignInAt: moment.nullable().default(null),
  alarms: z.array(alarm).default([]),
}) satisfies z.ZodType<Watch>;

export const watchFromRow = (value: unknown): Watch => watch.parse(value);
