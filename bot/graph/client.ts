import { AuthenticationHandler, AuthenticationHandlerOptions, Client, ResponseType } from '@microsoft/microsoft-graph-client';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cloud } from '../core/clouds.ts';
import { DeskError, isDeskError } from '../core/errors.ts';
import { type Call } from './calls.ts';
import { errorOfAnswer, errorOfFailure, retryAfterSeconds, type Answer, type Attempt } from './errors.ts';
import { Passage, createTransport } from './transport.ts';

/** One finished request, for logs and counters. Carries no personal data: `path` is the template of the call. */
export type CallReport = { readonly identity: Call['identity']; readonly method: string; readonly path: string; readonly status: number | null; readonly ms: number };

export type GraphSetup = {
  readonly cloud: Cloud;
  /** Sent as `client-request-id`, so that one action can be followed into Microsoft's logs. */
  readonly correlationId: () => string;
  readonly report?: (report: CallReport) => void;
  /** Longest wait for one answer; 10,000 ms unless told. */
  readonly callTimeoutMs?: number;
  /** Longest time a read may take with its repeats; 10,000 ms unless told. */
  readonly readDeadlineMs?: number;
};

/** What one request of a declared call is filled with. */
export type Filling = {
  readonly params?: Readonly<Record<string, string>>;
  /** OData query options, raw; they are percent-encoded here. */
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly timeoutMs?: number;
  /** An advanced query, answered from an index that may lag (`ConsistencyLevel: eventual`). */
  readonly eventual?: true;
  /** Whose token it is, where a missing one is that person's to renew. */
  readonly userId?: string;
  /** An absolute link that Graph gave for this call (`@odata.nextLink`, delta); used instead of path and query. */
  readonly link?: string;
};

export type GraphClient = {
  /** Asks; repeats on 429, 503, 504 and broken connections within a deadline. Throws `DeskError`. */
  read(call: Call, token: string, filling?: Filling): Promise<unknown>;
  /** Does, once. Throws `DeskError`; `ambiguous` when it may have happened. */
  write(call: Call, token: string, filling?: Filling): Promise<unknown>;
};

const readAttempts = 4;
const repeatable = new Set([429, 503, 504]);

/** A Graph client of one cloud that sends declared calls only. The token goes to that cloud's Graph and nowhere else. */
export const createGraphClient = (setup: GraphSetup): GraphClient => {
  const sdk = Client.initWithMiddleware({
    baseUrl: `${setup.cloud.graphUrl}/`,
    defaultVersion: 'v1.0',
    customHosts: new Set([new URL(setup.cloud.graphUrl).hostname]),
    middleware: [new AuthenticationHandler({ getAccessToken: () => Promise.reject(new Error('every request brings its token')) }), createTransport()],
  });

  const sendOnce = async (call: Call, token: string, filling: Filling, attempt: Attempt, timeoutMs: number): Promise<Answer> => {
    const passage = new Passage(attempt.kind);
    const started = performance.now();
    const report = (status: number | null): void => setup.report?.({ identity: call.identity, method: call.method, path: call.path, status, ms: Math.round(performance.now() - started) });
    const request = sdk
      .api(addressOf(call, filling, setup.cloud))
      .version(call.beta === true ? 'beta' : 'v1.0')
      .header('client-request-id', setup.correlationId())
      .headers(filling.eventual === true ? { ConsistencyLevel: 'eventual' } : {})
      .responseType(ResponseType.RAW)
      .option('signal', AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))))
      .middlewareOptions([new AuthenticationHandlerOptions({ getAccessToken: () => Promise.resolve(token) }), passage]);
    const methods = { GET: () => request.get(), POST: () => request.post(filling.body), PATCH: () => request.patch(filling.body), DELETE: () => request.delete() };
    try {
      const answer = await toAnswer((await methods[call.method]()) as Response);
      report(answer.status);
      return answer;
    } catch (error) {
      report(null);
      if (passage.failure !== undefined) throw errorOfFailure(passage.failure, attempt);
      throw new DeskError('bug', { code: 'graph/client', cause: error });
    }
  };

  const callTimeoutMs = setup.callTimeoutMs ?? 10_000;

  return {
    read: async (call, token, filling = {}) => {
      const attempt: Attempt = { kind: 'read', ...(filling.userId !== undefined && { userId: filling.userId }) };
      const deadline = performance.now() + (setup.readDeadlineMs ?? 10_000);
      for (let tries = 1; ; tries += 1) {
        const left = deadline - performance.now();
        const outcome = await sendOnce(call, token, filling, attempt, Math.min(callTimeoutMs, left)).catch(asDeskError);
        const noAnswer = isDeskError(outcome) ? outcome : null;
        const failed = isDeskError(outcome) ? null : (innerRefusal(outcome) ?? outcome);
        if (failed !== null && failed.status < 300) return failed.body;
        const error = noAnswer ?? errorOfAnswer(failed as Answer, attempt);
        const waitMs = waitBefore(tries, failed);
        const worthwhile = failed === null ? error.kind === 'unavailable' : repeatable.has(failed.status);
        if (!worthwhile || tries >= readAttempts || performance.now() + waitMs >= deadline) throw error;
        await sleep(waitMs);
      }
    },
    write: async (call, token, filling = {}) => {
      const attempt: Attempt = { kind: 'write', ...(filling.userId !== undefined && { userId: filling.userId }) };
      const answer = await sendOnce(call, token, filling, attempt, filling.timeoutMs ?? callTimeoutMs);
      if (answer.status < 300) return answer.body;
      throw errorOfAnswer(answer, attempt);
    },
  };
};

