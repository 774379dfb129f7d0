import { type Subscriptions } from '../desk/channelPorts.ts';
import { type Clock } from '../desk/ports.ts';
import { withAppToken } from './appReads.ts';
import { calls } from './calls.ts';
import { createGraphClient, type GraphSetup } from './client.ts';
import { type AppTokens } from './credential.ts';
import { readAs, subscriptionAnswer } from './schemas.ts';

/** Longest life of a subscription to users is 41,760 minutes (facts/graph.md §4); five less, because clocks differ. */
export const longestSubscriptionMs = 41_755 * 60_000;

/** Graph calls both our addresses, each up to 10 s, before it answers. */
const handshakeTimeoutMs = 30_000;

/**
 * Subscriptions of the reader to changes of users. Notifications go to `publicUrl` + `/api/graph/notifications`,
 * lifecycle ones to `/api/graph/lifecycle`.
 */
export const createSubscriptions = (setup: GraphSetup & { readonly clock: Clock }, tokens: AppTokens, publicUrl: string): Subscriptions => {
  const client = createGraphClient(setup);
  const within = (expiresAt: Date): string => new Date(Math.min(expiresAt.getTime(), setup.clock.now().getTime() + longestSubscriptionMs)).toISOString();
  return {
    create: async (clientState, expiresAt) => {
      const body = {
        changeType: 'updated,deleted',
        resource: 'users',
        notificationUrl: `${publicUrl}/api/graph/notifications`,
        lifecycleNotificationUrl: `${publicUrl}/api/graph/lifecycle`,
        expirationDateTime: within(expiresAt),
        clientState,
      };
      const answer = await withAppToken(tokens, (token) => client.write(calls.reader.subscribe, token, { body, timeoutMs: handshakeTimeoutMs }));
      const made = readAs(subscriptionAnswer, answer, 'subscription');
      return { id: made.id, clientState, expiresAt: new Date(made.expirationDateTime) };
    },
    renew: async (id, expiresAt) => {
      const body = { expirationDateTime: within(expiresAt) };
      const answer = await withAppToken(tokens, (token) => client.write(calls.reader.renewSubscription, token, { params: { id }, body }));
      return new Date(readAs(subscriptionAnswer, answer, 'subscription').expirationDateTime);
    },
  };
};
