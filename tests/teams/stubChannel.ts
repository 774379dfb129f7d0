import http from 'node:http';
import { type AddressInfo } from 'node:net';

export type StubCall = { readonly method: string; readonly path: string; readonly query: URLSearchParams; readonly authorization: string | undefined; readonly body: unknown };
export type StubAnswer = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string>; readonly reset?: true };

/** A connector and token service that answers what a test says, and remembers what it was asked. */
export const startStubChannel = async () => {
  const calls: StubCall[] = [];
  const state: { answer: (call: StubCall) => StubAnswer | undefined } = { answer: () => undefined };
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const text = Buffer.concat(chunks).toString();
      const call: StubCall = { method: request.method ?? '', path: url.pathname, query: url.searchParams, authorization: request.headers.authorization, body: text === '' ? undefined : JSON.parse(text) };
      calls.push(call);
      const { status, body, headers, reset } = state.answer(call) ?? defaultAnswer(call);
      // A negative status is a channel that never answers.
      if (status < 0) return;
      if (reset === true) return void request.socket.destroy();
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(body === undefined ? '' : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    calls,
    answerWith: (answer: (call: StubCall) => StubAnswer | undefined) => void (state.answer = answer),
    reset: () => {
      calls.length = 0;
      state.answer = () => undefined;
    },
    stop: () => {
      server.closeAllConnections();
      return new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

export type StubChannel = Awaited<ReturnType<typeof startStubChannel>>;

let ids = 0;
const defaultAnswer = ({ method, path }: StubCall): StubAnswer => {
  if (path === '/api/usertoken/GetToken') return { status: 404, body: { error: { code: 'NotFound', message: 'none' } } };
  if (path === '/api/botsignin/GetSignInResource') return { status: 200, body: { signInLink: 'https://localhost:4002/signin?t=1', tokenExchangeResource: { id: 'exchange-1', uri: 'api://x', providerId: 'p' } } };
  if (path.endsWith('/members')) return { status: 200, body: [{ id: '29:opened', name: 'Dana Holm' }] };
  if (method === 'POST') return { status: 201, body: { id: `activity-${(ids += 1)}` } };
  return { status: 200, body: { id: 'same' } };
};
