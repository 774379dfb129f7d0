import { known, unknown } from '../../bot/core/preflight/facts.ts';
import { openSettings } from '../support/fakes/outside.ts';
import { cast, imaging, oid } from '../support/fakes/tenant.ts';
import { actor, makeDesk, start } from '../support/makeDesk.ts';

const typed = { email: 'cleo@clinic.example', name: 'Cleo Vance', app: 'imaging', sponsor: '', until: '2026-03-31', reason: 'she reads our scans', language: 'de' };
type Kit = ReturnType<typeof makeDesk>;
const check = async (kit: Kit, who: keyof typeof cast = 'rosa', change: Partial<typeof typed> = {}) => kit.desk.checkRequest(actor(who), { draftId: null, ...typed, ...change });
const denied = { domainList: known({ kind: 'except', domains: ['clinic.example'] } as const, start) };

it('finds nothing in the way, asks nobody and writes nothing', async () => {
  const kit = makeDesk();
  expect(await check(kit)).toMatchObject({ kind: 'checked', seen: { verdict: 'fine', obstacles: [], needsAdministrator: false }, wasStopped: false, owners: [{ name: 'Ada Berg' }] });
  expect([kit.store.rows().requests.size, kit.eventNames(), kit.posted.size]).toEqual([0, [], 0]);
});

it('tells a requester coarsely and an administrator exactly', async () => {
  const kit = makeDesk();
  kit.outside.set(denied);
  expect(await check(kit)).toMatchObject({ seen: { verdict: 'blocked', obstacles: [], needsAdministrator: true, way: null } });
  expect(await check(kit, 'grace')).toMatchObject({ seen: { isExact: true, obstacles: [{ key: 'domain-blocked', remover: 'administrator' }] } });
});

it('a role that is lost sees no more than others at once', async () => {
  const kit = makeDesk();
  kit.outside.set(denied);
  kit.tenant.change(cast.grace, { roleIds: [] });
  expect(await check(kit, 'grace')).toMatchObject({ seen: { isExact: false, obstacles: [] } });
});

it('a failing read is unknown and stops nothing', async () => {
  const kit = makeDesk();
  kit.outside.set({ domainList: unknown('graph/authorization-request-denied') });
  expect(await check(kit, 'grace')).toMatchObject({ seen: { verdict: 'uncertain', obstacles: [{ key: 'domain-list-unread', severity: 'unknown' }] } });
  expect(await kit.ask('rosa')).toMatchObject({ kind: 'shown' });
});

it('twenty look-ups an hour; the twenty-first says when, and an hour later it goes on', async () => {
  const kit = makeDesk();
  for (let count = 0; count < 20; count += 1) {
    expect(await check(kit)).toMatchObject({ kind: 'checked' });
    kit.clock.pass(60);
  }
  expect(await check(kit)).toEqual({ kind: 'refused', rule: 'too-many-looks', who: [], facts: { at: new Date(start.getTime() + 3_600_000).toISOString() } });
  expect(await check(kit, 'ada')).toMatchObject({ kind: 'checked' });
  kit.clock.pass(40 * 60);
  expect(await check(kit)).toMatchObject({ kind: 'checked' });
});

it('what cannot be looked up spends no look-up', async () => {
  const kit = makeDesk();
  for (let count = 0; count < 25; count += 1) expect(await check(kit, 'rosa', { email: 'no address' })).toMatchObject({ kind: 'problems', problems: { email: { key: 'address-unusable' } } });
  expect(await check(kit, 'rosa', { app: 'nothing' })).toMatchObject({ kind: 'problems', problems: { app: { key: 'app-unknown' } } });
  expect(await check(kit)).toMatchObject({ kind: 'checked' });
});

