import { z } from 'zod';
import { isLoopbackHost, customCloud, nationalClouds, type Cloud, type CustomCloudUrls } from './core/clouds.ts';
import { Secret } from './core/secret.ts';

/** How one app registration proves itself to Entra. */
export type AppIdentity =
  | { readonly kind: 'secret'; readonly appId: string; readonly secret: Secret }
  | { readonly kind: 'certificate'; readonly appId: string; readonly certificatePath: string }
  | { readonly kind: 'managed-identity'; readonly appId: string };

export type Config = {
  readonly cloud: Cloud;
  readonly tenantId: string;
  /** Channel and token service; nothing on Graph. */
  readonly bot: AppIdentity;
  /** The everyday SSO app: audience of people's assertions, and the token service's connection for it. */
  readonly people: { readonly appId: string; readonly connection: string };
  /** Application permissions that only read. */
  readonly reader: AppIdentity;
  /** Administrative acts, one fresh sign-in each; null where none is registered: they are not offered. */
  readonly admin: Exclude<AppIdentity, { kind: 'managed-identity' }> | null;
  /** Removes members of access groups it owns; null where none is registered. */
  readonly ender: AppIdentity | null;
  /** Origin under which Teams and Graph reach the bot. */
  readonly publicUrl: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly database: { readonly kind: 'url'; readonly url: Secret } | { readonly kind: 'embedded'; readonly dataDir: string; readonly port: number };
  /** How long the directory may lag behind a write, in seconds. */
  readonly directoryLagSeconds: number;
  readonly sweepSeconds: number;
  /** Requests that wait for one person before they come as one list instead of a card each. */
  /** Where people are paged for what is needed at night; null where nobody is paged from here. */
  readonly onCallWebhook: { readonly url: string; readonly secret: Secret } | null;
  readonly digestAfter: number;
  /** Requests of one person for one app that may wait at a time. */
  readonly mostWaiting: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
};

/** Everything wrong with the environment, in words that name the variables; never their values. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['Guest Desk cannot start with this configuration:', ...problems.map((problem) => `  - ${problem}`)].join('\n'));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

const guid = z.guid({ error: 'must be a GUID' });
const seconds = (least: number) => z.coerce.number({ error: 'must be a number of seconds' }).int('must be whole seconds').min(least, `must be at least ${least}`).max(86_400, 'must be at most 86400');
const count = (least: number) => z.coerce.number({ error: 'must be a number' }).int('must be a whole number').min(least, `must be at least ${least}`).max(1_000_000, 'must be at most 1000000');
const port = z.coerce.number({ error: 'must be a port number' }).int('must be a port number').min(0, 'must be a port number').max(65_535, 'must be a port number');
const httpsOrigin = z.string().refine((value) => URL.parse(value)?.protocol === 'https:' && URL.parse(value)?.origin === value, 'must be an https origin without path');
const given = z.string().min(1);
const customUrls = {
  loginUrl: 'LOGIN_URL',
  graphUrl: 'GRAPH_URL',
  channelMetadataUrl: 'CHANNEL_METADATA_URL',
  channelIssuer: 'CHANNEL_ISSUER',
  channelServiceOrigins: 'CHANNEL_SERVICE_ORIGINS',
  tokenServiceUrl: 'TOKEN_SERVICE_URL',
  teamsOrigins: 'TEAMS_ORIGINS',
} as const satisfies Record<keyof CustomCloudUrls, string>;

/**
 * Reads the environment. Nothing has a default that weakens a check: a missing
 * identity, tenant or address stops the start.
 * @throws ConfigError with every mistake at once
 */
