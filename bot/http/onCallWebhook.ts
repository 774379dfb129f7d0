import { createHmac } from 'node:crypto';
import { request } from 'node:https';
import { isDeskError, DeskError } from '../core/errors.ts';
import { type Secret } from '../core/secret.ts';
import { type Pager } from '../desk/onCall/onCallPorts.ts';
import { type Clock } from '../desk/ports.ts';

const timeoutMs = 5_000;

/**
 * What pages people at night is theirs: one POST to the address of the configuration, signed as Standard Webhooks has it
 * (HMAC-SHA256 over id, timestamp and body). No redirect is followed and the answer's body is not read. Anything but a
 * 2xx throws `unavailable`, so that the job comes again; the id stays the same.
 */
export const createOnCallWebhook = (url: string, secret: Secret, clock: Clock): Pager => ({
  page: async ({ id, requestId, app, hours }) => {
    const timestamp = String(Math.floor(clock.now().getTime() / 1_000));
    const body = JSON.stringify({ type: 'on-call.asked', timestamp: clock.now().toISOString(), data: { requestId, app, hours } });
    const status = await post(url, body, {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(body)),
      'webhook-id': id,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${createHmac('sha256', secret.reveal()).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
    });
    if (status < 200 || status > 299) throw new DeskError('unavailable', { code: `webhook/${String(status)}` });
  },
});

const post = (url: string, body: string, headers: Record<string, string>): Promise<number> =>
  new Promise((resolve, reject) => {
    const fail = (error: unknown): void => reject(isDeskError(error) ? error : new DeskError('unavailable', { code: 'webhook/unreachable', cause: error }));
    const call = request(url, { method: 'POST', headers, agent: false, signal: AbortSignal.timeout(timeoutMs) }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 502);
    });
    call.on('error', fail);
    call.end(body);
  });
