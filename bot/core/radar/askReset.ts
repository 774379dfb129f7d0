/** Who doubts an account and may not reset the redemption asks those who may: once for each alarm. */
import { type UserId } from '../ids.ts';
import { alreadyDone, amend, type Outcome, type Pressed, type RequestState, stale, versionOf } from '../outcome.ts';
import { refuse } from '../refusal.ts';
import { isResettable } from '../stepUp/checkAct.ts';
import { openAlarms, type ResetAsked } from './watch.ts';

/** Cards that one ask sends out; more of them would share the duty away. */
export const mostHelpers = 5;

/** Who was read live: the app's owners, and the service desk. */
export type ResetLive = {
  readonly owners: readonly UserId[];
  /** May reset a redemption and can be written to, best first. */
  readonly helpers: readonly UserId[];
  /** May reset one, and cannot be written to. */
  readonly unreachable: readonly UserId[];
  /** Whether administrative acts are set up here. */
  readonly isSetUp: boolean;
};

/** `account.askReset`: sponsor or owner asks the service desk to have the guest accept again. */
export const askReset = (state: RequestState, press: Pressed, { owners, helpers, unreachable, isSetUp }: ResetLive): Outcome => {
  const { request, invitation } = state;
  if (!owners.includes(press.by) && request.sponsorId !== press.by) return refuse('not-owner-or-sponsor', [...owners, request.sponsorId]);
  if (invitation === null) return stale;
  const { watch } = invitation;
  const open = openAlarms(watch);
  const fresh = open.filter(({ reset }) => reset === null);
  if (fresh.length === 0) return open.some(({ reset }) => reset?.by === press.by) ? alreadyDone : stale;
  if (press.version !== versionOf(state)) return stale;
  if (!isResettable(state)) return refuse('nothing-to-reset');
  if (!isSetUp) return refuse('step-up-not-set-up', unreachable.slice(0, mostHelpers));
  const of = helpers.filter((id) => id !== press.by).slice(0, mostHelpers);
  if (of.length === 0) return refuse('nobody-resets', unreachable.slice(0, mostHelpers));
  const reset: ResetAsked = { by: press.by, at: press.at, of };
  return {
    kind: 'changed',
    request,
    invitation: amend(invitation, { watch: { ...watch, alarms: watch.alarms.map((alarm) => (fresh.includes(alarm) ? { ...alarm, reset } : alarm)) } }),
    events: [{ name: 'account.reset-asked', subject: request.id, by: press.by, at: press.at, facts: { alarms: fresh.length, of: of.join(' ') } }],
  };
};
