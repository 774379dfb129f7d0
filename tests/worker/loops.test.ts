import { DeskError } from '../../bot/core/errors.ts';
import { type Subscription, type Subscriptions } from '../../bot/desk/channelPorts.ts';
import { createSubscriptionKeeper, type SubscriptionKeeper } from '../../bot/worker/subscriptionKeeper.ts';
import { createRound } from '../../bot/worker/round.ts';
import { startLoop } from '../../bot/worker/loop.ts';
import { eventually } from '../support/eventually.ts';
import { type Bench, listeningLog, openBench } from '../store/rows.ts';

const day = 86_400;
let bench: Bench;
beforeEach(async () => void (bench = await openBench()));
afterEach(() => bench.store.close());

/** Graph's side: what it holds, and what it was asked. */
const graph = () => {
  const calls: string[] = [];
  const states: string[] = [];
  let isGone = false;
  const subscriptions: Subscriptions = {
    create: async (clientState, expiresAt): Promise<Subscription> => {
      isGone = false;
      calls.push('create');
      states.push(clientState);
      return { id: `s${states.length}`, clientState, expiresAt };
    },
    renew: async (id, expiresAt) => {
      calls.push(`renew ${id}`);
      if (isGone) throw new DeskError('not-found', { code: 'graph/not-found' });
      return expiresAt;
    },
  };
  return { subscriptions, calls, states, drop: () => void (isGone = true) };
};

describe('the subscription keeper', () => {
  const keeperOf = (subscriptions: Subscriptions, holder = 'me'): { keeper: SubscriptionKeeper; gaps: () => number } => {
    let count = 0;
    const keeper = createSubscriptionKeeper({ store: bench.store, subscriptions, clock: bench.clock, log: listeningLog().log, holder, onGap: () => void (count += 1) });
    return { keeper, gaps: () => count };
  };

  it('creates one with a secret of 32 bytes, and sweeps', async () => {
    const { subscriptions, calls, states } = graph();
    const { keeper, gaps } = keeperOf(subscriptions);
    expect(keeper.isHeld()).toBe(false);
    await keeper.tick();
    await keeper.tick();
    expect(keeper.isHeld()).toBe(true);
    expect(calls).toEqual(['create']);
    expect(Buffer.from(states[0] ?? '', 'base64url')).toHaveLength(32);
    expect(await bench.store.subscription()).toMatchObject({ id: 's1', clientState: states[0] });
    expect(gaps()).toBe(1);
  });

  it('renews at half its life, not before, and keeps the secret', async () => {
    const { subscriptions, calls, states } = graph();
    const { keeper, gaps } = keeperOf(subscriptions);
    await keeper.tick();
    bench.clock.move(day / 2 - 60);
    await keeper.tick();
    expect(calls).toEqual(['create']);
    bench.clock.move(120);
    await keeper.tick();
    expect(calls).toEqual(['create', 'renew s1']);
    expect(await bench.store.subscription()).toEqual({ id: 's1', clientState: states[0], expiresAt: new Date(bench.clock.now().getTime() + day * 1_000) });
    expect(gaps()).toBe(1);
  });

  it('makes a new one when the old ran out, and sweeps what was missed', async () => {
    const { subscriptions, calls } = graph();
    const { keeper, gaps } = keeperOf(subscriptions);
    await keeper.tick();
    bench.clock.move(2 * day);
    expect(keeper.isHeld()).toBe(false);
    await keeper.tick();
    expect(calls).toEqual(['create', 'create']);
    expect(keeper.isHeld()).toBe(true);
    expect(gaps()).toBe(2);
  });

  it('makes a new one when Graph dropped it, found at renewal', async () => {
    const { subscriptions, calls, drop } = graph();
    const { keeper, gaps } = keeperOf(subscriptions);
    await keeper.tick();
    drop();
    bench.clock.move(day * 0.6);
    await keeper.tick();
    expect(calls).toEqual(['create', 'renew s1', 'create']);
    expect(gaps()).toBe(2);
  });

  it('does at once what Graph says of it', async () => {
    const { subscriptions, calls } = graph();
    const { keeper } = keeperOf(subscriptions);
    await keeper.tick();
    keeper.check('renew');
    await keeper.tick();
    keeper.check('removed');
    await keeper.tick();
    await keeper.tick();
    expect(calls).toEqual(['create', 'renew s1', 'create']);
  });

  it('asks once for two processes, and checks at a start what is kept', async () => {
    const { subscriptions, calls } = graph();
    const [first, second] = [keeperOf(subscriptions, 'first'), keeperOf(subscriptions, 'second')];
    await Promise.all([first.keeper.tick(), second.keeper.tick()]);
    await first.keeper.tick();
    await second.keeper.tick();
    expect(calls.filter((call) => call === 'create')).toHaveLength(1);
    expect([first.keeper.isHeld(), second.keeper.isHeld()]).toEqual([true, true]);
  });

  it('tries again after an error', async () => {
    const { subscriptions } = graph();
    let isDown = true;
    const { keeper } = keeperOf({ ...subscriptions, create: async (...args) => { if (isDown) throw new DeskError('unavailable', { code: 'graph/down' }); return subscriptions.create(...args); } });
    await expect(keeper.tick()).rejects.toMatchObject({ kind: 'unavailable' });
    isDown = false;
    await keeper.tick();
    expect(keeper.isHeld()).toBe(true);
  });
});

