import { type Hint } from '../../bot/desk/channelPorts.ts';
import { graphNotificationRoutes, type LifecycleEvent } from '../../bot/http/graphNotifications.ts';
import { type HttpAnswer } from '../../bot/http/httpRoute.ts';
import { watchHandshakes } from '../../bot/http/watchHandshakes.ts';
import { quietLog, standingClock, tenantId } from '../teams/signer.ts';

const subscription = { id: 'sub-1', clientState: 'K4oWf1-state', expiresAt: new Date('2026-03-03T00:00:00Z') };
const guest = '0a10c0de-0000-4000-8000-00000000aaaa';
const change = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ subscriptionId: 'sub-1', clientState: subscription.clientState, tenantId, changeType: 'updated', resource: `Users/${guest}`, resourceData: { id: guest, '@odata.type': '#Microsoft.Graph.User' }, ...more });

let stored: Hint[];
let events: LifecycleEvent[];
let isDue: boolean;
let known: typeof subscription | undefined;
let addHints: (hints: readonly Hint[]) => Promise<void>;
const post = (path: string, body: unknown, query = ''): Promise<HttpAnswer> => {
  const route = graphNotificationRoutes({ store: { subscription: async () => known, addHints: (hints) => addHints(hints) }, tenantId, expectsHandshake: async () => isDue, onLifecycle: (event) => events.push(event), log: quietLog() }).find((each) => each.path === path);
  if (route === undefined) throw new Error(`no route ${path}`);
  return route.handle({ authorization: undefined, headers: {}, params: {}, query: new URLSearchParams(query), body });
};
beforeEach(() => {
  [stored, events, isDue, known] = [[], [], false, subscription];
  addHints = async (hints) => void stored.push(...hints);
});

describe('a change notification', () => {
  it('is stored as a hint and answered 202', async () => {
    expect(await post('/api/graph/notifications', { value: [change(), change({ changeType: 'deleted' })] })).toEqual({ status: 202 });
    expect(stored).toEqual([{ subscriptionId: 'sub-1', userId: guest, changeType: 'updated' }, { subscriptionId: 'sub-1', userId: guest, changeType: 'deleted' }]);
  });

  it.each([
    ['no client state', { clientState: undefined }],
    ['an empty client state', { clientState: '' }],
    ['another client state', { clientState: 'K4oWf1-statE' }],
    ['a longer client state', { clientState: `${subscription.clientState}x` }],
    ['another subscription', { subscriptionId: 'sub-2' }],
    ['another tenant', { tenantId: guest }],
    ['a path as user', { resourceData: { id: '../me' } }],
    ['no user', { resourceData: undefined }],
  ])('with %s has no effect and gets the same 202', async (_name, more) => {
    expect(await post('/api/graph/notifications', { value: [change(more)] })).toEqual({ status: 202 });
    expect(stored).toEqual([]);
  });

  it('is kept when a strange one comes beside it', async () => {
    await post('/api/graph/notifications', { value: [7, null, change({ clientState: 'x' }), change()] });
    expect(stored).toHaveLength(1);
  });

  it.each([undefined, null, [], {}, { value: 'x' }, 'x'])('%j has no effect', async (body) => {
    expect(await post('/api/graph/notifications', body)).toEqual({ status: 202 });
    expect(stored).toEqual([]);
  });

  it('before any subscription has no effect', async () => {
    known = undefined;
    expect(await post('/api/graph/notifications', { value: [change()] })).toEqual({ status: 202 });
    expect(stored).toEqual([]);
  });

  it('that cannot be stored is not acknowledged, so that Graph sends it again', async () => {
    addHints = () => Promise.reject(new Error('down'));
    await expect(post('/api/graph/notifications', { value: [change()] })).rejects.toThrow('down');
  });
});

describe('a lifecycle event', () => {
  it.each(['missed', 'subscriptionRemoved', 'reauthorizationRequired'] as const)('%s reaches the keeper', async (lifecycleEvent) => {
    expect(await post('/api/graph/lifecycle', { value: [{ ...change(), lifecycleEvent }] })).toEqual({ status: 202 });
    expect(events).toEqual([lifecycleEvent]);
  });

  it('that is not ours, or unknown, does not', async () => {
    await post('/api/graph/lifecycle', { value: [{ ...change({ clientState: 'x' }), lifecycleEvent: 'missed' }, { ...change(), lifecycleEvent: 'exploded' }] });
    expect(events).toEqual([]);
  });
});

describe('the handshake', () => {
  const script = '<script>alert(1)</script>';

  it.each(['/api/graph/notifications', '/api/graph/lifecycle'])('%s echoes as plain text while a subscription is being created', async (path) => {
    isDue = true;
    expect(await post(path, undefined, `validationToken=${encodeURIComponent(script)}`)).toEqual({ status: 200, text: script });
  });

  it('echoes nobody at any other time, nothing long, and nothing empty', async () => {
    expect(await post('/api/graph/notifications', undefined, `validationToken=${encodeURIComponent(script)}`)).toEqual({ status: 400 });
    isDue = true;
    expect(await post('/api/graph/notifications', undefined, `validationToken=${'x'.repeat(1_025)}`)).toEqual({ status: 400 });
    expect(await post('/api/graph/notifications', undefined, 'validationToken=')).toEqual({ status: 400 });
  });

  it('never carries a notification along', async () => {
    isDue = true;
    await post('/api/graph/notifications', { value: [change()] }, 'validationToken=a');
    expect(stored).toEqual([]);
  });
});

describe('watching for handshakes', () => {
  const marks = new Map<string, string | null>();
  const store = { mark: async (name: string) => marks.get(name) ?? null, setMark: async (name: string, value: string | null) => void marks.set(name, value) };
  const renew = async (): Promise<Date> => new Date(0);

  it('they are due exactly while a subscription is being created, in every process', async () => {
    const clock = standingClock();
    const other = watchHandshakes({ create: async () => subscription, renew }, store, clock);
    const during: boolean[] = [];
    const watch = watchHandshakes({ create: async () => (during.push(await other.isDue()), subscription), renew }, store, clock);
    expect(await other.isDue()).toBe(false);
    expect(await watch.subscriptions.create('s', new Date(0))).toEqual(subscription);
    expect([during, await other.isDue()]).toEqual([[true], false]);
  });

  it('a failed creation closes the door, and a died one after a minute', async () => {
    const clock = standingClock();
    const watch = watchHandshakes({ create: () => Promise.reject(new Error('no')), renew }, store, clock);
    await expect(watch.subscriptions.create('s', new Date(0))).rejects.toThrow('no');
    expect(await watch.isDue()).toBe(false);
    await store.setMark('subscription.handshake', clock.now().toISOString());
    expect(await watch.isDue()).toBe(true);
    clock.advance(60_000);
    expect(await watch.isDue()).toBe(false);
  });
});
