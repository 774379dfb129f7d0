/** A further invitation mail: asked for by a press or a reminder, sent by the worker, at most once each. */
import { type UserId } from '../ids.ts';
import { type Invitation } from '../invitation.ts';
import { type Powers } from '../nameChain.ts';
import { alreadyDone, amend, type Changed, type Outcome, type Pressed, type RequestState, stale, versionOf } from '../outcome.ts';
import { type Standing } from '../person.ts';
import { phaseOf } from '../phase.ts';
import { refuse } from '../refusal.ts';
import { mayInvite } from '../rights.ts';
import { type SharedApp } from '../sharedApp.ts';
import { mostMailsAgain, type Watch } from './watch.ts';

type Held = RequestState & { readonly invitation: Invitation };

const watching = (state: Held, change: Partial<Watch>, events: Changed['events'] = []): Changed => ({
  kind: 'changed',
  request: state.request,
  invitation: amend(state.invitation, { watch: { ...state.invitation.watch, ...change } }),
  events,
});

/**
 * `invitation.resend`: the mail once more, in the presser's own name. For the requester, the app's owners and approvers
 * and whoever invited, as long as the directory lets them invite now. `owners`: read live.
 */
export const askResend = (state: RequestState, app: SharedApp, press: Pressed, live: { readonly actor: Standing | undefined; readonly owners: readonly UserId[]; readonly powers: Powers }): Outcome => {
  const { request, invitation } = state;
  const candidates = [...new Set([request.requestedBy, ...live.owners, ...app.approvers, ...(invitation?.inviterId == null ? [] : [invitation.inviterId])])];
  const others = candidates.filter((id) => id !== press.by);
  if (!candidates.includes(press.by)) return refuse('may-not-invite', others);
  if (!mayInvite(live.actor, live.powers.policy)) return live.powers.policy === 'none' ? refuse('invitations-off') : refuse('may-not-invite', others);
  if (invitation === null) return stale;
  const { watch } = invitation;
  if (watch.resend !== null) return watch.resend.by === press.by ? alreadyDone : stale;
  if (phaseOf(state) !== 'invited' || invitation.state !== 'sent' || press.version !== versionOf(state)) return stale;
  if (watch.mailsAgain >= mostMailsAgain) return refuse('mails-used-up', [], { most: mostMailsAgain });
  return watching(
    { request, invitation },
    { resend: { by: press.by, askedAt: press.at, callStartedAt: null, day: null }, mailsAgain: watch.mailsAgain + 1 },
    [{ name: 'invitation.resend-asked', subject: request.id, by: press.by, at: press.at, facts: { mails: watch.mailsAgain + 1 } }],
  );
};

/** What the worker does with a resend: nothing, the call, or a record that an interrupted call may have happened. */
export const resendStep = ({ invitation }: RequestState): 'none' | 'call' | 'interrupted' => {
  const resend = invitation?.watch.resend ?? null;
  if (resend === null) return 'none';
  return resend.callStartedAt === null ? 'call' : 'interrupted';
};

/** The intent, committed before the call. */
export const resendBegun = (state: Held, at: Date): Changed => withResend(state, { callStartedAt: at });

/** The call had no effect, and that is certain: it is tried again. */
export const resendUndone = (state: Held): Changed => withResend(state, { callStartedAt: null });

const withResend = (state: Held, change: Partial<NonNullable<Watch['resend']>>): Changed =>
  watching(state, { resend: state.invitation.watch.resend && { ...state.invitation.watch.resend, ...change } });

/** The mail went out; `isCertain` false: the answer was never seen, and nobody can look whether it did. */
export const resent = (state: Held, at: Date, isCertain: boolean): Changed => {
  const by = state.invitation.watch.resend?.by ?? null;
  return watching(state, { resend: null }, [{ name: 'invitation.resent', subject: state.request.id, by, at, facts: { certain: isCertain, day: state.invitation.watch.resend?.day ?? null } }]);
};

/** No mail went out, and that is certain; it does not count. */
export const resendFailed = (state: Held, at: Date, code: string): Changed => {
  const by = state.invitation.watch.resend?.by ?? null;
  return watching(state, { resend: null, mailsAgain: Math.max(0, state.invitation.watch.mailsAgain - 1) }, [
    { name: 'invitation.resend-failed', subject: state.request.id, by, at, facts: { code } },
  ]);
};
