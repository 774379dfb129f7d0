import { type UserId } from './ids.ts';

/** Every effect that is kept in the audit chain. Names are `noun.past`, stable, shown in exports. */
export type EventName =
  | 'shared-app.shared'
  | 'shared-app.changed'
  | 'access-request.submitted'
  | 'access-request.approved'
  | 'access-request.declined'
  | 'access-request.withdrawn'
  | 'access-request.voted'
  | 'access-request.escalated'
  | 'access-request.reminded'
  | 'access-request.expired'
  | 'access-request.refused'
  | 'deciders.missing'
  | 'deciders.renewed'
  | 'deciders.chosen'
  | 'decision.automatic'
  | 'approval-rule.changed'
  | 'invitation.finish-taken'
  | 'invitation.retried'
  | 'invitation.sent'
  | 'invitation.found-existing'
  | 'invitation.stopped'
  | 'invitation.redeemed'
  | 'invitation.reset'
  | 'invitation.resend-asked'
  | 'invitation.resent'
  | 'invitation.resend-failed'
  | 'reminder.sent'
  | 'guest.signed-in'
  | 'account.doubted'
  | 'account.confirmed'
  | 'account.reset-asked'
  | 'invitation.address-changed'
  | 'access.granted'
  | 'access.end-requested'
  | 'access.ended'
  | 'sponsor.notified'
  | 'sponsor.unreachable'
  | 'sponsor.replaced'
  | 'access-request.nudged'
  | 'access-request.amended'
  | 'on-call.rule-changed'
  | 'on-call.asked'
  | 'on-call.began'
  | 'on-call.review-asked'
  | 'on-call.reviewed'
  | 'delegation.made'
  | 'delegation.ended'
  | 'step-up.opened'
  | 'step-up.refused'
  | 'step-up.begun'
  | 'step-up.done'
  | 'step-up.failed'
  | 'step-up.closed';

/**
 * Something that happened, for the audit chain. `facts` holds ids, codes and days only; personal data stays in the
 * business rows, so that erasing a person does not break the chain.
 */
export type DomainEvent = {
  readonly name: EventName;
  /** What it happened to: the id of a request or shared app. */
  readonly subject: string;
  /** Who pressed; `null` for what Guest Desk noticed by itself. */
  readonly by: UserId | null;
  readonly at: Date;
  readonly facts?: Readonly<Record<string, string | number | boolean | null>>;
};
