import { webhookPath, webhookSecret } from '../channel/webhooks.ts';

/** The registrations whose credentials the bot gets; `ender` is optional in the product, the sandbox has it. */
export type Credentials = Record<'bot' | 'people' | 'reader' | 'admin' | 'ender', { appId: string; secret: string }>;

export type BotSurroundings = {
  tenantId: string;
  credentials: Credentials;
  graphPort: number;
  channelPort: number;
  doorPort: number;
  pagePort: number;
  databasePort: number;
  databaseUrl?: string | undefined;
  dataDir: string;
  caFile: string;
};

/** Variables of the sandbox's own process that a child needs to run at all (paths, locale, proxies stay out). */
const inherited = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LOG_LEVEL', 'DIRECTORY_LAG_SECONDS', 'SWEEP_SECONDS', 'DIGEST_AFTER', 'MOST_WAITING'];

/**
 * The whole environment of one bot process: a custom cloud on loopback, every URL given. Lag and sweep of the
 * sandbox's own environment win over the defaults, so that tests can shorten them.
 */
export function botEnvironment(around: BotSurroundings, port: number, index: number): Record<string, string> {
  const url = (at: number): string => `https://localhost:${at}`;
  const kept = Object.fromEntries(inherited.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
  const credentials = Object.fromEntries(
    Object.entries(around.credentials).flatMap(([name, { appId, secret }]) => [
      [`${name.toUpperCase()}_APP_ID`, appId],
      [`${name.toUpperCase()}_APP_SECRET`, secret],
    ]),
  );
  return {
    DIRECTORY_LAG_SECONDS: '15',
    SWEEP_SECONDS: '300',
    LOG_LEVEL: 'info',
    ...kept,
    CLOUD: 'custom',
    TENANT_ID: around.tenantId,
    LOGIN_URL: url(around.graphPort),
    GRAPH_URL: url(around.graphPort),
    CHANNEL_METADATA_URL: `${url(around.channelPort)}/.well-known/openidconfiguration`,
    CHANNEL_ISSUER: 'https://api.botframework.com',
    CHANNEL_SERVICE_ORIGINS: url(around.channelPort),
    TOKEN_SERVICE_URL: url(around.channelPort),
    // The chat page stands in for Teams; its frames show pages of the bot.
    TEAMS_ORIGINS: `http://localhost:${around.pagePort},http://127.0.0.1:${around.pagePort}`,
    ...credentials,
    ON_CALL_WEBHOOK_URL: `${url(around.channelPort)}${webhookPath}`,
    ON_CALL_WEBHOOK_SECRET: webhookSecret,
    PEOPLE_CONNECTION: 'people',
    PUBLIC_URL: url(around.doorPort),
    HOST: '127.0.0.1',
    PORT: String(port),
    ...(around.databaseUrl === undefined
      ? { DATA_DIR: `${around.dataDir}/bot`, DATABASE_PORT: String(around.databasePort) }
      : { DATABASE_URL: around.databaseUrl, DATA_DIR: `${around.dataDir}/bot${index === 0 ? '' : `-${index}`}` }),
    NODE_EXTRA_CA_CERTS: around.caFile,
  };
}
