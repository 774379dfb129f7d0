import { DeskError } from '../../bot/core/errors.ts';
import { Secret } from '../../bot/core/secret.ts';
import { correlationId, withCorrelation } from '../../bot/telemetry/correlation.ts';
import { createLog } from '../../bot/telemetry/log.ts';

const logged = (write: (log: ReturnType<typeof createLog>) => void): { text: string; lines: Record<string, unknown>[] } => {
  let text = '';
  write(createLog('debug', { write: (chunk: string) => void (text += chunk) }));
  return { text, lines: text.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>) };
};

describe('log', () => {
  it('writes one JSON line with event, level, time, process, correlation and ids', () => {
    const { lines } = logged((log) => withCorrelation(() => log.info({ event: 'turn.done', name: 'request.approve', actor: '0a10c0de-0000-4000-8000-000000000003', ms: 12, graphCalls: 4 }), 'abc-1'));
    expect(lines).toEqual([{ level: 'info', time: expect.stringMatching(/^\d{4}-.*Z$/) as string, pid: process.pid, event: 'turn.done', name: 'request.approve', actor: '0a10c0de-0000-4000-8000-000000000003', ms: 12, graphCalls: 4, correlationId: 'abc-1' }]);
  });

  it.each([
    ['an address', 'cleo@clinic.example'],
    ['a reason', 'because she reads our scans'],
    ['a token', 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln'],
    ['a bearer', 'Bearer abc'],
    ['an address with a password', 'postgres://user:pass@host/db'],
    ['a long text', 'x'.repeat(200)],
    ['an object', { text: 'canary' }],
    ['a secret', new Secret('canary')],
    ['a map', new Map([['canary', 'canary']])],
    ['two lines', 'a\nb'],
  ])('%s becomes ***', (_name, value) => {
    expect(logged((log) => log.warn({ event: 'x.y', value })).lines[0]).toMatchObject({ value: '***' });
  });

  it('keeps kind, code and frames of an error, and no message, also of its causes', () => {
    const cause = Object.assign(new Error('duplicate key (email)=(cleo@clinic.example)'), { code: '23505' });
    const { text, lines } = logged((log) => log.error({ event: 'turn.failed', error: new DeskError('bug', { code: 'store/unexpected', cause }) }));
    expect(text).not.toMatch(/cleo|duplicate/);
    expect(lines[0]).toMatchObject({ error: { name: 'DeskError', kind: 'bug', code: 'store/unexpected', causes: [{ name: 'Error', code: '23505' }] } });
    expect(text).toContain('tests/telemetry/log.test.ts:');
  });

  it('is not fooled by a message that looks like a frame', () => {
    const { text } = logged((log) => log.error({ event: 'x.y', error: new Error('a\n    at cleo@clinic.example (secret)\n    at canary word') }));
    expect(text).not.toMatch(/cleo|canary/);
  });

  it('the correlation follows awaits and is fresh outside', async () => {
    const inside = await withCorrelation(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return correlationId();
    }, 'abc-2');
    expect(inside).toBe('abc-2');
    expect(correlationId()).not.toBe('abc-2');
  });
});
