import { randomUUID } from 'node:crypto';
import { type Delegation } from '../../bot/core/delegation/delegation.ts';
import { anApp, approved, aRequest, type Bench, noon, openBench, stored } from './rows.ts';

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(() => bench.store.close());

const today = noon.toISOString().slice(0, 10);
const of = (change: Partial<Delegation> = {}): Delegation => ({ id: randomUUID(), by: randomUUID(), to: randomUUID(), from: today, until: today, timeZone: 'UTC', madeAt: noon, endedAt: null, ...change });
const keep = (one: Delegation): Promise<void> => bench.store.transaction(async (tx) => {
  await tx.insertDelegation(one);
  await tx.commitWith([], []);
});

it('comes back to its maker and to the stand-in while it holds', async () => {
  const one = of();
  await keep(one);
  const { read } = bench.store;
  expect(await read.delegation(one.id)).toEqual(one);
  expect(await Promise.all([read.delegationsFrom([one.by, randomUUID()]), read.delegationsTo(one.to), read.delegationsOf(one.by)])).toEqual([[one], [one], [one]]);
  expect(await Promise.all([read.delegationsFrom([]), read.delegationsFrom([one.to]), read.delegationsTo(one.by)])).toEqual([[], [], []]);
});

it('ends once, and only for its maker', async () => {
  const one = of();
  await keep(one);
  const end = (by: string): Promise<boolean> => bench.store.transaction((tx) => tx.endDelegation(one.id, by, noon));
  expect([await end(one.to), await end(one.by), await end(one.by)]).toEqual([false, true, false]);
  expect(await bench.store.read.delegationsFrom([one.by])).toEqual([]);
});

it('is unsettled until the cards show how it stands', async () => {
  const one = of();
  await keep(one);
  const isUnsettled = async (): Promise<boolean> => (await bench.store.read.unsettledDelegations(1_000)).some(({ id }) => id === one.id);
  expect(await isUnsettled()).toBe(true);
  await bench.store.transaction((tx) => tx.settleDelegation(one, bench.clock.now()));
  expect(await isUnsettled()).toBe(false);
});

it('finds waiting requests page by page, and people by one word of their name', async () => {
  const app = anApp();
  const decider = randomUUID();
  const requests = Array.from({ length: 5 }, () => aRequest(app, { deciders: [decider] }));
  await stored(bench.store, { app, requests: [...requests, approved(aRequest(app, { deciders: [decider] }))] });
  const ids = requests.map(({ id }) => id).sort();
  const first = await bench.store.read.requestsWaitingFor([decider, 'nobody'], null, 3);
  const rest = await bench.store.read.requestsWaitingFor([decider], first.at(-1)?.request.id ?? null, 3);
  expect([...first, ...rest].map(({ request }) => request.id)).toEqual(ids);

  const surname = randomUUID();
  await bench.store.transaction((tx) => tx.rememberNames(new Map([[decider, `Farid ${surname}`]])));
  expect(await bench.store.read.peopleNamed(surname.toUpperCase())).toEqual([{ id: decider, name: `Farid ${surname}` }]);
  expect(await bench.store.read.peopleNamed("x' or 1=1")).toEqual([]);
});
