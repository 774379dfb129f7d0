import { everAsked, voteOf } from './approvals/approval.ts';
import { type UserId } from './ids.ts';
import { type Phase } from './invitation.ts';
import { type RequestState } from './outcome.ts';
import { phaseOf } from './phase.ts';
import { isAskedToReset, mostMailsAgain, openAlarms } from './radar/watch.ts';
import { type SharedApp } from './sharedApp.ts';

/** Verbs a person can press on a request card. */
export type RequestVerb =
  | 'request.approve'
  | 'request.decline'
  | 'request.withdraw'
  | 'deciders.choose'
  | 'request.nudge'
  | 'request.urgent'
  | 'request.amend'
  | 'request.finish'
  | 'request.retry'
  | 'access.end'
  | 'sponsor.replace'
  | 'invitation.resend'
  | 'account.confirm'
  | 'account.askReset';

/** What one person is to a request, as far as our own rows tell; rights are read live when pressing. */
export type Part = {
  readonly isRequester: boolean;
  /** Is asked to decide, or was in an earlier stage. */
  readonly isDecider: boolean;
  /** Is asked now and has not answered. */
  readonly isAskedNow: boolean;
  /** Is asked to choose who decides. */
  readonly isChooser: boolean;
  readonly isApprover: boolean;
  readonly isOwner: boolean;
  readonly isSponsor: boolean;
  /** Was asked to finish. */
  readonly isFinisher: boolean;
  /** Of the service desk, and asked to reset the redemption. */
  readonly isResetter: boolean;
};

/** Owners of the app as our own rows know them: who asked as one, who was asked as one, who shared the app. */
export const knownOwners = ({ request }: RequestState, app: SharedApp): readonly UserId[] => [
  ...new Set([...(request.askedAs === 'owner' ? [request.requestedBy] : []), ...ownersAsked(request), app.sharedBy]),
];

/** Who was asked as an owner of the app: in stages for owners, and by the usual rule where no owner asked. */
const ownersAsked = ({ askedAs, approval, deciders }: RequestState['request']): readonly UserId[] =>
  approval.stages.flatMap(({ stage: { who }, asked }, index) => {
    if (who.kind === 'owners') return asked;
    return who.kind === 'usual' && askedAs === 'requester' ? [...asked, ...(index === approval.current && approval.stages.length === 1 ? deciders : [])] : [];
  });

export const partOf = (state: RequestState, app: SharedApp, person: UserId, wasAskedToFinish: boolean): Part => ({
  isRequester: state.request.requestedBy === person,
  isDecider: state.request.deciders.includes(person) || everAsked(state.request.approval).includes(person),
  isAskedNow: state.request.deciders.includes(person) && voteOf(state.request.approval, person) === undefined,
  isChooser: state.request.approval.succession?.choosers.includes(person) === true,
  isApprover: app.approvers.includes(person),
  isOwner: knownOwners(state, app).includes(person),
  isSponsor: state.request.sponsorId === person,
  isFinisher: wasAskedToFinish || state.invitation?.inviterId === person || state.invitation?.adderId === person,
  isResetter: isAskedToReset(state.invitation?.watch, person),
});

/** Whether the person has any part in the request, and so may see it. */
export const hasPart = (part: Part): boolean => Object.values(part).some(Boolean);

/** The reason is for who asks, decides or finishes; a sponsor as such has no business with it. */
export const seesReason = (part: Part): boolean => part.isRequester || part.isDecider || part.isApprover || part.isFinisher;

/** Who was found able to invite, while mails are left and none is on its way. */
const canResend = ({ request, invitation }: RequestState, person: UserId): boolean =>
  invitation?.state === 'sent' &&
  invitation.watch.resend === null &&
  invitation.watch.mailsAgain < mostMailsAgain &&
  [invitation.inviterId, ...request.forecast.finishers, ...Object.values(request.forecast.inviterIf)].includes(person);

/** What the person is offered to press; every press is checked again with live rights. */
export const verbsOf = (state: RequestState, part: Part, person: UserId): readonly RequestVerb[] => {
  const { invitation } = state;
  const phase = phaseOf(state);
  const mayFinish = !part.isRequester && (part.isFinisher || part.isApprover);
  const offers: readonly [RequestVerb, readonly Phase[], boolean][] = [
    ['request.approve', ['waiting'], part.isAskedNow && !part.isRequester],
    ['request.decline', ['waiting'], part.isAskedNow && !part.isRequester],
    ['deciders.choose', ['waiting'], part.isChooser && !part.isRequester],
    ['request.amend', ['waiting'], part.isAskedNow && !part.isRequester],
    ['request.nudge', ['waiting'], part.isRequester],
    ['request.withdraw', ['waiting'], part.isRequester],
    ['request.retry', ['retry-needed'], invitation?.obstacle?.userId === person],
    ['request.finish', ['finish-needed'], mayFinish && part.isFinisher && invitation?.inviterId !== person && invitation?.adderId !== person],
    ['request.finish', ['retry-needed'], mayFinish && invitation?.obstacle?.userId !== person],
    ['sponsor.replace', ['sending', 'invited', 'redeemed', 'finish-needed', 'retry-needed'], invitation?.sponsorReachable === false && (part.isRequester || part.isOwner)],
    ['invitation.resend', ['invited'], (part.isRequester || part.isOwner || invitation?.inviterId === person) && canResend(state, person)],
    ['account.confirm', ['redeemed', 'invited', 'retry-needed'], invitation !== null && openAlarms(invitation.watch).length > 0 && (part.isOwner || part.isSponsor)],
    ['account.askReset', ['redeemed', 'invited'], invitation?.guestId != null && openAlarms(invitation.watch).some(({ reset }) => reset === null) && (part.isOwner || part.isSponsor)],
    ['access.end', ['finish-needed', 'retry-needed', 'invited', 'redeemed'], part.isOwner || part.isSponsor],
    ['access.end', ['ending'], invitation?.obstacle != null && (part.isOwner || invitation.obstacle.userId === person)],
  ];
  return offers.filter(([, phases, isOffered]) => phases.includes(phase) && isOffered).map(([verb]) => verb);
};
