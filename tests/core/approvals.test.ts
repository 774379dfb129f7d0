import { type AccessRequest } from '../../bot/core/accessRequest.ts';
import { approversSoFar, currentRun, snapshotOf, type Vote, voteOf } from '../../bot/core/approvals/approval.ts';
import { type Stage, usualStage } from '../../bot/core/approvals/approvalRule.ts';
import { automaticDomainOf } from '../../bot/core/approvals/automaticApproval.ts';
import { readDomains, readStage, type StageWords } from '../../bot/core/approvals/readRule.ts';
import { beginAnew, beginStage } from '../../bot/core/approvals/stageCourse.ts';
import { candidatesFor, type StageLive } from '../../bot/core/approvals/stagePeople.ts';
import { checkSuccession, chooseDeciders } from '../../bot/core/approvals/succession.ts';
import { tally } from '../../bot/core/approvals/tally.ts';
import { timePassed } from '../../bot/core/approvals/timeLimit.ts';
import { decideRequest } from '../../bot/core/decideRequest.ts';
import { type Outcome, type RequestState } from '../../bot/core/outcome.ts';
import { type Standing } from '../../bot/core/person.ts';
import { aRequest, aSharedApp, aStanding, at, people } from '../support/requestStates.ts';

const stage = (change: Partial<Stage> = {}): Stage => ({ ...usualStage, ...change });
const approvers = stage({ who: { kind: 'approvers' } });
const app = aSharedApp({ approvers: ['approver', 'approver2', 'third'] });
const everybody: readonly Standing[] = [...people, aStanding('third'), aStanding('fallback'), aStanding('member1'), aStanding('member2'), aStanding('left', { isEnabled: false }), aStanding('guest', { userType: 'guest' })];
const live = (without: readonly string[] = []): StageLive => ({
  owners: ['owner'], groups: new Map([['group-dp', ['member1', 'member2']]]), standings: new Map(everybody.filter(({ id }) => !without.includes(id)).map((one) => [one.id, one])),
});
const asking = (stages: readonly Stage[], change: Partial<AccessRequest> = {}): AccessRequest => {
  const request = aRequest(change);
  return { ...request, ...beginStage(snapshotOf({ stages, automaticDomains: [], setBy: null, setAt: null }), 0, request, app, live(), { at: at('09:00'), version: 1 }) };
};
const powers = { policy: 'adminsAndGuestInviters', groupOwners: ['owner', 'approver'] } as const;
const vote = (request: AccessRequest, by: string, verdict: 'approved' | 'declined', { version = request.version, reason = null as string | null, without = [] as string[] } = {}): Outcome =>
  decideRequest({ request, invitation: null }, app, { by, verdict, version, at: at('10:00'), reason }, { ...live(without), powers, holding: [], today: '2026-01-05' });
const changed = (outcome: Outcome): AccessRequest => {
  if (outcome.kind !== 'changed') throw new Error(`expected a change, not ${JSON.stringify(outcome)}`);
  return outcome.request;
};

describe('the tally of a stage', () => {
  const votes = (marks: string): Vote[] => [...marks].map((mark, index) => ({ by: String(index), verdict: mark === '+' ? 'approved' : 'declined', at: at('10:00'), reason: null }));
  it.each<[string, number, boolean, string, number, string]>([
    ['one of many', 1, true, '+', 2, 'approved'],
    ['two of three, one yes', 2, true, '+', 2, 'open'],
    ['two of three, two yes', 2, true, '++', 1, 'approved'],
    ['a veto ends it', 2, true, '+-', 1, 'declined'],
    ['a no without veto, enough left', 2, false, '-', 2, 'open'],
    ['a no without veto, too few left', 2, false, '--', 1, 'declined'],
    ['yes after no', 2, false, '-++', 0, 'approved'],
    ['too few left and nobody said no', 2, true, '+', 0, 'open'],
    ['all must, one no without veto', 3, false, '-', 2, 'declined'],
  ])('%s', (_, needed, veto, marks, remaining, wanted) => expect(tally({ stage: stage({ needed, veto }), votes: votes(marks) }, remaining, null)).toBe(wanted));
  it('the fallback decides alone once asked', () => {
    expect(tally({ stage: stage({ needed: 3 }), votes: votes('+') }, 0, '0')).toBe('approved');
    expect(tally({ stage: stage({ needed: 3, veto: false }), votes: votes('-') }, 9, '0')).toBe('declined');
  });
});

