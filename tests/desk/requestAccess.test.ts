import { directoryRoles } from '../../bot/core/person.ts';
import { cast, imaging, planner } from '../support/fakes/tenant.ts';
import { actor, makeDesk, start, tenantId } from '../support/makeDesk.ts';

const noWords = { email: null, name: null, app: null, sponsor: null, until: null, reason: null };

describe('the form', () => {
  it('comes back filled in with what the sentence said', async () => {
    const { desk } = makeDesk();
    const form = await desk.prepareRequest(actor('rosa'), { ...noWords, email: 'Cleo@Clinic.Example', app: 'imaging', sponsor: 'Dana', until: '2026-03-31', reason: ' she  reads our scans ' });
    expect(form).toMatchObject({
      kind: 'form',
      filled: { email: 'cleo@clinic.example', appId: 'imaging', sponsor: { id: cast.dana, name: 'Dana Holm' }, until: '2026-03-31', reason: 'she reads our scans', language: 'en', name: 'Cleo' },
    });
    expect(form).toHaveProperty('problems', {});
  });

  it('says by input what cannot be used, and keeps what was written', async () => {
    const { desk } = makeDesk();
    const form = await desk.prepareRequest(actor('rosa'), { ...noWords, email: 'boris@hospital.example', app: 'Nowhere', sponsor: 'Nobody', until: '2025-12-31' });
    expect(form).toMatchObject({
      filled: { email: 'boris@hospital.example', appId: null, sponsor: null, until: null },
      problems: { email: { key: 'internal-address' }, app: { key: 'app-unknown' }, sponsor: { key: 'sponsor-unknown' }, until: { key: 'day-in-the-past' } },
    });
  });

  it('counts days in the time zone of the person', async () => {
    const { desk, clock } = makeDesk();
    clock.pass(14 * 3600 + 1800); // 23:30 UTC: the next day in Berlin
    expect(await desk.prepareRequest(actor('rosa'), { ...noWords, until: '2026-01-05' })).toMatchObject({ problems: { until: { key: 'day-in-the-past' } } });
    expect(await desk.prepareRequest(actor('rosa', { timeZone: 'UTC' }), { ...noWords, until: '2026-01-05' })).toMatchObject({ problems: {} });
  });

  it('says so when nothing is shared yet', async () => {
    expect(await makeDesk({ sharedApp: null }).desk.prepareRequest(actor('rosa'), noWords)).toMatchObject({ kind: 'refused', rule: 'no-shared-apps' });
  });

  it.each([
    ['a guest', actor('eve')],
    ['somebody the directory does not know', actor('gone')],
    ['a person of another tenant', actor('rosa', { tenantId: 'elsewhere' })],
  ])('is refused to %s', async (_who, outsider) => {
    const { desk, store } = makeDesk();
    expect(await desk.prepareRequest(outsider, noWords)).toMatchObject({ kind: 'refused', rule: 'outsider' });
    expect(store.rows().drafts.size).toBe(0);
  });
});

