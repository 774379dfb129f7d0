import { findOffers, offersOf } from '../../../bot/core/offers.ts';
import { type SubmitInput } from '../../../bot/desk/inviteForm.ts';
import { planner } from '../../support/fakes/tenant.ts';
import { actor, makeDesk, type TestDesk } from '../../support/makeDesk.ts';

/** Imaging and Shift Planner; the second is Boris's to decide. */
const twoApps = (): TestDesk => {
  const of = makeDesk();
  const imaging = of.store.rows().apps.get('imaging')!;
  of.store.rows().apps.set('planner', { ...imaging, id: 'planner', name: 'Shift Planner', servicePrincipalId: planner.servicePrincipalId, accessGroupId: planner.groupId, longestStayDays: 90 });
  of.tenant.facts.appOwners.set(planner.servicePrincipalId, [actor('boris').id]);
  return of;
};
const both: Partial<SubmitInput> = { app: 'imaging,planner', until: '2026-02-28' };
const requests = (of: TestDesk) => [...of.store.rows().requests.values()];
const versionOf = (of: TestDesk, id: string): number => (of.store.rows().requests.get(id)?.version ?? 0) + (of.store.rows().invitations.get(id)?.version ?? 0);
const approve = (of: TestDesk, who: 'ada' | 'boris', id: string) => of.desk.decideRequest(actor(who), { requestId: id, version: versionOf(of, id), verdict: 'approved', reason: null });

