import { chooseDeciders } from '../../bot/core/approvals/succession.ts';
import { decideRequest } from '../../bot/core/decideRequest.ts';
import { endAccess } from '../../bot/core/endAccess.ts';
import { finishInvitation } from '../../bot/core/finishInvitation.ts';
import { type Outcome, type RequestState, versionOf } from '../../bot/core/outcome.ts';
import { type InvitePolicy, type Standing } from '../../bot/core/person.ts';
import { phaseOf } from '../../bot/core/phase.ts';
import { askReset } from '../../bot/core/radar/askReset.ts';
import { askResend } from '../../bot/core/radar/resend.ts';
import { confirmAccount } from '../../bot/core/radar/wrongAccount.ts';
import { partOf, type RequestVerb, verbsOf } from '../../bot/core/requestVerbs.ts';
import { replaceSponsor } from '../../bot/core/replaceSponsor.ts';
import { retryInvitation } from '../../bot/core/retryInvitation.ts';
import { nudgeRequest } from '../../bot/core/waiting/nudge.ts';
import { amendRequest } from '../../bot/core/waiting/amendRequest.ts';
import { withdrawRequest } from '../../bot/core/withdrawRequest.ts';
import { aSharedApp, at, people, requestStates } from '../support/requestStates.ts';

const verbs: readonly RequestVerb[] = ['deciders.choose', 'request.approve', 'request.decline', 'request.withdraw', 'request.amend', 'request.finish', 'request.retry', 'access.end', 'sponsor.replace', 'invitation.resend', 'account.confirm', 'account.askReset'];
const app = aSharedApp();
const standings = new Map(people.map((person) => [person.id, person]));
const owners = ['owner'];

const press = (state: RequestState, verb: RequestVerb, by: Standing, { version = versionOf(state), policy = 'adminsAndGuestInviters' }: { version?: number; policy?: InvitePolicy } = {}): Outcome => {
  const pressed = { by: by.id, version, at: at('13:00') };
  const powers = { policy, groupOwners: ['owner', 'approver', 'approver2', 'groupOwner'] };
  switch (verb) {
    case 'request.approve':
    case 'request.decline':
      return decideRequest(state, app, { ...pressed, verdict: verb === 'request.approve' ? 'approved' : 'declined', reason: null }, { owners, standings, powers, today: '2026-01-05', holding: [] });
    case 'deciders.choose':
      return chooseDeciders(state, { ...pressed, chosen: ['approver'] }, { owners, standings, groups: new Map() });
    case 'request.urgent': // offered by the app's own rule; see onCall/onCall.test.ts
      return { kind: 'conflict' };
    case 'request.nudge': // never changes the request; see waiting/nudge.test.ts
      return nudged(state, by.id);
    case 'request.amend':
      return amendRequest(state, app, { ...pressed, until: '2026-02-03', sponsorId: 'approver2' }, { owners, standings, groups: new Map(), holding: [] });
    case 'request.withdraw':
      return withdrawRequest(state, pressed);
    case 'request.finish':
      return finishInvitation(state, app, pressed, by, powers);
    case 'request.retry':
      return retryInvitation(state, app, pressed, by, powers);
    case 'access.end':
      return endAccess(state, pressed, { owners, stuckFor: null });
    case 'sponsor.replace':
      return replaceSponsor(state, { ...pressed, sponsorId: 'approver2' }, owners);
    case 'invitation.resend':
      return askResend(state, app, pressed, { actor: by, owners, powers });
    case 'account.confirm':
      return confirmAccount(state, pressed, owners);
    case 'account.askReset':
      return askReset(state, pressed, { owners, helpers: ['helper'], unreachable: [], isSetUp: true });
  }
};

/** A reminder leaves the request as it is; told as a change, to compare it with what the cards offer. */
const nudged = (state: RequestState, by: string): Outcome => {
  const outcome = nudgeRequest(state, { by, at: at('13:00') }, undefined);
  return outcome.kind === 'nudged' ? { ...state, kind: 'changed', events: [] } : outcome;
};

const every = Object.entries(requestStates).flatMap(([name, state]) => verbs.flatMap((verb) => people.map((by) => ({ name, state, verb, by }))));

