import { obstacle } from '../../bot/core/preflight/obstacles.ts';
import { type KeptPreflight } from '../../bot/desk/preflight/preflightPorts.ts';
import { anApp, anInvitation, approved, aRequest, type Bench, noon, openBench, stored } from './rows.ts';
import { onTestServer } from '../support/database.ts';

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(() => bench.store.close());

const at = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000);
const days = (count: number): Date => new Date(noon.getTime() - count * 86_400_000);

describe('look-ups', () => {
  it('are twenty an hour and person, exactly, also when pressed at once', async () => {
    const spent = await Promise.all(Array.from({ length: 30 }, () => bench.store.preflight.spendLook('rosa', 'check', noon)));
    expect(spent.filter(({ kind }) => kind === 'spent')).toHaveLength(20);
    expect(spent.find(({ kind }) => kind === 'none-left')).toEqual({ kind: 'none-left', freeAt: at(60) });
    expect(await bench.store.preflight.spendLook('ada', 'check', noon)).toEqual({ kind: 'spent' });
    expect(await bench.store.preflight.spendLook('rosa', 'stopped', noon)).toEqual({ kind: 'spent' });
    expect(await bench.store.preflight.looksLeft('rosa', 'check', at(59))).toEqual({ kind: 'none-left', freeAt: at(60) });
    expect(await bench.store.preflight.looksLeft('rosa', 'check', at(60))).toEqual({ kind: 'spent' });
  });

  it('come free one by one', async () => {
    for (let minute = 0; minute < 20; minute += 1) await bench.store.preflight.spendLook('boris', 'check', at(minute));
    expect(await bench.store.preflight.spendLook('boris', 'check', at(30))).toEqual({ kind: 'none-left', freeAt: at(60) });
    expect(await bench.store.preflight.spendLook('boris', 'check', at(60))).toEqual({ kind: 'spent' });
    expect(await bench.store.preflight.spendLook('boris', 'check', at(60))).toEqual({ kind: 'none-left', freeAt: at(61) });
  });

  it('are forgotten after a day', async () => {
    await bench.store.preflight.spendLook('old', 'check', days(2));
    await bench.store.tidy();
    expect(await onTestServer(`select count(*)::int as rows from preflight_looks where person_id = 'old'`, new URL(bench.url).pathname.slice(1))).toEqual([{ rows: 0 }]);
  });
});

it('a report comes back as it was kept, and the later one wins', async () => {
  const app = anApp();
  const request = aRequest(app);
  await stored(bench.store, { app, requests: [request] });
  const kept: KeptPreflight = {
    report: { verdict: 'uncertain', obstacles: [obstacle('domain-list-unread', 'unknown', { why: 'graph/403' })], way: 'entra', readAt: noon },
    passport: { tenantName: 'Elm Clinic', trust: { mfa: true, device: false }, guests: 7, medianDays: 2.5, failedShare: 0.2 },
  };
  expect(await bench.store.read.keptPreflight(request.id)).toBeUndefined();
  await bench.store.transaction((tx) => tx.keepPreflight(request.id, { ...kept, report: { ...kept.report, readAt: null } }));
  await bench.store.transaction((tx) => tx.keepPreflight(request.id, kept));
  expect(await bench.store.read.keptPreflight(request.id)).toEqual(kept);
});

it('counts a partner over all apps: guests once, days of those who came, and who never did', async () => {
  const email = (name: string): { invitee: { email: string; name: string; language: string } } => ({ invitee: { email: `${name}@elm.example`, name, language: 'de' } });
  const [imaging, planner] = [anApp(), anApp()];
  const make = (app: typeof imaging, name: string) => approved(aRequest(app, email(name)));
  const [cleo, cleoAgain, nils, max, ida, waiting, other] = [make(imaging, 'cleo'), make(planner, 'cleo'), make(imaging, 'nils'), make(imaging, 'max'), make(planner, 'ida'), make(imaging, 'new'), approved(aRequest(imaging, { invitee: { email: 'x@other.example', name: 'X', language: 'de' } }))];
  await stored(bench.store, {
    app: imaging, requests: [cleo, nils, max, waiting, other],
    invitations: [
      anInvitation(cleo.id, { state: 'redeemed', kind: 'new-guest', sentAt: days(20), redeemedAt: days(18) }),
      anInvitation(nils.id, { state: 'sent', kind: 'new-guest', sentAt: days(31) }),
      anInvitation(max.id, { state: 'sent', kind: 'new-guest', sentAt: days(3), access: 'ended' }),
      anInvitation(waiting.id, { state: 'sent', kind: 'new-guest', sentAt: days(1) }),
      anInvitation(other.id, { state: 'redeemed', kind: 'new-guest', sentAt: days(9), redeemedAt: days(1) }),
    ],
  });
  await stored(bench.store, {
    app: planner, requests: [cleoAgain, ida],
    invitations: [anInvitation(cleoAgain.id, { state: 'sent', kind: 'existing-guest', sentAt: null }), anInvitation(ida.id, { state: 'redeemed', kind: 'new-guest', sentAt: days(10), redeemedAt: days(9.5) })],
  });
  expect(await bench.store.preflight.partnerHistory('elm.example', noon)).toEqual({ guests: 5, daysToRedeem: [0.5, 2], failed: 2 });
  expect(await bench.store.preflight.partnerHistory('unknown.example', noon)).toEqual({ guests: 0, daysToRedeem: [], failed: 0 });
  expect(await bench.store.preflight.partnerDomains()).toEqual(expect.arrayContaining(['elm.example', 'other.example']));
  expect((await bench.store.preflight.partnerDomains())[0]).toBe('elm.example');
});

it('has an index by domain', async () => {
  const [found] = (await onTestServer(`select indexdef from pg_indexes where indexname = 'access_requests_by_domain'`, new URL(bench.url).pathname.slice(1))) as { indexdef: string }[];
  expect(found?.indexdef).toMatch(/tenant_id, split_part\(email/);
});
