import { z } from 'zod';

const times = z.int().positive().default(1);

/** A fault of one request: what it hits, how often, and what happens instead. */
export const requestFault = z.strictObject({
  to: z.enum(['graph', 'entra', 'connector', 'tokens', 'bot']),
  /** HTTP method, or `*`. */
  method: z.string().min(1),
  /** Path, exact or with `*`; matched with and without the query, for Graph also without its version. */
  path: z.string().min(1),
  times,
  status: z.int().min(100).max(599).optional(),
  /** Waits before anything is done. */
  holdMs: z.int().nonnegative().optional(),
  /** Waits after what is done, before the answer. */
  delayMs: z.int().nonnegative().optional(),
  /** Destroys the socket instead of answering. */
  reset: z.boolean().optional(),
  /** Does what was asked first, then answers the fault. */
  afterEffect: z.boolean().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.unknown().optional(),
});

/** A fault of the next change notifications. */
export const notificationFault = z.strictObject({
  to: z.literal('notifications'),
  times,
  lose: z.boolean().optional(),
  double: z.boolean().optional(),
  delayMs: z.int().nonnegative().optional(),
  /** Holds the notification back until a later one has gone out. */
  reorder: z.boolean().optional(),
});

export const faultSchema = z.union([requestFault, notificationFault]);

export type RequestFault = z.infer<typeof requestFault>;
export type NotificationFault = z.infer<typeof notificationFault>;
export type Fault = RequestFault | NotificationFault;

export type Faults = {
  add(fault: z.input<typeof faultSchema> | z.input<typeof faultSchema>[]): void;
  clear(): void;
  /** The first fault that matches, counted down; undefined where the request is to go well. */
  take(to: RequestFault['to'], method: string, path: string): RequestFault | undefined;
  takeNotification(): NotificationFault | undefined;
  /** What has not happened yet. */
  pending(): Fault[];
};

const matches = (pattern: string, path: string): boolean =>
  new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(path);

function hits(fault: RequestFault, to: string, method: string, path: string): boolean {
  if (fault.to !== to || (fault.method !== '*' && fault.method.toUpperCase() !== method)) return false;
  const plain = path.split('?', 1)[0] ?? path;
  const spellings = [path, plain, ...(to === 'graph' ? [path, plain].map((p) => p.replace(/^\/(v1\.0|beta)/, '')) : [])];
  return spellings.some((spelling) => matches(fault.path, spelling));
}

/** The faults that tests and the control API put in the way. */
export function createFaults(): Faults {
  let waiting: Fault[] = [];
  const countDown = <T extends Fault>(fault: T | undefined): T | undefined => {
    if (fault === undefined) return undefined;
    fault.times -= 1;
    if (fault.times <= 0) waiting = waiting.filter((other) => other !== fault);
    return fault;
  };
  return {
    add(fault) {
      waiting.push(...[fault].flat().map((each) => faultSchema.parse(each)));
    },
    clear() {
      waiting = [];
    },
    take: (to, method, path) =>
      countDown(waiting.find((fault): fault is RequestFault => fault.to !== 'notifications' && hits(fault, to, method, path))),
    takeNotification: () => countDown(waiting.find((fault): fault is NotificationFault => fault.to === 'notifications')),
    pending: () => [...waiting],
  };
}
