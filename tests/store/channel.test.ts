import { randomUUID } from 'node:crypto';
import { onTestServer } from '../support/database.ts';
import { type Bench, openBench } from './rows.ts';

let bench: Bench;
beforeAll(async () => void (bench = await openBench()));
afterAll(() => bench.store.close());

const onBench = (statement: string) => onTestServer(statement, new URL(bench.url).pathname.slice(1));
const reference = (userId: string) => ({
  userId, tenantId: 't', channelUserId: `29:${userId}`, conversationId: `a:${userId}`, serviceUrl: 'https://localhost:4002/', locale: 'en-GB', timeZone: 'Europe/Berlin', name: 'Ada',
});

describe('conversations', () => {
  it('keeps the latest, with the name for cards', async () => {
    await bench.store.rememberConversation(reference('ada'));
    await bench.store.rememberConversation({ ...reference('ada'), locale: 'de-DE', name: 'Ada Berg' });
    expect(await bench.store.conversationOf('ada')).toEqual({ ...reference('ada'), locale: 'de-DE', name: 'Ada Berg' });
    expect(await bench.store.read.names(['ada'])).toEqual(new Map([['ada', 'Ada Berg']]));
  });

  it('forgets, and welcomes again after a new install', async () => {
    await bench.store.rememberConversation(reference('boris'));
    expect([await bench.store.claimWelcome('boris'), await bench.store.claimWelcome('boris')]).toEqual([true, false]);
    await bench.store.forgetConversation('boris');
    expect(await bench.store.conversationOf('boris')).toBeUndefined();
    expect(await bench.store.claimWelcome('boris')).toBe(true);
  });
});

describe('the language a person chose', () => {
  it('overrides what their client has, until they go back to it', async () => {
    await bench.store.rememberConversation(reference('dana'));
    expect(await bench.store.languageOf('dana')).toBeNull();
    await bench.store.chooseLanguage('dana', 'fr');
    await bench.store.chooseLanguage('dana', 'ar');
    await bench.store.rememberConversation(reference('dana'));
    expect([await bench.store.languageOf('dana'), (await bench.store.conversationOf('dana'))?.locale]).toEqual(['ar', 'ar']);
    await bench.store.chooseLanguage('dana', null);
    expect([await bench.store.languageOf('dana'), (await bench.store.conversationOf('dana'))?.locale]).toEqual([null, 'en-GB']);
  });
});

describe('claims', () => {
  it('lets one of many through, for a day', async () => {
    const activity = randomUUID();
    const claims = await Promise.all(Array.from({ length: 8 }, () => bench.store.claimActivity('a:ada', activity)));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await bench.store.claimActivity('a:boris', activity)).toBe(true);
    bench.clock.move(86_399);
    expect(await bench.store.claimActivity('a:ada', activity)).toBe(false);
    bench.clock.move(2);
    expect(await bench.store.claimActivity('a:ada', activity)).toBe(true);
  });

  it('lets an activity through again that was released, and no other', async () => {
    const [failed, answered] = [randomUUID(), randomUUID()];
    for (const activity of [failed, answered]) await bench.store.claimActivity('a:ada', activity);
    await bench.store.claimActivity('a:boris', failed);
    await bench.store.releaseActivity('a:ada', failed);
    expect(await bench.store.claimActivity('a:ada', failed)).toBe(true);
    expect(await bench.store.claimActivity('a:ada', answered)).toBe(false);
    expect(await bench.store.claimActivity('a:boris', failed)).toBe(false);
  });

  it('keys exchanges by person too', async () => {
    expect(await bench.store.claimExchange('ada', 'c', 'x')).toBe(true);
    expect(await bench.store.claimExchange('boris', 'c', 'x')).toBe(true);
    expect(await bench.store.claimExchange('ada', 'c', 'x')).toBe(false);
    expect(await bench.store.claimExchange('ada","c', '', 'x')).toBe(true);
  });

  it('are tidied away after a day, welcomes are not', async () => {
    await bench.store.claimWelcome('grace');
    await bench.store.claimActivity('a:grace', '1');
    await bench.store.savePendingTurn({ userId: 'grace', conversationId: 'a:grace', text: 'guests', at: bench.clock.now() });
    await bench.store.lease('old', 'x', 1);
    await bench.store.addHints([{ subscriptionId: 's', userId: 'old', changeType: 'updated' }]);
    bench.clock.move(2 * 86_400);
    await bench.store.tidy();
    expect(await onBench(`select distinct kind from claims`)).toEqual([{ kind: 'welcome' }]);
    for (const table of ['pending_turns', 'leases', 'hints']) expect(await onBench(`select 1 from ${table}`)).toEqual([]);
    expect(await bench.store.claimWelcome('grace')).toBe(false);
  });
});

