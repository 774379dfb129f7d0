import { type Activation, continuableVerbs, type RequestPressAgain } from '../../bot/desk/activation/activation.ts';
import { type Refused } from '../../bot/desk/outcomes.ts';
import { type DelegateForm, type DelegationList } from '../../bot/desk/delegation/delegationUseCases.ts';
import { type Cards } from '../../bot/teams/cards.ts';
import { type Reader } from '../../bot/teams/reader.ts';
import { type CardJson } from '../../bot/teams/cardJson.ts';
import { type OnCallReview } from '../../bot/desk/onCall/onCallPorts.ts';
import { type OnCallForm, type OnCallSet } from '../../bot/desk/onCall/onCallUseCases.ts';
import { type PartOfRequests, type RequestsPage } from '../../bot/desk/waiting/waitingUseCases.ts';
import { now, people, viewOf } from './sampleFacts.ts';

/** Sample facts of the cards around waiting requests: delegations, digests, reminders, the on-call lane. */
export const delegations: DelegationList = {
  kind: 'delegations',
  mine: [
    { id: 'd0', who: people.farid, from: '2026-11-22', until: '2027-04-12', holdsNow: true },
    { id: 'd1', who: people.dana, from: '2027-05-01', until: '2027-05-12', holdsNow: false },
  ],
  forMe: [{ id: 'd2', who: people.rosa, from: '2026-11-20', until: '2026-11-30', holdsNow: true }],
  made: 'd0',
};

export const delegateForm: DelegateForm = {
  kind: 'delegate-form', to: people.farid, candidates: [people.farid, people.ada], today: '2026-11-22', from: '2026-11-22', until: null,
  problems: { until: { key: 'day-unreadable', facts: { said: 'soon' } } },
};

const standIn = { who: people.farid, for: people.boris, until: '2027-04-12' } as const;
const toDecide = { purpose: 'decide', ifApproved: null, verbs: ['request.approve', 'request.decline'], standIns: [standIn] } as const;

const waitingOf = (name: string, nudged: boolean) =>
  viewOf({ purpose: 'decide', viewer: 'boris', guest: { name, email: 'guest@clinic.example' }, verbs: ['request.approve', 'request.decline'], nudge: nudged ? { by: people.ada, at: now } : null });
export const waitingForBoris: PartOfRequests = { part: 'decide', count: 7, rows: ['Cleo Vance', 'Nils Ohm', 'Mia Faber', 'Tom Reed', 'Lea Sand'].map((name, index) => waitingOf(name, index === 1)), next: 'eyJhZnRlciI6NX0' };
const askedByAda: PartOfRequests = { part: 'mine', count: 2, rows: [viewOf({ viewer: 'ada' }), viewOf({ viewer: 'ada', phase: 'invited', verbs: [] })], next: 'eyJhZnRlciI6NX1' };
export const requestsPage: RequestsPage = { kind: 'requests', parts: [{ ...waitingForBoris, rows: waitingForBoris.rows.slice(0, 4) }, askedByAda] };
const changed = {
  nudge: { by: people.ada, at: now },
  change: { by: people.boris, at: now, until: { before: '2027-03-31', after: '2027-03-15' }, sponsor: { before: people.dana, after: people.farid } },
} as const;

export const onCallForm: OnCallForm = { kind: 'on-call-form', draftId: 'd3b07384-0000-4000-8000-000000000009', appName: 'Imaging', roster: [people.boris, people.farid], candidates: [people.farid, people.dana], longestHours: 8, shiftEnds: ['07:00', '15:00', '23:00'] };
export const onCallSet: OnCallSet = { kind: 'on-call-set', appName: 'Imaging', roster: [people.boris, people.farid], longestHours: 8, shiftEnds: ['07:00', '15:00', '23:00'] };
export const onCallReview: OnCallReview = {
  requestId: 'r1', appName: 'Imaging', guest: 'Cleo Vance', requester: people.rosa, approvedBy: [people.boris, people.farid], reason: 'she reads our scans', hours: 4, from: now, endedAt: now, verdict: null, viewer: 'ada',
};

