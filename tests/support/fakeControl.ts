import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import path from 'node:path';
import { buildPage } from '../../sandbox/page/build.ts';

/** A control API whose every answer a test decides; it serves the real page, with the real content security policy. */
export type FakeControl = {
  readonly url: string;
  /** Chats by person; a test changes them and calls {@link FakeControl.tell}. */
  readonly chats: Record<string, FakeMessage[]>;
  readonly mails: Record<string, unknown>[];
  readonly journal: Record<string, unknown>[];
  readonly state: Record<string, unknown>;
  /** Bodies of every POST so far, with the route. */
  readonly received: { readonly route: string; readonly body: Record<string, unknown> }[];
  /** Answers presses and sayings; a returned `status` of 400 or more refuses. */
  answer: (route: string, body: Record<string, unknown>) => Promise<{ status: number; body: unknown }> | { status: number; body: unknown };
  readonly tell: (event: string, data?: unknown) => void;
  readonly stop: () => Promise<void>;
};
export type FakeMessage = { id: string; from: string; at: string; revision: number; [more: string]: unknown };

export const pagePolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

const cast = [
  ['requester', 'Rosa Lind', 'Consultant'], ['owner', 'Ada Berg', 'Imaging lead'], ['approver', 'Boris Kern', 'Clinic manager'],
  ['approver2', 'Farid Amini', 'Senior consultant'], ['sponsor', 'Dana Holm', 'Head of partnerships'], ['admin', 'Grace Oduya', 'Identity administrator'],
] as const;
export const fakePeople = cast.map(([key, name, about], index) => ({ key, id: `00000000-0000-4000-8000-00000000000${index}`, name, mail: `${key}@hospital.example`, hasApp: true, about }));

export async function startFakeControl(): Promise<FakeControl> {
  const folder = await buildPage();
  const streams = new Set<ServerResponse>();
  const fake = {
    chats: Object.fromEntries(fakePeople.map(({ key }) => [key, []])) as Record<string, FakeMessage[]>,
    mails: [] as Record<string, unknown>[],
    journal: [] as Record<string, unknown>[],
    state: {
      ready: true, people: fakePeople, tenant: { name: 'Hill Hospital', domain: 'hospital.example' }, guests: [],
      bots: [{ index: 0, up: true }], faults: [], clock: { now: new Date().toISOString(), offsetMs: 0 },
    } as Record<string, unknown>,
    received: [] as { route: string; body: Record<string, unknown> }[],
    answer: (() => ({ status: 200, body: {} })) as FakeControl['answer'],
  };

  const reply = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };

  async function control(route: string, query: URLSearchParams, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (route === 'events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': hello\n\n');
      streams.add(response);
      request.on('close', () => streams.delete(response));
      return;
    }
    if (request.method === 'GET') {
      const wanted = (query.get('query') ?? '').toLowerCase();
      const [kind, as = ''] = route.split('/');
      if (kind === 'chats') return reply(response, 200, { as, messages: fake.chats[as] ?? [] });
      if (kind === 'people') return reply(response, 200, { people: fakePeople.filter(({ name, mail }) => `${name} ${mail}`.toLowerCase().includes(wanted)) });
      if (kind === 'mail') return reply(response, 200, { mails: fake.mails });
      if (kind === 'journal') return reply(response, 200, { entries: fake.journal.filter(({ at }) => String(at) > (query.get('since') ?? '')) });
      if (kind === 'state') return reply(response, 200, fake.state);
      return reply(response, 404, { error: { code: 'unknownRoute', message: route } });
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>;
    fake.received.push({ route, body });
    const answer = await fake.answer(route, body);
    reply(response, answer.status, answer.body);
  }

  async function file(pathname: string, response: ServerResponse): Promise<void> {
    const name = pathname === '/' ? 'index.html' : pathname.slice(1);
    const content = await readFile(path.join(folder, path.normalize(name))).catch(() => undefined);
    if (content === undefined) {
      response.writeHead(404);
      response.end();
      return;
    }
    response.writeHead(200, { 'content-type': types[path.extname(name)] ?? 'application/octet-stream', 'content-security-policy': pagePolicy });
    response.end(content);
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    void (pathname.startsWith('/_sandbox/') ? control(decodeURIComponent(pathname.slice('/_sandbox/'.length)), searchParams, request, response) : file(pathname, response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(fake, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    tell: (event: string, data: unknown = {}) => {
      for (const stream of streams) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  });
}