describe('every verb in every state by everybody', () => {
  /** Who changes something, and nobody else. */
  const allowed: Readonly<Record<RequestVerb, Readonly<Record<string, readonly string[]>>>> = {
    'deciders.choose': { 'nobody left to decide': ['owner', 'admin'] },
    'request.approve': { waiting: ['owner'] },
    'request.decline': { waiting: ['owner'] },
    'request.withdraw': { waiting: ['requester'], 'nobody left to decide': ['requester'] },
    'request.urgent': {},
    'request.nudge': {},
    'request.amend': { waiting: ['owner'] },
    'request.finish': {
      'nobody invites yet': ['approver', 'approver2'],
      'nobody adds yet': ['owner', 'approver', 'approver2', 'groupOwner'],
      'inviting stopped': ['approver', 'approver2'],
      'adding stopped': ['owner', 'approver', 'approver2', 'groupOwner'],
    },
    'request.retry': { 'inviting stopped': ['approver'], 'adding stopped': ['approver'] },
    'access.end': Object.fromEntries(
      ['nobody invites yet', 'nobody adds yet', 'inviting stopped', 'adding stopped', 'invited', 'sent, not added', 'existing guest invited', 'redeemed', 'account doubted', 'sponsor not reached', 'ending stopped'].map((name) => [name, ['owner', 'sponsor']]),
    ),
    'sponsor.replace': { 'sponsor not reached': ['requester', 'owner'] },
    'invitation.resend': { invited: ['approver', 'approver2'], 'sent, not added': ['approver', 'approver2'] },
    'account.confirm': { 'account doubted': ['owner', 'sponsor'] },
    'account.askReset': { 'account doubted': ['owner', 'sponsor'] },
  };

  it.each(verbs)('%s changes only what it should, pressed by whom it should', (verb) => {
    const changing: Record<string, string[]> = {};
    for (const { name, state, by } of every.filter((one) => one.verb === verb)) {
      if (press(state, verb, by).kind === 'changed') (changing[name] ??= []).push(by.id);
    }
    expect(changing).toEqual(allowed[verb]);
  });

  it('changes nothing from an older card', () => {
    for (const { state, verb, by } of every) expect(press(state, verb, by, { version: versionOf(state) - 1 }).kind).not.toBe('changed');
  });

  it('moves the version on by one or two, and the same press again changes nothing', () => {
    for (const { state, verb, by } of every) {
      const outcome = press(state, verb, by);
      if (outcome.kind !== 'changed') continue;
      expect(versionOf(outcome) - versionOf(state)).toBeGreaterThanOrEqual(1);
      expect(press(outcome, verb, by, { version: versionOf(state) }).kind).not.toBe('changed');
      expect(outcome.events.every(({ by: who, subject }) => who === by.id && subject === 'request')).toBe(true);
    }
  });

  it('never reaches two decisions in any order of two presses', () => {
    for (const first of every) {
      const once = press(first.state, first.verb, first.by);
      if (once.kind !== 'changed' || once.request.decision === null) continue;
      for (const verb of verbs) {
        for (const by of people) {
          const twice = press(once, verb, by);
          if (twice.kind === 'changed') expect(twice.request.decision).toEqual(once.request.decision);
        }
      }
    }
  });

  it('never lets the requester decide or finish their own request, whatever else they are', () => {
    for (const [, state] of Object.entries(requestStates)) {
      for (const person of people) {
        const own = { ...state, request: { ...state.request, requestedBy: person.id, deciders: [person.id, 'owner'] } };
        for (const verb of ['request.approve', 'request.decline', 'request.finish'] as const) expect(press(own, verb, person)).toMatchObject({ kind: 'refused', rule: 'own-request' });
      }
    }
  });

  it('offers nothing that would be refused to who has the rights, and everything that people need', () => {
    for (const [name, state] of Object.entries(requestStates)) {
      for (const by of people) {
        const wasAsked = by.id === 'approver2' || by.id === 'approver';
        const offered = verbsOf(state, partOf(state, app, by.id, wasAsked), by.id);
        for (const verb of offered) expect([name, by.id, verb, press(state, verb, by).kind]).toEqual([name, by.id, verb, 'changed']);
        if (by.id === 'groupOwner' || by.id === 'stranger' || by.id === 'admin') expect(offered).toEqual(by.id === 'admin' && name === 'nobody left to decide' ? ['deciders.choose'] : []);
      }
    }
  });

  it('sends and finishes nothing where invitations are off', () => {
    for (const { state, verb, by } of every.filter(({ verb: one }) => one === 'request.approve')) expect(press(state, verb, by, { policy: 'none' }).kind).not.toBe('changed');
  });
});

it.each([
  ['waiting', 'waiting'], ['nobody left to decide', 'waiting'], ['declined', 'declined'], ['withdrawn', 'withdrawn'], ['expired', 'expired'], ['nobody invites yet', 'finish-needed'],
  ['nobody adds yet', 'finish-needed'], ['sending', 'sending'], ['calling', 'sending'], ['inviting stopped', 'retry-needed'], ['adding stopped', 'retry-needed'],
  ['invited', 'invited'], ['sent, not added', 'invited'], ['existing guest invited', 'invited'], ['redeemed', 'redeemed'], ['sponsor not reached', 'redeemed'], ['account doubted', 'redeemed'],
  ['ending', 'ending'], ['ending stopped', 'ending'], ['ended', 'ended'],
])('people see %s as %s', (name, phase) => expect(phaseOf(requestStates[name]!)).toBe(phase));
