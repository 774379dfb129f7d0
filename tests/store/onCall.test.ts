import { randomUUID } from 'node:crypto';
import { type OnCallAccess, type OnCallRule } from '../../bot/core/onCall/onCall.ts';
import { anApp, aRequest, type Bench, noon, openBench, stored } from './rows.ts';

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(() => bench.store.close());

const access = (requestId: string): OnCallAccess => ({
  requestId, hours: 4, keepsShift: true, shiftEnds: ['07:00', '15:00'], timeZone: 'Europe/Berlin', state: 'asked', endsAt: null, reviewAt: null, verdict: null, reviewedBy: null, reviewedAt: null,
});

it('keeps one rule for an app, replaces it and closes the lane', async () => {
  const app = anApp();
  await stored(bench.store, { app, requests: [] });
  const rule: OnCallRule = { appId: app.id, version: 1, roster: ['boris', 'farid'], longestHours: 8, shiftEnds: ['07:00'], timeZone: 'UTC', setBy: 'ada', setAt: noon };
  const save = (one: OnCallRule | null) => bench.store.transaction((tx) => tx.saveOnCallRule(app.id, one));
  await save(rule);
  await save({ ...rule, version: 2, roster: ['farid', 'boris'], shiftEnds: [] });
  expect(await bench.store.read.onCallRule(app.id)).toEqual({ ...rule, version: 2, roster: ['farid', 'boris'], shiftEnds: [] });
  await save(null);
  expect(await bench.store.read.onCallRule(app.id)).toBeUndefined();
  await expect(save({ ...rule, longestHours: 25 })).rejects.toMatchObject({ kind: 'bug' });
});

it('moves an access only from the state it was seen in, once', async () => {
  const app = anApp();
  const request = aRequest(app);
  await stored(bench.store, { app, requests: [request] });
  const asked = access(request.id);
  await bench.store.transaction((tx) => tx.insertOnCallAccess(asked));
  const running: OnCallAccess = { ...asked, state: 'running', endsAt: noon };
  const move = () => bench.store.transaction((tx) => tx.moveOnCallAccess(running, 'asked'));
  expect((await Promise.all([move(), move(), move()])).filter(Boolean)).toHaveLength(1);
  expect(await bench.store.read.onCallAccess(request.id)).toEqual(running);
  await expect(bench.store.transaction((tx) => tx.insertOnCallAccess(asked))).rejects.toMatchObject({ kind: 'bug' });
});

it('lists what is not closed, page by page', async () => {
  const app = anApp();
  const requests = Array.from({ length: 5 }, () => aRequest(app, { id: randomUUID() }));
  await stored(bench.store, { app, requests });
  for (const { id } of requests) await bench.store.transaction((tx) => tx.insertOnCallAccess(access(id)));
  const [closed] = requests;
  await bench.store.transaction((tx) => tx.moveOnCallAccess({ ...access(closed!.id), state: 'closed' }, 'asked'));
  const open: string[] = [];
  for (let after: string | null = null; ; ) {
    const page: readonly OnCallAccess[] = await bench.store.read.openOnCall(after, 2);
    open.push(...page.map(({ requestId }) => requestId));
    after = page.at(-1)?.requestId ?? null;
    if (page.length < 2) break;
  }
  expect(open).toEqual([...open].sort());
  const mine = requests.slice(1).map(({ id }) => id).sort();
  expect(open.filter((id) => requests.some((one) => one.id === id))).toEqual(mine);
});
