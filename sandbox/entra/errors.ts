import { randomUUID } from 'node:crypto';
import type { Reply } from '../serve.ts';

/** A refusal of the token endpoint, in Entra's shape. */
export class EntraError extends Error {
  readonly error: string;
  readonly number: number;
  readonly status: number;
  readonly more: Record<string, unknown>;

  /** @param number the AADSTS number. @param more further members such as `suberror` or `claims`. */
  constructor(error: string, number: number, message: string, { status = 400, ...more }: { status?: number; suberror?: string; claims?: string } = {}) {
    super(message);
    this.error = error;
    this.number = number;
    this.status = status;
    this.more = more;
  }

  reply(now: Date): Reply {
    const trace = randomUUID();
    return {
      status: this.status,
      body: {
        error: this.error,
        error_description: `AADSTS${this.number}: ${this.message} Trace ID: ${trace}`,
        error_codes: [this.number],
        timestamp: now.toISOString().replace('T', ' ').slice(0, 19) + 'Z',
        trace_id: trace,
        correlation_id: randomUUID(),
        ...this.more,
      },
    };
  }
}
