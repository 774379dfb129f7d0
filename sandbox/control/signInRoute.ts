import { z } from 'zod';
import { recordSignIn } from '../mail/signInLog.ts';
import { ControlError } from './controlError.ts';
import { route } from './route.ts';

const body = z.strictObject({
  email: z.string().min(3),
  app: z.string().default('Imaging'),
  /** The number of the AADSTS code; 0 for success. Left out: what the tenant's own settings bring about. */
  errorCode: z.int().nonnegative().optional(),
  homeTenantId: z.guid().optional(),
});

/** A guest opens an app: one line of the sign-in log, as it would come about or as it is asked for. */
export const signInRoute = route({
  method: 'POST',
  path: 'guest-signin',
  body,
  answer: ({ tenant, clock }, { body: asked }) => {
    const user = tenant.users.find(({ mail, userType }) => userType === 'Guest' && mail === asked.email.toLowerCase());
    const app = tenant.servicePrincipals.find(({ displayName }) => displayName === asked.app);
    if (user === undefined || app === undefined) throw new ControlError(404, 'noSuchGuest', 'There is no such guest, or no such app.');
    return { errorCode: recordSignIn({ tenant, clock }, { user, app, errorCode: asked.errorCode, homeTenantId: asked.homeTenantId }) };
  },
});
