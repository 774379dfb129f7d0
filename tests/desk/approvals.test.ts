import { type Stage, usualRule, usualStage } from '../../bot/core/approvals/approvalRule.ts';
import { directoryRoles } from '../../bot/core/person.ts';
import { type RulesInput, type StageInput } from '../../bot/desk/approvals/approvalsUseCases.ts';
import { actor, makeDesk, type TestDesk } from '../support/makeDesk.ts';
import { cast, oid } from '../support/fakes/tenant.ts';

const twoOfThree: Stage = { ...usualStage, who: { kind: 'people', people: [cast.boris, cast.farid, cast.dana] }, needed: 2, veto: false, limitHours: 8, fallbackId: cast.grace, afterLimit: 'decline' };
const deskWith = (...stages: Stage[]): TestDesk => makeDesk({ sharedApp: { approval: { ...usualRule, stages, setBy: cast.ada } } });
const eventsNamed = (desk: TestDesk, name: string) => desk.store.rows().events.filter((event) => event.name === name);

describe('n of m', () => {
  it('two of three: the first answer shows on every card, the second decides, and the first who may invites', async () => {
    const desk = deskWith(twoOfThree);
    await desk.ask('rosa');
    await desk.runJobs();
    expect(desk.cardsOf('dana')[0]?.verbs).toEqual(expect.arrayContaining(['request.approve', 'request.decline']));
    expect(await desk.press('dana', 'request.approve')).toMatchObject({ kind: 'shown', view: { phase: 'waiting', verbs: [] } });
    await desk.runJobs();
    expect(desk.cardsOf('rosa')[0]?.approval.stages[0]?.votes).toMatchObject([{ by: { name: 'Dana Holm' }, verdict: 'approved' }]);
    expect(desk.cardsOf('rosa')[0]?.deciders.map(({ id }) => id)).toEqual([cast.boris, cast.farid]);
    expect(await desk.press('farid', 'request.approve', { version: 1 })).toMatchObject({ kind: 'shown', view: { decision: { by: { id: cast.farid } }, inviter: { id: cast.farid } } });
    await desk.runJobs();
    expect(desk.tenant.facts.mails.map(({ by }) => by)).toEqual([cast.farid]);
    expect(desk.eventNames()).toEqual(expect.arrayContaining(['access-request.voted', 'access-request.approved']));
    expect(await desk.press('boris', 'request.decline', { version: 2 })).toMatchObject({ kind: 'conflict', view: { decision: { by: { id: cast.farid } } } });
  });

  it('two who press at once are both counted', async () => {
    const desk = deskWith({ ...twoOfThree, needed: 3 });
    await desk.ask('rosa');
    await desk.runJobs();
    await Promise.all((['boris', 'farid', 'dana'] as const).map((who) => desk.press(who, 'request.approve', { version: 1 })));
    expect(desk.request()).toMatchObject({ state: 'approved', version: 4 });
    expect(eventsNamed(desk, 'access-request.voted')).toHaveLength(2);
  });

  it('a missing reason is asked for beside the card', async () => {
    const desk = deskWith({ ...usualStage, reasonOn: 'decline' });
    await desk.ask('rosa');
    await desk.runJobs();
    expect(await desk.press('ada', 'request.decline')).toEqual({ kind: 'problems', problems: { decisionReason: { key: 'missing', facts: {} } } });
    expect(await desk.press('ada', 'request.decline', { reason: 'no contract' })).toMatchObject({ kind: 'shown', view: { phase: 'declined' } });
  });
});

