import { randomUUID } from 'node:crypto';
import { beginSignIn, done } from '../../bot/core/stepUp/act.ts';
import { act } from '../support/actStates.ts';
import { aRequest, anApp, anInvitation, noon, openBench, tenantId, type Bench } from './rows.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.store.close());

const stored = async () => {
  const app = anApp();
  const request = aRequest(app);
  const one = act({ id: randomUUID(), tenantId, requestId: request.id, createdAt: noon, expiresAt: new Date(noon.getTime() + 600_000) });
  await bench.store.transaction(async (tx) => {
    await tx.insertSharedApp(app);
    await tx.insertRequest(request);
    await tx.insertInvitation(anInvitation(request.id, { guestId: `guest of ${request.id}`, resetOf: noon }));
    await tx.insertAct(one);
  });
  return { one, request };
};
const save = (changed: ReturnType<typeof done>) => bench.store.transaction((tx) => tx.saveAct(changed));

it('keeps every fact of an act, and changes one version at a time', async () => {
  const { one } = await stored();
  expect(await bench.store.read.act(one.id)).toEqual(one);
  const begun = beginSignIn(one, 'hash', noon)!;
  expect(await Promise.all([save(begun), save(done(one))])).toEqual(expect.arrayContaining(['saved', 'conflict']));
  expect(await bench.store.read.act('unknown')).toBeUndefined();
});

it('finds the requests of a guest, with the redemption that was reset', async () => {
  const { request } = await stored();
  expect(await bench.store.read.requestsOfGuest(`guest of ${request.id}`)).toMatchObject([{ request: { id: request.id }, invitation: { resetOf: noon } }]);
  expect(await bench.store.read.requestsOfGuest('nobody')).toEqual([]);
});

it('a day after its end an act is tidied away', async () => {
  const { one } = await stored();
  bench.clock.move(86_400 + 601);
  await bench.store.tidy();
  expect(await bench.store.read.act(one.id)).toBeUndefined();
});
