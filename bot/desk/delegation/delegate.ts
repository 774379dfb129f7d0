import { longestName } from '../../core/personText.ts';
import { type Delegation, daysProblem, holdsAt, overlaps, refuseStandIn } from '../../core/delegation/delegation.ts';
import { dayAt } from '../../core/day.ts';
import { type Day, type UserId } from '../../core/ids.ts';
import { type Actor, type Standing } from '../../core/person.ts';
import { readTimeZone } from '../../core/readAsk.ts';
import { problem, refuse } from '../../core/refusal.ts';
import { isInsider } from '../../core/rights.ts';
import { findPerson } from '../findPerson.ts';
import { metNames, nameRefusal, namesOf, toNamed } from '../namePeople.ts';
import { type Ports } from '../ports.ts';
import { barActor } from '../pressRequest.ts';
import { type FormProblems, type Refused } from '../outcomes.ts';
import { type DelegateForm, type DelegationLine, type DelegationList, type DelegationVerbs } from './delegationUseCases.ts';

type DelegationPorts = Pick<Ports, 'store' | 'clock' | 'ids' | 'directory' | 'settings'>;

/** Most people a form lists by name. */
const mostCandidates = 20;

/** `delegate …` */
export const delegate =
  (ports: DelegationPorts): DelegationVerbs['delegate'] =>
  async (actor, words) => {
    const barred = await barredFrom(ports, actor);
    if (barred !== undefined) return barred;
    const saysNothing = words.to === null && words.until === null && words.untilSaid === null;
    if (saysNothing) {
      const list = await listOf(ports, actor, null);
      return list.mine.length + list.forMe.length === 0 ? formFor(ports, actor, {}) : list;
    }
    const found = words.to === null ? [] : await peopleCalled(ports, words.to);
    const to = found.length === 1 ? found[0] : undefined;
    const today = dayAt(ports.clock.now(), readTimeZone(actor.timeZone));
    const problems: Record<string, FormProblems['problems'][string]> = {};
    if (words.to !== null && found.length === 0) problems.to = problem('person-unknown', { who: words.to });
    if (words.untilSaid !== null) problems.until = problem('day-unreadable', { said: words.untilSaid.slice(0, longestName) });
    if (to === undefined || words.until === null) return formFor(ports, actor, { to, found, from: words.from, until: words.until, problems });
    const made = await make(ports, actor, to, words.from ?? today, words.until);
    return made.kind === 'problems' ? formFor(ports, actor, { to, found, from: words.from, until: words.until, problems: made.problems }) : made;
  };

/** `delegation.plan` */
export const planDelegation =
  (ports: DelegationPorts): DelegationVerbs['planDelegation'] =>
  async (actor) =>
    (await barredFrom(ports, actor)) ?? formFor(ports, actor, {});

/** `delegation.make`: the same delegation twice is one; another one on common days takes its place. */
export const makeDelegation =
  (ports: DelegationPorts): DelegationVerbs['makeDelegation'] =>
  async (actor, { to, from, until }) => {
    const barred = await barredFrom(ports, actor);
    if (barred !== undefined) return barred;
    const person = to.trim() === '' ? undefined : await findPerson(ports.directory, to);
    if (person === undefined) return { kind: 'problems', problems: { to: to.trim() === '' ? problem('missing') : problem('person-unknown', { who: to.trim() }) } };
    return make(ports, actor, person, from, until);
  };

/** `delegation.end`: only who delegated ends it. */
export const endDelegation =
  (ports: DelegationPorts): DelegationVerbs['endDelegation'] =>
  async (actor, { delegationId }) => {
    const barred = await barredFrom(ports, actor);
    if (barred !== undefined) return barred;
    const found = await ports.store.read.delegation(delegationId);
    if (found === undefined || found.by !== actor.id) return nameRefusal(ports.store.read, refuse('delegation-not-yours'));
    const now = ports.clock.now();
    await ports.store.transaction(async (tx) => {
      const isEnded = await tx.endDelegation(delegationId, actor.id, now);
      if (isEnded) await tx.commitWith([{ name: 'delegation.ended', subject: delegationId, by: actor.id, at: now, facts: { to: found.to } }], [{ name: 'delegation.apply', delegationId }]);
    });
    return listOf(ports, actor, null);
  };

