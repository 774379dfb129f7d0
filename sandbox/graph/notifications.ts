import { setTimeout as sleep } from 'node:timers/promises';
import type { DirectoryParts } from '../entra/issuer.ts';
import type { Faults } from '../faults.ts';
import type { Journal } from '../journal.ts';
import type { Subscription, UserChange } from '../state/objects.ts';
import { saveTenant } from '../state/tenant.ts';
import type { Changes } from './changes.ts';
import type { SecurePost } from './securePost.ts';

const answerWithinMs = 3000;
const retryAfterMs = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 60_000];
const warnBeforeMs = 2 * 3_600_000;
const lookEveryMs = 5000;
const heldAtMostMs = 10_000;

export type Notifications = {
  /** Sends `reauthorizationRequired` for every live subscription now. */
  warnAll(): Promise<void>;
  stop(): void;
};

/**
 * Sends change notifications as Graph does: neither ordered nor certain, 2xx within 3 s or again with back-off,
 * and warns on the lifecycle address before a subscription ends. Nothing is remembered over a restart of the sandbox.
 */
export function startNotifications(
  { tenant, clock, changes, faults, journal, post }: DirectoryParts & { changes: Changes; faults: Faults; journal: Journal; post: SecurePost },
): Notifications {
  const stopping = new AbortController();
  let releaseHeld: (() => void) | undefined;

  const deliver = async (url: string, value: Record<string, unknown>, attempts = retryAfterMs.length): Promise<void> => {
    for (let attempt = 0; attempt <= attempts && !stopping.signal.aborted; attempt += 1) {
      const status = await post(url, { body: { value: [value] }, timeoutMs: answerWithinMs }).then((answer) => answer.status, () => 0);
      const { pathname, search } = new URL(url);
      journal.record({ to: 'bot', method: 'POST', path: `${pathname}${search}`, status, onBehalfOf: null, scopes: [], body: { value: [value] } });
      if (status >= 200 && status < 300) return;
      await sleep(retryAfterMs[attempt] ?? 60_000, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    }
  };

  const underFaults = async (url: string, value: Record<string, unknown>): Promise<void> => {
    const fault = faults.takeNotification();
    if (fault?.lose === true) return;
    if (fault?.reorder === true) {
      await Promise.race([new Promise<void>((release) => (releaseHeld = release)), sleep(heldAtMostMs, undefined, { ref: false })]);
      return deliver(url, value);
    }
    if (fault?.delayMs !== undefined) await sleep(fault.delayMs, undefined, { ref: false });
    await deliver(url, value);
    if (fault?.double === true) await deliver(url, value);
    releaseHeld?.();
    releaseHeld = undefined;
  };

  const isLive = (each: Subscription): boolean => Date.parse(each.expirationDateTime) > clock.now().getTime();

  const notify = async (change: UserChange): Promise<void> => {
    const user = tenant.users.find((each) => each.id === change.userId);
    const wait = user?.visibleAt == null ? 0 : Date.parse(user.visibleAt) - clock.now().getTime();
    if (wait > 0) await sleep(Math.min(wait, 60_000), undefined, { ref: false });
    const changeType = change.change === 'deleted' ? 'deleted' : 'updated';
    const wanting = tenant.subscriptions.filter(
      (each) => isLive(each) && each.changeType.split(',').includes(changeType) && ['users', `users/${change.userId}`].includes(each.resource.toLowerCase()),
    );
    await Promise.all(
      wanting.map((subscription) =>
        underFaults(subscription.notificationUrl, {
          changeType,
          clientState: subscription.clientState,
          resource: `Users/${change.userId}`,
          resourceData: { '@odata.type': '#Microsoft.Graph.User', '@odata.id': `Users/${change.userId}`, id: change.userId },
          subscriptionExpirationDateTime: subscription.expirationDateTime,
          subscriptionId: subscription.id,
          tenantId: tenant.id,
        }),
      ),
    );
  };

  const warn = async (subscription: Subscription): Promise<void> => {
    if (subscription.lifecycleNotificationUrl === null) return;
    subscription.warned = true;
    saveTenant(tenant);
    await deliver(subscription.lifecycleNotificationUrl, {
      lifecycleEvent: 'reauthorizationRequired',
      clientState: subscription.clientState,
      resource: subscription.resource,
      subscriptionExpirationDateTime: subscription.expirationDateTime,
      subscriptionId: subscription.id,
      tenantId: tenant.id,
    });
  };

  const look = async (): Promise<void> => {
    const expired = tenant.subscriptions.filter((each) => !isLive(each));
    if (expired.length > 0) {
      tenant.subscriptions = tenant.subscriptions.filter(isLive);
      saveTenant(tenant);
    }
    const due = tenant.subscriptions.filter((each) => !each.warned && Date.parse(each.expirationDateTime) - clock.now().getTime() < warnBeforeMs);
    await Promise.all(due.map(warn));
  };

  // Asynchronous on purpose: the write answers before anybody is told.
  changes.onUser((change) => void notify(change));
  const timer = setInterval(() => void look(), lookEveryMs).unref();
  const forget = clock.onAdvance(() => void look());
  return {
    warnAll: async () => void (await Promise.all(tenant.subscriptions.filter(isLive).map(warn))),
    stop() {
      stopping.abort();
      clearInterval(timer);
      forget();
    },
  };
}
