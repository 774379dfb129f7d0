import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from '../support/sources.ts';

const pages = ['README.md', 'CONTRIBUTING.md', 'sandbox/README.md', ...sourceFiles('docs', ['.md'])];

describe('the documents', () => {
  it.each(pages)('%s leads nowhere that does not exist', (page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((found) => path.join(path.dirname(page), found[1] ?? ''));
    expect(links.filter((link) => !existsSync(link))).toEqual([]);
  });

  it.each(pages)('%s names no file that does not exist', (page) => {
    const named = [...readFileSync(page, 'utf8').matchAll(/`((?:bot|sandbox|tests|cards|docs|appPackage)\/[\w./-]+)`/g)].map((found) => found[1] ?? '').filter((name) => !name.includes('<'));
    expect(named.filter((name) => !existsSync(name))).toEqual([]);
  });

  it('the two commands of the README exist', () => {
    const readme = readFileSync('README.md', 'utf8');
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
    for (const command of ['npm ci && npm run sandbox', 'npm ci && npm test']) expect(readme).toContain(command);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['sandbox', 'test', 'start', 'package', 'docs', 'guest-desk']));
  });

  it('every decision is at most a page', () => {
    for (const page of sourceFiles('docs/adr', ['.md'])) expect(readFileSync(page, 'utf8').split('\n').length).toBeLessThanOrEqual(60);
  });

  it('the lockfile names no registry', () => expect(readFileSync('package-lock.json', 'utf8')).not.toContain('"resolved"'));
});