describe('asking', () => {
  it('is stopped where something blocks: nothing is made, and the audit chain knows', async () => {
    const kit = makeDesk();
    kit.outside.set(denied);
    expect(await kit.ask('rosa')).toMatchObject({ kind: 'checked', wasStopped: true, typed: { reason: 'she reads our scans' }, seen: { needsAdministrator: true } });
    expect([kit.store.rows().requests.size, kit.posted.size]).toEqual([0, 0]);
    expect(kit.store.rows().events).toMatchObject([{ name: 'access-request.refused', by: cast.rosa, facts: { rule: 'preflight', obstacles: 'domain-blocked' } }]);
  });

  it('reads the settings again before it refuses: what was kept may be old', async () => {
    const kit = makeDesk();
    kit.outside.set(denied);
    await kit.ask('rosa');
    expect(kit.outside.looks.map(({ fresh }) => fresh)).toEqual([false, true]);
  });

  it('goes on with warnings, and keeps what was seen for those who decide', async () => {
    const kit = makeDesk();
    kit.outside.set({ crossTenant: known({ ...openSettings, trust: { mfa: true, device: false } }, start), passcodesAreOn: known(false, start) });
    await kit.ask('ada', { sponsor: cast.sam });
    await kit.runJobs();
    expect(kit.cardsOf('boris')).toMatchObject([{ preflight: { seen: { isExact: false, obstacles: [{ key: 'sponsor-unreachable' }] }, passport: { tenantName: 'Elm Clinic', trust: { mfa: true }, guests: 0, medianDays: null } } }]);
    expect(kit.cardsOf('ada')).toMatchObject([{ preflight: null }]);
  });

  it('says that the access group is gone, though rights cannot be read then', async () => {
    const kit = makeDesk();
    const apps = kit.tenant.facts.apps;
    apps.delete(imaging.servicePrincipalId);
    expect(await check(kit)).toMatchObject({ seen: { verdict: 'blocked', obstacles: [{ key: 'app-gone', remover: 'owner' }] } });
    expect(await kit.ask('rosa')).toMatchObject({ kind: 'checked', wasStopped: true, seen: { obstacles: [{ key: 'app-gone' }] } });
  });

  it('after twenty requests that were stopped within an hour, more wait', async () => {
    const kit = makeDesk();
    kit.outside.set(denied);
    for (let count = 0; count < 20; count += 1) expect(await kit.ask('rosa')).toMatchObject({ kind: 'checked' });
    kit.outside.set({ domainList: known({ kind: 'any' } as const, start) });
    expect(await kit.ask('rosa')).toMatchObject({ kind: 'refused', rule: 'too-many-looks' });
    expect(await kit.ask('ada')).toMatchObject({ kind: 'shown' });
  });
});

describe('on the card of somebody who decides', () => {
  it('an administrator who opens it sees exactly, and spends no look-up', async () => {
    const kit = makeDesk({ sharedApp: { approvers: [cast.boris, cast.grace] } });
    kit.outside.set({ domainList: unknown('graph/403') });
    await kit.ask('ada');
    await kit.runJobs();
    const show = (who: keyof typeof cast) => kit.desk.showRequest(actor(who), { requestId: kit.request().id, purpose: 'decide' });
    for (let count = 0; count < 25; count += 1) expect(await show('grace')).toMatchObject({ view: { preflight: { seen: { isExact: true, obstacles: [{ key: 'domain-list-unread' }] } } } });
    expect(await show('boris')).toMatchObject({ view: { preflight: { seen: { isExact: false, obstacles: [], needsAdministrator: true } } } });
    expect(await show('ada')).toMatchObject({ view: { preflight: null } });
    expect(await check(kit, 'grace')).toMatchObject({ kind: 'checked' });
  });

  it('reads again what grew old, and keeps the old where nothing can be read', async () => {
    const kit = makeDesk();
    await kit.ask('ada');
    await kit.runJobs();
    const looks = kit.outside.looks.length;
    kit.clock.pass(300);
    await kit.desk.showRequest(actor('boris'), { requestId: kit.request().id, purpose: 'decide' });
    expect(kit.outside.looks).toHaveLength(looks);
    kit.clock.pass(400);
    kit.tenant.guest(oid(60), 'cleo@clinic.example', { isEnabled: false });
    expect(await kit.desk.showRequest(actor('boris'), { requestId: kit.request().id, purpose: 'decide' })).toMatchObject({ view: { preflight: { seen: { needsAdministrator: true, verdict: 'blocked' } } } });
    expect(kit.outside.looks.length).toBeGreaterThan(looks);
  });

  it('shows it only while the request waits', async () => {
    const kit = makeDesk();
    await kit.ask('ada');
    await kit.press('boris', 'request.approve');
    expect(await kit.desk.showRequest(actor('boris'), { requestId: kit.request().id, purpose: 'decide' })).toMatchObject({ view: { preflight: null } });
  });
});

