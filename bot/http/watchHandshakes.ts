import { type Subscriptions } from '../desk/channelPorts.ts';
import { type Clock, type Store } from '../desk/ports.ts';

/** Longer than Graph takes to call both addresses; a process that died while creating leaves no door open for longer. */
const longestMs = 60_000;
const markName = 'subscription.handshake';

/**
 * Notes in the store while a subscription is being created, because Graph's handshake may reach another process than
 * the one that asked. Outside of that time nobody is echoed.
 */
export const watchHandshakes = (subscriptions: Subscriptions, store: Pick<Store, 'mark' | 'setMark'>, clock: Clock): { readonly subscriptions: Subscriptions; readonly isDue: () => Promise<boolean> } => ({
  subscriptions: {
    ...subscriptions,
    async create(clientState, expiresAt) {
      await store.setMark(markName, clock.now().toISOString());
      try {
        return await subscriptions.create(clientState, expiresAt);
      } finally {
        await store.setMark(markName, null);
      }
    },
  },
  isDue: async () => {
    const since = await store.mark(markName);
    return since !== null && Math.abs(clock.now().getTime() - Date.parse(since)) < longestMs;
  },
});
