import { closeSync, openSync, readSync } from 'node:fs';
import { z } from 'zod';
import { type AuditEntry, verifyChain } from '../core/auditChain.ts';
import { type Output } from './exportChain.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const entry = z.strictObject({
  tenantId: z.string(),
  sequence: z.int(),
  at: z.iso.datetime(),
  name: z.string(),
  subject: z.string(),
  by: z.string().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  previousHash: hash,
  hash,
});

const faults = {
  sequence: 'an entry is missing, doubled or out of order',
  'previous-hash': 'it does not follow from the entry before',
  hash: 'its content was changed',
  tenant: 'it belongs to another tenant',
} as const;

/** Checks an exported chain, line by line. @returns the exit code: 0 intact, 1 broken, 2 not an export */
export const verifyFile = async (file: string, { say, print }: Output): Promise<number> => {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    say(`${file} cannot be read.`);
    return 2;
  }
  try {
    const verdict = verifyChain(entriesOf(linesOf(descriptor)));
    await print(verdict);
    if (verdict.kind === 'intact') say(`${verdict.entries} entries, intact. What was cut off at the end does not show: compare the head with one kept elsewhere.`);
    else say(`Broken at entry ${verdict.sequence}: ${faults[verdict.fault]}.`);
    return verdict.kind === 'intact' ? 0 : 1;
  } catch (error) {
    if (!(error instanceof NoEntry)) throw error;
    say(`Line ${error.line} of ${file} is no audit entry.`);
    return 2;
  } finally {
    closeSync(descriptor);
  }
};

class NoEntry extends Error {
  readonly line: number;

  constructor(line: number) {
    super(`line ${line} is no audit entry`);
    this.line = line;
  }
}

function* entriesOf(lines: Iterable<string>): Generator<AuditEntry> {
  let line = 0;
  for (const text of lines) {
    line += 1;
    if (text.trim() === '') continue;
    try {
      yield entry.parse(JSON.parse(text));
    } catch {
      throw new NoEntry(line);
    }
  }
}

/** An export may be larger than one string can be. */
function* linesOf(descriptor: number): Generator<string> {
  const chunk = Buffer.alloc(65_536);
  const decoder = new TextDecoder();
  let rest = '';
  for (let size = readSync(descriptor, chunk); size > 0; size = readSync(descriptor, chunk)) {
    const lines = (rest + decoder.decode(chunk.subarray(0, size), { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