describe('asking', () => {
  it('asks the owner when somebody else asks', async () => {
    const { ask, request, store, eventNames } = makeDesk();
    expect(await ask('rosa')).toMatchObject({ kind: 'shown', view: { phase: 'waiting', deciders: [{ id: cast.ada, name: 'Ada Berg' }], verbs: ['request.nudge', 'request.withdraw'], purpose: 'status' } });
    expect(request()).toMatchObject({ askedAs: 'requester', state: 'submitted', tenantId, sponsorId: cast.dana, submittedAt: start, invitee: { email: 'cleo@clinic.example', language: 'de' } });
    expect(store.rows().jobs).toEqual([{ name: 'card.post', requestId: request().id, to: cast.ada, purpose: 'decide' }]);
    expect(eventNames()).toEqual(['access-request.submitted']);
    expect(JSON.stringify(store.rows().events)).not.toMatch(/cleo|scans/iu);
  });

  it('asks every enabled approver when an owner asks', async () => {
    const { ask, request, tenant } = makeDesk();
    tenant.change(cast.farid, { isEnabled: false });
    await ask('ada');
    expect(request()).toMatchObject({ askedAs: 'owner', deciders: [cast.boris] });
  });

  it('never asks the owner herself, though she is an approver too', async () => {
    const { ask, request } = makeDesk({ sharedApp: { approvers: [cast.ada, cast.boris] } });
    await ask('ada');
    expect(request().deciders).toEqual([cast.boris]);
  });

  it('asks approvers where no owner can decide', async () => {
    const { ask, request, tenant } = makeDesk();
    tenant.facts.appOwners.set(imaging.servicePrincipalId, []);
    await ask('rosa');
    expect(request()).toMatchObject({ askedAs: 'requester', deciders: [cast.boris, cast.farid] });
  });

  it('goes straight through where the owner invites directly and may', async () => {
    const { ask, request, invitation, tenant, store, eventNames } = makeDesk({ sharedApp: { ownerInvitesDirectly: true } });
    tenant.change(cast.ada, { roleIds: [directoryRoles.guestInviter] });
    expect(await ask('ada')).toMatchObject({ kind: 'shown', view: { phase: 'sending', decision: { direct: true }, inviter: { id: cast.ada } } });
    expect(request()).toMatchObject({ state: 'approved', decision: { by: cast.ada, direct: true }, deciders: [] });
    expect(invitation()).toMatchObject({ inviterId: cast.ada, adderId: cast.ada });
    expect(store.rows().jobs).toEqual([{ name: 'invitation.send', requestId: request().id }]);
    expect(eventNames()).toEqual(['access-request.submitted', 'access-request.approved']);
  });

  it('asks approvers all the same where the direct owner may not invite', async () => {
    const { ask, request } = makeDesk({ sharedApp: { ownerInvitesDirectly: true } });
    await ask('ada');
    expect(request()).toMatchObject({ state: 'submitted', deciders: [cast.boris, cast.farid] });
  });

  it('asks a requester who may invite to sign in first, and writes nothing before', async () => {
    const { ask, tenant, store } = makeDesk();
    tenant.facts.policy = 'everyone';
    tenant.facts.signedIn.delete(cast.rosa);
    await expect(ask('rosa')).rejects.toMatchObject({ kind: 'sign-in-needed' });
    expect(store.rows().requests.size).toBe(0);
    tenant.facts.signedIn.add(cast.rosa);
    expect(await ask('rosa')).toMatchObject({ kind: 'shown' });
  });

  it('does not ask a requester to sign in whose name is of no use', async () => {
    const { ask, tenant } = makeDesk();
    tenant.facts.signedIn.delete(cast.rosa);
    expect(await ask('rosa')).toMatchObject({ kind: 'shown' });
  });

  it('makes one request of one form, however often it is sent', async () => {
    const { desk, store, ask } = makeDesk();
    const form = await desk.prepareRequest(actor('rosa'), noWords);
    if (form.kind !== 'form') throw new Error('expected a form');
    const twice = await Promise.all([ask('rosa', { draftId: form.draftId }), ask('rosa', { draftId: form.draftId })]);
    expect(twice.map((one) => one.kind)).toEqual(['shown', 'shown']);
    expect(store.rows().requests.size).toBe(1);
    expect(store.rows().jobs).toHaveLength(1);
  });

  it("refuses somebody else's form, and one used in another chat", async () => {
    const { desk, ask, store } = makeDesk();
    const form = await desk.prepareRequest(actor('rosa'), noWords);
    if (form.kind !== 'form') throw new Error('expected a form');
    expect(await ask('dana', { draftId: form.draftId })).toMatchObject({ kind: 'refused', rule: 'wrong-chat' });
    const elsewhere = actor('rosa', { conversationId: '19:group' });
    expect(await desk.requestAccess(elsewhere, { draftId: form.draftId, email: 'cleo@clinic.example', name: 'Cleo', app: 'imaging', sponsor: '', until: '2026-03-31', reason: 'x', language: null, at: { conversationId: '19:group', activityId: '1' } })).toMatchObject({ rule: 'wrong-chat' });
    await expect(ask('rosa', { draftId: 'unknown' })).rejects.toMatchObject({ kind: 'not-found' });
    expect(store.rows().requests.size).toBe(0);
  });

  it.each([
    ['email', { email: 'cleo+scan@clinic.example' }, 'address-unusable'],
    ['email', { email: 'boris@hospital.example' }, 'internal-address'],
    ['email', { email: '' }, 'missing'],
    ['name', { name: '\u200b ' }, 'missing'],
    ['name', { name: 'x'.repeat(65) }, 'too-long'],
    ['app', { app: 'Nowhere' }, 'app-unknown'],
    ['sponsor', { sponsor: cast.eve }, 'sponsor-unsuitable'],
    ['sponsor', { sponsor: 'nobody@hospital.example' }, 'sponsor-unknown'],
    ['until', { until: '31 March' }, 'day-unreadable'],
    ['until', { until: '2026-01-04' }, 'day-in-the-past'],
    ['until', { until: '2026-07-05' }, 'stay-too-long'],
    ['reason', { reason: '' }, 'missing'],
    ['reason', { reason: 'ab '.repeat(167) + 'cd' }, 'too-long'],
    ['language', { language: '!' }, 'language-unusable'],
  ])('asks to mend %s (%#)', async (input, change, key) => {
    const { ask, store } = makeDesk();
    expect(await ask('rosa', change)).toMatchObject({ kind: 'problems', problems: { [input]: { key } } });
    expect(store.rows().requests.size).toBe(0);
  });

  it('takes the last day the app allows, the app by name and the sponsor by address', async () => {
    const { ask, request } = makeDesk();
    await ask('rosa', { until: '2026-07-04', app: 'IMAGING', sponsor: 'grace@hospital.example' });
    expect(request()).toMatchObject({ until: '2026-07-04', appId: 'imaging', sponsorId: cast.grace });
  });

  it('knows a colleague by an address of another domain', async () => {
    const { ask, tenant } = makeDesk();
    tenant.change(cast.sam, { mail: 'sam@locums.example' });
    expect(await ask('rosa', { email: 'sam@locums.example' })).toMatchObject({ problems: { email: { key: 'internal-address' } } });
  });

  it('refuses what was asked already, and whom the app was given already', async () => {
    const { ask, tenant } = makeDesk();
    await ask('rosa');
    expect(await ask('dana')).toMatchObject({ kind: 'refused', rule: 'already-asked', who: [{ id: cast.rosa, name: 'Rosa Lind' }] });
    tenant.facts.members.get(imaging.groupId)?.add(cast.eve);
    expect(await ask('dana', { email: 'eve@praxis.example' })).toMatchObject({ rule: 'already-has-access' });
  });

  it('refuses where nobody decides, where nobody invites, and where invitations are off', async () => {
    const alone = makeDesk({ sharedApp: { approvers: [cast.ada] } });
    expect(await alone.ask('ada')).toMatchObject({ rule: 'nobody-decides' });
    const powerless = makeDesk();
    for (const id of [cast.boris, cast.farid]) powerless.tenant.change(id, { roleIds: [] });
    expect(await powerless.ask('rosa')).toMatchObject({ rule: 'nobody-invites' });
    const off = makeDesk();
    off.tenant.facts.policy = 'none';
    expect(await off.ask('rosa')).toMatchObject({ rule: 'invitations-off' });
    for (const { store } of [alone, powerless, off]) expect(store.rows().requests.size).toBe(0);
  });

  it('changes nothing while the directory is down', async () => {
    const { ask, trouble, store } = makeDesk();
    const { DeskError } = await import('../../bot/core/errors.ts');
    trouble.fail('directory.appOwners', new DeskError('unavailable', { code: 'graph/down' }));
    await expect(ask('rosa')).rejects.toMatchObject({ kind: 'unavailable' });
    expect(store.rows().requests.size).toBe(0);
  });

  it('lists apps to everybody inside, with the names of default sponsors', async () => {
    const { desk, ask } = makeDesk();
    await ask('rosa');
    expect(await desk.listSharedApps(actor('dana'))).toEqual([{ id: 'imaging', name: 'Imaging', longestStayDays: 180, defaultSponsor: { id: cast.dana, name: 'Dana Holm' } }]);
    expect(await desk.listSharedApps(actor('eve'))).toMatchObject({ rule: 'outsider' });
  });
});

