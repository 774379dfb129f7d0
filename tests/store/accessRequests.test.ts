import { randomUUID } from 'node:crypto';
import { type AccessRequest } from '../../bot/core/accessRequest.ts';
import { type Page, type RequestRow } from '../../bot/desk/rows.ts';
import { anApp, anInvitation, approved, aRequest, type Bench, noon, openBench, stored } from './rows.ts';

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(() => bench.store.close());

const seconds = (count: number): Date => new Date(noon.getTime() + count * 1_000);

describe('a request', () => {
  it('comes back as it went in, with its invitation', async () => {
    const app = anApp();
    const request = approved(aRequest(app, { closedAt: seconds(5), deciders: ['ada', 'boris'], forecast: { inviterIf: { ada: null, boris: 'boris' }, adderIf: { ada: 'ada', boris: 'boris' }, finishers: ['farid'] } }));
    const invitation = anInvitation(request.id, {
      state: 'redeemed', kind: 'new-guest', guestId: 'cleo', lookedAt: noon, callStartedAt: seconds(1), attempts: 2, sentAt: seconds(2), redeemedAt: seconds(3),
      provider: { kind: 'entra', account: null }, access: 'ending', endRequestedBy: 'ada', endedAt: seconds(4), obstacle: { code: 'graph/x', userId: 'ada', at: seconds(5) }, sponsorReachable: false,
    });
    await stored(bench.store, { app, requests: [request], invitations: [invitation] });
    expect(await bench.store.read.request(request.id)).toEqual({ request, invitation });
    expect(await bench.store.read.requestByDraft(request.draftId)).toEqual(request);
    expect(await bench.store.transaction((tx) => tx.lockRequest(request.id))).toEqual({ request, invitation });
  });

  it('is unknown by a forged id, whatever its shape', async () => {
    for (const id of [randomUUID(), '', `' or 1=1 --`, 'ü'.repeat(5_000)]) expect(await bench.store.read.request(id)).toBeUndefined();
  });

  it('refuses text that PostgreSQL cannot keep, as invalid', async () => {
    const app = anApp();
    await expect(stored(bench.store, { app, requests: [aRequest(app, { reason: 'a\u0000b' })] })).rejects.toMatchObject({ kind: 'invalid', detail: { code: 'store/22021' } });
    expect(await bench.store.read.sharedApp(app.id)).toBeUndefined();
  });

  it('is made once from one form', async () => {
    const app = anApp();
    const first = aRequest(app);
    await stored(bench.store, { app, requests: [first] });
    expect(await bench.store.transaction((tx) => tx.insertRequest(aRequest(app, { draftId: first.draftId })))).toBe('draft-used');
    expect((await bench.store.read.openRequestsFor(app.id, first.invitee.email)).map(({ request }) => request.id)).toEqual([first.id]);
  });

  it('moves by one version or not at all', async () => {
    const app = anApp();
    const request = aRequest(app);
    await stored(bench.store, { app, requests: [request], invitations: [anInvitation(request.id)] });
    const next = approved(request);
    await bench.store.transaction((tx) => tx.saveRequest(next));
    await expect(bench.store.transaction((tx) => tx.saveRequest(next))).rejects.toMatchObject({ kind: 'bug', detail: { code: 'store/request-moved' } });
    await expect(bench.store.transaction((tx) => tx.saveInvitation(anInvitation(request.id, { version: 3 })))).rejects.toMatchObject({ detail: { code: 'store/invitation-moved' } });
    await bench.store.transaction((tx) => tx.saveInvitation(anInvitation(request.id, { version: 2, state: 'sent', guestId: 'cleo' })));
    expect(await bench.store.read.request(request.id)).toMatchObject({ request: { version: 2, state: 'approved' }, invitation: { version: 2, state: 'sent' } });
  });

  it('is decided by one of two who press at once', async () => {
    const app = anApp();
    const requests = Array.from({ length: 20 }, () => aRequest(app));
    await stored(bench.store, { app, requests });
    const decide = (request: AccessRequest, by: string): Promise<string> =>
      bench.store.transaction(async (tx) => {
        const row = await tx.lockRequest(request.id);
        if (row?.request.version !== request.version) return `${by} lost to ${row?.request.decision?.by}`;
        await tx.saveRequest({ ...approved(request), decision: { verdict: 'approved', by, at: noon, reason: null, direct: false } });
        return `${by} won`;
      });
    const rounds = await Promise.all(requests.map((request) => Promise.all([decide(request, 'ada'), decide(request, 'boris')])));
    const fair = rounds.filter(([a, b]) => (a === 'ada won' && b === 'boris lost to ada') || (b === 'boris won' && a === 'ada lost to boris'));
    expect(fair).toHaveLength(20);
  });
});

