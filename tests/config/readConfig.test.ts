import { inspect } from 'node:util';
import { ConfigError, readConfig } from '../../bot/config.ts';
import { nationalClouds } from '../../bot/core/clouds.ts';

const guid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const canary = 'canary-4f1e';

/** As the sandbox starts the bot (its custom cloud). */
const complete: Readonly<Record<string, string>> = {
  CLOUD: 'custom',
  TENANT_ID: guid(1),
  LOGIN_URL: 'https://localhost:4001',
  GRAPH_URL: 'https://localhost:4001',
  CHANNEL_METADATA_URL: 'https://localhost:4002/.well-known/openidconfiguration',
  CHANNEL_ISSUER: 'https://api.botframework.com',
  CHANNEL_SERVICE_ORIGINS: 'https://localhost:4002',
  TOKEN_SERVICE_URL: 'https://localhost:4002',
  BOT_APP_ID: guid(2),
  BOT_APP_SECRET: `${canary}-bot`,
  PEOPLE_APP_ID: guid(3),
  PEOPLE_CONNECTION: 'people',
  READER_APP_ID: guid(4),
  READER_APP_SECRET: `${canary}-reader`,
  PUBLIC_URL: 'https://localhost:4003',
  DATA_DIR: '/data/bot',
};
const without = (...names: string[]): Record<string, string> => Object.fromEntries(Object.entries(complete).filter(([name]) => !names.includes(name)));
const problemsOf = (env: Record<string, string>): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
};

