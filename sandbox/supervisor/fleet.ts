import { resolve } from 'node:path';
import { type Writable } from 'node:stream';
import { type Foundations } from '../foundations.ts';
import { portVariables } from '../settings.ts';
import { botEnvironment } from './botEnvironment.ts';
import { superviseBot, type Bot } from './bots.ts';
import { type BotDatabase } from './database.ts';
import { freePort, listens, requireFreePort } from './ports.ts';

const readyWithinMs = 60_000;
const clockPreload = resolve(import.meta.dirname, '../clock/preload.ts');

/** The file of the bot, as the product starts it. */
export const botEntry = resolve(import.meta.dirname, '../../bot/main.ts');

/** All bot processes of the sandbox. */
export type Fleet = {
  bots: Bot[];
  /** Starts them and resolves when each is ready. @throws Error in words when one is not */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** True as soon as the bot's embedded PostgreSQL listens; false where there is none, or the bots stop before. */
  databaseUp(): Promise<boolean>;
  /** Gives every bot the clock's present offset. */
  setClock(): Promise<void>;
};

/**
 * Prepares the bots: the first on the bot port, replicas on free ports. Nothing starts yet.
 * @throws Error naming port and variable when a port of theirs is taken
 */
export async function createFleet(on: Foundations, database: BotDatabase, log: Writable, changed: () => void, entry: string = botEntry): Promise<Fleet> {
  const { settings, tenant, clock, certificates } = on;
  await requireFreePort(settings.ports.bot, 'bot', portVariables.bot);
  if (settings.databaseUrl === undefined && !database.serverRuns()) {
    await requireFreePort(settings.ports.database, 'PostgreSQL', portVariables.database);
  }
  const around = {
    tenantId: tenant.id,
    graphPort: settings.ports.graph,
    channelPort: settings.ports.channel,
    doorPort: settings.ports.door,
    pagePort: settings.ports.page,
    databasePort: settings.ports.database,
    databaseUrl: settings.databaseUrl,
    dataDir: settings.dataDir,
    caFile: certificates.caFile,
  };
  const preloads = [clockPreload, ...(settings.botPreload === undefined ? [] : [settings.botPreload])];
  const bots: Bot[] = [];
  let stopped = false;
  for (let index = 0; index < settings.bots; index += 1) {
    const port = index === 0 ? settings.ports.bot : await freePort();
    const environment = (): Record<string, string> => botEnvironment({ ...around, credentials: tenant.registrations }, port, index);
    bots.push(superviseBot(index, { entry, port, environment, preloads }, { log, offsetMs: () => clock.offsetMs, changed }));
  }
  return {
    bots,
    async start() {
      stopped = false;
      for (const bot of bots) bot.start();
      await Promise.all(bots.map((bot) => bot.ready(readyWithinMs)));
      await database.shiftJobs(clock.offsetMs);
    },
    async databaseUp() {
      if (settings.databaseUrl !== undefined) return false;
      while (!stopped) {
        if (await listens(settings.ports.database)) return true;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return false;
    },
    async stop() {
      stopped = true;
      await Promise.all(bots.map((bot) => bot.stop()));
      await database.stopOrphan();
    },
    async setClock() {
      await Promise.all(bots.map((bot) => bot.setOffset(clock.offsetMs)));
      await database.shiftJobs(clock.offsetMs);
    },
  };
}
