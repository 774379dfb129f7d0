import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { loadCertificates } from './certificates.ts';
import { startChannel, type Channel } from './channel/channel.ts';
import { serviceUrl } from './channel/tokens.ts';
import { createClock } from './clock.ts';
import { nameOf } from './control/cast.ts';
import { startControl } from './control/control.ts';
import { type ControlWorld } from './control/controlWorld.ts';
import { createEventHub, throttled } from './control/eventHub.ts';
import { startDirectory } from './directory.ts';
import { createFaults } from './faults.ts';
import { installForEverybody, installInSharedChats, shareImaging } from './firstStart.ts';
import { type Foundations } from './foundations.ts';
import { createJournal, type Journal } from './journal.ts';
import { loadKeys } from './keys.ts';
import { buildPage } from './page/build.ts';
import { seedTenant } from './seed.ts';
import { portVariables, type Settings } from './settings.ts';
import { flushTenant, loadTenant, resetTenant } from './state/tenant.ts';
import { botDatabase } from './supervisor/database.ts';
import { openDoor } from './supervisor/door.ts';
import { createFleet } from './supervisor/fleet.ts';
import { takenPort } from './supervisor/ports.ts';

/** The whole sandbox: tenant, channel, bots, page. */
export type Box = {
  /** Starts everything; resolves with the page's address. @throws Error in words, `Stopped` when stopped meanwhile */
  start(): Promise<string>;
  /** Drains and stops whatever runs, also in the middle of a start. */
  stop(): Promise<void>;
};

/** The start was given up because the sandbox was told to stop. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/** Tells people how far the start is: one line per part. */
export type Report = { done(part: string): void; warn(text: string): void };

/** Marks in the data folder that the first start was played to its end; holds the service address of the last start. */
const playedFile = 'first-start.done';

/** A journal that also tells somebody about each entry. */
const noticed = (journal: Journal, notice: () => void): Journal => ({
  ...journal,
  record(entry) {
    journal.record(entry);
    notice();
  },
});

export function createBox(settings: Settings, report: Report): Box {
  const closers: (() => Promise<void> | void)[] = [];
  let stopping: Promise<void> | undefined;
  let ready = false;

  const goOn = (): void => {
    if (stopping) throw new Stopped();
  };
  const keep = <T>(part: T, close: (part: T) => Promise<void> | void): T => {
    closers.push(() => close(part));
    return part;
  };

  async function start(): Promise<string> {
    mkdirSync(dirname(settings.logFile), { recursive: true });
    mkdirSync(settings.dataDir, { recursive: true });
    const page = buildPage();
    page.catch(() => undefined);
    const log = keep(createWriteStream(settings.logFile, { flags: 'a', mode: 0o600 }), async (stream) => {
      stream.end();
      await finished(stream);
    });
    const hub = createEventHub();
    const changed = throttled(() => hub.send('state', {}), 250);

    const certificates = await loadCertificates(settings.dataDir);
    const keys = await loadKeys(settings.dataDir);
    report.done('certificate');
    const clock = createClock(settings.dataDir);
    const tenant = keep(loadTenant(settings.dataDir, seedTenant), flushTenant);
    let mails = tenant.mails.length;
    const tellCalls = throttled(() => {
      hub.send('journal', {});
      if (mails !== tenant.mails.length) hub.send('mail', { to: tenant.mails.at(-1)?.to ?? null });
      mails = tenant.mails.length;
    }, 500);
    const on: Foundations = { settings, tenant, clock, faults: createFaults(), keys, certificates, journal: noticed(createJournal(clock), tellCalls) };

    goOn();
    const directory = keep(await startDirectory(on), (part) => part.stop());
    report.done('Entra and Graph');
    goOn();
    const channel = keep(await startChannel(on), (part) => part.stop());
    channel.chats.onChange((chat) => {
      const shared = channel.sharedChats.byId(chat);
      for (const oid of shared?.members ?? [chat]) hub.send('chat', { as: nameOf(oid), ...(shared && { chat: shared.key }) });
    });
    report.done('Teams channel');

    const database = botDatabase({ databaseUrl: settings.databaseUrl, botDataDir: join(settings.dataDir, 'bot'), port: settings.ports.database });
    const fleet = await createFleet(on, database, log, changed);
    goOn();
    keep(
      await openDoor({ port: settings.ports.door, tls: certificates, bots: () => fleet.bots }).catch((error: unknown) => {
        const taken = Error.isError(error) && 'code' in error && error.code === 'EADDRINUSE';
        throw taken ? takenPort(settings.ports.door, "the bot's https door", portVariables.door, error) : error;
      }),
      (door) => door.stop(),
    );
    closers.push(() => fleet.stop());

    const played = join(settings.dataDir, playedFile);
    async function playFirstStart(): Promise<void> {
      await installForEverybody(on, channel);
      await installInSharedChats(channel);
      try {
        await shareImaging(channel);
        report.done('Imaging shared');
        writeFileSync(played, serviceUrl(on));
      } catch (error) {
        report.warn(`Imaging is not shared: ${Error.isError(error) ? error.message : 'unknown'}`);
      }
    }

    async function emptyEverything(): Promise<void> {
      await fleet.stop();
      await database.empty();
      rmSync(played, { force: true });
      on.faults.clear();
      await clock.reset();
      resetTenant(tenant, seedTenant);
      clearTeams(channel);
      on.journal.clear();
      await fleet.start();
      await playFirstStart();
    }

    async function reset(): Promise<void> {
      setReady(false);
      // Whatever went wrong is told to whoever asked, who can then ask again.
      await emptyEverything().finally(() => setReady(true));
      hub.send('reset', {});
    }

    function setReady(value: boolean): void {
      ready = value;
      hub.send('ready', { ready });
    }

    let resetting: Promise<void> | undefined;
    const world: ControlWorld = {
      ...on,
      channel,
      directory,
      bots: () => fleet.bots,
      ready: () => ready,
      async advance(duration) {
        await clock.advance(duration);
        await fleet.setClock();
        hub.send('clock', { now: clock.now().toISOString(), offsetMs: clock.offsetMs });
      },
      reset: () => (resetting ??= reset().finally(() => (resetting = undefined))),
    };
    keep(await startControl(world, hub, page), (part) => part.stop());

    goOn();
    await Promise.all([fleet.start(), fleet.databaseUp().then((up) => up && report.done('PostgreSQL'))]);
    report.done('bot');
    goOn();
    if (!existsSync(played)) await playFirstStart();
    else if (readFileSync(played, 'utf8') !== serviceUrl(on)) {
      // A moved port is a moved Teams: only an activity tells the bot where its conversations are now.
      await installForEverybody(on, channel);
      writeFileSync(played, serviceUrl(on));
    }
    goOn();
    await page;
    report.done('page');
    setReady(true);
    return `http://localhost:${settings.ports.page}`;
  }

  async function stopAll(): Promise<void> {
    ready = false;
    for (const close of closers.reverse()) await close();
  }

  return {
    start: () =>
      start().catch((error: unknown) => {
        throw stopping ? new Stopped() : error;
      }),
    stop: () => (stopping ??= stopAll()),
  };
}

function clearTeams({ chats, sharedChats, client, tokens, limits }: Channel): void {
  chats.clear();
  sharedChats.clear();
  client.clear();
  tokens.forget();
  limits.clear();
  limits.set('teams');
}
