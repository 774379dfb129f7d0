import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Exchange, type Reply } from '../serve.ts';

/** What the hospital's own paging system would keep of a call. */
export type WebhookCall = { id: string; timestamp: string; body: unknown; isSigned: boolean };

/** The secret that the sandbox shares with its bots. */
export const webhookSecret = 'the-sandbox-and-its-bots-know-this';
export const webhookPath = '/webhooks/on-call';

/** A paging system that takes signed calls (Standard Webhooks: HMAC-SHA256 over id, timestamp and body) and keeps them. */
export function createWebhookReceiver(): { route(exchange: Exchange): Reply | undefined; calls(): WebhookCall[] } {
  const calls: WebhookCall[] = [];
  const header = (exchange: Exchange, name: string): string => String(exchange.headers[name] ?? '');
  return {
    calls: () => calls,
    route(exchange) {
      if (exchange.method !== 'POST' || exchange.path !== webhookPath) return undefined;
      const [id, timestamp, signature] = [header(exchange, 'webhook-id'), header(exchange, 'webhook-timestamp'), header(exchange, 'webhook-signature')];
      // What the bot sends is plain JSON without spaces, so that writing it again gives the bytes that were signed.
      const expected = Buffer.from(`v1,${createHmac('sha256', webhookSecret).update(`${id}.${timestamp}.${JSON.stringify(exchange.body)}`).digest('base64')}`);
      const isSigned = expected.length === Buffer.byteLength(signature) && timingSafeEqual(expected, Buffer.from(signature));
      if (isSigned) calls.push({ id, timestamp, body: exchange.body, isSigned });
      return { status: isSigned ? 204 : 401 };
    },
  };
}