describe('who is asked', () => {
  it.each<[string, Stage['who'], readonly string[]]>([
    ['usual', { kind: 'usual' }, ['owner']],
    ['owners', { kind: 'owners' }, ['owner']],
    ['approvers', { kind: 'approvers' }, ['approver', 'approver2', 'third']],
    ['people, without the requester, guests and accounts switched off', { kind: 'people', people: ['requester', 'guest', 'left', 'member1', 'unknown'] }, ['member1']],
    ['members of a group', { kind: 'group', groupId: 'group-dp', name: 'Data protection' }, ['member1', 'member2']],
    ['nobody of a group that is gone', { kind: 'group', groupId: 'gone', name: 'Gone' }, []],
  ])('%s', (_, who, wanted) => expect(candidatesFor(who, { askedAs: 'requester', requestedBy: 'requester' }, app, live())).toEqual(wanted));
  it('at most fifty of a group', () => {
    const many = Array.from({ length: 80 }, (_, index) => aStanding(`m${String(index)}`));
    const crowd: StageLive = { owners: [], groups: new Map([['g', many.map(({ id }) => id)]]), standings: new Map(many.map((one) => [one.id, one])) };
    expect(candidatesFor({ kind: 'group', groupId: 'g', name: 'G' }, { askedAs: 'requester', requestedBy: 'r' }, app, crowd)).toHaveLength(50);
  });
});

describe('n of m', () => {
  const twoOfThree = stage({ ...approvers, needed: 2, veto: false });
  it('counts both of two who answer on the same card, and decides with the second', () => {
    const request = asking([twoOfThree]);
    const once = changed(vote(request, 'approver', 'approved'));
    expect(once).toMatchObject({ state: 'submitted', version: 2, deciders: ['approver2', 'third'] });
    const twice = changed(vote(once, 'approver2', 'approved', { version: 1 }));
    expect(twice).toMatchObject({ state: 'approved', version: 3, decision: { by: 'approver2', verdict: 'approved' } });
    expect(approversSoFar(twice.approval)).toEqual(['approver', 'approver2']);
  });
  it('invites in the name of the first who approved and may', () => {
    const first = changed(vote(asking([twoOfThree]), 'third', 'approved'));
    const outcome = vote(first, 'approver2', 'approved');
    expect(outcome).toMatchObject({ kind: 'changed', invitation: { inviterId: 'approver2' } });
  });
  it('one person answers once: the same again is done already, another answer comes too late', () => {
    const once = changed(vote(asking([twoOfThree]), 'approver', 'approved'));
    expect(vote(once, 'approver', 'approved', { version: 1 }).kind).toBe('already-done');
    expect(vote(once, 'approver', 'approved').kind).toBe('already-done');
    expect(vote(once, 'approver', 'declined').kind).toBe('conflict');
  });
  it('is declined when too few are left to agree, counting who left', () => {
    const once = changed(vote(asking([twoOfThree]), 'approver', 'declined'));
    expect(once.state).toBe('submitted');
    expect(changed(vote(once, 'approver2', 'declined')).state).toBe('declined');
    expect(changed(vote(once, 'approver2', 'approved')).state).toBe('submitted');
    expect(changed(vote(asking([twoOfThree]), 'approver', 'declined', { without: ['third'] })).state).toBe('declined');
  });
  it('a veto ends it', () => {
    const once = changed(vote(asking([{ ...twoOfThree, veto: true }]), 'approver', 'approved'));
    expect(changed(vote(once, 'third', 'declined'))).toMatchObject({ state: 'declined', decision: { by: 'third' } });
  });
  it('wants a reason where the rule does', () => {
    const request = asking([{ ...approvers, reasonOn: 'both' }]);
    expect(vote(request, 'approver', 'approved')).toMatchObject({ kind: 'refused', rule: 'reason-needed' });
    expect(vote(request, 'approver', 'declined')).toMatchObject({ kind: 'refused', rule: 'reason-needed' });
    expect(changed(vote(request, 'approver', 'approved', { reason: 'known partner' })).decision?.reason).toBe('known partner');
  });
});

