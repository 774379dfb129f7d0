import { type Log } from '../telemetry/log.ts';
import { type HttpRoute } from './httpRoute.ts';

/** The Teams adapter as this route sees it. */
export type ActivityDoor<Inbound> = {
  admit(authorization: string | undefined, body: unknown): Promise<{ kind: 'admitted'; inbound: Inbound } | { kind: 'refused'; status: 400 | 401 | 403; why: string }>;
  receive(inbound: Inbound): Promise<{ status: number; body?: unknown } | null>;
};

/** `POST /api/messages`: activities of the channel. Who is not admitted learns a status and nothing else. */
export const messagesRoute = <Inbound>(door: ActivityDoor<Inbound>, log: Log): HttpRoute => ({
  method: 'POST',
  path: '/api/messages',
  handle: async ({ authorization, body }) => {
    const entry = await door.admit(authorization, body);
    if (entry.kind === 'refused') {
      log.warn({ event: 'activity.refused', why: entry.why });
      return { status: entry.status };
    }
    return (await door.receive(entry.inbound)) ?? { status: 200 };
  },
});
