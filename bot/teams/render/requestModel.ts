import { type RequestView } from '../../desk/requestView.ts';
import { type Reader } from '../reader.ts';
import { type Choice, type Fact, type Note, type RequestModel } from './models.ts';
import { forWhom, standInNotes } from './delegation/standInNotes.ts';
import { approvalFacts, approvalNotes } from './approvals/approvalFacts.ts';
import { onCallNotes } from './onCall/onCallNotes.ts';
import { waitingNotes } from './waiting/waitingNotes.ts';
import { preflightDetails, preflightNotes } from './preflight/preflightModel.ts';
import { choiceTitle } from './plainText.ts';
import { asksToReset } from './radar/radarLeads.ts';
import { radarNotes, timelineFacts } from './radar/radarWords.ts';
import { doneBy, requestLeads, requestStripe, requestTitle } from './requestWords.ts';
import { type Voice } from './voice.ts';

/** Characters of an id that people read out to each other. */
export const receiptLength = 8;
const mostSponsors = 20;

/**
 * The facts of a request card. `moved` adds the notice that a press came too late and changed nothing.
 * The view must be plain already (`plainFacts`).
 */
export const requestModelOf = (view: RequestView, reader: Reader, voice: Voice, moved: boolean): RequestModel => ({
  stripe: requestStripe(view, voice),
  title: requestTitle(view, voice),
  leads: requestLeads(view, voice),
  facts: [
    ...present(voice, [
    ['guest', view.guest.name],
    ['app', view.appName],
    ['until', voice.day(view.until)],
    ['requester', view.requester.id === view.viewer ? null : view.requester.name],
    ['sponsor', view.sponsor.id === view.viewer ? null : view.sponsor.name],
    ['reason', view.reason],
    ['decided', view.decision === null || view.purpose === 'sponsor' ? null : decided(view.decision, view, voice)],
    ['declineReason', view.decision?.verdict === 'declined' ? view.decision.reason : null],
    ]),
    ...approvalFacts(view, voice).face,
  ],
  notes: [...notes(view, voice, moved), ...radarNotes(view, voice), ...preflightNotes(view.preflight, voice)],
  timeline: timelineFacts(view, voice),
  details: [...preflightDetails(view.preflight, voice), ...present(voice, details(view, voice)), ...approvalFacts(view, voice).details],
  foot: voice.say('foot.state', { receipt: view.id.slice(0, receiptLength), when: voice.now }),
  press: { requestId: view.id, version: view.version, purpose: view.purpose },
  can: {
    approve: view.verbs.includes('request.approve') && !view.approval.needsReason.approved,
    approveWithReason: view.verbs.includes('request.approve') && view.approval.needsReason.approved,
    declineNeedsReason: view.approval.needsReason.declined,
    chooseDeciders: view.verbs.includes('deciders.choose'),
    decline: view.verbs.includes('request.decline'),
    withdraw: view.verbs.includes('request.withdraw'),
    nudge: view.verbs.includes('request.nudge'),
    urgent: view.verbs.includes('request.urgent'),
    // A card holds six actions; where a reason must come with an approval, its form takes the place of this one.
    amend: view.verbs.includes('request.amend') && !view.approval.needsReason.approved,
    finish: view.verbs.includes('request.finish'),
    retry: view.verbs.includes('request.retry'),
    resend: view.verbs.includes('invitation.resend'),
    confirmAccount: view.verbs.includes('account.confirm'),
    askReset: view.verbs.includes('account.askReset'),
    reset: asksToReset(view),
    endAccess: view.verbs.includes('access.end'),
    // A card holds six actions; the account comes before the sponsor.
    replaceSponsor: view.verbs.includes('sponsor.replace') && !view.verbs.includes('account.confirm') && !view.verbs.includes('account.askReset'),
  },
  confirm: {
    end: voice.say('confirm.end', { guest: view.guest.name, app: view.appName }),
    decline: voice.say('confirm.decline', { guest: view.guest.name, who: view.requester.name }),
  },
  urgent: { lead: voice.say('onCall.lead', { hours: view.urgent?.longestHours ?? 1 }), longest: view.urgent?.longestHours ?? 1, hasShifts: view.urgent?.hasShifts ?? false },
  amend: { until: view.until, sponsor: view.sponsor.id },
  sponsors: peopleChoices(view.verbs.includes('request.amend') ? [view.sponsor, ...view.otherSponsors] : view.otherSponsors, mostSponsors),
  candidates: peopleChoices(view.candidates, mostSponsors),
  // One of several that was opened by itself would turn into all of them by its own refresh.
  readerId: view.isPart ? '' : reader.channelUserId,
});

