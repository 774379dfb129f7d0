import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type Hint, type NotificationStore, type Subscription } from '../desk/channelPorts.ts';
import { type Log } from '../telemetry/log.ts';
import { type HttpAnswer, type HttpRequest, type HttpRoute } from './httpRoute.ts';

/** What Graph says about the subscription itself; the keeper renews, creates anew, or has everything swept. */
export type LifecycleEvent = 'reauthorizationRequired' | 'subscriptionRemoved' | 'missed';

export type GraphNotificationParts = {
  readonly store: Pick<NotificationStore, 'subscription' | 'addHints'>;
  readonly tenantId: string;
  /** Whether a handshake is due: a subscription is being created, here or in another process. */
  readonly expectsHandshake: () => Promise<boolean>;
  readonly onLifecycle: (event: LifecycleEvent) => void;
  readonly log: Log;
};

const signed = z.object({ subscriptionId: z.string().max(128), clientState: z.string().max(255).nullish(), tenantId: z.string().max(64).nullish() });
const change = signed.extend({ changeType: z.string().max(32), resource: z.string().max(512).optional(), resourceData: z.object({ id: z.guid() }) });
const lifecycle = signed.extend({ lifecycleEvent: z.enum(['reauthorizationRequired', 'subscriptionRemoved', 'missed']) });
/** Entries are read one by one: a strange one must not take the others with it. */
const batch = z.object({ value: z.array(z.unknown()).max(1_000) });

/**
 * `POST /api/graph/notifications` and `/api/graph/lifecycle`. Whatever is not provably about our subscription gets the
 * same 202 and has no effect. A genuine one is only a hint: it is stored, and the worker reads Graph again. A failing
 * store answers 503, so that Graph sends it once more.
 */
export const graphNotificationRoutes = (parts: GraphNotificationParts): readonly HttpRoute[] => {
  const { store, tenantId, log } = parts;

  const genuine = <Entry extends z.output<typeof signed>>(entries: readonly Entry[], subscription: Subscription | undefined): readonly Entry[] =>
    entries.filter((entry) => subscription !== undefined && isOurs(entry, subscription, tenantId));

  const read = async <Schema extends typeof change | typeof lifecycle>(schema: Schema, body: unknown): Promise<readonly z.output<Schema>[]> => {
    const entries = (batch.safeParse(body).data?.value ?? []).flatMap((entry) => {
      const parsed = schema.safeParse(entry);
      return parsed.success ? [parsed.data] : [];
    });
    const kept = genuine(entries as readonly z.output<typeof signed>[], await store.subscription()) as readonly z.output<Schema>[];
    const sent = batch.safeParse(body).data?.value.length ?? 0;
    if (kept.length < Math.max(sent, 1)) log.warn({ event: 'notification.ignored', count: Math.max(sent, 1) - kept.length });
    return kept;
  };

  const handled = (effect: (body: unknown) => Promise<void>) => async (request: HttpRequest): Promise<HttpAnswer> => {
    const token = request.query.get('validationToken');
    if (token !== null) return handshake(token, await parts.expectsHandshake());
    await effect(request.body);
    return { status: 202 };
  };

  return [
    {
      method: 'POST',
      path: '/api/graph/notifications',
      handle: handled(async (body) => {
        const hints: Hint[] = (await read(change, body)).map(({ subscriptionId, changeType, resourceData }) => ({ subscriptionId, changeType, userId: resourceData.id.toLowerCase() }));
        if (hints.length > 0) await store.addHints(hints);
        log.info({ event: 'notification.stored', count: hints.length });
      }),
    },
    {
      method: 'POST',
      path: '/api/graph/lifecycle',
      handle: handled(async (body) => {
        for (const { lifecycleEvent } of await read(lifecycle, body)) {
          log.info({ event: 'subscription.event', name: lifecycleEvent });
          parts.onLifecycle(lifecycleEvent);
        }
      }),
    },
  ];
};

/** Graph's handshake echoes a token; only when one is due, short, and as plain text, so that nobody can make us show theirs. */
const handshake = (token: string, isDue: boolean): HttpAnswer =>
  isDue && token.length > 0 && Buffer.byteLength(token) <= 1_024 ? { status: 200, text: token } : { status: 400 };

const isOurs = (entry: z.output<typeof signed>, subscription: Subscription, tenantId: string): boolean =>
  entry.subscriptionId === subscription.id &&
  (entry.tenantId === undefined || entry.tenantId === null || entry.tenantId.toLowerCase() === tenantId.toLowerCase()) &&
  isSame(entry.clientState ?? '', subscription.clientState);

/** In constant time, whatever the lengths. */
const isSame = (given: string, expected: string): boolean => timingSafeEqual(digest(given), digest(expected));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