describe('readConfig', () => {
  it('reads a complete environment', () => {
    const config = readConfig({ ...complete, ENDER_APP_ID: guid(5), ENDER_APP_SECRET: 'x', PORT: '4978', DIRECTORY_LAG_SECONDS: '15' });
    expect(config).toMatchObject({
      cloud: { name: 'custom', channelServiceOrigins: ['https://localhost:4002'] },
      tenantId: guid(1),
      bot: { kind: 'secret', appId: guid(2) },
      people: { appId: guid(3), connection: 'people' },
      ender: { kind: 'secret', appId: guid(5) },
      listen: { host: '127.0.0.1', port: 4978 },
      database: { kind: 'embedded', dataDir: '/data/bot', port: 4005 },
      directoryLagSeconds: 15,
      sweepSeconds: 300,
    });
    expect(config.bot.kind === 'secret' && config.bot.secret.reveal()).toBe(`${canary}-bot`);
  });

  it('takes an admin registration of its own, by certificate or secret', () => {
    expect(readConfig({ ...complete, ADMIN_APP_ID: guid(6), ADMIN_APP_SECRET: 'x' }).admin).toMatchObject({ kind: 'secret', appId: guid(6) });
    expect(readConfig({ ...complete, ADMIN_APP_ID: guid(6), ADMIN_CERTIFICATE_PATH: '/c.pem' }).admin).toMatchObject({ kind: 'certificate' });
    expect(readConfig(complete).admin).toBeNull();
    expect(problemsOf({ ...complete, ADMIN_APP_ID: guid(6) })).toEqual([expect.stringMatching(/^ADMIN_APP_SECRET is missing/)]);
    expect(problemsOf({ ...complete, ADMIN_APP_ID: guid(6), ADMIN_MANAGED_IDENTITY: 'true' })).toEqual([expect.stringMatching(/^ADMIN_MANAGED_IDENTITY cannot be used/)]);
    for (const taken of [2, 3, 4]) expect(problemsOf({ ...complete, ADMIN_APP_ID: guid(taken), ADMIN_APP_SECRET: 'x' })).toEqual([expect.stringMatching(/^ADMIN_APP_ID must be a registration of its own/)]);
  });

  it('shows pages in frames of this machine only, in a custom cloud', () => {
    expect(readConfig({ ...complete, TEAMS_ORIGINS: 'http://localhost:4000, http://127.0.0.1:4000' }).cloud.teamsOrigins).toEqual(['http://localhost:4000', 'http://127.0.0.1:4000']);
    expect(readConfig(complete).cloud.teamsOrigins).toEqual([]);
    expect(problemsOf({ ...complete, TEAMS_ORIGINS: 'https://evil.example' })).toEqual([expect.stringMatching(/^TEAMS_ORIGINS /)]);
  });

  it.each(Object.keys(complete).filter((name) => !['DATA_DIR'].includes(name)))('names %s when it is missing, empty or blank', (name) => {
    for (const env of [without(name), { ...complete, [name]: '' }, { ...complete, [name]: '  ' }]) expect(problemsOf(env)).toEqual([expect.stringMatching(new RegExp(`^${name} is missing`))]);
  });

  it('tells every mistake at once', () => {
    const problems = problemsOf({ CLOUD: 'custom', TENANT_ID: 'contoso.com', PORT: 'http' });
    for (const name of ['TENANT_ID', 'LOGIN_URL', 'GRAPH_URL', 'BOT_APP_ID', 'BOT_APP_SECRET', 'PEOPLE_CONNECTION', 'READER_APP_ID', 'PUBLIC_URL', 'PORT', 'DATABASE_URL']) {
      expect(problems.filter((problem) => problem.startsWith(`${name} `))).toHaveLength(1);
    }
  });

  it.each([
    ['TENANT_ID', 'contoso.com'],
    ['CLOUD', 'sandbox'],
    ['PUBLIC_URL', 'http://localhost:4003'],
    ['PUBLIC_URL', 'https://localhost:4003/path'],
    ['PORT', '70000'],
    ['HOST', 'bot.example'],
    ['LOG_LEVEL', 'trace'],
    ['SWEEP_SECONDS', '0'],
    ['PEOPLE_CONNECTION', 'peo ple'],
    ['BOT_APP_ID', guid(3)],
    ['LOGIN_URL', 'https://login.evil.example'],
    ['GRAPH_URL', 'http://localhost:4001'],
    ['CHANNEL_SERVICE_ORIGINS', 'https://localhost:4002,https://smba.trafficmanager.net'],
    ['TOKEN_SERVICE_URL', 'https://localhost.evil.example'],
    ['DATABASE_URL', 'mysql://localhost/x'],
  ])('refuses %s=%s by name', (name, value) => {
    expect(problemsOf({ ...complete, [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} `))]);
  });

  it.each(Object.entries(nationalClouds))('%s needs no address', (name, cloud) => {
    const given = without('LOGIN_URL', 'GRAPH_URL', 'CHANNEL_METADATA_URL', 'CHANNEL_ISSUER', 'CHANNEL_SERVICE_ORIGINS', 'TOKEN_SERVICE_URL');
    expect(readConfig({ ...given, CLOUD: name }).cloud).toEqual(cloud);
  });

  it('takes a managed identity or a certificate instead of a secret, and only one of them', () => {
    const managed = readConfig({ ...without('BOT_APP_SECRET', 'READER_APP_SECRET'), BOT_MANAGED_IDENTITY: 'true', READER_CERTIFICATE_PATH: '/run/reader.pem' });
    expect(managed.bot).toEqual({ kind: 'managed-identity', appId: guid(2) });
    expect(managed.reader).toEqual({ kind: 'certificate', appId: guid(4), certificatePath: '/run/reader.pem' });
    expect(problemsOf({ ...complete, BOT_MANAGED_IDENTITY: 'true' })).toEqual(['BOT_MANAGED_IDENTITY and BOT_APP_SECRET are both given; one is enough']);
    expect(problemsOf({ ...without('BOT_APP_SECRET'), BOT_MANAGED_IDENTITY: 'yes' })).toEqual(['BOT_MANAGED_IDENTITY must be true or left out']);
  });

  it('never shows a secret', () => {
    const config = readConfig({ ...complete, DATABASE_URL: `postgres://guestdesk:${canary}@localhost/guestdesk` });
    const shown = [inspect(config, { depth: 9, showHidden: true }), JSON.stringify(config), `${String(config.bot.kind === 'secret' && config.bot.secret)}`];
    for (const text of shown) expect(text).not.toContain(canary);
  });

  it('never shows a value in its problems', () => {
    const problems = problemsOf({ ...complete, BOT_APP_ID: canary, DATABASE_URL: `${canary}://x`, READER_MANAGED_IDENTITY: canary, PORT: canary });
    expect(problems.length).toBeGreaterThan(3);
    expect(problems.join('\n')).not.toContain(canary);
  });
});