/** People as choices: their name is shown, their id is sent. */
export const peopleChoices = (people: readonly { id: string; name: string }[], most: number): Choice[] =>
  [...new Map(people.map((person) => [person.id, { title: choiceTitle(person.name), value: person.id }])).values()].slice(0, most);

/** Facts that are there, labelled. */
export const present = (voice: Voice, facts: readonly (readonly [name: string, value: string | null | undefined])[]): Fact[] =>
  facts.flatMap(([name, value]) => (value === null || value === undefined || value === '' ? [] : [{ label: voice.say(`fact.${name}`), value: voice.aside(value) }]));

const details = (view: RequestView, voice: Voice): (readonly [string, string | null])[] => [
  ['address', view.guest.email],
  ['fullDay', `${voice.fullDay(view.until)} (${view.timeZone})`],
  ['deciders', view.deciders.length === 0 ? null : voice.list(view.deciders.map((decider) => decider.name), 'or')],
  ['inviter', view.inviter?.name ?? null],
  ['sent', view.sentAt && voice.moment(view.sentAt)],
  ['redeemed', view.redeemedAt && voice.moment(view.redeemedAt)],
  ['account', view.provider?.account ?? null],
  ['ended', view.endedAt && voice.moment(view.endedAt)],
  ['code', view.obstacle?.code ?? null],
  ['receipt', view.id],
];

const decided = (decision: NonNullable<RequestView['decision']>, view: RequestView, voice: Voice): string => {
  if (view.approval.automaticFor !== null) return voice.say('fact.automatic', { domain: view.approval.automaticFor, who: decision.by.name });
  return decision.direct
    ? voice.say('fact.direct')
    : forWhom(
        voice.say('fact.decidedValue', {
          verdict: decision.verdict,
          who: decision.by.id === view.viewer ? voice.say('value.you') : decision.by.name,
          when: voice.moment(decision.at),
        }),
        decision,
        voice,
      );
};

const notes = (view: RequestView, voice: Voice, moved: boolean): Note[] => {
  const said: Note[] = [];
  if (moved) said.push({ style: 'warning', text: movedWords(view, voice) });
  said.push(...onCallNotes(view, voice), ...waitingNotes(view, voice), ...standInNotes(view, voice), ...approvalNotes(view, voice));
  if (view.obstacle !== null && !isOwnEnd(view)) said.push({ style: 'emphasis', text: obstacleWords(view, view.obstacle, voice) });
  if (!view.sponsorReachable) {
    const choose = view.verbs.includes('sponsor.replace') ? ` ${voice.say('notice.chooseSponsor')}` : '';
    said.push({ style: 'warning', text: voice.say('notice.sponsorUnreachable', { name: view.sponsor.name }) + choose });
  }
  return said;
};

/** Who decided and when, so that a late press hears it; a decision of the rule's own was nobody's. */
const movedWords = (view: RequestView, voice: Voice): string =>
  view.decision === null || view.decision.direct || view.approval.automaticFor !== null || view.phase === 'ended'
    ? voice.say('notice.moved', { phase: view.phase })
    : voice.say('notice.decided', { verdict: view.decision.verdict, ...doneBy(view, view.decision.by), when: voice.moment(view.decision.at) });

/** The card already says so: the reader is asked to end the access. */
const isOwnEnd = (view: RequestView): boolean => view.phase === 'ending' && view.verbs.includes('access.end');

/** What each obstacle is called; codes come from the desk and from Graph. */
const obstacleKeys: readonly (readonly [RegExp, string])[] = [
  [/^desk\/owner-needed/, 'owner'],
  [/^desk\/internal-address/, 'internal'],
  [/^desk\/guest-disabled/, 'disabled'],
  [/sponsor/, 'sponsor'],
  [/sign-in|claims|consent|no-token|authentication/, 'signIn'],
  [/denie|authorization|forbidden|privilege/, 'denied'],
  [/invalid|address/, 'address'],
];

const obstacleWords = (view: RequestView, { code, who }: NonNullable<RequestView['obstacle']>, voice: Voice): string => {
  const key = obstacleKeys.find(([pattern]) => pattern.test(code))?.[1] ?? 'other';
  const said = voice.say(`obstacle.${key}`, named(view, who));
  return view.phase === 'retry-needed' ? `${said} ${voice.say('obstacle.retry', named(view, who))}` : said;
};

const named = (view: RequestView, who: { id: string; name: string }): { you: string; name: string } => ({ you: doneBy(view, who).you, name: who.name });
