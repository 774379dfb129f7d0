import { createSendBudget } from '../../bot/teams/sendBudget.ts';

/** Virtual time: waiting lets it pass for whoever waits. */
const virtualBudget = () => {
  const time = { now: 1_000 };
  const sent: number[] = [];
  const budget = createSendBudget(() => time.now, async (ms) => void (time.now += ms / 1000));
  return { time, sent, budget, send: async (conversation = 'a') => budget.take(conversation).then(() => sent.push(time.now)) };
};
const most = (sent: readonly number[], seconds: number): number => Math.max(...sent.map((at) => sent.filter((other) => other >= at && other < at + seconds).length));

describe('send budget', () => {
  it('keeps 500 messages in a row under every limit of Teams', async () => {
    const { sent, send, time } = virtualBudget();
    while (sent.length < 500) await send().catch(() => (time.now += 1));
    expect(most(sent, 1)).toBeLessThanOrEqual(7);
    expect(most(sent, 2)).toBeLessThanOrEqual(8);
    expect(most(sent, 30)).toBeLessThanOrEqual(60);
  });

  it('keeps an hour under 1,800', async () => {
    const { sent, send, time } = virtualBudget();
    while (time.now < 1_000 + 2 * 3_600) await send().catch(() => (time.now += 5));
    expect(most(sent, 3_600)).toBeLessThanOrEqual(1_800);
    expect(sent.length).toBeGreaterThan(3_000);
  });

  it('lets six go at once and each chat have its own', async () => {
    const { time, send } = virtualBudget();
    for (const chat of ['a', 'b', 'c']) for (let n = 0; n < 6; n += 1) await send(chat);
    expect(time.now).toBe(1_000);
  });

  it('queues concurrent senders behind each other', async () => {
    const waits: number[] = [];
    const budget = createSendBudget(() => 0, async (ms) => void waits.push(ms));
    await Promise.allSettled(Array.from({ length: 9 }, () => budget.take('a')));
    expect(waits).toEqual([1_000, 2_000, 2_000]);
  });

  it('does not stand still for long: it says how long to wait', async () => {
    const { budget } = virtualBudget();
    budget.pause('a', 40);
    await expect(budget.take('a')).rejects.toMatchObject({ kind: 'throttled', detail: { retryAfterSeconds: 40 } });
    await budget.take('b');
  });
});