describe('stages', () => {
  const two = [stage({ who: { kind: 'owners' } }), stage({ who: { kind: 'group', groupId: 'group-dp', name: 'Data protection' } })];
  it('asks the next one after a yes, and takes nothing for it from cards of the first', () => {
    const first = asking(two);
    const second = changed(vote(first, 'owner', 'approved'));
    expect(second).toMatchObject({ state: 'submitted', deciders: ['member1', 'member2'], approval: { current: 1, askedSince: 2 } });
    expect(vote(second, 'owner', 'approved', { version: 1 }).kind).toBe('already-done');
    expect(vote(second, 'owner', 'declined').kind).toBe('conflict');
    expect(vote(second, 'member1', 'approved', { version: 1 }).kind).toBe('conflict');
    expect(changed(vote(second, 'member1', 'approved')).state).toBe('approved');
    expect(changed(vote(second, 'member2', 'declined')).state).toBe('declined');
  });
  it('a no in the first ends it', () => expect(changed(vote(asking(two), 'owner', 'declined')).state).toBe('declined'));
  it('does not ask the same person twice', () => {
    const again = [stage({ who: { kind: 'people', people: ['approver', 'approver2'] } }), approvers];
    expect(changed(vote(asking(again), 'approver', 'approved')).deciders).toEqual(['approver2', 'third']);
  });
  it('refuses who lost the role, who was never asked, and the requester', () => {
    const second = changed(vote(asking(two), 'owner', 'approved'));
    const leftGroup = decideRequest({ request: second, invitation: null }, app, { by: 'member1', verdict: 'approved', version: 2, at: at('10:00'), reason: null }, { ...live(), groups: new Map([['group-dp', ['member2']]]), powers, holding: [], today: '2026-01-05' });
    expect(leftGroup).toMatchObject({ kind: 'refused', rule: 'not-decider' });
    expect(vote(second, 'stranger', 'approved')).toMatchObject({ rule: 'not-decider' });
    expect(vote({ ...second, deciders: ['requester'] }, 'requester', 'approved')).toMatchObject({ rule: 'own-request' });
  });
  it('can be asked anew: no earlier answer counts, nor one on an older card', () => {
    const second = changed(vote(asking(two), 'owner', 'approved'));
    const anew = { ...second, version: 3, ...beginAnew(second, app, live(), { at: at('11:00'), version: 3 }) };
    expect(anew).toMatchObject({ deciders: ['owner'], approval: { current: 0, askedSince: 3 } });
    expect(voteOf(anew.approval, 'owner')).toBeUndefined();
    expect(vote(anew, 'owner', 'approved', { version: 2 }).kind).toBe('conflict');
    expect(changed(vote(anew, 'owner', 'approved')).approval.current).toBe(1);
  });
});

