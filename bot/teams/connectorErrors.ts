import { z } from 'zod';
import { DeskError } from '../core/errors.ts';

const restError = z.looseObject({
  statusCode: z.number().optional(),
  code: z.string().optional(),
  response: z.looseObject({ headers: z.unknown().optional(), bodyAsText: z.string().nullish() }).optional(),
});
const errorBody = z.looseObject({ error: z.looseObject({ code: z.string() }) });

/** Codes by which Teams says that the person does not have the app, or has blocked it. */
const unreachableCodes: readonly string[] = ['BotNotInConversationRoster', 'MessageWritesBlocked', 'BotDisabledByAdmin', 'ConversationBlockedByUser'];

/**
 * The connector's and token service's failures in our closed set. `write`: whether the call may have had an effect that
 * a repetition would double.
 */
export const fromConnector = (error: unknown, call: { readonly write: boolean }): DeskError => {
  if (error instanceof DeskError) return error;
  const { statusCode, code, response } = restError.safeParse(error).data ?? {};
  if (statusCode === undefined) return new DeskError(call.write && !neverLeft(code) ? 'ambiguous' : 'unavailable', { code: `connector/${codeWord(code) ?? 'no-answer'}`, cause: error });
  const said = codeWord(errorCode(response?.bodyAsText)) ?? `http-${statusCode}`;
  const detail = { code: `connector/${said}`, cause: error };
  if (statusCode === 429) return new DeskError('throttled', { ...detail, retryAfterSeconds: retryAfter(response?.headers) });
  if (statusCode === 403) return new DeskError(unreachableCodes.includes(said) ? 'unreachable' : 'tenant-denies', detail);
  if (statusCode === 404) return new DeskError('not-found', detail);
  if (statusCode === 412) return new DeskError('throttled', { ...detail, retryAfterSeconds: 1 });
  if (statusCode >= 500) return new DeskError(call.write && statusCode !== 503 ? 'ambiguous' : 'unavailable', detail);
  return new DeskError('bug', detail);
};

/** Failures before anything was sent. */
const neverLeft = (code: string | undefined): boolean => code !== undefined && ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code);

const codeWord = (code: string | undefined): string | undefined => (code !== undefined && /^[\w-]{1,60}$/.test(code) ? code : undefined);

const errorCode = (text: string | null | undefined): string | undefined => {
  try {
    return errorBody.parse(JSON.parse(text ?? '')).error.code;
  } catch {
    return undefined;
  }
};

const retryAfter = (headers: unknown): number => {
  const get = (headers as { get?: (name: string) => string | undefined } | undefined)?.get;
  const seconds = Number(typeof get === 'function' ? get.call(headers, 'retry-after') : Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds, 3_600) : 1;
};
