import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Source files under a folder of the project, as paths from its root with forward slashes. */
export const sourceFiles = (folder: string, extensions: readonly string[] = ['.ts', '.tsx']): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && extensions.includes(path.extname(entry.name)))
    .map((entry) => path.join(entry.parentPath, entry.name).replaceAll(path.sep, '/'))
    .sort();

/** What a file imports: every specifier, or only those that still exist when types are gone. */
export const importsOf = (file: string, which: 'all' | 'values' = 'all'): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/^\s*(?:import|export)\s([^;'"]*?)from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]/gm)]
    .filter(([, names]) => which === 'all' || !isTypeOnly(names ?? ''))
    .map((found) => found[2] ?? found[3] ?? found[4] ?? '');

const isTypeOnly = (names: string): boolean =>
  /^type\b/.test(names.trim()) || (/^\{/.test(names.trim()) && names.replace(/[{}]/g, '').split(',').filter((name) => name.trim() !== '').every((name) => name.trim().startsWith('type ')));
