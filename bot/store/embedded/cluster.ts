import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises';
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

/** A place outside the closed folder, named after it. What lay here before the data folder was emptied is replaced. */
const relocated = async ({ dataDir, sharedRoot }: ClusterPlace, link: string): Promise<string> => {
  const clusters = path.join(sharedRoot, 'clusters');
  await mkdir(clusters, { recursive: true });
  for (const folder of [sharedRoot, clusters]) await chmod(folder, 0o755);
  const folder = path.join(clusters, createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 24));
  await writeFile(`${folder}${homeSuffix}`, `${path.resolve(link)}\n`);
  await sweepClusters(clusters, (await stat(`${folder}${homeSuffix}`)).mtimeMs);
  return folder;
};

/** Beside each relocated cluster: which link leads to it. */
const homeSuffix = '.home';
/** Younger ones may be in the making, in another process. */
const makingMs = 600_000;

/** Removes clusters that no data folder leads to any more. `now` is the file system's, which no moved clock changes. */
const sweepClusters = async (clusters: string, now: number): Promise<void> => {
  const names = new Set((await readdir(clusters)).map((name) => (name.endsWith(homeSuffix) ? name.slice(0, -homeSuffix.length) : name)));
  for (const folder of [...names].map((name) => path.join(clusters, name))) {
    const home = (await readFile(`${folder}${homeSuffix}`, 'utf8').catch(() => '')).trim();
    const made = await stat(home === '' ? folder : `${folder}${homeSuffix}`).then(({ mtimeMs }) => mtimeMs, () => now);
    const isUsed = (await readlink(home).catch(() => '')) === folder || existsSync(path.join(folder, 'postmaster.pid'));
    if (isUsed || now - made < makingMs) continue;
    await rm(folder, { recursive: true, force: true });
    await rm(`${folder}${homeSuffix}`, { force: true });
  }
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
