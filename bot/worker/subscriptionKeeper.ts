import { randomBytes } from 'node:crypto';
import { isDeskError } from '../core/errors.ts';
import { type NotificationStore, type Subscription, type Subscriptions } from '../desk/channelPorts.ts';
import { type Clock, type Store } from '../desk/ports.ts';
import { type Log } from '../telemetry/log.ts';

/** Graph keeps subscriptions to users for 29 days at most; a short life bounds how long a lost one goes unnoticed. */
const lifeMs = 86_400_000;
/** More time left than asked for, beyond this, means that the clock was set back. */
const toleranceMs = 300_000;
const leaseSeconds = 60;
const leaseKey = 'subscription';
/** How often a process looks whether another one renewed. */
const lookMs = 30_000;

export type KeeperOptions = {
  readonly store: Pick<Store, 'lease' | 'release'> & Pick<NotificationStore, 'subscription' | 'saveSubscription'>;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  readonly log: Log;
  readonly holder: string;
  /** Changes may have gone unnoticed: everything is to be read again. */
  readonly onGap: () => void;
};

export type SubscriptionKeeper = {
  tick(): Promise<void>;
  isHeld(): boolean;
  /** Looks after it at the next tick: `renew` extends it now, `removed` makes a new one. */
  check(what: 'renew' | 'removed'): void;
};

/** Keeps the one subscription of the deployment: creates, renews at half its life, recreates it when Graph dropped it. */
export const createSubscriptionKeeper = ({ store, subscriptions, clock, log, holder, onGap }: KeeperOptions): SubscriptionKeeper => {
  // A kept subscription may be gone on Graph's side: renewing at start tells.
  let wanted: 'renew' | 'removed' | null = 'renew';
  let held: Subscription | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;

  const timeLeft = (subscription: Subscription): number => subscription.expiresAt.getTime() - clock.now().getTime();
  const isFresh = (subscription: Subscription | undefined): boolean => subscription !== undefined && timeLeft(subscription) > lifeMs / 2 && timeLeft(subscription) <= lifeMs + toleranceMs;
  const end = (): Date => new Date(clock.now().getTime() + lifeMs);

  const create = async (): Promise<void> => {
    held = await subscriptions.create(randomBytes(32).toString('base64url'), end());
    await store.saveSubscription(held);
    log.info({ event: 'subscription.created', subscriptionId: held.id });
    onGap();
  };

  const renew = async (current: Subscription): Promise<void> => {
    try {
      held = { ...current, expiresAt: await subscriptions.renew(current.id, end()) };
      await store.saveSubscription(held);
      log.info({ event: 'subscription.renewed', subscriptionId: held.id });
    } catch (error) {
      if (!isDeskError(error, 'not-found')) throw error;
      await create();
    }
  };

  const keep = async (): Promise<void> => {
    const kept = await store.subscription();
    const reason = wanted;
    if (reason === 'removed' || kept === undefined || timeLeft(kept) <= 0) await create();
    else if (reason === 'renew' || !isFresh(kept)) await renew(kept);
    else held = kept;
    if (wanted === reason) wanted = null;
  };

  return {
    isHeld: () => held !== undefined && timeLeft(held) > 0,
    check: (what) => {
      wanted = wanted === 'removed' ? 'removed' : what;
    },
    tick: async () => {
      if (wanted === null && isFresh(held) && performance.now() - lookedAt < lookMs) return;
      const kept = await store.subscription();
      lookedAt = performance.now();
      if (wanted === null && isFresh(kept)) {
        held = kept;
        return;
      }
      if (!(await store.lease(leaseKey, holder, leaseSeconds))) return;
      try {
        await keep();
      } finally {
        await store.release(leaseKey, holder);
      }
    },
  };
};
