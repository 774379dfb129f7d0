/** Why a guest cannot get in: the causes that the facts show, the likeliest one first. Pure; every fact may be unknown. */
import { type UserId } from '../ids.ts';
import { type Invitation } from '../invitation.ts';
import { type RequestState } from '../outcome.ts';
import { phaseOf } from '../phase.ts';
import { type RequestVerb } from '../requestVerbs.ts';
import { explainSignInCode, type SignInHelper } from './signInCodes.ts';
import { openAlarms } from './watch.ts';

/** A fact with its age, or why it could not be read. */
export type Known<Value> = { readonly value: Value; readonly at: Date } | { readonly unknown: string };

export type GuestNow = { readonly isEnabled: boolean; readonly redemption: 'accepted' | 'pending' | null };
export type SignInNow = { readonly at: Date; readonly errorCode: number; readonly appName: string | null };

export type WhyFacts = {
  readonly state: RequestState;
  /** Null: the directory no longer knows the guest. */
  readonly guest: Known<GuestNow | null>;
  readonly inGroup: Known<boolean>;
  /** Null: the enterprise app is gone. */
  readonly app: Known<{ readonly isEnabled: boolean; readonly assignmentRequired: boolean; readonly groupAssigned: boolean; readonly owners: readonly UserId[]; readonly groupOwners: readonly UserId[] } | null>;
  /** Whether the sponsor's account is an enabled member's. */
  readonly sponsor: Known<boolean>;
  /** Newest first. */
  readonly signIns: Known<readonly SignInNow[]>;
};

export const causeKeys = [
  'not-asked', 'waiting', 'declined', 'withdrawn', 'expired', 'ended', 'ending', 'guest-gone', 'guest-disabled', 'stuck', 'unfinished', 'sending', 'app-gone', 'app-disabled', 'wrong-account', 'sign-in-failed',
  'redemption-reset', 'not-redeemed', 'not-in-group', 'group-not-assigned', 'not-signed-in', 'nothing-found', 'sponsor-unable', 'unreadable',
] as const;
export type CauseKey = (typeof causeKeys)[number];

export type Cause = {
  readonly key: CauseKey;
  /** Where it was seen, and when that was read; null where our own rows say it. */
  readonly source: 'request' | 'directory' | 'sign-in-log';
  readonly readAt: Date | null;
  /** When what was seen took place, where that is known. */
  readonly at: Date | null;
  /** The AADSTS number of a failed sign-in. */
  readonly code: number | null;
  /** What can be pressed against it, best first. */
  readonly verbs: readonly (RequestVerb | 'request.again')[];
  /** Who can help: these people, or one of these roles. */
  readonly who: readonly UserId[];
  readonly helper: SignInHelper | null;
};

type Given = Partial<Omit<Cause, 'key'>>;
const cause = (key: CauseKey, given: Given = {}): Cause => ({ key, source: 'request', readAt: null, at: null, code: null, verbs: [], who: [], helper: null, ...given });

/** The causes in the order in which they stand in the way; never empty. */
export const diagnose = (facts: WhyFacts): readonly [Cause, ...Cause[]] => {
  const { request, invitation } = facts.state;
  const phase = phaseOf(facts.state);
  const closed = closedCause(facts);
  if (closed !== undefined) return [closed];
  if (invitation === null) return [cause('sending', { at: request.decision?.at ?? null })];

  const found: Cause[] = [...directoryCauses(facts)];
  if (phase === 'retry-needed') found.push(cause('stuck', { at: invitation.obstacle?.at ?? null, verbs: ['request.retry', 'request.finish'], who: invitation.obstacle === null ? [] : [invitation.obstacle.userId] }));
  if (phase === 'finish-needed') found.push(cause('unfinished', { at: request.decision?.at ?? null, verbs: ['request.finish'], who: request.forecast.finishers }));
  if (phase === 'sending') found.push(cause('sending', { at: request.decision?.at ?? null }));
  if (found.length === 0 || phase === 'invited' || phase === 'redeemed') found.push(...accountCauses(facts, invitation));
  const sponsor = 'value' in facts.sponsor && !facts.sponsor.value ? [cause('sponsor-unable', { source: 'directory', readAt: facts.sponsor.at, who: 'value' in facts.app ? (facts.app.value?.owners ?? []) : [] })] : [];
  const [first, ...rest] = [...found, ...(found.length === 0 ? quietCauses(facts, invitation, sponsor) : sponsor)];
  return first === undefined ? [cause('nothing-found')] : [first, ...rest];
};

const closedCause = ({ state }: WhyFacts): Cause | undefined => {
  const { request, invitation } = state;
  switch (phaseOf(state)) {
    case 'waiting':
      return cause('waiting', { at: request.submittedAt, verbs: ['request.approve'], who: request.deciders });
    case 'declined':
      return cause('declined', { at: request.decision?.at ?? null, verbs: ['request.again'] });
    case 'withdrawn':
      return cause('withdrawn', { at: request.closedAt, verbs: ['request.again'] });
    case 'expired':
      return cause('expired', { at: request.closedAt, verbs: ['request.again'] });
    case 'ended':
      return cause('ended', { at: invitation?.endedAt ?? null, verbs: ['request.again'], who: invitation?.endRequestedBy == null ? [] : [invitation.endRequestedBy] });
    case 'ending':
      return cause('ending', { who: invitation?.endRequestedBy == null ? [] : [invitation.endRequestedBy], verbs: ['access.end'] });
    default:
      return undefined;
  }
};