describe('lists', () => {
  const all = async (read: (cursor: string | null) => Promise<Page<RequestRow>>): Promise<string[]> => {
    const ids: string[] = [];
    for (let cursor: string | null = null; ; ) {
      const page = await read(cursor);
      ids.push(...page.rows.map(({ request }) => request.id));
      if (page.next === null) return ids;
      cursor = page.next;
    }
  };

  it('pages through what a person decides and what they asked for, newest first, each once', async () => {
    const app = anApp();
    const person = randomUUID();
    // Twelve in four instants, so that pages end in the middle of equal times.
    const requests = Array.from({ length: 12 }, (_, index) => aRequest(app, { submittedAt: seconds(Math.floor(index / 3)), requestedBy: person }));
    const waiting = Array.from({ length: 7 }, (_, index) => aRequest(app, { submittedAt: seconds(Math.floor(index / 3)), deciders: ['ada', person] }));
    const decided = approved(aRequest(app, { deciders: [person] }));
    const closed = aRequest(app, { requestedBy: person, state: 'withdrawn' });
    const ended = approved(aRequest(app, { requestedBy: person }));
    await stored(bench.store, { app, requests: [...requests, ...waiting, decided, closed, ended, aRequest(app, { requestedBy: person, deciders: [person], state: 'declined' })], invitations: [anInvitation(ended.id, { access: 'ended' })] });
    const newestFirst = (found: readonly AccessRequest[]) => [...found].sort((a, b) => b.submittedAt.getTime() - a.submittedAt.getTime() || (a.id < b.id ? 1 : -1)).map(({ id }) => id);
    const { read } = bench.store;
    expect(await all((cursor) => read.askedBy(person, cursor, 5))).toEqual(newestFirst(requests));
    expect(await all((cursor) => read.toDecide(['nobody', person], person, cursor, 3))).toEqual(newestFirst(waiting));
    expect(await read.askedBy(person, null, 12)).toMatchObject({ count: 12, next: null });
    expect(await read.toDecide([person], person, null, 1)).toMatchObject({ count: 7 });
    expect(await read.toDecide([person], requests[0]!.requestedBy, null, 1)).toMatchObject({ count: 7 });
    expect(await read.toDecide([], person, null, 1)).toEqual({ rows: [], next: null, count: 0 });
    expect(await read.waitingCount(person, app.id)).toBe(12);
  });

  it('takes no cursor but its own', async () => {
    for (const cursor of ['x', '', Buffer.from('["2026","a"]').toString('base64url')]) {
      await expect(bench.store.read.askedBy('ada', cursor, 5)).rejects.toMatchObject({ kind: 'invalid', detail: { code: 'store/cursor' } });
    }
  });

  it('shows the guests one asked for, sponsors or owns the app of', async () => {
    const [mine, other] = [anApp(), anApp()];
    const person = randomUUID();
    const asked = approved(aRequest(other, { requestedBy: person, submittedAt: seconds(1) }));
    const sponsored = approved(aRequest(other, { sponsorId: person, submittedAt: seconds(2) }));
    const owned = approved(aRequest(mine, { submittedAt: seconds(3) }));
    await stored(bench.store, { app: mine });
    await stored(bench.store, { app: other, requests: [asked, sponsored, owned, approved(aRequest(other)), aRequest(mine)] });
    expect(await all((cursor) => bench.store.read.guestsOf(person, [mine.id], cursor, 2))).toEqual([owned.id, sponsored.id, asked.id]);
    expect(await all((cursor) => bench.store.read.guestsOf(person, [], cursor, 2))).toEqual([sponsored.id, asked.id]);
  });

  it('knows who may still redeem', async () => {
    const app = anApp();
    const guests: string[] = Array.from({ length: 4 }, () => randomUUID()).sort();
    const [sent, redeemed, existing, ended] = guests as [string, string, string, string];
    const requests = guests.map(() => approved(aRequest(app)));
    const ids = requests.map(({ id }) => id) as [string, string, string, string];
    const again = approved(aRequest(app));
    await stored(bench.store, {
      app,
      requests: [...requests, again],
      invitations: [
        anInvitation(ids[0], { state: 'sent', guestId: sent }),
        anInvitation(again.id, { state: 'sent', guestId: sent }),
        anInvitation(ids[1], { state: 'redeemed', guestId: redeemed, redeemedAt: noon, access: 'granted' }),
        anInvitation(ids[2], { state: 'pending', guestId: existing, access: 'granted' }),
        anInvitation(ids[3], { state: 'pending', guestId: ended, access: 'ended' }),
      ],
    });
    expect((await bench.store.read.awaitingRedemption(sent)).map(({ request }) => request.id).sort()).toEqual([ids[0], again.id].sort());
    expect(await bench.store.read.awaitingRedemption(redeemed)).toEqual([]);
    expect(await bench.store.read.awaitingRedemption(existing)).toHaveLength(1);
    expect(await bench.store.read.awaitingRedemption(ended)).toEqual([]);
    const swept: string[] = [];
    for (let after: string | null = null; ; after = swept.at(-1) ?? null) {
      const page: readonly string[] = await bench.store.read.guestsAwaitingRedemption(after, 1);
      if (page.length === 0) break;
      swept.push(...page);
    }
    expect(swept.filter((id) => guests.includes(id))).toEqual([sent, existing].sort());
  });

  it('finds open requests for an address and app only', async () => {
    const [app, other] = [anApp(), anApp()];
    const email = `${randomUUID()}@clinic.example`;
    const at = (over: Partial<AccessRequest>) => aRequest(app, { invitee: { email, name: 'Cleo', language: 'en' }, ...over });
    const [open, declined, going, gone] = [at({}), at({ state: 'declined' }), approved(at({ submittedAt: seconds(1) })), approved(at({}))];
    await stored(bench.store, { app: other });
    await stored(bench.store, { app, requests: [open, declined, going, gone, at({ appId: other.id })], invitations: [anInvitation(going.id, { access: 'granted' }), anInvitation(gone.id, { access: 'ended' })] });
    expect((await bench.store.read.openRequestsFor(app.id, email)).map(({ request }) => request.id)).toEqual([going.id, open.id]);
  });
});