it('the second stage gets its cards after the first said yes, and a group is read live', async () => {
  const group = 'b0000000-0000-4000-8000-000000000001';
  const desk = deskWith({ ...usualStage, who: { kind: 'owners' } }, { ...usualStage, who: { kind: 'group', groupId: group, name: 'Data protection' } });
  desk.tenant.facts.members.set(group, new Set([cast.dana]));
  await desk.ask('rosa');
  await desk.runJobs();
  expect(desk.cardsOf('dana')).toEqual([]);
  await desk.press('ada', 'request.approve');
  await desk.runJobs();
  expect(desk.cardsOf('dana')[0]?.verbs).toContain('request.approve');
  desk.tenant.facts.members.get(group)?.delete(cast.dana);
  expect(await desk.press('dana', 'request.approve')).toMatchObject({ kind: 'refused', rule: 'not-decider' });
  desk.tenant.facts.members.get(group)?.add(cast.dana);
  expect(await desk.press('dana', 'request.approve')).toMatchObject({ kind: 'shown', view: { phase: 'finish-needed' } });
});

describe('time limits', () => {
  it('ask the fallback, tell the others, then decline', async () => {
    const desk = deskWith(twoOfThree);
    await desk.ask('rosa');
    await desk.runJobs();
    desk.clock.pass(8 * 3_600 - 1);
    await desk.work.keepTimeLimits();
    expect(desk.cardsOf('grace')).toEqual([]);
    desk.clock.pass(1);
    await Promise.all([desk.work.keepTimeLimits(), desk.work.keepTimeLimits()]);
    await desk.runJobs();
    expect(eventsNamed(desk, 'access-request.escalated')).toMatchObject([{ by: null, facts: { stage: 1, to: cast.grace } }]);
    expect(desk.cardsOf('grace')[0]?.verbs).toContain('request.approve');
    expect(desk.cardsOf('boris')[0]?.approval.isEscalated).toBe(true);
    desk.clock.pass(8 * 3_600);
    await desk.work.keepTimeLimits();
    await desk.runJobs();
    expect(desk.cardsOf('rosa').at(-1)).toMatchObject({ phase: 'expired', verbs: [] });
    expect(await desk.press('grace', 'request.approve')).toMatchObject({ kind: 'conflict', view: { phase: 'expired' } });
  });

  it('remain where the rule says so: a card comes anew once a day', async () => {
    const desk = deskWith({ ...twoOfThree, fallbackId: null, afterLimit: 'remain' });
    await desk.ask('rosa');
    await desk.runJobs();
    for (const expected of [2, 3]) {
      desk.clock.pass(24 * 3_600);
      await desk.work.keepTimeLimits();
      await desk.work.keepTimeLimits();
      await desk.runJobs();
      expect(desk.cardsOf('boris')).toHaveLength(expected);
    }
    expect(desk.request().state).toBe('submitted');
  });
});