describe('the sweep', () => {
  const sweepOf = (holder: string) => {
    const times: string[] = [];
    const sweep = createRound({ store: bench.store, clock: bench.clock, holder }, { name: 'sweep', everySeconds: 300, run: async () => void times.push(bench.clock.now().toISOString()) });
    return { sweep, times };
  };

  it('runs at start, then by the Clock, and when asked', async () => {
    const { sweep, times } = sweepOf('me');
    await sweep.tick();
    bench.clock.move(299);
    await sweep.tick();
    expect(times).toHaveLength(1);
    bench.clock.move(1);
    await sweep.tick();
    expect(times).toHaveLength(2);
    sweep.request();
    await sweep.tick();
    await sweep.tick();
    expect(times).toHaveLength(3);
    bench.clock.move(day);
    await sweep.tick();
    expect(times).toHaveLength(4);
    bench.clock.move(-2 * day);
    await sweep.tick();
    expect(times).toHaveLength(5);
  });

  it('runs in one process at a time', async () => {
    const [first, second] = [sweepOf('first'), sweepOf('second')];
    await Promise.all([first.sweep.tick(), second.sweep.tick()]);
    await Promise.all([first.sweep.tick(), second.sweep.tick()]);
    expect([...first.times, ...second.times]).toHaveLength(1);
  });

  it('runs again soon when it failed', async () => {
    let fails = 1;
    const sweep = createRound({ store: bench.store, clock: bench.clock, holder: 'me' }, { name: 'sweep', everySeconds: 300, run: async () => { if (fails-- > 0) throw new DeskError('unavailable', { code: 'graph/down' }); } });
    await expect(sweep.tick()).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await bench.store.mark('sweep.done')).toBeNull();
    await sweep.tick();
    expect(await bench.store.mark('sweep.done')).not.toBeNull();
  });
});

describe('a loop', () => {
  it('goes on after an error, logs it without its message, and stops', async () => {
    const { log, lines } = listeningLog();
    let ticks = 0;
    const loop = startLoop('sweep', async () => {
      ticks += 1;
      if (ticks === 1) throw new Error('canary@clinic.example');
    }, log);
    await eventually(() => expect(ticks).toBeGreaterThan(1), 10_000);
    await loop.stop(1_000);
    const after = ticks;
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    expect(ticks).toBe(after);
    expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['loop.failed']);
    expect(lines.join('')).not.toContain('canary');
  });
});
