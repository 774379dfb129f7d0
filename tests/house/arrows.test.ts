import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sourceFiles, importsOf } from '../support/sources.ts';

/** The rings of docs/house.md: which folder may import which, and who alone may use a package. */
const rings: Record<string, readonly string[]> = {
  'bot/core': ['bot/core'],
  'bot/desk': ['bot/desk', 'bot/core'],
  'bot/text': ['bot/text', 'bot/desk', 'bot/core'],
  'bot/telemetry': ['bot/telemetry', 'bot/core'],
  'bot/teams': ['bot/teams', 'bot/desk', 'bot/core', 'bot/text', 'bot/telemetry'],
  'bot/graph': ['bot/graph', 'bot/desk', 'bot/core', 'bot/telemetry'],
  'bot/store': ['bot/store', 'bot/desk', 'bot/core', 'bot/telemetry'],
  'bot/worker': ['bot/worker', 'bot/desk', 'bot/core', 'bot/telemetry'],
  'bot/http': ['bot/http', 'bot/desk', 'bot/core', 'bot/text', 'bot/telemetry'],
  'bot/cli': ['bot/cli', 'bot/desk', 'bot/core', 'bot/store', 'bot/config.ts'],
  'bot/config.ts': ['bot/core', 'bot/config.ts'],
};

/** A package family and the only folder that may import it (house decision 12). */
const packages: readonly { readonly match: RegExp; readonly only: readonly string[] }[] = [
  { match: /^(botbuilder|botframework-|adaptivecards-templating|adaptive-expressions)/, only: ['bot/teams'] },
  { match: /^(@microsoft\/microsoft-graph|@azure\/)/, only: ['bot/graph'] },
  { match: /^(pg|pg-boss|kysely)(\/|$)/, only: ['bot/store'] },
  { match: /^restify/, only: ['bot/http'] },
  { match: /^pino/, only: ['bot/telemetry'] },
];

const ringOf = (file: string): string => (file.split('/').length === 2 ? file : file.split('/').slice(0, 2).join('/'));
const bot = sourceFiles('bot');

describe('the arrows of the house', () => {
  it('finds the house', () => expect(bot.length).toBeGreaterThan(40));

  it.each(bot.filter((file) => !['bot/main.ts', 'bot/compose.ts'].includes(file)))('%s imports only inwards', (file) => {
    const allowed = rings[ringOf(file)];
    expect(allowed).toBeDefined();
    const strays = importsOf(file).filter((target) => target.startsWith('.')).map((target) => path.join(path.dirname(file), target)).filter((target) => !allowed?.some((ring) => target === ring || target.startsWith(`${ring}/`)));
    expect(strays).toEqual([]);
  });

  it.each(bot)('%s uses only packages that are its own', (file) => {
    const strays = importsOf(file).filter((target) => packages.some(({ match, only }) => match.test(target) && !only.some((folder) => file.startsWith(`${folder}/`))));
    expect(strays).toEqual([]);
  });

  it.each(sourceFiles('bot/core'))('%s is pure', (file) => {
    expect(importsOf(file).filter((target) => !target.startsWith('.') && !['node:crypto', 'node:url'].includes(target))).toEqual([]);
    expect(readFileSync(file, 'utf8')).not.toMatch(/\basync\b|\bawait\b|Date\.now\(|new Date\(\)|process\.env/);
  });

  it('keeps sandbox and bot strangers to each other', () => {
    const crossing = [...bot.map((file) => [file, 'sandbox/'] as const), ...sourceFiles('sandbox').map((file) => [file, 'bot/'] as const)]
      .flatMap(([file, foreign]) => importsOf(file).filter((target) => path.join(path.dirname(file), target).startsWith(foreign)).map((target) => `${file} → ${target}`));
    expect(crossing).toEqual([]);
  });
});
