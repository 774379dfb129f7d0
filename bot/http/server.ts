import http from 'node:http';
import { type AddressInfo } from 'node:net';
import restify, { type Request, type Response, type ServerOptions } from 'restify';
import { isDeskError } from '../core/errors.ts';
import { correlationId, withCorrelation } from '../telemetry/correlation.ts';
import { silentLogger, type Log } from '../telemetry/log.ts';
import { type HttpAnswer, type HttpRequest, type HttpRoute, seenHeaders } from './httpRoute.ts';
import { readJsonBody } from './readJsonBody.ts';

export type HttpServer = {
  /** The port it listens on (of interest when 0 was asked for). */
  readonly port: number;
  /** Stops accepting, lets what is under way finish for at most `graceMs`, then closes what is left. */
  readonly stop: (graceMs?: number) => Promise<void>;
};

export type HttpServerOptions = { readonly host: string; readonly port: number; readonly routes: readonly HttpRoute[]; readonly log: Log };

/** Node's defaults let a slow sender hold a connection for minutes, and look for such senders only every 30 s. */
const limits = { headersTimeout: 10_000, requestTimeout: 20_000, connectionsCheckingInterval: 5_000, keepAliveTimeout: 60_000, maxHeaderSize: 16 * 1024 };
const mostConnections = 1_000;

/** Error bodies say nothing but a word and the correlation id. */
const words: Readonly<Record<number, string>> = { 400: 'BadRequest', 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 405: 'MethodNotAllowed', 413: 'TooLarge', 415: 'UnsupportedMediaType', 503: 'Unavailable' };

/**
 * Listens for Teams and Graph. restify routes; limits live on the Node server in front of it, because restify hands
 * none of them on.
 * @throws Error with code EADDRINUSE when the port is taken
 */
export const startHttpServer = async ({ host, port, routes, log }: HttpServerOptions): Promise<HttpServer> => {
  const app = createApp(routes, log);
  const server = http.createServer(limits, (request, response) => app.server.emit('request', request, response));
  server.maxConnections = mostConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: (graceMs = 10_000) =>
      new Promise((resolve) => {
        const late = setTimeout(() => server.closeAllConnections(), graceMs);
        // A kept-alive connection would hold the stop up although its last answer is out.
        const idle = setInterval(() => server.closeIdleConnections(), 50);
        server.close(() => {
          clearTimeout(late);
          clearInterval(idle);
          resolve();
        });
      }),
  };
};

const createApp = (routes: readonly HttpRoute[], log: Log): { readonly server: http.Server } => {
  // An own silent logger: restify's would print request headers, tokens included.
  const app = restify.createServer({ name: '', log: silentLogger() } as unknown as ServerOptions) as unknown as restify.Server & { server: http.Server };
  const failed = (_request: Request, response: Response, error: { statusCode?: unknown }, done: () => void): void => {
    const status = typeof error.statusCode === 'number' && error.statusCode in words ? error.statusCode : 500;
    if (!response.headersSent) write(response, { status });
    done();
  };
  app.on('restifyError', failed);
  app.pre(readBodies);
  for (const route of routes) {
    const handler = async (request: Request, response: Response): Promise<void> => write(response, await run(route, request, log));
    if (route.method === 'GET') app.get(route.path, handler);
    else app.post(route.path, handler);
  }
  return app;
};

/** Before routing: a body that is refused ends here, with the connection, so that its rest is never read. */
const readBodies = (request: Request, response: Response, next: (go?: false) => void): void => {
  if (request.method !== 'POST') return next();
  readJsonBody(request).then(
    (read) => {
      if (read.kind === 'read') {
        request.body = read.body;
        return next();
      }
      response.setHeader('connection', 'close');
      write(response, { status: read.status });
      return next(false);
    },
    () => {
      // The sender went away while sending.
      response.destroy();
      next(false);
    },
  );
};

const run = (route: HttpRoute, request: Request, log: Log): Promise<HttpAnswer> =>
  withCorrelation(async () => {
    try {
      const query = new URL(request.url ?? '/', 'http://localhost').searchParams;
      return await route.handle({ authorization: request.headers.authorization, headers: headersOf(request), params: (request.params ?? {}) as Record<string, string>, query, body: request.body as unknown });
    } catch (error) {
      const isPassing = isDeskError(error) && ['unavailable', 'throttled', 'ambiguous', 'unreachable'].includes(error.kind);
      log[isPassing ? 'warn' : 'error']({ event: 'http.failed', path: route.path, error });
      return { status: isPassing ? 503 : 500 };
    }
  });

const headersOf = ({ headers }: Request): HttpRequest['headers'] =>
  Object.fromEntries(seenHeaders.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])));

const write = (response: Response, answer: HttpAnswer): void => {
  const { content, type } = contentOf(answer);
  // `sendRaw` and not `end`: restify remembers by it that an answer was given and sends none of its own.
  response.sendRaw(answer.status, content, {
    ...(content === '' ? {} : { 'content-type': type }),
    'content-length': String(Buffer.byteLength(content)),
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'",
    ...answer.headers,
  });
};

const contentOf = ({ status, body, text, page, file }: HttpAnswer): { content: string; type: string } => {
  if (file !== undefined) return file;
  if (page !== undefined) return { content: page, type: 'text/html; charset=utf-8' };
  if (text !== undefined) return { content: text, type: 'text/plain; charset=utf-8' };
  const word = words[status] ?? 'InternalError';
  const shown = body ?? (status >= 400 ? { error: { code: word, message: word, correlationId: correlationId() } } : undefined);
  return { content: shown === undefined ? '' : JSON.stringify(shown), type: 'application/json; charset=utf-8' };
};