describe('sharing an app', () => {
  const rules = { approvers: [cast.boris], sponsor: 'dana@hospital.example', longestStayDays: 90, ownerInvitesDirectly: false, roles: [], reminders: '3, 7, 14' };
  const plan = async (desk: ReturnType<typeof makeDesk>['desk'], app: string | null = 'shift planner') => {
    const found = await desk.planShare(actor('ada'), { app, servicePrincipalId: null });
    if (found.kind !== 'plan') throw new Error(`expected a plan, not ${found.kind}`);
    return found;
  };

  it('plans from live facts and shares by the form', async () => {
    const { desk, store, eventNames } = makeDesk({ sharedApp: null });
    const planned = await plan(desk);
    expect(planned).toMatchObject({ appName: 'Shift Planner', accessGroup: 'Shift Planner guests', redirectUrl: 'https://shifts.hospital.example/', assignmentRequired: true, candidates: [{ id: cast.boris, name: 'Boris Kern' }], current: null });
    expect(await desk.shareApp(actor('ada'), { ...rules, draftId: planned.draftId })).toMatchObject({ kind: 'shared', changed: false, approvers: [{ name: 'Boris Kern' }], sponsor: { id: cast.dana } });
    expect([...store.rows().apps.values()]).toMatchObject([{ servicePrincipalId: planner.servicePrincipalId, accessGroupId: planner.groupId, sharedBy: cast.ada, longestStayDays: 90, version: 1 }]);
    expect(eventNames()).toEqual(['shared-app.shared']);
  });

  it('changes rules once, and a repeated press changes nothing', async () => {
    const { desk, store, eventNames } = makeDesk();
    const planned = await plan(desk, 'Imaging');
    expect(planned.current).toMatchObject({ longestStayDays: 180, sponsor: { id: cast.dana } });
    const changed = { ...rules, draftId: planned.draftId };
    expect(await desk.shareApp(actor('ada'), changed)).toMatchObject({ changed: true });
    expect(await desk.shareApp(actor('ada'), changed)).toMatchObject({ changed: false });
    expect(store.rows().apps.get('imaging')).toMatchObject({ version: 2, longestStayDays: 90, approvers: [cast.boris] });
    expect(eventNames()).toEqual(['shared-app.changed']);
  });

  it('offers a choice where several apps are meant, and none of other people', async () => {
    const { desk } = makeDesk({ sharedApp: null });
    expect(await desk.planShare(actor('ada'), { app: null, servicePrincipalId: null })).toEqual({
      kind: 'choose',
      apps: [{ servicePrincipalId: imaging.servicePrincipalId, name: 'Imaging' }, { servicePrincipalId: planner.servicePrincipalId, name: 'Shift Planner' }],
    });
    expect(await desk.planShare(actor('rosa'), { app: 'Imaging', servicePrincipalId: null })).toMatchObject({ rule: 'app-not-owned' });
    expect(await desk.planShare(actor('ada'), { app: null, servicePrincipalId: 'sp-other' })).toMatchObject({ rule: 'app-not-owned' });
  });

  it.each([
    ['app-no-group', { groups: [] }],
    ['app-no-address', { redirectUrl: 'http://imaging.hospital.example/' }],
    ['app-no-address', { redirectUrl: null }],
  ])('refuses an app that cannot be shared: %s', async (rule, change) => {
    const { desk, tenant } = makeDesk({ sharedApp: null });
    const facts = tenant.facts.apps.get(imaging.servicePrincipalId);
    if (facts === undefined) throw new Error('seed');
    tenant.facts.apps.set(imaging.servicePrincipalId, { ...facts, ...change });
    expect(await desk.planShare(actor('ada'), { app: 'Imaging', servicePrincipalId: null })).toMatchObject({ kind: 'refused', rule });
  });

  it('reads ownership again when the form comes back', async () => {
    const { desk, tenant, store } = makeDesk({ sharedApp: null });
    const planned = await plan(desk);
    tenant.facts.appOwners.set(planner.servicePrincipalId, [cast.boris]);
    expect(await desk.shareApp(actor('ada'), { ...rules, draftId: planned.draftId })).toMatchObject({ rule: 'app-not-owned' });
    expect(store.rows().apps.size).toBe(0);
  });

  it('asks to mend approvers, sponsor and longest stay', async () => {
    const { desk } = makeDesk({ sharedApp: null });
    const { draftId } = await plan(desk);
    const share = (change: object) => desk.shareApp(actor('ada'), { ...rules, draftId, ...change });
    expect(await share({ approvers: [], sponsor: '', longestStayDays: 0 })).toMatchObject({ problems: { approvers: { key: 'missing' }, sponsor: { key: 'missing' }, longestStay: { key: 'number-out-of-range' } } });
    expect(await share({ approvers: [cast.eve] })).toMatchObject({ problems: { approvers: { key: 'approver-unsuitable' } } });
    expect(await desk.shareApp(actor('boris'), { ...rules, draftId })).toMatchObject({ rule: 'wrong-chat' });
  });
});
