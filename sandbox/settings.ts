import { join, resolve } from 'node:path';
import { z } from 'zod';

/** The ports of the sandbox, each with the variable that moves it; all are bound to 127.0.0.1. */
export const portVariables = {
  page: 'SANDBOX_PAGE_PORT',
  graph: 'SANDBOX_GRAPH_PORT',
  channel: 'SANDBOX_CHANNEL_PORT',
  door: 'SANDBOX_DOOR_PORT',
  bot: 'SANDBOX_BOT_PORT',
  database: 'SANDBOX_DATABASE_PORT',
} as const;

export type PortName = keyof typeof portVariables;

export type Settings = {
  ports: Record<PortName, number>;
  /** Absolute folder that keeps the tenant, keys, certificates, chats and the clock across restarts. */
  dataDir: string;
  /** An external PostgreSQL for the bots; without it the bot starts its embedded one. */
  databaseUrl?: string;
  /** How many bot processes run behind the door; more than one needs `databaseUrl`. */
  bots: number;
  /** A module given to the bot by `--import`, used by negative controls. */
  botPreload?: string;
  /** Where the logs of the sandbox and its bots go. */
  logFile: string;
};

const port = (fallback: number) => z.coerce.number().int().min(1).max(65_535).default(fallback);

const environment = z.object({
  SANDBOX_PAGE_PORT: port(4000),
  SANDBOX_GRAPH_PORT: port(4001),
  SANDBOX_CHANNEL_PORT: port(4002),
  SANDBOX_DOOR_PORT: port(4003),
  SANDBOX_BOT_PORT: port(3978),
  SANDBOX_DATABASE_PORT: port(4005),
  SANDBOX_DATA_DIR: z.string().min(1).default('.data/sandbox'),
  SANDBOX_BOTS: z.coerce.number().int().min(1).max(8).default(1),
  SANDBOX_BOT_PRELOAD: z.string().min(1).optional(),
  SANDBOX_LOG: z.string().min(1).optional(),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://').optional(),
});

/**
 * Reads the sandbox's settings from environment variables; an empty variable counts as absent.
 * @throws Error listing every mistake with the name of its variable.
 */
export function readSettings(env: Record<string, string | undefined>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const values = parsed.data;
  if (values.SANDBOX_BOTS > 1 && values.DATABASE_URL === undefined) {
    throw new Error('SANDBOX_BOTS: more than one bot needs DATABASE_URL, because the embedded PostgreSQL belongs to one bot');
  }
  const dataDir = resolve(values.SANDBOX_DATA_DIR);
  return {
    ports: {
      page: values.SANDBOX_PAGE_PORT,
      graph: values.SANDBOX_GRAPH_PORT,
      channel: values.SANDBOX_CHANNEL_PORT,
      door: values.SANDBOX_DOOR_PORT,
      bot: values.SANDBOX_BOT_PORT,
      database: values.SANDBOX_DATABASE_PORT,
    },
    dataDir,
    bots: values.SANDBOX_BOTS,
    logFile: values.SANDBOX_LOG === undefined ? join(dataDir, 'sandbox.log') : resolve(values.SANDBOX_LOG),
    ...(values.DATABASE_URL !== undefined && { databaseUrl: values.DATABASE_URL }),
    ...(values.SANDBOX_BOT_PRELOAD !== undefined && { botPreload: resolve(values.SANDBOX_BOT_PRELOAD) }),
  };
}
