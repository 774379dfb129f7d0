import { type UserId } from './ids.ts';

/** Every rule that can say no. Stable keys: each has a text in every locale (`refusal.<rule>`) and appears in the audit chain. */
export const refusalRules = [
  'outsider', // guests, other tenants' people, disabled accounts
  'own-request',
  'not-decider',
  'not-requester',
  'not-owner',
  'not-owner-or-sponsor',
  'may-not-invite',
  'nobody-decides',
  'reason-needed', // the app's rule wants a reason with this answer
  'app-not-shared',
  'nobody-invites',
  'invitations-off',
  'internal-address', // a colleague: the address belongs to our tenant
  'address-unusable',
  'already-asked', // an open request for the same address and app
  'already-has-access',
  'stay-too-long',
  'day-in-the-past',
  'sponsor-unsuitable', // guest, disabled, unknown
  'no-shared-apps',
  'app-unknown',
  'app-not-owned',
  'app-no-group',
  'app-no-address',
  'approver-unsuitable',
  'wrong-chat', // a card pressed outside the chat it was posted to
  'nudged-already', // facts: when (ISO 8601)
  'too-many-waiting', // facts: most
  'on-call-no-ender',
  'on-call-closed',
  'on-call-too-few',
  'delegation-not-yours',
  'delegate-self',
  'delegate-unsuitable', // guest, disabled, unknown
  'delegate-back', // that person lets this one decide on the same days
  'mails-used-up', // facts: most
  'nothing-to-tell', // who asks has no part in it, or there is nothing: the same words for both
  'too-many-looks', // facts: at, the instant (ISO 8601) at which the next look-up is free
  'too-late', // the state does not allow it any more
  'step-up-not-set-up', // no admin registration
  'not-service-desk',
  'not-user-administrator',
  'nobody-resets', // nobody who may can be written to; `who`: those who may all the same
  'nothing-to-reset', // no guest yet, or the access is over
  'request-moved', // the request is not as the card showed it
] as const;
export type RefusalRule = (typeof refusalRules)[number];

/** A rule says no: `who` can change that, `facts` are values for the sentence. */
export type Refusal = {
  readonly kind: 'refused';
  readonly rule: RefusalRule;
  readonly who: readonly UserId[];
  readonly facts: Readonly<Record<string, string | number>>;
};

export const refuse = (rule: RefusalRule, who: readonly UserId[] = [], facts: Refusal['facts'] = {}): Refusal => ({
  kind: 'refused',
  rule,
  who,
  facts,
});

/** What can be wrong with one input of a form; each has a text in every locale (`problem.<key>`). */
export const problemKeys = [
  'missing',
  'too-long', // facts: longest
  'address-unusable',
  'address-mended', // facts: email; it had to be read out of what was written: shown, to be asked again
  'internal-address',
  'name-unusable',
  'text-marked',
  'app-unknown',
  'sponsor-unknown',
  'sponsor-unsuitable',
  'approver-unsuitable', // facts: who
  'too-few-deciders', // facts: least
  'group-unsuitable', // unknown, empty, or too many members; facts: most
  'domain-unusable', // facts: domain
  'day-unreadable', // facts: said
  'day-ambiguous', // facts: day, other
  'day-in-the-past',
  'time-unreadable', // facts: most
  'day-before-first',
  'person-unknown', // facts: who
  'stay-too-long', // facts: days (longest stay), day (the last one possible)
  'language-unusable',
  'number-out-of-range', // facts: least, most
  'days-unusable', // facts: most (how many), latest
  'address-in-use', // another account has it
  'address-unchanged',
] as const;
export type ProblemKey = (typeof problemKeys)[number];

export type Problem = { readonly key: ProblemKey; readonly facts: Readonly<Record<string, string | number>> };
export const problem = (key: ProblemKey, facts: Problem['facts'] = {}): Problem => ({ key, facts });
