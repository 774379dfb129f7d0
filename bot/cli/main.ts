import { once } from 'node:events';
import { readDatabaseConfig } from '../config.ts';
import { exportChain } from './exportChain.ts';
import { verifyFile } from './verifyFile.ts';

/**
 * `npm run -s guest-desk -- …`: JSON on stdout, words on stderr.
 * Exit code 0 fine, 1 falls short, 2 bad input.
 */
const usage = `Usage:
  guest-desk audit export            the audit chain, one JSON object per line (DATABASE_URL or DATA_DIR)
  guest-desk audit verify <file>     checks an exported chain; needs no configuration`;

const say = (words: string): void => void process.stderr.write(`${words}\n`);
/** Waits for a slow reader, so that a long export does not pile up in memory. */
const print = async (value: unknown): Promise<void> => {
  if (!process.stdout.write(`${JSON.stringify(value)}\n`)) await once(process.stdout, 'drain');
};

const run = async ([noun, verb, ...rest]: readonly string[]): Promise<number> => {
  const command = `${noun ?? ''} ${verb ?? ''}`;
  if (command === 'audit export' && rest.length === 0) return exportChain(readDatabaseConfig(process.env), process.env['TENANT_ID'], { say, print });
  if (command === 'audit verify' && rest.length === 1 && rest[0] !== undefined) return verifyFile(rest[0], { say, print });
  say(usage);
  return 2;
};

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  say(Error.isError(error) ? error.message : 'Something went wrong.');
  process.exitCode = 2;
}
