import { type IncomingMessage } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import { type Context, type Middleware } from '@microsoft/microsoft-graph-client';

const answerLimit = 8 * 1024 * 1024;

/** The request did not get an answer. `sent` is false only when it certainly never left. */
export class TransportFailure extends Error {
  readonly sent: boolean;

  constructor(sent: boolean, cause: unknown) {
    super(sent ? 'no answer' : 'not sent', { cause });
    this.name = 'TransportFailure';
    this.sent = sent;
  }
}

/**
 * Goes with a request among its middleware options. It says whether a repeat would be harmless, and brings back what
 * stopped the request: the Graph client passes only the message on.
 */
export class Passage {
  readonly kind: 'read' | 'write';
  failure: TransportFailure | undefined;

  constructor(kind: 'read' | 'write') {
    this.kind = kind;
  }
}

/**
 * Connections of one client. Reads share kept-alive ones. A write opens its own, because a kept one that the far
 * end is just closing would leave open whether the write happened; the TLS session is resumed.
 */
const createAgents = (): { readonly read: Agent; readonly write: Agent } => ({
  read: new Agent({ keepAlive: true, keepAliveMsecs: 30_000, maxSockets: 32, maxFreeSockets: 16, scheduling: 'lifo' }),
  write: new Agent({ keepAlive: false }),
});

/**
 * Last link of the Graph client's chain: one https request, never a redirect, never a retry. The signal among the
 * request's options bounds it to the last byte of the answer.
 * @returns the middleware; it throws {@link TransportFailure}
 */
export const createTransport = (): Middleware => {
  const agents = createAgents();
  return {
    execute: async (context: Context): Promise<void> => {
      const target = context.request as unknown as string | { readonly url: string };
      const url = typeof target === 'string' ? target : target.url;
      const method = context.options?.method ?? 'GET';
      const passage = context.middlewareControl?.getMiddlewareOptions(Passage) as Passage | undefined;
      try {
        context.response = await exchange(url, method, context.options, agents[passage?.kind ?? 'write']);
      } catch (error) {
        if (passage !== undefined && error instanceof TransportFailure) passage.failure = error;
        throw error;
      }
    },
  };
};

const exchange = (url: string, method: string, options: Context['options'], agent: Agent): Promise<Response> =>
  new Promise((resolve, reject) => {
    const body = typeof options?.body === 'string' ? options.body : undefined;
    const headers = { ...(options?.headers as Record<string, string> | undefined), ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }) };
    let connected = false;
    const fail = (cause: unknown): void => reject(new TransportFailure(connected, cause));
    const outgoing = httpsRequest(url, { method, headers, agent, ...(options?.signal != null && { signal: options.signal }) }, (incoming) => {
      collect(incoming).then((text) => resolve(toResponse(incoming, text)), fail);
    });
    outgoing.on('socket', (socket) => {
      if (outgoing.reusedSocket) connected = true;
      else socket.once('secureConnect', () => (connected = true));
    });
    outgoing.on('error', fail);
    outgoing.end(body);
  });

const collect = async (incoming: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > answerLimit) throw new RangeError('answer too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const toResponse = (incoming: IncomingMessage, text: string): Response => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, each);
  }
  return new Response(text === '' ? null : text, { status: incoming.statusCode ?? 502, headers });
};
