import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { connect, type Socket } from 'node:net';
import { type BotStatus } from './bots.ts';

/** The bot's https door, as a reverse proxy in production: TLS ends here, plain http goes to a bot on loopback. */
export type Door = { port: number; stop(): Promise<void> };

/** Headers that belong to one connection and are never passed on (RFC 9110, 7.6.1). */
const hopByHop = ['connection', 'keep-alive', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'upgrade'];
const upstreamLimitMs = 60_000;

type Backend = { status(): BotStatus; alive(): boolean };

/** Bots to try, in turn: ready ones round robin, then those that run but are not ready yet. */
function candidates(bots: Backend[], turn: number): Backend[] {
  const alive = bots.filter((bot) => bot.alive());
  const ready = alive.filter((bot) => bot.status().up);
  const start = ready.length === 0 ? 0 : turn % ready.length;
  return [...ready.slice(start), ...ready.slice(0, start), ...alive.filter((bot) => !ready.includes(bot))];
}

const open = (port: number): Promise<Socket | undefined> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => resolve(socket));
    socket.once('error', () => resolve(undefined));
  });

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code, message } }));
}

function forwardedHeaders(request: IncomingMessage, port: number): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && !hopByHop.includes(name) && !name.startsWith('x-forwarded-')) headers[name] = value;
  }
  headers['x-forwarded-for'] = request.socket.remoteAddress ?? '127.0.0.1';
  headers['x-forwarded-proto'] = 'https';
  headers['x-forwarded-host'] = request.headers.host ?? `localhost:${port}`;
  headers['connection'] = 'close';
  return headers;
}

/**
 * Opens the door. A bot that refuses the connection is passed over, so a killed replica costs no request;
 * with none left the answer is 502 in JSON.
 * @throws NodeJS.ErrnoException EADDRINUSE when the port is taken
 */
export async function openDoor(options: { port: number; tls: { key: string; cert: string }; bots: () => Backend[] }): Promise<Door> {
  let turn = 0;

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    turn += 1;
    for (const bot of candidates(options.bots(), turn)) {
      const socket = await open(bot.status().port);
      if (!socket) continue;
      forward(request, response, socket);
      return;
    }
    request.resume();
    refuse(response, 502, 'BadGateway', 'No bot is up.');
  }

  function forward(request: IncomingMessage, response: ServerResponse, socket: Socket): void {
    const upstream = ask(
      {
        createConnection: () => socket,
        method: request.method,
        path: request.url,
        headers: forwardedHeaders(request, options.port),
        timeout: upstreamLimitMs,
      },
      (answer) => {
        const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !hopByHop.includes(name)));
        response.writeHead(answer.statusCode ?? 502, headers);
        answer.pipe(response);
        answer.on('error', () => response.destroy());
      },
    );
    upstream.on('timeout', () => upstream.destroy(new Error('The bot did not answer in time.')));
    upstream.on('error', () => refuse(response, 502, 'BadGateway', 'The bot ended the connection.'));
    response.on('close', () => upstream.destroy());
    request.pipe(upstream);
  }

  const server = createServer({ key: options.tls.key, cert: options.tls.cert }, (request, response) => {
    void pass(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
