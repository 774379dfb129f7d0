import { createServer as createHttpServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Faults, RequestFault } from './faults.ts';
import type { Destination, Journal } from './journal.ts';

/** Who a request speaks for, as its handler found out; the journal shows it. */
export type JournalCaller = { onBehalfOf: string | null; scopes: string[] };

/** One request as a handler gets it. */
export type Exchange = {
  method: string;
  /** Decoded by nobody: the path as it came, without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Parsed JSON, the members of a form, or undefined for an empty body. Unreadable JSON is `unreadable`. */
  body: unknown;
  /** Set by the handler as soon as it knows. */
  caller: JournalCaller | null;
};

/** A string body is sent as it is (name its content-type), anything else as JSON. */
export type Reply = { status: number; headers?: Record<string, string>; body?: unknown };

export type Handle = (exchange: Exchange) => Promise<Reply> | Reply;

/** Marks a body that claimed to be JSON and was not. */
export const unreadable = Symbol('unreadable');

export type Served = { port: number; url: string; close(): Promise<void> };

type Rules = { to: Destination | ((path: string) => Destination); journal: Journal; faults: Faults };

export type ServeOptions = Rules & {
  /** What this server is, in words for the message about a taken port. */
  name: string;
  /** The port, and the environment variable that moves it; 0 takes a free one. */
  port: number;
  variable: string;
  tls?: { key: string; cert: string };
  handle: Handle;
  /** Requests that the journal leaves out, such as style sheets. */
  quiet?: (path: string) => boolean;
};

const bodyLimit = 4 * 1024 * 1024;
const reset = Symbol('reset');

/**
 * Answers one request under the faults that wait for it, and records it.
 * @returns the reply, or the symbol that says "destroy the socket".
 */
async function perform(exchange: Exchange, handle: Handle, { to, journal, faults }: Rules, quiet = false): Promise<Reply | typeof reset> {
  const destination = typeof to === 'string' ? to : to(exchange.path);
  const query = [...exchange.query].map(([name, value]) => `${name}=${value}`).join('&');
  const path = query === '' ? exchange.path : `${exchange.path}?${query}`;
  const fault = faults.take(destination, exchange.method, path);
  const reply = await underFault(fault, () => handle(exchange));
  if (!quiet) {
    journal.record({
      to: destination,
      method: exchange.method,
      path,
      status: reply === reset ? 0 : reply.status,
      onBehalfOf: exchange.caller?.onBehalfOf ?? null,
      scopes: exchange.caller?.scopes ?? [],
      body: exchange.body === unreadable ? '[unreadable]' : exchange.body,
      ...(reply !== reset && typeof reply.body === 'object' && { response: reply.body }),
    });
  }
  return reply;
}

async function underFault(fault: RequestFault | undefined, act: () => Promise<Reply> | Reply): Promise<Reply | typeof reset> {
  if (fault === undefined) return act();
  if (fault.holdMs !== undefined) await sleep(fault.holdMs);
  const replaces = fault.reset === true || fault.status !== undefined;
  const real = fault.afterEffect === true || !replaces ? await act() : undefined;
  if (fault.delayMs !== undefined) await sleep(fault.delayMs);
  if (fault.reset === true) return reset;
  if (fault.status === undefined && real !== undefined) return { ...real, headers: { ...real.headers, ...fault.headers } };
  const body = fault.body ?? { error: { code: 'SandboxFault', message: 'A fault that was asked for.', innerError: {} } };
  return { status: fault.status ?? 500, ...(fault.headers && { headers: fault.headers }), body };
}

/** As `serve` does for a request from outside, for one inside a batch. A reset becomes a 500, as a gateway would say. */
export async function performInner(exchange: Exchange, handle: Handle, rules: Rules): Promise<Reply> {
  const reply = await perform(exchange, handle, rules);
  return reply === reset ? { status: 500 } : reply;
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new RangeError('body too large');
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  const type = request.headers['content-type'] ?? '';
  if (text === '') return undefined;
  if (type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text));
  if (!type.includes('json')) return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return unreadable;
  }
}

/** Head and body are two calls: restify, loaded into the same process by a test, replaces `writeHead` by one that returns nothing. */
function send(response: ServerResponse, reply: Reply): void {
  const headers: Record<string, string> = { 'cache-control': 'no-store', ...reply.headers };
  if (reply.body === undefined) {
    response.writeHead(reply.status, headers);
    response.end();
    return;
  }
  const text = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
  const named = Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');
  if (!named) headers['content-type'] = 'application/json; charset=utf-8';
  response.writeHead(reply.status, headers);
  response.end(text);
}

/**
 * Serves on 127.0.0.1: parses the body, applies faults before or after the effect, journals.
 * @throws Error naming the port and the variable that moves it when the port is taken.
 */
export async function serve(options: ServeOptions): Promise<Served> {
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const exchange: Exchange = {
      method: request.method ?? 'GET',
      path,
      query: new URLSearchParams(query),
      headers: request.headers,
      body: await readBody(request),
      caller: null,
    };
    const reply = await perform(exchange, options.handle, options, options.quiet?.(path));
    if (reply === reset) request.socket.destroy();
    else send(response, reply);
  };
  const guarded = (request: IncomingMessage, response: ServerResponse): void => {
    listener(request, response).catch((error: unknown) => {
      const message = Error.isError(error) ? error.message : 'unknown';
      if (!response.headersSent) send(response, { status: 500, body: { error: { code: 'SandboxError', message } } });
      else response.destroy();
    });
  };
  const server = options.tls === undefined ? createHttpServer(guarded) : createHttpsServer(options.tls, guarded);
  // Front ends keep idle connections for minutes; Node's 5 s would break calls of a client that reuses one just then.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = `Port ${options.port} (${options.name}) is taken. Free it, or choose another one with ${options.variable}.`;
      reject(error.code === 'EADDRINUSE' ? new Error(taken, { cause: error }) : error);
    });
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${options.tls === undefined ? 'http' : 'https'}://localhost:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
