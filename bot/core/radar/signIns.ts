import { amend, type Changed, type RequestState } from '../outcome.ts';
import { type SignInLogState } from './watch.ts';

/** What a look into the sign-in log brought for one guest. */
export type Seen = { readonly log: Exclude<SignInLogState, 'unread'>; readonly firstSignInAt: Date | null };

/** Records the first sign-in, or why none can be seen; undefined when nothing is new. */
export const signInsRead = (state: RequestState, { log, firstSignInAt }: Seen, at: Date): Changed | undefined => {
  const { request, invitation } = state;
  if (invitation?.state !== 'redeemed') return undefined;
  const { watch } = invitation;
  const isFirst = watch.firstSignInAt === null && firstSignInAt !== null;
  if (!isFirst && watch.signInLog === log) return undefined;
  return {
    kind: 'changed',
    request,
    invitation: amend(invitation, { watch: { ...watch, signInLog: log, firstSignInAt: watch.firstSignInAt ?? firstSignInAt } }),
    events: isFirst ? [{ name: 'guest.signed-in', subject: request.id, by: null, at, facts: { signedInAt: firstSignInAt.toISOString() } }] : [],
  };
};
