import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { DeskError } from '../../bot/core/errors.ts';
import { healthRoutes } from '../../bot/http/health.ts';
import { type HttpRoute } from '../../bot/http/httpRoute.ts';
import { startHttpServer, type HttpServer } from '../../bot/http/server.ts';
import { type Log } from '../../bot/telemetry/log.ts';

const lines: unknown[] = [];
const write = (line: unknown): void => void lines.push(line);
const log: Log = { debug: write, info: write, warn: write, error: write };

let reached: unknown[] = [];
const echo: HttpRoute = { method: 'POST', path: '/echo', handle: async ({ body }) => (reached.push(body), { status: 200, body: { got: true } }) };
const broken: HttpRoute = { method: 'POST', path: '/broken', handle: async () => Promise.reject(new Error('secret of cleo@clinic.example')) };
const down: HttpRoute = { method: 'POST', path: '/down', handle: async () => Promise.reject(new DeskError('unavailable', { code: 'store/down' })) };
let release: () => void = () => undefined;
const slow: HttpRoute = { method: 'POST', path: '/slow', handle: () => new Promise((resolve) => (release = () => resolve({ status: 200, body: { late: true } }))) };

let server: HttpServer;
let url: string;
beforeAll(async () => {
  server = await startHttpServer({ host: '127.0.0.1', port: 0, log, routes: [echo, broken, down, slow, ...healthRoutes({ store: () => true, keys: async () => Promise.reject(new Error('no')) })] });
  url = `http://127.0.0.1:${server.port}`;
});
afterAll(() => server.stop(100));
beforeEach(() => (reached = []));

const post = (path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = { 'content-type': 'application/json' }): Promise<Response> => fetch(url + path, { method: 'POST', body, headers });
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('a JSON body', () => {
  it('reaches its route', async () => {
    const answer = await post('/echo', '{"a":[1,{"b":"ü"}]}', { 'content-type': 'application/json; charset=utf-8' });
    expect(answer.status).toBe(200);
    expect(reached).toEqual([{ a: [1, { b: 'ü' }] }]);
  });

  it.each<[string, string | Uint8Array<ArrayBuffer>, Record<string, string>, number]>([
    ['gzip that is none', 'x', { 'content-type': 'application/json', 'content-encoding': 'gzip' }, 415],
    ['true gzip', new Uint8Array(gzipSync('{}')), { 'content-type': 'application/json', 'content-encoding': 'gzip' }, 415],
    ['an encoding called identity', '{}', { 'content-type': 'application/json', 'content-encoding': 'identity' }, 415],
    ['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['multipart', '--x', { 'content-type': 'multipart/form-data; boundary=x' }, 415],
    ['no type', new Uint8Array([123, 125]), {}, 415],
    ['another charset', '{}', { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['broken JSON', '{"a":', { 'content-type': 'application/json' }, 400],
    ['broken UTF-8', new Uint8Array([34, 0xff, 34]), { 'content-type': 'application/json' }, 400],
    ['33 levels', nested(33), { 'content-type': 'application/json' }, 400],
    ['100,000 levels', nested(100_000), { 'content-type': 'application/json' }, 400],
    ['__proto__', '{"a":{"__proto__":{"x":1}}}', { 'content-type': 'application/json' }, 400],
    ['constructor', '[{"constructor":{"prototype":{}}}]', { 'content-type': 'application/json' }, 400],
    ['257 KB', JSON.stringify('x'.repeat(257 * 1024)), { 'content-type': 'application/json' }, 413],
  ])('%s is refused', async (_name, body, headers, status) => {
    const answer = await post('/echo', body, headers);
    expect(answer.status).toBe(status);
    expect(reached).toEqual([]);
  });

  it('of 32 levels and of 255 KB passes', async () => {
    expect((await post('/echo', nested(32))).status).toBe(200);
    expect((await post('/echo', JSON.stringify('x'.repeat(255 * 1024)))).status).toBe(200);
  });

  it('without a length is cut off at 256 KB', async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new TextEncoder().encode('"'.padEnd(65_536, 'x'))) });
    const sent = fetch(`${url}/echo`, { method: 'POST', body: endless, duplex: 'half', headers: { 'content-type': 'application/json' } });
    // The answer, or only the cut, reaches a sender who does not stop sending.
    expect(['413', 'fetch failed']).toContain(await sent.then(({ status }) => String(status), (error: Error) => error.message));
    expect(reached).toEqual([]);
  });

  it('an empty post of Graph reaches its route without a body', async () => {
    expect((await post('/echo', '', { 'content-type': 'text/plain; charset=utf-8' })).status).toBe(200);
    expect(reached).toEqual([undefined]);
  });
});

describe('answers', () => {
  it.each([
    ['/broken', 500],
    ['/down', 503],
    ['/no-such-route-cleo', 404],
  ])('%s tells nothing but a word and the correlation id', async (path, status) => {
    const answer = await post(path, '{}');
    expect(answer.status).toBe(status);
    const text = await answer.text();
    expect(text).toMatch(/^\{"error":\{"code":"\w+","message":"\w+","correlationId":"[\da-f-]{36}"\}\}$/);
    expect(text).not.toMatch(/cleo|secret|Error:|at .*\.ts/);
  });

  it('a wrong method is no route', async () => {
    expect([404, 405]).toContain((await fetch(`${url}/echo`)).status);
  });

  it('carry no server or version header and may not be sniffed', async () => {
    for (const path of ['/health/live', '/nowhere']) {
      const { headers } = await fetch(url + path);
      expect(headers.get('server')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    }
  });

  it('the log of a failure has no message', async () => {
    lines.length = 0;
    await post('/broken', '{}');
    expect(lines).toHaveLength(1);
  });
});

describe('health', () => {
  it('lives while it runs and names what is not up, also when a check throws', async () => {
    expect((await fetch(`${url}/health/live`)).status).toBe(200);
    const ready = await fetch(`${url}/health/ready`);
    expect(ready.status).toBe(503);
    expect(await ready.json()).toEqual({ status: 'starting', missing: ['keys'] });
  });
});

describe('slow senders', () => {
  it('lose their connection although they go on dripping headers', async () => {
    const started = Date.now();
    const socket = connect(server.port, '127.0.0.1');
    const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
    socket.on('error', () => undefined).resume();
    socket.write('POST /echo HTTP/1.1\r\nhost: x\r\n');
    const drip = setInterval(() => socket.writable && socket.write('x-a: b\r\n'), 500);
    await closed;
    clearInterval(drip);
    expect(Date.now() - started).toBeLessThan(17_000);
  }, 30_000);
});

describe('stop', () => {
  it('lets a request under way finish and takes no new one', async () => {
    const own = await startHttpServer({ host: '127.0.0.1', port: 0, routes: [slow], log });
    const waiting = fetch(`http://127.0.0.1:${own.port}/slow`, { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopped = own.stop(5_000);
    await expect(fetch(`http://127.0.0.1:${own.port}/slow`)).rejects.toThrow();
    release();
    expect(await (await waiting).json()).toEqual({ late: true });
    await stopped;
  });

  it('names a taken port', async () => {
    await expect(startHttpServer({ host: '127.0.0.1', port: server.port, routes: [], log })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