describe('pending turns', () => {
  const turn = (text: string) => ({ userId: 'ada', conversationId: 'a:ada', text, at: bench.clock.now() });

  it('are taken once, the last one wins', async () => {
    await bench.store.savePendingTurn(turn('guests'));
    await bench.store.savePendingTurn(turn('requests'));
    expect(await bench.store.takePendingTurn('ada')).toMatchObject({ text: 'requests' });
    expect(await bench.store.takePendingTurn('ada')).toBeUndefined();
  });

  it('run out after a day', async () => {
    await bench.store.savePendingTurn(turn('guests'));
    bench.clock.move(86_400);
    expect(await bench.store.takePendingTurn('ada')).toBeUndefined();
  });
});

describe('notifications', () => {
  it('keeps one subscription', async () => {
    const subscription = { id: 's1', clientState: 'secret', expiresAt: bench.clock.now() };
    expect(await bench.store.subscription()).toBeUndefined();
    await bench.store.saveSubscription({ ...subscription, id: 's0' });
    await bench.store.saveSubscription(subscription);
    expect(await bench.store.subscription()).toEqual(subscription);
  });

  it('stores each hint and one job per person', async () => {
    const [cleo, dan] = [randomUUID(), randomUUID()];
    const hint = (userId: string) => ({ subscriptionId: 's1', userId, changeType: 'updated' });
    await bench.store.addHints([hint(cleo), hint(cleo), hint(dan)]);
    await bench.store.addHints([]);
    expect(await onBench(`select user_id from hints where user_id in ('${cleo}', '${dan}')`)).toHaveLength(3);
    expect((await onBench(`select data->>'userId' as user from pgboss.job where name = 'redemption.check' and data->>'userId' in ('${cleo}', '${dan}')`)).map(({ user }) => user).toSorted()).toEqual([cleo, dan].toSorted());
    expect(await onBench(`select distinct data->>'noticedAt' as at from pgboss.job where data->>'userId' = '${cleo}'`)).toEqual([{ at: bench.clock.now().toISOString() }]);
  });
});

describe('leases and marks', () => {
  it('gives a lease to one holder until it is released or runs out', async () => {
    const takers = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => bench.store.lease('r1', holder, 30)));
    expect(takers.filter(Boolean)).toHaveLength(1);
    const holder = ['a', 'b', 'c', 'd'][takers.indexOf(true)] ?? '';
    expect(await bench.store.lease('r1', holder, 30)).toBe(true);
    await bench.store.release('r1', 'somebody else');
    expect(await bench.store.lease('r1', 'e', 30)).toBe(false);
    await bench.store.release('r1', holder);
    expect(await bench.store.lease('r1', 'e', 30)).toBe(true);
    bench.clock.move(31);
    expect(await bench.store.lease('r1', 'f', 30)).toBe(true);
  });

  it('keeps watermarks', async () => {
    expect(await bench.store.mark('delta')).toBeNull();
    await bench.store.setMark('delta', 'a');
    await bench.store.setMark('delta', 'b');
    expect(await bench.store.mark('delta')).toBe('b');
    await bench.store.setMark('delta', null);
    expect(await bench.store.mark('delta')).toBeNull();
  });
});