const make = async (ports: DelegationPorts, actor: Actor, person: Standing, from: Day, until: Day): Promise<DelegationList | FormProblems | Refused> => {
  const { store, clock, directory } = ports;
  const now = clock.now();
  const timeZone = readTimeZone(actor.timeZone);
  const ask = { by: actor.id, from, until, timeZone };
  const wrong = daysProblem(ask, dayAt(now, timeZone));
  if (wrong !== undefined) return { kind: 'problems', problems: { [wrong.input]: wrong.problem } };
  const [standings, theirs, mine] = await Promise.all([directory.standings([person.id]), store.read.delegationsOf(person.id), store.read.delegationsOf(actor.id)]);
  const met = metNames(standings.values(), actor);
  const refusal = refuseStandIn(ask, standings.get(person.id), theirs);
  if (refusal !== undefined) return nameRefusal(store.read, refusal, met);

  const same = mine.find((one) => one.to === person.id && one.from === from && one.until === until);
  if (same !== undefined) return listOf(ports, actor, same.id);
  const made: Delegation = { id: ports.ids.next(), ...ask, to: person.id, madeAt: now, endedAt: null };
  await store.transaction(async (tx) => {
    const replaced: Delegation[] = [];
    for (const earlier of mine.filter((one) => overlaps(one, made))) if (await tx.endDelegation(earlier.id, actor.id, now)) replaced.push(earlier);
    await tx.insertDelegation(made);
    await tx.rememberNames(met);
    await tx.commitWith(
      [
        ...replaced.map(({ id, to }) => ({ name: 'delegation.ended', subject: id, by: actor.id, at: now, facts: { to } }) as const),
        { name: 'delegation.made', subject: made.id, by: actor.id, at: now, facts: { to: made.to, from, until } },
      ],
      [...replaced, made].map(({ id }) => ({ name: 'delegation.apply', delegationId: id }) as const),
    );
  });
  return listOf(ports, actor, made.id);
};

const barredFrom = async (ports: DelegationPorts, actor: Actor): Promise<Refused | undefined> => {
  const barred = barActor(ports, actor, await ports.directory.standings([actor.id]));
  return barred && nameRefusal(ports.store.read, barred);
};

/** By address or id, else the colleagues we met who bear the name; guests and closed accounts are none. */
const peopleCalled = async ({ store, directory }: DelegationPorts, said: string): Promise<readonly Standing[]> => {
  const direct = await findPerson(directory, said);
  if (direct !== undefined) return [direct];
  const named = await store.read.peopleNamed(said.trim());
  return named.length === 0 ? [] : [...(await directory.standings(named.map(({ id }) => id))).values()].filter(isInsider);
};

type Filled = { readonly to?: Standing | undefined; readonly found?: readonly Standing[]; readonly from?: Day | null; readonly until?: Day | null; readonly problems?: FormProblems['problems'] };

const formFor = async ({ store, clock }: DelegationPorts, actor: Actor, { to, found = [], from = null, until = null, problems = {} }: Filled): Promise<DelegateForm> => {
  const apps = await store.read.sharedApps();
  const near = apps.filter((app) => app.approvers.includes(actor.id) || app.sharedBy === actor.id).flatMap((app) => [...app.approvers, app.sharedBy]);
  const ids = [...new Set([...found.map(({ id }) => id), ...near])].filter((id) => id !== actor.id).slice(0, mostCandidates);
  const names = await namesOf(store.read, ids, metNames(found));
  const today = dayAt(clock.now(), readTimeZone(actor.timeZone));
  return { kind: 'delegate-form', to: to === undefined ? null : { id: to.id, name: to.name }, candidates: ids.map((id) => toNamed(names, id)), today, from: from ?? today, until, problems };
};

const listOf = async ({ store, clock }: DelegationPorts, actor: Actor, made: string | null): Promise<DelegationList> => {
  const [mine, forMe] = await Promise.all([store.read.delegationsOf(actor.id), store.read.delegationsTo(actor.id)]);
  const names = await namesOf(store.read, [...mine.map(({ to }) => to), ...forMe.map(({ by }) => by)]);
  const line = (one: Delegation, who: UserId): DelegationLine => ({ id: one.id, who: toNamed(names, who), from: one.from, until: one.until, holdsNow: holdsAt(one, clock.now()) });
  return { kind: 'delegations', mine: mine.map((one) => line(one, one.to)), forMe: forMe.map((one) => line(one, one.by)), made };
};

