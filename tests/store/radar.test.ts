import { randomUUID } from 'node:crypto';
import { unwatched } from '../../bot/core/radar/watch.ts';
import { type Invitation } from '../../bot/core/invitation.ts';
import { type SharedApp } from '../../bot/core/sharedApp.ts';
import { anApp, anEvent, anInvitation, approved, aRequest, type Bench, noon, openBench, stored } from './rows.ts';

let bench: Bench;
let app: SharedApp;
beforeAll(async () => {
  bench = await openBench();
  app = anApp({ reminderDays: [1, 30] });
  await stored(bench.store, { app });
});
afterAll(() => bench.store.close());

/** An approved request with such an invitation. */
const held = async (change: Partial<Invitation>, guest: { email?: string; name?: string } = {}): Promise<string> => {
  const request = approved(aRequest(app, { invitee: { email: guest.email ?? 'cleo@clinic.example', name: guest.name ?? 'Cleo', language: 'de' } }));
  await stored(bench.store, { requests: [request], invitations: [anInvitation(request.id, change)] });
  return request.id;
};
const idsOf = async (read: (after: string | null) => Promise<readonly { request: { id: string } }[]>): Promise<string[]> => {
  const found: string[] = [];
  for (let after: string | null = null; ; ) {
    const rows = await read(after);
    found.push(...rows.map(({ request }) => request.id));
    after = rows.at(-1)?.request.id ?? null;
    if (after === null) return found;
  }
};
const sent = { state: 'sent', kind: 'new-guest', guestId: 'g', sentAt: noon } as const;
const redeemed = { ...sent, state: 'redeemed', redeemedAt: noon, access: 'granted', provider: { kind: 'entra', account: null } } as const;

it('keeps everything the radar follows, and the days of the app', async () => {
  const watch = {
    remindedDays: [3, 7], mailsAgain: 2, resend: { by: 'boris', askedAt: noon, callStartedAt: noon, day: 7 }, signInLog: 'readable', firstSignInAt: noon,
    alarms: [{ kind: 'home-tenant', seen: 't', seenName: 'Praxis', at: noon, confirmedBy: 'dana', confirmedAt: noon, reset: { by: 'ada', at: noon, of: ['iris'] } }, { kind: 'passcode-address', seen: 'a@b.example', seenName: null, at: noon, confirmedBy: null, confirmedAt: null, reset: null }],
  } as const;
  const id = await held({ ...sent, watch });
  expect((await bench.store.read.request(id))?.invitation?.watch).toEqual(watch);
  expect((await bench.store.read.sharedApp(app.id))?.reminderDays).toEqual([1, 30]);
});

it('finds what waits, page by page', async () => {
  const waiting = [await held(sent), await held({ ...sent, access: 'granted' })];
  const not = [await held({ ...sent, access: 'ending' }), await held({ ...sent, access: 'ended' }), await held(redeemed), await held({})];
  const found = await idsOf((after) => bench.store.read.awaited(after, 1));
  for (const id of waiting) expect(found.filter((one) => one === id)).toHaveLength(1);
  expect(found.filter((id) => not.includes(id))).toEqual([]);
});

it('finds who redeemed lately and was not seen', async () => {
  const unseen = await held(redeemed);
  const not = [
    await held({ ...redeemed, watch: { ...unwatched, firstSignInAt: noon } }), await held({ ...redeemed, redeemedAt: new Date('2026-01-01T00:00:00Z') }), await held({ ...redeemed, access: 'ended' }), await held(sent),
  ];
  const found = await idsOf((after) => bench.store.read.notSeenYet(new Date('2026-11-01T00:00:00Z'), after, 2));
  expect(found).toContain(unseen);
  expect(found.filter((id) => not.includes(id))).toEqual([]);
});

it('finds effects that were left half done', async () => {
  const half = [await held({}), await held({ ...sent, access: 'ending' }), await held({ ...sent, access: 'granted', watch: { ...unwatched, resend: { by: 'boris', askedAt: noon, callStartedAt: null, day: null } } })];
  const not = [await held({ obstacle: { code: 'x', userId: 'boris', at: noon } }), await held({ ...sent, access: 'granted' }), await held({ ...redeemed, access: 'ended' })];
  const found = await idsOf((after) => bench.store.read.unsettled(after, 3));
  expect(found).toEqual(expect.arrayContaining(half));
  expect(found.filter((id) => not.includes(id))).toEqual([]);
});

it('finds whom nobody told: by the audit chain for sponsors, by age for deciders', async () => {
  const waiting = aRequest(app);
  const old = aRequest(app, { submittedAt: new Date('2026-11-01T00:00:00Z') });
  await stored(bench.store, { requests: [waiting, old] });
  const [untold, told, other, unreachable] = [await held(redeemed), await held(redeemed), await held(redeemed), await held({ ...redeemed, sponsorReachable: false })];
  const notified = (subject: string, sponsor: string) => anEvent({ name: 'sponsor.notified', subject, by: null, facts: { sponsor } });
  await bench.store.transaction((tx) => tx.commitWith([notified(told, 'dana'), notified(other, 'somebody-before')], []));
  const found = await idsOf((after) => bench.store.read.untold(new Date('2026-11-21T00:00:00Z'), after, 2));
  expect(found).toEqual(expect.arrayContaining([waiting.id, untold, other]));
  for (const id of [old.id, told, unreachable]) expect(found).not.toContain(id);
});

it('finds requests about an address, or a name from its beginning, and takes no pattern', async () => {
  const email = `${randomUUID()}@praxis.example`;
  const mine = await held(sent, { email, name: 'Ünal 100%_Real' });
  const about = async (words: Parameters<typeof bench.store.read.about>[0]) => (await bench.store.read.about(words, 5)).map(({ request }) => request.id);
  expect(await about({ email })).toEqual([mine]);
  expect(await about({ name: 'ünal' })).toEqual([mine]);
  expect(await about({ name: 'ÜNAL 100%_r' })).toEqual([mine]);
  for (const name of ['%nal', '_nal', 'nal', '\\']) expect(await about({ name })).toEqual([]);
  expect((await bench.store.read.about({ name: 'cleo' }, 2)).length).toBe(2);
});

it('reads the entries of one request that are asked for, oldest first', async () => {
  const id = await held(sent);
  await bench.store.transaction((tx) =>
    tx.commitWith([anEvent({ name: 'reminder.sent', subject: id, by: null, facts: { day: 3, mail: true } }), anEvent({ name: 'invitation.sent', subject: id }), anEvent({ name: 'invitation.resent', subject: id, facts: { certain: false, day: 3 } })], []),
  );
  expect(await bench.store.read.eventsOf(id, ['reminder.sent', 'invitation.resent'])).toEqual([
    { name: 'reminder.sent', subject: id, by: null, at: noon, facts: { day: 3, mail: true } },
    { name: 'invitation.resent', subject: id, by: 'rosa', at: noon, facts: { certain: false, day: 3 } },
  ]);
});