/** What keeps everybody out who has this account, or who wants this app. */
const directoryCauses = ({ guest, app }: WhyFacts): readonly Cause[] => {
  const ofGuest = (key: CauseKey, given: Given = {}): Cause => cause(key, { source: 'directory', readAt: 'at' in guest ? guest.at : null, ...given });
  const ofApp = (key: CauseKey): Cause => cause(key, { source: 'directory', readAt: 'at' in app ? app.at : null, helper: 'owner', who: 'value' in app ? (app.value?.owners ?? []) : [] });
  return [
    ...('value' in guest && guest.value === null ? [ofGuest('guest-gone', { verbs: ['request.again'], helper: 'administrator' })] : []),
    ...('value' in guest && guest.value?.isEnabled === false ? [ofGuest('guest-disabled', { helper: 'administrator' })] : []),
    ...('value' in app && app.value === null ? [ofApp('app-gone')] : []),
    ...('value' in app && app.value?.isEnabled === false ? [ofApp('app-disabled')] : []),
  ];
};

/** What this guest's own account, sign-in and membership say. */
const accountCauses = ({ state, guest, inGroup, app, signIns }: WhyFacts, invitation: Invitation): readonly Cause[] => {
  const found: Cause[] = [];
  const isPending = 'value' in guest ? guest.value?.redemption === 'pending' : invitation.state === 'sent';
  const alarm = openAlarms(invitation.watch)[0];
  if (alarm !== undefined) found.push(cause('wrong-account', { source: alarm.kind === 'home-tenant' ? 'sign-in-log' : 'directory', at: alarm.at, verbs: ['account.confirm'], helper: 'administrator', who: [state.request.sponsorId] }));

  const memberships: Cause[] = [];
  const owners = 'value' in app ? app.value : null;
  if ('value' in inGroup && !inGroup.value && invitation.access === 'granted') memberships.push(cause('not-in-group', { source: 'directory', readAt: inGroup.at, who: owners?.groupOwners ?? [] }));
  if ('value' in app && app.value !== null && app.value.assignmentRequired && !app.value.groupAssigned) memberships.push(cause('group-not-assigned', { source: 'directory', readAt: app.at, helper: 'owner', who: app.value.owners }));

  const failed = lastFailure(signIns, invitation);
  const explained = failed && explainSignInCode(failed.errorCode);
  // What the memberships already show is not told a second time by its code.
  const isToldAlready = explained?.meaning === 'not-assigned' && memberships.length > 0;
  if (failed !== undefined && explained !== undefined && !isToldAlready) {
    found.push(cause('sign-in-failed', { source: 'sign-in-log', readAt: 'at' in signIns ? signIns.at : null, at: failed.at, code: failed.errorCode, helper: explained.helper, who: explained.helper === 'owner' ? (owners?.owners ?? []) : [] }));
  }
  if (isPending && 'value' in guest && guest.value !== null) {
    const before = invitation.redeemedAt ?? invitation.resetOf;
    found.push(cause(before === null ? 'not-redeemed' : 'redemption-reset', { source: 'directory', readAt: guest.at, at: before ?? invitation.sentAt, verbs: ['invitation.resend'], helper: 'guest' }));
  } else if (isPending) {
    found.push(cause('not-redeemed', { at: invitation.sentAt, verbs: ['invitation.resend'], helper: 'guest' }));
  }
  return [...found, ...memberships];
};

/** The newest sign-in, where it failed after the invitation went out. */
const lastFailure = (signIns: WhyFacts['signIns'], invitation: Invitation): SignInNow | undefined => {
  const newest = 'value' in signIns ? signIns.value[0] : undefined;
  const since = invitation.sentAt ?? invitation.lookedAt;
  return newest === undefined || newest.errorCode === 0 || (since !== null && newest.at < since) ? undefined : newest;
};

/** Nothing stands in the way as far as can be seen. */
const quietCauses = ({ signIns, guest, app, inGroup }: WhyFacts, invitation: Invitation, sponsor: readonly Cause[]): readonly Cause[] => {
  const unread = [guest, app, inGroup].filter((fact) => 'unknown' in fact).length;
  if (unread > 0) return [cause('unreadable', { source: 'directory' }), ...sponsor];
  const newest = 'value' in signIns ? signIns.value[0] : undefined;
  if (sponsor.length > 0) return sponsor;
  if ('value' in signIns && newest === undefined && invitation.watch.firstSignInAt === null) return [cause('not-signed-in', { source: 'sign-in-log', readAt: signIns.at, at: invitation.redeemedAt, helper: 'guest' })];
  return [cause('nothing-found', { source: newest === undefined ? 'directory' : 'sign-in-log', readAt: 'at' in signIns ? signIns.at : null, at: newest?.at ?? null })];
};
