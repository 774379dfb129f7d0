import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles } from '../support/sources.ts';

const ours = ['bot', 'sandbox', 'tests', 'appPackage', 'docs'].flatMap((folder) => sourceFiles(folder));

describe('files and names', () => {
  it.each(ours)('%s does one thing in under 300 lines', (file) => {
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThanOrEqual(300);
  });

  it('has no drawer for everything', () => {
    expect(ours.filter((file) => file.split('/').some((part) => /^(utils?|helpers?|common|manager|misc|index)(\.tsx?)?$/i.test(part)))).toEqual([]);
  });

  it('names files in camel case after their main export', () => {
    expect(ours.map((file) => path.basename(file)).filter((name) => !/^[a-z0-9][A-Za-z0-9]*(\.test|\.d|\.config)?\.tsx?$/.test(name) && !/^\d{4}_[a-zA-Z]+\.ts$/.test(name))).toEqual([]);
  });

  it.each(ours)('%s is finished and speaks of the project alone', (file) => {
    const text = file.startsWith('tests/house/') ? '' : readFileSync(file, 'utf8');
    expect(text).not.toMatch(/\b(TODO|FIXME|XXX|HACK)\b|not implemented/i);
    expect(text).not.toMatch(/\/work\/|\/tmp\/brief|registry\.npmjs/);
    // tests/support says aloud when a browser or the official schemas are missing, and skips only then.
    if (!file.startsWith('tests/support/')) expect(text).not.toMatch(/\b(describe|it|test)\.(only|skip|todo)\b|\bx(it|describe)\(/);
  });

  it('keeps instanceof Error out of the product', () => {
    expect(sourceFiles('bot').filter((file) => /instanceof Error\b/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
