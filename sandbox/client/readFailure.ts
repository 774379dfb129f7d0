import { z } from 'zod';
import { type BotAnswer } from './deliver.ts';

/** What went wrong with an activity, in words fit for showing. */
export type Failure = { kind: 'error'; status: number; code: string; text: string };

const httpError = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string() }) });

/** What a client says of an HTTP answer that is no success; undefined for 200. */
export function readFailure({ status, body, problem }: BotAnswer): Failure | undefined {
  if (problem !== undefined) return { kind: 'error', status, code: 'NoAnswer', text: problem };
  if (status === 200) return undefined;
  const { code, message } = httpError.safeParse(body).data?.error ?? { code: 'HttpError', message: `The bot answered HTTP ${status}.` };
  return { kind: 'error', status, code, text: message };
}
