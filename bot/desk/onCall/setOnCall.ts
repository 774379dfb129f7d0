import { onCallLimits, onCallVoters, type OnCallRule } from '../../core/onCall/onCall.ts';
import { readTimeOfDay } from '../../core/onCall/onCallTime.ts';
import { readTimeZone } from '../../core/readAsk.ts';
import { type Problem, problem, refuse } from '../../core/refusal.ts';
import { openRules } from '../approvals/setRules.ts';
import { findApprover } from '../findPerson.ts';
import { metNames, nameRefusal, namesOf, toNamed } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { type Refused } from '../outcomes.ts';
import { type OnCallDesk } from './onCallUseCases.ts';

type OnCallPorts = Pick<Ports, 'store' | 'clock' | 'directory' | 'settings' | 'ender'>;

const usualHours = 8;

/** `app.onCall`: only where ends can be kept with nobody present. */
export const planOnCall =
  (ports: OnCallPorts): OnCallDesk['planOnCall'] =>
  async (actor, { draftId }) => {
    const { read } = ports.store;
    const opened = await openRules(ports, actor, draftId);
    if (opened.kind === 'refused') return opened;
    const barred = await withoutEnder(ports);
    if (barred !== undefined) return barred;
    const { app } = opened;
    const rule = await read.onCallRule(app.id);
    const names = await namesOf(read, [...(rule?.roster ?? []), ...app.approvers]);
    const named = (ids: readonly string[]) => ids.map((id) => toNamed(names, id));
    return { kind: 'on-call-form', draftId, appName: app.name, roster: named(rule?.roster ?? []), candidates: named(app.approvers), longestHours: rule?.longestHours ?? usualHours, shiftEnds: rule?.shiftEnds ?? [] };
  };

/** `onCall.set`: who is asked at night, for how long at most, when shifts end. An empty roster closes the lane. */
export const setOnCall =
  (ports: OnCallPorts): OnCallDesk['setOnCall'] =>
  async (actor, input) => {
    const { store, clock, directory } = ports;
    const opened = await openRules(ports, actor, input.draftId);
    if (opened.kind === 'refused') return opened;
    const barred = await withoutEnder(ports);
    if (barred !== undefined) return barred;
    const { app } = opened;
    const found = await Promise.all([...new Set(input.roster)].slice(0, onCallLimits.people).map((text) => findApprover(directory, text)));
    const people = found.flatMap((one) => (one.kind === 'found' ? [one.person] : []));
    const roster = [...new Set(people.map(({ id }) => id))];
    const times = input.shiftEnds.split(/[,;]/u).map((text) => text.trim()).filter((text) => text !== '');
    const shiftEnds = times.map(readTimeOfDay);
    const problems: Record<string, Problem> = {};
    const unfit = found.find((one) => one.kind === 'problem');
    if (unfit !== undefined) problems.roster = unfit.problem;
    else if (roster.length === 1) problems.roster = problem('too-few-deciders', { least: onCallVoters });
    if (input.longestHours < 1 || input.longestHours > onCallLimits.hours) problems.hours = problem('number-out-of-range', { least: 1, most: onCallLimits.hours });
    if (shiftEnds.includes(undefined) || times.length > onCallLimits.shiftEnds) problems.shiftEnds = problem('time-unreadable', { most: onCallLimits.shiftEnds });
    if (Object.keys(problems).length > 0) return { kind: 'problems', problems };

    const now = clock.now();
    const ends = [...new Set(shiftEnds.filter((time) => time !== undefined))].sort();
    const before = await store.read.onCallRule(app.id);
    const rule: OnCallRule = { appId: app.id, version: (before?.version ?? 0) + 1, roster, longestHours: input.longestHours, shiftEnds: ends, timeZone: readTimeZone(actor.timeZone), setBy: actor.id, setAt: now };
    await store.transaction(async (tx) => {
      await tx.saveOnCallRule(app.id, roster.length === 0 ? null : rule);
      await tx.rememberNames(metNames(people, actor));
      await tx.commitWith([{ name: 'on-call.rule-changed', subject: app.id, by: actor.id, at: now, facts: { roster: roster.join(' '), hours: rule.longestHours, shiftEnds: ends.join(' ') } }], []);
    });
    return { kind: 'on-call-set', appName: app.name, roster: [...new Map(people.map((person) => [person.id, person])).values()].map(({ id, name }) => ({ id, name })), longestHours: rule.longestHours, shiftEnds: ends };
  };

/** Without an identity that ends access by itself, nobody could promise that it ends. */
const withoutEnder = async ({ ender, store }: OnCallPorts): Promise<Refused | undefined> => (ender === null ? nameRefusal(store.read, refuse('on-call-no-ender')) : undefined);
