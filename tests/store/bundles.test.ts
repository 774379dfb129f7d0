import { anApp, aRequest, type Bench, openBench, stored } from './rows.ts';

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(() => bench.store.close());

const reporter = { appRoleId: 'r2', value: 'reporter', name: 'Reporter', groupId: 'g-reporter' };

it('keeps the roles an app offers and the one a request asks for', async () => {
  const app = anApp({ roles: [reporter] });
  const request = aRequest(app, { role: reporter });
  await stored(bench.store, { app, requests: [request] });
  expect((await bench.store.read.sharedApp(app.id))?.roles).toEqual([reporter]);
  expect((await bench.store.read.request(request.id))?.request.role).toEqual(reporter);
});

it('finds what was asked for together, in order, and nothing else', async () => {
  const [first, second] = [anApp(), anApp()];
  const parts = [aRequest(first, { bundleId: 'b1', draftId: 'd1' }), aRequest(second, { bundleId: 'b1', draftId: 'd1/1' })];
  await stored(bench.store, { app: first, requests: [] });
  await stored(bench.store, { app: second, requests: [...parts, aRequest(second, { draftId: 'd2' })] });
  expect((await bench.store.read.requestsOfBundle('b1')).map(({ request }) => request.id)).toEqual(parts.map(({ id }) => id));
  expect(await bench.store.read.requestsOfBundle('b2')).toEqual([]);
});

it('lets one of many who ask for the same at once through', async () => {
  const app = anApp();
  await stored(bench.store, { app, requests: [] });
  const asks = await Promise.all(
    Array.from({ length: 8 }, () =>
      bench.store.transaction(async (tx) => {
        const open = await tx.lockOpenRequestsFor(app.id, 'dora@clinic.example');
        if (open.length > 0) return 'taken';
        return tx.insertRequest(aRequest(app, { invitee: { email: 'dora@clinic.example', name: 'Dora', language: 'en' } }));
      }),
    ),
  );
  expect(asks.filter((outcome) => outcome === 'inserted')).toHaveLength(1);
  expect(asks.filter((outcome) => outcome === 'taken')).toHaveLength(7);
});
