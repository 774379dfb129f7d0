import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type Account, isOpenToStrangers } from './account.ts';
import { type Binaries } from './binaries.ts';

/** Where a cluster lies: `link` is `<dataDir>/postgres`, `folder` is where its files really are. */
export type Cluster = { readonly link: string; readonly folder: string; readonly password: string };

export type ClusterPlace = { readonly dataDir: string; readonly account: Account; readonly sharedRoot: string };

export const clusterLink = (dataDir: string): string => path.join(dataDir, 'postgres');
const passwordFile = (dataDir: string): string => path.join(dataDir, 'postgres.password');

/** The superuser's password as kept on disk; undefined before the first start. */
export const keptPassword = async (dataDir: string): Promise<string | undefined> =>
  existsSync(passwordFile(dataDir)) ? (await readFile(passwordFile(dataDir), 'utf8')).trim() : undefined;

/**
 * The cluster of a data folder, made on first use: UTF-8 by the builtin locale whatever LANG says, a random password
 * kept 0600. Whole or not at all: a killed first start leaves nothing half made in its place.
 * @throws Error in words when the cluster is there and its password is not, or initdb fails
 */
export const ensureCluster = async (place: ClusterPlace, binaries: Binaries): Promise<Cluster> => {
  await mkdir(place.dataDir, { recursive: true });
  const link = clusterLink(place.dataDir);
  const kept = await keptPassword(place.dataDir);
  if (existsSync(path.join(link, 'PG_VERSION'))) {
    if (kept === undefined) throw new Error(`${passwordFile(place.dataDir)} is missing: put it back, or remove ${link} to start with an empty database.`);
    return { link, folder: await realFolder(link), password: kept };
  }
  const password = kept ?? randomBytes(32).toString('base64url');
  if (kept === undefined) await writeFile(passwordFile(place.dataDir), `${password}\n`, { mode: 0o600 });
  const folder = isWithinReach(place) ? link : await relocated(place, link);
  await initialise({ folder, password, account: place.account, initdb: binaries.initdb });
  if (folder !== link) await pointTo(link, folder);
  return { link, folder, password };
};

const realFolder = async (link: string): Promise<string> => readlink(link).catch(() => link);

const isWithinReach = ({ dataDir, account }: ClusterPlace): boolean => account === null || isOpenToStrangers(dataDir);

/**
 * A place outside the closed folder, named after it. Clusters whose data folder is gone or points elsewhere are swept
 * on the way, and so is what lay here before the data folder was emptied.
 */
const relocated = async ({ dataDir, sharedRoot }: ClusterPlace, link: string): Promise<string> => {
  const clusters = path.join(sharedRoot, 'clusters');
  await mkdir(clusters, { recursive: true, mode: 0o755 });
  await chmod(sharedRoot, 0o755);
  await chmod(clusters, 0o755);
  const folder = path.join(clusters, createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 24));
  for (const name of (await readdir(clusters)).filter((file) => file.endsWith('.home'))) {
    const other = path.join(clusters, name.slice(0, -'.home'.length));
    const home = (await readFile(path.join(clusters, name), 'utf8')).trim();
    if ((await readlink(home).catch(() => '')) === other || existsSync(path.join(other, 'postmaster.pid'))) continue;
    await rm(other, { recursive: true, force: true });
    await rm(path.join(clusters, name), { force: true });
  }
  await writeFile(`${folder}.home`, `${path.resolve(link)}\n`);
  return folder;
};

const pointTo = async (link: string, folder: string): Promise<void> => {
  await rm(link, { force: true });
  await symlink(folder, link);
};

type Initialisation = { readonly folder: string; readonly password: string; readonly account: Account; readonly initdb: string };

const initialise = async ({ folder, password, account, initdb }: Initialisation): Promise<void> => {
  await rm(folder, { recursive: true, force: true });
  const draft = await mkdtemp(path.join(path.dirname(folder), '.initdb-'));
  try {
    const target = path.join(draft, 'cluster');
    const secret = path.join(draft, 'password');
    await mkdir(target, { mode: 0o700 });
    await writeFile(secret, `${password}\n`, { mode: 0o600 });
    if (account !== null) for (const owned of [draft, target, secret]) await chown(owned, account.uid, account.gid);
    await run(initdb, ['--pgdata', target, '--username=postgres', `--pwfile=${secret}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--no-instructions'], account);
    await rename(target, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
};

/** The programs need nothing of our environment, and a missing LANG must not matter. */
export const programEnvironment: Readonly<Record<string, string>> = { LC_ALL: 'C', TZ: 'UTC' };

/** Runs one of the programs to its end. @throws Error with the last line it said */
export const run = (program: string, args: readonly string[], account: Account): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: path.parse(program).root, env: { ...programEnvironment }, stdio: ['ignore', 'pipe', 'pipe'], ...(account ?? {}) });
    let said = '';
    const listen = (chunk: Buffer): void => void (said = `${said}${chunk.toString()}`.slice(-4_000));
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${path.basename(program)} ended with ${code ?? 'a signal'}: ${said.trim().split('\n').slice(-3).join(' ')}`));
    });
  });