const pressAgain: RequestPressAgain = { verb: 'request.approve', requestId: 'r1', version: 3, said: 'she reads our scans', kind: null };
export const activation: Activation = { role: 'guestInviter', url: 'https://portal.azure.com/#view/Microsoft_Azure_PIMCommon/ActivationMenuBlade/~/aadmigratedroles', again: pressAgain };
export const mayNotInvite: Refused = { kind: 'refused', rule: 'may-not-invite', who: [], facts: {}, activation };

export const laneCards: Readonly<Record<string, (cards: Cards, reader: Reader) => CardJson>> = {
  ...Object.fromEntries(
    continuableVerbs.map((verb) => [`activate, then ${verb}`, (cards: Cards, reader: Reader) => cards.refusal({ ...mayNotInvite, activation: { ...activation, again: { ...pressAgain, verb, said: '', kind: verb === 'stepUp.open' ? 'invitation.reset' : null } } }, reader)]),
  ),
  'activate, then ask': (cards, reader) =>
    cards.refusal({ ...mayNotInvite, activation: { ...activation, again: { verb: 'request.submit', draftId: 'd1', typed: { email: 'cleo@clinic.example', name: 'Cleo Vance', app: 'imaging', sponsor: '', until: '2027-03-31', reason: 'she reads our scans', language: null } } } }, reader),
  'activate, with a reason': (cards, reader) => cards.refusal(mayNotInvite, reader),
  delegations: (cards, reader) => cards.delegations(delegations, reader),
  'delegations, none': (cards, reader) => cards.delegations({ kind: 'delegations', mine: [], forMe: [], made: null }, reader),
  'delegate form': (cards, reader) => cards.delegateForm(delegateForm, reader),
  'delegate form, empty': (cards, reader) => cards.delegateForm({ ...delegateForm, to: null, candidates: [], problems: {} }, reader),
  'decide as a stand-in': (cards, reader) => cards.request(viewOf({ ...toDecide, viewer: 'farid' }), reader),
  'decide with a stand-in': (cards, reader) => cards.request(viewOf({ ...toDecide, viewer: 'boris' }), reader),
  'decide, reminded and changed': (cards, reader) => cards.request(viewOf({ ...toDecide, ...changed, standIns: [], viewer: 'boris', otherSponsors: [people.farid], verbs: ['request.approve', 'request.amend', 'request.decline'] }), reader),
  'status, reminded and changed': (cards, reader) => cards.request(viewOf({ ...changed, verbs: ['request.nudge', 'request.withdraw'] }), reader),
  'request list': (cards, reader) => cards.requestList(requestsPage, reader),
  'request list, mine alone': (cards, reader) => cards.requestList({ kind: 'requests', parts: [{ part: 'decide', count: 0, rows: [], next: null }, askedByAda] }, reader),
  'request list, empty': (cards, reader) => cards.requestList({ kind: 'requests', parts: [] }, reader),
  digest: (cards, reader) => cards.digest(waitingForBoris, reader),
  'digest, all decided': (cards, reader) => cards.digest({ part: 'decide', count: 0, rows: [], next: null }, reader),
  'status, on call offered': (cards, reader) => cards.request(viewOf({ verbs: ['request.nudge', 'request.urgent', 'request.withdraw'], urgent: { longestHours: 8, hasShifts: true } }), reader),
  'decide on call': (cards, reader) => cards.request(viewOf({ ...toDecide, standIns: [], viewer: 'boris', onCall: { hours: 4, keepsShift: true, endsAt: null } }), reader),
  'status, on call running': (cards, reader) => cards.request(viewOf({ phase: 'invited', verbs: ['access.end'], onCall: { hours: 4, keepsShift: false, endsAt: now } }), reader),
  'on-call form': (cards, reader) => cards.onCallForm(onCallForm, reader),
  'on-call set': (cards, reader) => cards.onCallSet(onCallSet, reader),
  'on-call closed': (cards, reader) => cards.onCallSet({ ...onCallSet, roster: [], shiftEnds: [] }, reader),
  'on-call review': (cards, reader) => cards.onCallReview(onCallReview, reader),
  'on-call reviewed': (cards, reader) => cards.onCallReview({ ...onCallReview, verdict: { kind: 'look', by: people.ada, at: now } }, reader),
};