describe('succession', () => {
  it('is found by the round, asks the owner, and those chosen decide', async () => {
    const desk = deskWith({ ...usualStage, who: { kind: 'approvers' } });
    await desk.ask('rosa');
    await desk.runJobs();
    for (const id of [cast.boris, cast.farid]) desk.tenant.change(id, { isEnabled: false });
    await desk.work.checkApprovals();
    await desk.runJobs();
    expect(eventsNamed(desk, 'deciders.missing')).toMatchObject([{ facts: { choosers: cast.ada } }]);
    expect(desk.cardsOf('ada').at(-1)).toMatchObject({ purpose: 'succession', verbs: ['deciders.choose'], reason: null });
    expect(desk.cardsOf('rosa')[0]?.approval.choosers).toMatchObject([{ id: cast.ada }]);
    await desk.work.checkApprovals();
    expect(eventsNamed(desk, 'deciders.missing')).toHaveLength(1);

    expect(await desk.press('ada', 'deciders.choose', { deciders: [cast.rosa] })).toMatchObject({ kind: 'problems', problems: { deciders: { key: 'too-few-deciders', facts: { least: 1 } } } });
    expect(await desk.press('ada', 'deciders.choose', { deciders: [cast.eve] })).toMatchObject({ kind: 'problems', problems: { deciders: { key: 'approver-unsuitable' } } });
    expect(await desk.press('dana', 'deciders.choose', { deciders: [cast.sam] })).toMatchObject({ kind: 'refused', rule: 'not-owner' });
    expect(await desk.press('ada', 'deciders.choose', { deciders: ['dana@hospital.example'] })).toMatchObject({ kind: 'shown' });
    await desk.runJobs();
    expect(desk.cardsOf('dana')[0]?.verbs).toContain('request.approve');
    await desk.press('dana', 'request.decline');
    expect(desk.request().state).toBe('declined');
  });

  it('is found when asking: the administrators choose where no owner can, and nothing is asked where nobody could', async () => {
    const desk = makeDesk({ sharedApp: { approvers: [cast.boris] } });
    desk.tenant.change(cast.boris, { isEnabled: false });
    desk.tenant.facts.policy = 'everyone';
    expect(await desk.ask('ada')).toMatchObject({ kind: 'refused', rule: 'nobody-decides' });
    desk.tenant.change(cast.grace, { roleIds: [directoryRoles.globalAdministrator] });
    expect(await desk.ask('ada')).toMatchObject({ kind: 'shown', view: { phase: 'waiting', deciders: [], approval: { choosers: [{ id: cast.grace }] } } });
    await desk.runJobs();
    expect(desk.cardsOf('grace')[0]?.verbs).toEqual(['deciders.choose']);
    await desk.press('grace', 'deciders.choose', { deciders: [cast.farid] });
    await desk.runJobs();
    expect(await desk.press('ada', 'request.approve')).toMatchObject({ rule: 'own-request' });
    expect(await desk.press('farid', 'request.approve')).toMatchObject({ kind: 'shown', view: { inviter: { id: cast.ada } } });
  });

  it('looks through many waiting requests with few questions to the directory', async () => {
    const desk = deskWith({ ...usualStage, who: { kind: 'approvers' } });
    await desk.ask('rosa');
    const first = desk.request();
    for (let index = 0; index < 120; index += 1) desk.store.rows().requests.set(`copy-${String(index).padStart(3, '0')}`, { ...first, id: `copy-${String(index).padStart(3, '0')}`, draftId: `copy ${index}` });
    let questions = 0;
    const counted = desk.tenant.directory.standings;
    desk.tenant.directory.standings = (ids) => {
      questions += 1;
      return counted(ids);
    };
    desk.tenant.change(cast.boris, { isEnabled: false });
    await desk.work.checkApprovals();
    expect(questions).toBeLessThan(10);
  });
});

describe('partner domains', () => {
  const listed = { approval: { ...usualRule, automaticDomains: ['clinic.example'], setBy: cast.ada } };
  it('are let in by the rule: nobody decides, somebody who may finishes, and the audit names the rule', async () => {
    const desk = makeDesk({ sharedApp: listed });
    expect(await desk.ask('rosa')).toMatchObject({ kind: 'shown', view: { phase: 'finish-needed', approval: { automaticFor: 'clinic.example' }, decision: { by: { id: cast.ada }, direct: false } } });
    expect(eventsNamed(desk, 'decision.automatic')).toMatchObject([{ by: null, facts: { rule: 'partner-domain', domain: 'clinic.example', setBy: cast.ada } }]);
    await desk.runJobs();
    expect(desk.cardsOf('ada').map(({ purpose }) => purpose)).not.toContain('decide');
    await desk.press('boris', 'request.finish');
    await desk.runJobs();
    expect(desk.tenant.facts.mails.map(({ by }) => by)).toEqual([cast.boris]);
  });
  it('go out in the requester’s name where that person may invite, and other domains wait for a decision', async () => {
    const desk = makeDesk({ sharedApp: listed });
    desk.tenant.facts.policy = 'everyone';
    expect(await desk.ask('rosa')).toMatchObject({ view: { inviter: { id: cast.rosa } } });
    expect(await makeDesk({ sharedApp: listed }).ask('rosa', { email: 'cleo@sub.clinic.example' })).toMatchObject({ view: { phase: 'waiting' } });
    expect(await makeDesk({ sharedApp: listed }).ask('eve')).toMatchObject({ rule: 'outsider' });
  });
});