/**
 * Path and query of a call, percent-encoded. Removing a member without `/$ref` would delete the person, so a
 * DELETE that is not a reference is refused here whatever the table says.
 * @throws DeskError bug
 */
export const pathOf = (call: Call, filling: Filling): string => {
  if (call.method === 'DELETE' && !call.path.endsWith('/$ref')) throw new DeskError('bug', { code: 'graph/delete-without-ref' });
  const path = call.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = filling.params?.[name] ?? '';
    if (value === '') throw new DeskError('bug', { code: 'graph/path-parameter' });
    return encodeURIComponent(value);
  });
  const query = Object.entries(filling.query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
  return query === '' ? path : `${path}?${query}`;
};

/** A link from an answer is followed only to the Graph it came from: it will carry the token. */
const addressOf = (call: Call, filling: Filling, cloud: Cloud): string => {
  if (filling.link === undefined) return pathOf(call, filling);
  if (URL.parse(filling.link)?.origin !== cloud.graphUrl) throw new DeskError('bug', { code: 'graph/foreign-link' });
  return filling.link;
};

const toAnswer = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const headers = new Map([...response.headers].map(([name, value]) => [name.toLowerCase(), value]));
  return { status: response.status, headers, body: parseJson(text) };
};

const parseJson = (text: string): unknown => {
  try {
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
};

/** A request inside a batch that asks to come again: the batch itself says 200. */
const innerRefusal = (outer: Answer): Answer | undefined => {
  const body = outer.body as { responses?: unknown } | undefined;
  if (!Array.isArray(body?.responses)) return undefined;
  const refused = (body.responses as { status?: unknown; headers?: Record<string, string>; body?: unknown }[]).find(({ status }) => repeatable.has(Number(status)));
  if (refused === undefined) return undefined;
  const headers = new Map(Object.entries(refused.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return { status: Number(refused.status), headers, body: refused.body };
};

const asDeskError = (error: unknown): DeskError => {
  if (isDeskError(error)) return error;
  throw error;
};

/** As long as asked; without `Retry-After` a growing, scattered wait. */
const waitBefore = (tries: number, failed: Answer | null): number => {
  const asked = failed === null ? null : retryAfterSeconds(failed.headers.get('retry-after'));
  return asked === null ? 200 * 2 ** (tries - 1) * (0.75 + Math.random() / 2) : asked * 1000;
};
