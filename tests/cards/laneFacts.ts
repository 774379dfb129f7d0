import { type DelegateForm, type DelegationList } from '../../bot/desk/delegation/delegationUseCases.ts';
import { type CardJson, type Cards, type Reader } from '../../bot/teams/cards.ts';
import { people, viewOf } from './sampleFacts.ts';

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

export const laneCards: Readonly<Record<string, (cards: Cards, reader: Reader) => CardJson>> = {
  delegations: (cards, reader) => cards.delegations(delegations, reader),
  'delegations, none': (cards, reader) => cards.delegations({ kind: 'delegations', mine: [], forMe: [], made: null }, reader),
  'delegate form': (cards, reader) => cards.delegateForm(delegateForm, reader),
  'delegate form, empty': (cards, reader) => cards.delegateForm({ ...delegateForm, to: null, candidates: [], problems: {} }, reader),
  'decide as a stand-in': (cards, reader) => cards.request(viewOf({ ...toDecide, viewer: 'farid' }), reader),
  'decide with a stand-in': (cards, reader) => cards.request(viewOf({ ...toDecide, viewer: 'boris' }), reader),
};