export const readConfig = (env: Environment): Config => {
  const reader = createReader(env);
  const config = {
    cloud: readCloud(reader),
    tenantId: reader.needed('TENANT_ID', guid),
    bot: readIdentity(reader, 'BOT'),
    people: { appId: reader.needed('PEOPLE_APP_ID', guid), connection: reader.needed('PEOPLE_CONNECTION', z.string().regex(/^[\w-]{1,64}$/, 'must be a connection name')) },
    reader: readIdentity(reader, 'READER'),
    ender: reader.has('ENDER_APP_ID') ? readIdentity(reader, 'ENDER') : null,
    admin: reader.has('ADMIN_APP_ID') ? readAdmin(reader) : null,
    publicUrl: reader.needed('PUBLIC_URL', httpsOrigin),
    listen: { host: reader.or('HOST', z.union([z.ipv4(), z.ipv6(), z.literal('localhost')], { error: 'must be an address to listen on' }), '127.0.0.1'), port: reader.or('PORT', port, 3978) },
    database: readDatabase(reader),
    directoryLagSeconds: reader.or('DIRECTORY_LAG_SECONDS', seconds(0), 60),
    sweepSeconds: reader.or('SWEEP_SECONDS', seconds(1), 300),
    onCallWebhook: readWebhook(reader),
    digestAfter: reader.or('DIGEST_AFTER', count(1), 5),
    mostWaiting: reader.or('MOST_WAITING', count(1), 20),
    logLevel: reader.or('LOG_LEVEL', z.enum(['debug', 'info', 'warn', 'error'], { error: 'must be debug, info, warn or error' }), 'info'),
  };
  const shared = [config.people.appId, config.reader?.appId, config.ender?.appId].filter((appId) => appId !== undefined && appId === config.bot?.appId);
  if (shared.length > 0) reader.problem('BOT_APP_ID', 'must be a registration of its own: a token for people must never open the bot');
  const adminAppId = config.admin?.appId;
  if (adminAppId !== undefined && [config.bot?.appId, config.people?.appId, config.reader?.appId, config.ender?.appId].includes(adminAppId)) {
    reader.problem('ADMIN_APP_ID', 'must be a registration of its own: every token of a registration carries all of its permissions');
  }
  if (reader.problems.length > 0) throw new ConfigError(reader.problems);
  return config as Config;
};

/**
 * Only where the database is, for commands that need nothing else.
 * @throws ConfigError
 */
export const readDatabaseConfig = (env: Environment): Config['database'] => {
  const reader = createReader(env);
  const database = readDatabase(reader);
  if (database === undefined || reader.problems.length > 0) throw new ConfigError(reader.problems);
  return database;
};

type VariableReader = {
  readonly problems: string[];
  has(name: string): boolean;
  problem(name: string, what: string): void;
  /** The parsed value; after a recorded problem a value that is never used, because reading then ends in an error. */
  needed<T>(name: string, schema: z.ZodType<T>): T;
  or<T>(name: string, schema: z.ZodType<T>, otherwise: T): T;
};

const createReader = (env: Environment): VariableReader => {
  const problems: string[] = [];
  const problem = (name: string, what: string): void => void problems.push(`${name} ${what}`);
  const has = (name: string): boolean => (env[name] ?? '').trim() !== '';
  const needed = <T>(name: string, schema: z.ZodType<T>): T => {
    if (!has(name)) {
      problem(name, 'is missing');
      return undefined as T;
    }
    const parsed = schema.safeParse(env[name]?.trim());
    if (!parsed.success) problem(name, parsed.error.issues[0]?.message ?? 'cannot be used');
    return parsed.data as T;
  };
  return { problems, has, problem, needed, or: (name, schema, otherwise) => (has(name) ? needed(name, schema) : otherwise) };
};

const readCloud = (reader: VariableReader): Cloud | undefined => {
  const name = reader.needed('CLOUD', z.enum(['public', 'usgov', 'usgov-dod', 'china', 'custom'], { error: 'must be public, usgov, usgov-dod, china or custom' }));
  if (name === undefined) return undefined;
  if (name !== 'custom') return nationalClouds[name];
  const before = reader.problems.length;
  const text = (variable: string): string => reader.needed(variable, given);
  const urls = {
    loginUrl: text('LOGIN_URL'),
    graphUrl: text('GRAPH_URL'),
    channelMetadataUrl: text('CHANNEL_METADATA_URL'),
    channelIssuer: text('CHANNEL_ISSUER'),
    channelServiceOrigins: (text('CHANNEL_SERVICE_ORIGINS') ?? '').split(',').map((origin) => origin.trim()),
    tokenServiceUrl: text('TOKEN_SERVICE_URL'),
    ...(reader.has('TEAMS_ORIGINS') && { teamsOrigins: text('TEAMS_ORIGINS').split(',').map((origin) => origin.trim()) }),
  };
  if (reader.problems.length > before) return undefined;
  const checked = customCloud(urls);
  if ('cloud' in checked) return checked.cloud;
  for (const { field, problem } of checked.problems) reader.problem(customUrls[field], problem);
  return undefined;
};

