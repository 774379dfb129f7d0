import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createControl, type Control } from './control.ts';
import { keepEvidence } from './evidence.ts';
import { eventually } from './eventually.ts';
import { testPort } from './ports.ts';

/** A whole Guest Desk: the sandbox, the bots it supervises, and a hand on its control API. */
export type RunningSandbox = Control & {
  readonly ports: Record<PortName, number>;
  readonly dataDir: string;
  /** Everything sandbox and bots have printed or logged so far. */
  logs(): string;
  process: ChildProcess;
  stop(): Promise<number | null>;
};

type PortName = 'PAGE' | 'GRAPH' | 'CHANNEL' | 'DOOR' | 'BOT' | 'DATABASE';
const portNames: readonly PortName[] = ['PAGE', 'GRAPH', 'CHANNEL', 'DOOR', 'BOT', 'DATABASE'];

export type SandboxOptions = {
  /** Extra environment of the sandbox process, e.g. DATABASE_URL, SANDBOX_BOTS, SANDBOX_BOT_PRELOAD. */
  readonly env?: Record<string, string>;
  /** Keep the data of an earlier start. */
  readonly dataDir?: string;
  /** Do not wait until everything is up. */
  readonly wait?: boolean;
  /** False for a bot that runs with a defence taken out: what it did is no evidence about the product. */
  readonly evidence?: boolean;
};

/** Starts a sandbox of its own on free ports and waits until it is ready. */
export const startSandbox = async (options: SandboxOptions = {}): Promise<RunningSandbox> => {
  const ports = {} as Record<PortName, number>;
  for (const name of portNames) ports[name] = await testPort();
  const dataDir = options.dataDir ?? mkdtempSync(path.join(os.tmpdir(), 'guest-desk-'));
  const printed = path.join(dataDir, 'printed.log');
  const output = openSync(printed, 'a');
  const child = spawn(process.execPath, ['sandbox/main.ts'], {
    stdio: ['ignore', output, output],
    env: {
      PATH: process.env['PATH'], HOME: process.env['HOME'],
      ...Object.fromEntries(portNames.map((name) => [`SANDBOX_${name}_PORT`, String(ports[name])])),
      // The tests of one file leave many requests behind; the suites about lists and quotas set the product's own limits.
      DIGEST_AFTER: '1000', MOST_WAITING: '1000', SANDBOX_DATA_DIR: dataDir, ...options.env,
    },
  });
  const control = createControl(ports.PAGE);
  const logs = (): string => [printed, path.join(dataDir, 'sandbox.log')].map((file) => { try { return readFileSync(file, 'utf8'); } catch { return ''; } }).join('\n');
  if (options.wait !== false) {
    await eventually(async () => {
      if (child.exitCode !== null) throw new Error(`the sandbox ended with ${child.exitCode}`);
      if (!(await control.state()).ready) throw new Error('not ready yet');
    }, 60_000, () => logs().slice(-4000)).catch((error: unknown) => {
      // Nobody else knows of it yet, so nobody else could end it.
      child.kill('SIGTERM');
      throw error;
    });
  }
  const leaveEvidence = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null || options.wait === false || options.evidence === false) return;
    const [journal, state] = await Promise.all([control.journal(), control.state()]);
    keepEvidence({ journal, unknownRoutes: state.unknownRoutes, logs: logs() });
  };
  return {
    ...control, ports, dataDir, logs, process: child,
    reset: async () => {
      await leaveEvidence();
      return control.reset();
    },
    stop: async () => {
      await leaveEvidence();
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
      return child.exitCode;
    },
  };
};