describe('several apps asked for at once', () => {
  it('make one request each, together, decided by their own owners', async () => {
    const of = twoApps();
    const answer = await of.ask('rosa', both);
    expect(answer).toMatchObject({ kind: 'shown', view: { bundle: [{ appName: 'Imaging', phase: 'waiting' }, { appName: 'Shift Planner', phase: 'waiting' }] } });
    const [first, second] = requests(of);
    expect(first?.bundleId).not.toBeNull();
    expect(second?.bundleId).toBe(first?.bundleId);
    expect([first?.deciders, second?.deciders]).toEqual([[actor('ada').id], [actor('boris').id]]);
    await of.runJobs();
    expect(of.cardsOf('ada').map(({ purpose, appName, bundle }) => [purpose, appName, bundle])).toEqual([['decide', 'Imaging', null]]);
    expect(of.cardsOf('boris').map(({ purpose, appName }) => [purpose, appName])).toEqual([['decide', 'Shift Planner']]);
    expect(of.store.rows().events.filter(({ name }) => name === 'access-request.submitted')).toHaveLength(2);
  });

  it('sent again makes no more', async () => {
    const of = twoApps();
    const first = await of.ask('rosa', both);
    const draftId = requests(of)[0]!.draftId;
    const again = await of.desk.requestAccess(actor('rosa'), { draftId, email: 'cleo@clinic.example', name: 'Cleo', app: 'imaging,planner', sponsor: '', until: '2026-02-28', reason: 'again', language: null, at: null });
    expect(again).toEqual(first);
    expect(requests(of)).toHaveLength(2);
  });

  it('the requester’s one card follows every part', async () => {
    const of = twoApps();
    await of.ask('rosa', both);
    await of.runJobs();
    const [first, second] = requests(of);
    await approve(of, 'boris', second!.id);
    await of.runJobs();
    expect(of.cardsOf('rosa')).toMatchObject([{ id: first!.id, bundle: [{ phase: 'waiting' }, { phase: 'invited' }] }]);
    await of.desk.decideRequest(actor('ada'), { requestId: first!.id, version: 1, verdict: 'declined', reason: 'no need' });
    await of.runJobs();
    expect(of.cardsOf('rosa')).toMatchObject([{ bundle: [{ phase: 'declined' }, { phase: 'invited' }] }]);
    const alone = await of.desk.showRequest(actor('rosa'), { requestId: second!.id, purpose: 'status', isAlone: true });
    expect(alone).toMatchObject({ kind: 'shown', view: { appName: 'Shift Planner', bundle: null, isPart: true, phase: 'invited' } });
  });

  it('approved at the same moment invite once, and give both', async () => {
    const of = twoApps();
    await of.ask('rosa', both);
    await of.runJobs();
    const [first, second] = requests(of);
    // Ada may not invite: her approval leaves the last step to who may.
    of.tenant.facts.policy = 'everyone';
    await Promise.all([approve(of, 'ada', first!.id), approve(of, 'boris', second!.id)]);
    const jobs = of.store.takeJobs().filter(({ name }) => name === 'invitation.send');
    expect(jobs).toHaveLength(2);
    const run = async (id: string): Promise<void> => {
      for (let round = 0; round < 40; round += 1) {
        const outcome = await of.work.sendInvitation({ requestId: id });
        if (outcome.kind === 'done') return;
        of.clock.pass(outcome.seconds);
      }
    };
    await Promise.all([run(first!.id), run(second!.id)]);
    await of.runJobs();
    expect(of.tenant.facts.mails).toHaveLength(1);
    for (const group of ['group-imaging', planner.groupId]) expect(of.tenant.facts.members.get(group)?.size).toBe(1);
  });

  it('are asked for all or not at all, and the refusal names the one', async () => {
    const of = twoApps();
    await of.ask('rosa', { app: 'planner', until: '2026-02-28' });
    const answer = await of.ask('rosa', both);
    expect(answer).toMatchObject({ kind: 'refused', rule: 'already-asked', facts: { part: 'Shift Planner' } });
    expect(requests(of)).toHaveLength(1);
  });

  it('end within the shortest stay, and an unknown one is named at its input', async () => {
    const of = twoApps();
    expect(await of.ask('rosa', { ...both, until: '2026-05-01' })).toMatchObject({ kind: 'problems', problems: { until: { key: 'stay-too-long', facts: { days: 90 } } } });
    expect(await of.ask('rosa', { ...both, app: 'imaging,nonesuch' })).toMatchObject({ kind: 'problems', problems: { app: { key: 'app-unknown' } } });
    expect(requests(of)).toHaveLength(0);
  });

  it('are ten at most: of eleven nothing is asked', async () => {
    const of = makeDesk();
    const imaging = of.store.rows().apps.get('imaging')!;
    const more = Array.from({ length: 10 }, (_, index) => `app${index}`);
    for (const id of more) of.store.rows().apps.set(id, { ...imaging, id, name: `App ${id}`, servicePrincipalId: `sp-${id}` });
    expect(await of.ask('rosa', { ...both, app: ['imaging', ...more].join(',') })).toMatchObject({ kind: 'problems', problems: { app: { key: 'app-unknown' } } });
    expect(requests(of)).toHaveLength(0);
    expect(findOffers(offersOf([...of.store.rows().apps.values()]), more.join(','))).toHaveLength(10);
  });

  it('come out of a sentence', async () => {
    const of = twoApps();
    const form = await of.desk.prepareRequest(actor('rosa'), { email: 'cleo@clinic.example', name: null, app: 'Imaging and Shift Planner', sponsor: null, until: null, reason: null });
    expect(form).toMatchObject({ kind: 'form', filled: { appId: 'imaging', moreAppIds: ['planner'] } });
  });
});

describe('two who ask for the same at one moment', () => {
  it.each(Array.from({ length: 10 }, (_, round) => round))('one asks, the other hears of it (%i)', async () => {
    const of = makeDesk();
    const answers = await Promise.all([of.ask('rosa'), of.ask('boris'), of.ask('rosa')]);
    expect(answers.map((answer) => (answer.kind === 'refused' ? answer.rule : answer.kind)).sort()).toEqual(['already-asked', 'already-asked', 'shown']);
    expect(requests(of)).toHaveLength(1);
  });
});