describe('time limits', () => {
  const limited = stage({ ...approvers, needed: 2, limitHours: 2, fallbackId: 'fallback', afterLimit: 'decline' });
  const state = (request: AccessRequest): RequestState => ({ request, invitation: null });
  it('leaves alone what has time, then asks the fallback, who decides alone and has as long again', () => {
    const request = asking([limited]);
    expect(timePassed(state(request), live(), at('10:59'))).toBeUndefined();
    const passed = timePassed(state(request), live(), at('11:00'));
    expect(passed).toMatchObject({ kind: 'escalated', tell: ['fallback'], lacksFallback: false, change: { request: { approval: { dueAt: at('13:00') } } } });
    const escalated = passed!.change.request;
    expect(escalated.deciders).toEqual(['approver', 'approver2', 'third', 'fallback']);
    expect(changed(vote(escalated, 'fallback', 'approved'))).toMatchObject({ state: 'approved', decision: { by: 'fallback' } });
    expect(changed(vote(escalated, 'approver', 'approved', { version: 1 })).state).toBe('submitted');
    const over = timePassed(state(escalated), live(), at('13:00'));
    expect(over).toMatchObject({ kind: 'expired', change: { request: { state: 'expired' }, events: [{ name: 'access-request.expired' }] } });
    expect(timePassed(state(over!.change.request), live(), at('23:00'))).toBeUndefined();
  });
  it('remains where the rule says so, and reminds once a day', () => {
    const request = asking([stage({ ...approvers, limitHours: 1, afterLimit: 'remain' })]);
    const first = timePassed(state(request), live(), at('10:00'));
    expect(first).toMatchObject({ kind: 'remains', tell: ['approver', 'approver2', 'third'], change: { request: { state: 'submitted' } } });
    expect(timePassed(state(first!.change.request), live(), at('20:00'))).toBeUndefined();
    expect(timePassed(state(first!.change.request), live(), new Date(at('10:00').getTime() + 86_400_000))?.kind).toBe('remains');
  });
  it.each([['who is gone', 'left'], ['who made the request', 'requester']])('a fallback %s is not asked: somebody has to choose', (_, fallbackId) => {
    const request = asking([{ ...limited, fallbackId }]);
    const passed = timePassed(state(request), live(), at('11:00'))!;
    expect(passed).toMatchObject({ kind: 'escalated', tell: [], lacksFallback: true });
    const checked = checkSuccession(state(passed.change.request), app, { ...live(), administrators: ['admin'] }, at('11:00'), true);
    expect(checked?.toChoose).toEqual(['owner']);
  });
});

describe('succession', () => {
  const administrators = ['admin'];
  const gone = (request: AccessRequest, without: string[], now = at('10:00')) => checkSuccession({ request, invitation: null }, app, { ...live(without), administrators }, now);
  it('does nothing while enough are left', () => expect(gone(asking([approvers]), ['approver', 'approver2'])).toBeUndefined());
  it('asks whoever the rule names by now, before anybody has to choose', () => {
    const request = { ...asking([approvers]), deciders: ['former'] };
    expect(gone(request, [])).toMatchObject({ toDecide: ['approver', 'approver2', 'third'], toChoose: [], change: { events: [{ name: 'deciders.renewed' }] } });
  });
  it('asks the owner, after a day the administrators, at once where no owner is left, and never the requester', () => {
    const none = ['approver', 'approver2', 'third'];
    const first = gone(asking([approvers]), none)!;
    expect(first).toMatchObject({ toChoose: ['owner'], change: { events: [{ name: 'deciders.missing' }] } });
    expect(gone(first.change.request, none, at('20:00'))).toBeUndefined();
    expect(gone(first.change.request, none, new Date(at('10:00').getTime() + 86_400_000))?.toChoose).toEqual(['admin']);
    expect(gone(asking([approvers]), [...none, 'owner'])?.toChoose).toEqual(['admin']);
    expect(gone(asking([approvers], { requestedBy: 'owner', askedAs: 'owner' }), none)?.toChoose).toEqual(['admin']);
  });
  it('those chosen decide; enough of them; nobody else chooses', () => {
    const open = gone(asking([approvers]), ['approver', 'approver2', 'third'])!.change.request;
    const choose = (by: string, chosen: string[], version = open.version): Outcome => chooseDeciders({ request: open, invitation: null }, { by, version, at: at('11:00'), chosen }, live());
    for (const by of ['stranger', 'sponsor', 'approver', 'admin']) expect(choose(by, ['member1'])).toMatchObject({ kind: 'refused', rule: 'not-owner' });
    expect(choose('requester', ['member1'])).toMatchObject({ rule: 'own-request' });
    expect(choose('owner', ['requester'])).toMatchObject({ rule: 'approver-unsuitable' });
    expect(choose('owner', ['member1'], 1).kind).toBe('conflict');
    const chosen = changed(choose('owner', ['member1', 'requester']));
    expect(chosen.deciders).toContain('member1');
    expect(chosen.deciders).not.toContain('requester');
    expect(currentRun(chosen.approval).standIns).toEqual(['member1']);
    expect(changed(vote(chosen, 'member1', 'approved')).state).toBe('approved');
    expect(chooseDeciders({ request: chosen, invitation: null }, { by: 'owner', version: 2, at: at('11:01'), chosen: ['member1'] }, live()).kind).toBe('already-done');
  });
});

