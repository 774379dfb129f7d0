import { spawn, type ChildProcess } from 'node:child_process';
import { get } from 'node:http';
import { type Writable } from 'node:stream';

/** What the control API shows of one bot process. `restarts` counts starts after the first one. */
export type BotStatus = { index: number; pid: number | null; port: number; up: boolean; restarts: number };

/** How to run one bot: its file, its port, its whole environment (asked at each start), and files loaded before it. */
export type BotPlan = { entry: string; port: number; environment: () => Record<string, string>; preloads: string[] };

/** A supervised bot process: started, watched, started again when it dies unless it was told to stop. */
export type Bot = {
  status(): BotStatus;
  /** True while the process runs, whether or not it is ready. */
  alive(): boolean;
  start(): void;
  /** Drains by SIGTERM, kills after 20 s; resolves when the process is gone. It stays down until started. */
  stop(): Promise<void>;
  /** Sends a signal and lets supervision do the rest. */
  kill(signal: NodeJS.Signals): void;
  /** Resolves when /health/ready answers 200; throws in words when it does not within the time (ms). */
  ready(withinMs: number): Promise<void>;
  /** Shifts the bot's clock; resolves when the bot has it (or is down: then it starts with it). */
  setOffset(offsetMs: number): Promise<void>;
};

type Watch = { log: Writable; offsetMs: () => number; changed: () => void };

const firstPauseMs = 200;
const longestPauseMs = 5_000;
const drainMs = 20_000;
const deathsBeforeGivingUp = 2;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
/** Does not keep the process alive: only something that watches waits so. */
const idle = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

/** Answers whether the bot on this port says it is ready. */
export const isReady = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/health/ready', timeout: 2_000, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });

/**
 * Supervises one bot process. Nothing starts before `start()`.
 * @param watch where its output goes, the clock offset (ms) it starts with, and whom to tell about changes
 */
export function superviseBot(index: number, plan: BotPlan, watch: Watch): Bot {
  let child: ChildProcess | undefined;
  let wanted = false;
  let up = false;
  let starts = 0;
  let pauseMs = firstPauseMs;
  let restartTimer: NodeJS.Timeout | undefined;

  const setUp = (value: boolean): void => {
    if (up === value) return;
    up = value;
    watch.changed();
  };

  function launch(): void {
    starts += 1;
    const imports = plan.preloads.flatMap((file) => ['--import', file]);
    const process_ = spawn(process.execPath, [...imports, plan.entry], {
      env: { ...plan.environment(), SANDBOX_CLOCK_OFFSET_MS: String(watch.offsetMs()) },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C reaches the sandbox alone, which then drains its bots in order.
      detached: true,
    });
    child = process_;
    let wasReady = false;
    process_.stdout?.pipe(watch.log, { end: false });
    process_.stderr?.pipe(watch.log, { end: false });
    process_.on('error', () => undefined);
    process_.once('exit', (code, signal) => {
      if (child === process_) child = undefined;
      setUp(false);
      watch.log.write(`${JSON.stringify({ time: new Date().toISOString(), sandbox: 'bot ended', index, code, signal })}\n`);
      if (!wanted) return;
      // Only a bot that never gets ready is worth waiting longer and longer for.
      if (wasReady) pauseMs = firstPauseMs;
      restartTimer = setTimeout(launch, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    });
    void watchReadiness(process_, () => (wasReady = true));
  }

  async function watchReadiness(process_: ChildProcess, seenReady: () => void): Promise<void> {
    while (child === process_) {
      const answer = await isReady(plan.port);
      if (child !== process_) return;
      if (answer) seenReady();
      setUp(answer);
      await idle(answer ? 1_000 : 100);
    }
  }

  async function stop(): Promise<void> {
    wanted = false;
    clearTimeout(restartTimer);
    const process_ = child;
    if (!process_) return;
    const gone = new Promise<void>((resolve) => process_.once('exit', () => resolve()));
    process_.kill('SIGTERM');
    const last = setTimeout(() => process_.kill('SIGKILL'), drainMs);
    await gone;
    clearTimeout(last);
  }

  async function ready(withinMs: number): Promise<void> {
    const limit = performance.now() + withinMs;
    const before = starts;
    while (performance.now() < limit) {
      if (up) return;
      if (starts - before > deathsBeforeGivingUp) throw new Error(`bot ${index} ended again and again before it was ready`);
      if (!wanted && !child) throw new Error(`bot ${index} was stopped before it was ready`);
      await pause(50);
    }
    throw new Error(`bot ${index} on port ${plan.port} was not ready within ${Math.round(withinMs / 1000)} s`);
  }

  function setOffset(offsetMs: number): Promise<void> {
    const process_ = child;
    if (!process_?.connected) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        process_.off('message', heard);
        clearTimeout(limit);
        resolve();
      };
      const heard = (message: unknown): void => {
        if (typeof message === 'object' && message !== null && 'offsetMs' in message && message.offsetMs === offsetMs) done();
      };
      const limit = setTimeout(done, 3_000);
      process_.on('message', heard);
      process_.send({ offsetMs }, (error) => error && done());
    });
  }

  return {
    status: () => ({ index, pid: child?.pid ?? null, port: plan.port, up, restarts: Math.max(0, starts - 1) }),
    alive: () => child !== undefined,
    start: () => {
      if (child) return;
      wanted = true;
      pauseMs = firstPauseMs;
      launch();
    },
    stop,
    kill: (signal) => void child?.kill(signal),
    ready,
    setOffset,
  };
}