describe('roles of an app', () => {
  const viewer = { appRoleId: 'r1', value: 'viewer', name: 'Viewer', groupId: 'group-imaging' };
  const reporter = { appRoleId: 'r2', value: 'reporter', name: 'Reporter', groupId: planner.groupId };

  /** Each role's group is assigned to the app. */
  const withRoles = (): TestDesk => {
    const of = makeDesk({ sharedApp: { roles: [viewer, reporter] } });
    const facts = of.tenant.facts.apps.get('sp-imaging')!;
    of.tenant.facts.apps.set('sp-imaging', { ...facts, groups: [{ id: 'group-imaging', name: 'Viewers', appRoleId: 'r1' }, { id: planner.groupId, name: 'Reporters', appRoleId: 'r2' }] });
    return of;
  };

  it('are asked for, decided by who owns the role’s group, and given by it', async () => {
    const of = withRoles();
    expect(await of.ask('rosa')).toMatchObject({ kind: 'problems', problems: { app: { key: 'app-unknown' } } });
    expect(await of.ask('ada', { app: 'Imaging as reporter' })).toMatchObject({ kind: 'shown', view: { appName: 'Imaging · Reporter' } });
    expect(of.request()).toMatchObject({ appId: 'imaging', role: reporter });
    await of.runJobs();
    await of.press('boris', 'request.approve');
    await of.runJobs();
    expect(of.tenant.facts.members.get(planner.groupId)?.size).toBe(1);
    expect(of.tenant.facts.members.get('group-imaging')?.size).toBe(0);
    await of.press('ada', 'access.end');
    await of.runJobs();
    expect(of.tenant.facts.members.get(planner.groupId)?.size).toBe(0);
  });

  it('written like a name ("as Reporter") are still roles; a guest’s name stays one', async () => {
    const of = withRoles();
    const words = { email: 'cleo@clinic.example', app: 'Imaging', sponsor: null, until: null, reason: null };
    expect(await of.desk.prepareRequest(actor('rosa'), { ...words, name: 'Reporter' })).toMatchObject({ filled: { appId: 'imaging#reporter', name: 'Cleo' }, problems: {} });
    expect(await of.desk.prepareRequest(actor('rosa'), { ...words, name: 'Cleo Vance' })).toMatchObject({ filled: { appId: null, name: 'Cleo Vance' }, problems: { app: { key: 'app-unknown' } } });
  });

  it('of one app can be asked for one after the other, each once', async () => {
    const of = withRoles();
    expect(await of.ask('rosa', { app: 'imaging#viewer' })).toMatchObject({ kind: 'shown' });
    expect(await of.ask('rosa', { app: 'imaging#viewer' })).toMatchObject({ kind: 'refused', rule: 'already-asked' });
    expect(await of.ask('rosa', { app: 'imaging#reporter' })).toMatchObject({ kind: 'shown' });
    const why = await of.desk.explainGuest(actor('rosa'), 'cleo@clinic.example');
    expect(why).toMatchObject({ kind: 'explained', others: [{}] });
    const named = why.kind === 'explained' ? [why.view?.appName, ...why.others.map(({ appName }) => appName)] : [];
    expect(named.sort()).toEqual(['Imaging · Reporter', 'Imaging · Viewer']);
  });

  it('are those with a group of their own, and the owner chooses among them', async () => {
    const of = makeDesk();
    const facts = of.tenant.facts.apps.get('sp-imaging')!;
    of.tenant.facts.apps.set('sp-imaging', {
      ...facts,
      appRoles: [{ id: 'r1', value: 'viewer', name: 'Viewer' }, { id: 'r2', value: 'reporter', name: 'Reporter' }, { id: 'r3', value: 'nobody', name: 'Nobody' }],
      groups: [{ id: 'group-imaging', name: 'Viewers', appRoleId: 'r1' }, { id: planner.groupId, name: 'Reporters', appRoleId: 'r2' }],
    });
    const plan = await of.desk.planShare(actor('ada'), { app: 'Imaging', servicePrincipalId: null });
    expect(plan).toMatchObject({ kind: 'plan', roles: [{ appRoleId: 'r1', name: 'Viewer' }, { appRoleId: 'r2', name: 'Reporter' }] });
    const draftId = plan.kind === 'plan' ? plan.draftId : '';
    const shared = await of.desk.shareApp(actor('ada'), { draftId, approvers: [actor('boris').id], sponsor: actor('dana').id, longestStayDays: 90, ownerInvitesDirectly: false, reminders: '', roles: ['r2', 'r9'] });
    expect(shared).toMatchObject({ kind: 'shared', roles: ['Reporter'] });
    expect(of.store.rows().apps.get('imaging')?.roles).toEqual([{ appRoleId: 'r2', value: 'reporter', name: 'Reporter', groupId: planner.groupId }]);
  });
});
