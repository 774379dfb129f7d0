import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const pageDir = import.meta.dirname;
const rootDir = join(pageDir, '..', '..');
const vite = join(rootDir, 'node_modules', 'vite', 'bin', 'vite.js');
const run = promisify(execFile);

/**
 * Builds the chat page and returns the folder with its files (`index.html`, scripts, styles). A build of the same
 * sources is used again: the folder's name is their hash. Two builds at once do not disturb each other.
 * @param outDir where the built folders are kept
 */
export async function buildPage(outDir: string = join(rootDir, 'node_modules', '.cache', 'guest-desk-page')): Promise<string> {
  const target = join(outDir, await hashOfSources());
  if (await exists(join(target, 'index.html'))) return target;
  const unfinished = `${target}.${process.pid}`;
  await mkdir(outDir, { recursive: true });
  // A process of its own: the bundler's memory goes with it, and it does not load in every realm (Jest's).
  await run(process.execPath, [vite, 'build', pageDir, '--outDir', unfinished, '--emptyOutDir', '--logLevel', 'warn', '--configLoader', 'native']);
  await rename(unfinished, target).catch(async (error: unknown) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!(await exists(join(target, 'index.html')))) throw error;
  });
  return target;
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const entries = await readdir(pageDir, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...files, join(rootDir, 'package-lock.json')].sort()) hash.update(file.slice(rootDir.length)).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
