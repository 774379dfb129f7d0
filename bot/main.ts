import process from 'node:process';
import { type App } from './compose.ts';
import { ConfigError, readConfig } from './config.ts';
import { createLog, type Log } from './telemetry/log.ts';

const neededNode = 24;
const longestStopMs = 30_000;

const say = (words: string): void => void process.stderr.write(`${words}\n`);

/** Ends the process when nothing else can be done; what was under way is safe to repeat (house decision 9). */
const give = (up: string): never => {
  say(up);
  process.exit(1);
};

const main = async (): Promise<void> => {
  const [major] = process.versions.node.split('.');
  if (Number(major) < neededNode) give(`Guest Desk needs Node ${neededNode} or newer; this is ${process.versions.node}. "npm start" uses the one that npm installed.`);
  const config = readConfig(process.env);
  const log = createLog(config.logLevel);
  if (config.cloud.name === 'custom') say('*** Guest Desk talks to a custom cloud on this machine (CLOUD=custom): not a Microsoft cloud. ***');
  endOnFaults(log);
  // Loaded only now: a mistake in the configuration is told at once, not after every library has been read.
  const starting = import('./compose.ts').then(({ startApp }) => startApp(config, log));
  // Also while starting: what has come up by then has to go down in order.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(starting, log, signal));
  await starting;
};

const stop = (starting: Promise<App>, log: Log, signal: string): void => {
  log.info({ event: 'bot.draining', signal });
  setTimeout(() => give('Guest Desk did not drain in time and ends.'), longestStopMs).unref();
  starting
    .then((app) => app.stop())
    .then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ event: 'bot.stop-failed', error });
        process.exit(1);
      },
    );
};

const endOnFaults = (log: Log): void => {
  const end = (event: string) => (error: unknown): void => {
    log.error({ event, error });
    process.exit(1);
  };
  process.on('unhandledRejection', end('process.unhandled-rejection'));
  process.on('uncaughtException', end('process.uncaught-exception'));
};

main().catch((error: unknown) => give(error instanceof ConfigError || Error.isError(error) ? error.message : 'Guest Desk could not start.'));