describe('rules as filled in', () => {
  const words: StageWords & { who: 'approvers' } = { who: 'approvers', people: [], group: null, needed: 2, veto: true, reasonOn: 'none', limitHours: 24, fallbackId: 'fallback', afterLimit: 'decline' };
  const sizes = { owners: 1, approvers: 3 };
  it('become a stage', () => expect(readStage(words, sizes)).toEqual({ stage: { who: { kind: 'approvers' }, needed: 2, veto: true, reasonOn: 'none', limitHours: 24, fallbackId: 'fallback', afterLimit: 'decline' } }));
  it.each<[string, Partial<StageWords>, string, string]>([
    ['more than there are', { needed: 4 }, 'needed', 'number-out-of-range'],
    ['none', { needed: 0 }, 'needed', 'number-out-of-range'],
    ['half a person', { needed: 1.5 }, 'needed', 'number-out-of-range'],
    ['a fallback without a limit', { limitHours: 0 }, 'limit', 'missing'],
    ['a limit beyond four weeks', { limitHours: 700 }, 'limit', 'number-out-of-range'],
    ['nobody by name', { who: 'people', needed: 1 }, 'people', 'missing'],
    ['a group that is not there', { who: 'group', needed: 1 }, 'group', 'group-unsuitable'],
    ['a group without people', { who: 'group', needed: 1, group: { id: 'g', name: 'G', size: 0 } }, 'group', 'group-unsuitable'],
    ['a group of too many', { who: 'group', needed: 1, group: { id: 'g', name: 'G', size: 51 } }, 'group', 'group-unsuitable'],
  ])('%s is told at its input', (_, change, input, key) => {
    const read = readStage({ ...words, ...change } as typeof words, sizes);
    expect('problems' in read ? read.problems[input]?.key : read).toBe(key);
  });
  it('domains are partners’: not our own, none that everybody has, no disguise', () => {
    expect(readDomains(' Clinic.example, @praxis.example;\nmünchen.example ', ['hospital.example'])).toEqual({ value: ['clinic.example', 'praxis.example', 'xn--mnchen-3ya.example'] });
    for (const bad of ['hospital.example', 'gmail.com', 'clinic', 'clіnic.example', 'a b@c', '*.example']) expect(readDomains(bad, ['hospital.example'])).toMatchObject({ problem: { key: 'domain-unusable' } });
    expect(automaticDomainOf({ automaticDomains: ['clinic.example'] }, 'cleo@clinic.example')).toBe('clinic.example');
    for (const other of ['cleo@sub.clinic.example', 'cleo@clinic.example.evil.example', 'cleo@xclinic.example']) expect(automaticDomainOf({ automaticDomains: ['clinic.example'] }, other)).toBeNull();
  });
});