describe('setting the rules', () => {
  const none: StageInput = { who: 'none', people: [], group: '', needed: 1, veto: true, reasonOn: 'none', limitHours: 0, fallback: '', afterLimit: 'decline' };
  const filled: StageInput = { ...none, who: 'approvers', needed: 2, limitHours: 24, fallback: 'grace@hospital.example' };
  const opened = async (desk: TestDesk): Promise<string> => {
    const plan = await desk.desk.planShare(actor('ada'), { app: 'Imaging', servicePrincipalId: null });
    return plan.kind === 'plan' ? plan.draftId : '';
  };
  const input = (draftId: string, change: Partial<RulesInput> = {}): RulesInput => ({ draftId, stages: [filled, none, none], automaticDomains: 'clinic.example', ...change });

  it('shows them as they are, says them in words, sets them once, and keeps what else was set', async () => {
    const desk = makeDesk();
    const draftId = await opened(desk);
    expect(await desk.desk.planRules(actor('ada'), { draftId })).toMatchObject({ kind: 'rules', appName: 'Imaging', stages: [{ who: 'usual' }, { who: 'none' }, { who: 'none' }], inWords: null });
    expect(await desk.desk.previewRules(actor('ada'), input(draftId))).toMatchObject({ inWords: [{ who: 'approvers', needed: 2, fallback: { name: 'Grace Oduya' } }] });
    expect(desk.eventNames()).toEqual([]);
    expect(await desk.desk.setRules(actor('ada'), input(draftId))).toMatchObject({ kind: 'rules-set', changed: true });
    expect(await desk.desk.setRules(actor('ada'), input(draftId))).toMatchObject({ kind: 'rules-set', changed: false });
    expect(eventsNamed(desk, 'approval-rule.changed')).toMatchObject([{ by: cast.ada, facts: { stages: `2 of approvers, veto, reason none, limit 24h, then ${cast.grace}, decline`, automaticDomains: 'clinic.example' } }]);
    await desk.desk.shareApp(actor('ada'), { draftId, approvers: [cast.boris, cast.farid], sponsor: cast.dana, longestStayDays: 30, ownerInvitesDirectly: false, roles: [], reminders: '3, 7, 14' });
    expect(desk.store.rows().apps.get('imaging')).toMatchObject({ longestStayDays: 30, approval: { setBy: cast.ada, automaticDomains: ['clinic.example'] } });
  });

  it('only an owner may, in the chat of the form, for an app that is shared', async () => {
    const desk = makeDesk();
    const draftId = await opened(desk);
    expect(await desk.desk.setRules(actor('boris'), input(draftId))).toMatchObject({ rule: 'wrong-chat' });
    expect(await desk.desk.setRules(actor('ada', { conversationId: 'a:other' }), input(draftId))).toMatchObject({ rule: 'wrong-chat' });
    desk.tenant.facts.appOwners.set('sp-imaging', [cast.boris]);
    expect(await desk.desk.setRules(actor('ada'), input(draftId))).toMatchObject({ rule: 'app-not-owned' });
    const unshared = makeDesk({ sharedApp: null });
    expect(await unshared.desk.planRules(actor('ada'), { draftId: await opened(unshared) })).toMatchObject({ rule: 'app-not-shared' });
    await expect(desk.desk.planRules(actor('ada'), { draftId: 'forged' })).rejects.toMatchObject({ kind: 'not-found' });
  });

  it.each<[string, Partial<StageInput>, string]>([
    ['a guest as fallback', { fallback: cast.eve }, 'fallback1'],
    ['people nobody knows', { who: 'people', needed: 1, people: [oid(99)] }, 'people1'],
    ['a group nobody knows', { who: 'group', needed: 1, group: oid(98) }, 'group1'],
    ['more than can agree', { needed: 3 }, 'needed1'],
    ['no step at all', { who: 'none' }, 'who1'],
  ])('%s is told at its input, and nothing is set', async (_, change, name) => {
    const desk = makeDesk();
    const answer = await desk.desk.setRules(actor('ada'), input(await opened(desk), { stages: [{ ...filled, ...change }, none, none] }));
    expect(answer.kind === 'problems' ? Object.keys(answer.problems) : answer).toContain(name);
    expect(desk.eventNames()).toEqual([]);
  });
});