/** https only; a custom cloud pages on this machine alone, every other cloud never on it. */
const readWebhook = (reader: VariableReader): Config['onCallWebhook'] => {
  if (!reader.has('ON_CALL_WEBHOOK_URL') && !reader.has('ON_CALL_WEBHOOK_SECRET')) return null;
  const url = reader.needed('ON_CALL_WEBHOOK_URL', z.string().refine((value) => URL.parse(value)?.protocol === 'https:' && URL.parse(value)?.username === '', 'must be an https address without a user name'));
  const secret = reader.needed('ON_CALL_WEBHOOK_SECRET', z.string().min(24, 'must have at least 24 characters'));
  const isLocal = isLoopbackHost(URL.parse(url ?? '')?.hostname ?? '');
  const isCustom = reader.or('CLOUD', z.string(), '') === 'custom';
  if (url !== undefined && isLocal !== isCustom) reader.problem('ON_CALL_WEBHOOK_URL', isCustom ? 'must be on this machine in a custom cloud' : 'must not be on this machine');
  return { url, secret: new Secret(secret) };
};

/** A managed identity before a certificate before a secret; exactly one of them must be given. */
const readIdentity = (reader: VariableReader, prefix: 'BOT' | 'READER' | 'ADMIN' | 'ENDER'): AppIdentity | undefined => {
  const appId = reader.needed(`${prefix}_APP_ID`, guid);
  const ways = [`${prefix}_MANAGED_IDENTITY`, `${prefix}_CERTIFICATE_PATH`, `${prefix}_APP_SECRET`].filter((name) => reader.has(name));
  if (ways.length === 0) {
    reader.problem(`${prefix}_APP_SECRET`, `is missing (or ${prefix}_CERTIFICATE_PATH, or ${prefix}_MANAGED_IDENTITY=true)`);
    return undefined;
  }
  if (ways.length > 1) reader.problem(ways.join(' and '), 'are both given; one is enough');
  if (ways[0]?.endsWith('_MANAGED_IDENTITY')) {
    reader.needed(ways[0], z.literal('true', { error: 'must be true or left out' }));
    return { kind: 'managed-identity', appId };
  }
  if (ways[0]?.endsWith('_CERTIFICATE_PATH')) return { kind: 'certificate', appId, certificatePath: reader.needed(ways[0], given) };
  return { kind: 'secret', appId, secret: new Secret(reader.needed(`${prefix}_APP_SECRET`, given)) };
};

/** A person signs in to it by code, and only a certificate or a secret can redeem one. */
const readAdmin = (reader: VariableReader): Config['admin'] | undefined => {
  const identity = readIdentity(reader, 'ADMIN');
  if (identity?.kind !== 'managed-identity') return identity;
  reader.problem('ADMIN_MANAGED_IDENTITY', 'cannot be used: a managed identity redeems no sign-in of a person; give ADMIN_CERTIFICATE_PATH or ADMIN_APP_SECRET');
  return undefined;
};

const readDatabase = (reader: VariableReader): Config['database'] | undefined => {
  if (reader.has('DATABASE_URL')) {
    const url = reader.needed('DATABASE_URL', z.string().refine((value) => /^postgres(ql)?:$/.test(URL.parse(value)?.protocol ?? ''), 'must be a postgres:// address'));
    return { kind: 'url', url: new Secret(url) };
  }
  if (reader.has('DATA_DIR')) return { kind: 'embedded', dataDir: reader.needed('DATA_DIR', given), port: reader.or('DATABASE_PORT', port, 4005) };
  reader.problem('DATABASE_URL', 'is missing (or DATA_DIR for the embedded PostgreSQL)');
  return undefined;
};
