import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { anEvent, type Bench, openBench, tenantId } from '../store/rows.ts';

const main = path.join(import.meta.dirname, '..', '..', 'bot', 'cli', 'main.ts');
let bench: Bench;
let folder: string;
beforeAll(async () => {
  bench = await openBench();
  folder = mkdtempSync(path.join(tmpdir(), 'guest-desk-cli-'));
  for (let round = 0; round < 3; round += 1) await bench.store.transaction((tx) => tx.commitWith([anEvent({ subject: `request-${round}` })], []));
});
afterAll(async () => {
  await bench.store.close();
  rmSync(folder, { recursive: true });
});

const guestDesk = (args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; out: string; words: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env['PATH'], ...env } });
    let out = '';
    let words = '';
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, words }));
  });

const kept = (text: string): string => {
  const file = path.join(folder, 'audit.jsonl');
  writeFileSync(file, text);
  return file;
};

it('exports a chain that verifies without any configuration', async () => {
  const exported = await guestDesk(['audit', 'export'], { DATABASE_URL: bench.url });
  expect(exported).toMatchObject({ code: 0, words: `3 audit entries of tenant ${tenantId}.\n` });
  const lines = exported.out.trim().split('\n').map((line) => JSON.parse(line) as { sequence: number; hash: string });
  expect(lines.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  const verified = await guestDesk(['audit', 'verify', kept(exported.out)]);
  expect(verified.code).toBe(0);
  expect(JSON.parse(verified.out)).toEqual({ kind: 'intact', entries: 3, head: { sequence: 3, hash: lines[2]?.hash } });
});

it('falls short on a changed entry', async () => {
  const { out } = await guestDesk(['audit', 'export'], { DATABASE_URL: bench.url });
  const verified = await guestDesk(['audit', 'verify', kept(out.replace('request-1', 'request-9'))]);
  expect(verified).toEqual({ code: 1, out: '{"kind":"broken","sequence":2,"fault":"hash"}\n', words: 'Broken at entry 2: its content was changed.\n' });
});

it.each<[string, string[], Record<string, string>, RegExp]>([
  ['no command', [], {}, /^Usage:/],
  ['an unknown command', ['audit', 'mend'], {}, /^Usage:/],
  ['a missing file', ['audit', 'verify', '/nowhere/audit.jsonl'], {}, /cannot be read/],
  ['no database', ['audit', 'export'], {}, /DATABASE_URL is missing/],
  ['another tenant', ['audit', 'export'], { TENANT_ID: 'other' }, /Set TENANT_ID to one of/],
])('calls %s bad input', async (_, args, env, words) => {
  const result = await guestDesk(args, env['TENANT_ID'] === undefined ? env : { ...env, DATABASE_URL: bench.url });
  expect(result).toMatchObject({ code: 2, out: '' });
  expect(result.words).toMatch(words);
});

it('calls a file that is no export bad input, by line', async () => {
  const verified = await guestDesk(['audit', 'verify', kept('{"no":"entry"}\n')]);
  expect(verified).toMatchObject({ code: 2, out: '', words: expect.stringContaining('Line 1 of') as string });
});
