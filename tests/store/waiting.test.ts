import { randomUUID } from 'node:crypto';
import { anApp, aRequest, type Bench, noon, openBench, stored } from './rows.ts';

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(() => bench.store.close());

const minutes = (count: number): Date => new Date(noon.getTime() + count * 60_000);

it('keeps one reminder a day, whoever is first', async () => {
  const app = anApp();
  const request = aRequest(app);
  await stored(bench.store, { app, requests: [request] });
  const nudge = (at: Date) => bench.store.transaction((tx) => tx.saveNudge({ requestId: request.id, by: 'ada', at }, new Date(at.getTime() - 86_400_000)));
  expect((await Promise.all([nudge(noon), nudge(noon), nudge(noon)])).filter(Boolean)).toHaveLength(1);
  expect(await nudge(minutes(60 * 24 - 1))).toBe(false);
  expect(await nudge(minutes(60 * 24))).toBe(true);
  expect(await bench.store.read.nudgeOf(request.id)).toEqual({ requestId: request.id, by: 'ada', at: minutes(60 * 24) });
});

it('keeps every change, and shows the newest', async () => {
  const app = anApp();
  const request = aRequest(app);
  await stored(bench.store, { app, requests: [request] });
  const until = { requestId: request.id, version: 2, by: 'boris', at: noon, until: { before: '2026-03-31', after: '2026-02-15' }, sponsor: null };
  const sponsor = { ...until, version: 3, until: null, sponsor: { before: 'dana', after: 'farid' } };
  for (const one of [until, sponsor]) await bench.store.transaction((tx) => tx.insertAmendment(one));
  expect(await bench.store.read.lastAmendment(request.id)).toEqual(sponsor);
  expect(await bench.store.read.lastAmendment(randomUUID())).toBeUndefined();
});

it('wants a digest until what was wanted is shown', async () => {
  const userId = randomUUID();
  const want = (at: Date) => bench.store.transaction((tx) => tx.wantDigest(userId, at));
  const wanted = async (before: Date) => (await bench.store.read.wantedDigests(before, 1_000)).find((one) => one.userId === userId);
  const shown = { userId, at: { conversationId: 'a:boris', activityId: userId }, postedAt: noon, updatedAt: noon };
  await want(noon);
  expect(await wanted(minutes(-1))).toEqual({ userId, wantedAt: noon, at: null, postedAt: null, updatedAt: null });
  await want(minutes(1));
  await bench.store.transaction((tx) => tx.saveDigest(shown, noon));
  expect(await wanted(minutes(-1))).toBeUndefined(); // touched just now
  expect(await wanted(noon)).toEqual({ ...shown, wantedAt: minutes(1) });
  await bench.store.transaction((tx) => tx.saveDigest({ ...shown, updatedAt: minutes(2) }, minutes(1)));
  expect(await wanted(minutes(9))).toBeUndefined();
});
