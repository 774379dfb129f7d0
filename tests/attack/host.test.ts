import { attackStage } from '../support/attackStage.ts';
import net from 'node:net';
import { gzipSync } from 'node:zlib';

/** The HTTP host: rows 54-57 of the threat table, and row 41. */
const stage = attackStage();

const alive = async (): Promise<void> => expect((await fetch(`http://127.0.0.1:${stage.sandbox.ports.BOT}/health/live`)).status).toBe(200);
afterEach(alive);

describe('row 54: compressed bodies', () => {
  it.each([
    ['gzip that is none', Buffer.from('not gzip'), 'gzip'],
    ['a bomb', gzipSync(Buffer.alloc(20_000_000, 32)), 'gzip'],
    ['deflate', Buffer.from('x'), 'deflate'],
    ['brotli', Buffer.from('x'), 'br'],
    ['identity in words', Buffer.from('{}'), 'identity'],
  ])('%s is refused before it is read', async (_, body, encoding) => {
    for (const route of ['/api/messages', '/api/graph/notifications', '/api/graph/lifecycle']) {
      expect((await stage.attacker.send(body, { 'content-encoding': encoding }, route)).status).toBe(415);
    }
  });
});

describe('row 56: odd bodies', () => {
  const nested = (depth: number): string => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
  it.each([
    ['too large', `{"a":"${'x'.repeat(300_000)}"}`, 'application/json', [413]],
    ['too deep', nested(200), 'application/json', [400]],
    ['no JSON', '{', 'application/json', [400]],
    ['empty', '', 'application/json', [400, 401]],
    ['a form', 'a=b', 'application/x-www-form-urlencoded', [415]],
    ['multipart', '--x', 'multipart/form-data; boundary=x', [415]],
    ['an array', '[]', 'application/json', [400, 401]],
    ['a number', '1', 'application/json', [400, 401]],
    ['prototype keys', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}', 'application/json', [400, 401]],
  ])('%s gets a plain refusal', async (_, body, type, statuses) => {
    for (const route of ['/api/messages', '/api/graph/notifications']) {
      const { status } = await stage.attacker.send(body, { 'content-type': type }, route);
      expect(status).toBeLessThan(500);
      if (route === '/api/messages') expect(statuses).toContain(status);
    }
  });

  it('hundreds of damaged activities never cause a 5xx', async () => {
    const base = JSON.stringify(stage.attacker.press('owner', 'request.approve', { requestId: 'x', version: 1 }));
    let seed = 7;
    const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % below;
    const authorization = `Bearer ${await stage.attacker.channelToken()}`;
    for (let round = 0; round < 400; round += 1) {
      const at = random(base.length);
      const damaged = base.slice(0, at) + ['', 'null', '[]', '{}', '"', '1e999', '\\u0000', '}{', 'true'][random(9)] + base.slice(at + random(12));
      expect((await stage.attacker.send(damaged, { authorization })).status).toBeLessThan(500);
    }
  });
});

describe('row 57: what a stranger is told', () => {
  it.each(['/', '/api/messages', '/api/nothing', '/api/messages/../../etc/passwd', '/%00', '/api/graph/notifications'])('%s tells nothing', async (route) => {
    for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const response = await fetch(`http://127.0.0.1:${stage.sandbox.ports.BOT}${route}`, { method, ...(method === 'POST' || method === 'PUT' ? { body: '{"a":1}', headers: { 'content-type': 'application/json' } } : {}) });
      const text = await response.text();
      expect(text).not.toMatch(/at .*\.(ts|js):\d+|node_modules|restify|botbuilder|Error:|bot\//);
      expect(text).not.toContain(stage.attacker.botAppId);
      expect(response.headers.get('server')).toBeNull();
      expect(response.headers.get('x-powered-by')).toBeNull();
    }
  });

  it('a refusal carries a correlation id and nothing else', async () => {
    const reply = await stage.attacker.send({ a: 1 });
    expect(reply.status).toBe(401);
    expect(reply.text).toMatch(/[0-9a-f-]{36}/);
    expect(reply.text.length).toBeLessThan(200);
  });
});

describe('row 41: the validation token', () => {
  it('is never a page, and never comes back to strangers in size or kind', async () => {
    const script = '<script>alert(1)</script>';
    const { status, text, headers } = await stage.attacker.send('', {}, `/api/graph/notifications?validationToken=${encodeURIComponent(script)}`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    if (status === 200) expect(headers.get('content-type')).toMatch(/^text\/plain/);
    else expect(text).not.toContain('<script>');
    const long = await stage.attacker.send('', {}, `/api/graph/notifications?validationToken=${'x'.repeat(2_000)}`);
    expect(long.status).toBeGreaterThanOrEqual(400);
    expect(long.text).not.toContain('xxxx');
  });
});

it('row 55: slow senders are cut off and do not slow the others', async () => {
  const ended: number[] = [];
  const sockets = Array.from({ length: 200 }, () => {
    const started = performance.now();
    const socket = net.connect(stage.sandbox.ports.BOT, '127.0.0.1', () => socket.write('POST /api/messages HTTP/1.1\r\nHost: x\r\nX-Slow: '));
    socket.resume().on('close', () => ended.push(performance.now() - started)).on('error', () => undefined);
    return socket;
  });
  const times: number[] = [];
  for (let round = 0; round < 40; round += 1) {
    const started = performance.now();
    await alive();
    times.push(performance.now() - started);
  }
  expect(times.sort((a, b) => a - b)[35] ?? 0).toBeLessThan(1_000);
  const deadline = performance.now() + 25_000;
  while (ended.length < sockets.length && performance.now() < deadline) await new Promise((done) => setTimeout(done, 250));
  for (const socket of sockets) socket.destroy();
  expect(ended.length).toBe(sockets.length);
});
