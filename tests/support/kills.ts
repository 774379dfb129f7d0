import { pressDataOf } from './cardText.ts';
import { castOf } from './cast.ts';
import { createTestDatabase } from './database.ts';
import { eventually } from './eventually.ts';
import { startPostgresProxy, type Watch } from './postgresProxy.ts';
import { startSandbox, type RunningSandbox, type SandboxOptions } from './sandbox.ts';

/** Points of the effect "send the invitation" at which the bot is killed. */
export const killPoints = ['before the claim', 'after the claim', 'before the call', 'after the call', 'before the answer', 'after the answer', 'before the commit', 'after the commit'] as const;
export type KillPoint = (typeof killPoints)[number];

const invitations = { to: 'graph', method: 'POST', path: '/v1.0/invitations', times: 1 };
const holdMs = 1_500;

/** A sandbox whose bot can be killed at an exact point, with a proxy before its database. */
export const startKillableSandbox = async (options: SandboxOptions = {}) => {
  const database = new URL(await createTestDatabase());
  const proxy = await startPostgresProxy({ host: database.hostname, port: Number(database.port) });
  const proxied = new URL(database);
  proxied.port = String(proxy.port);
  const sandbox: RunningSandbox = await startSandbox({ ...options, env: { DATABASE_URL: proxied.href, ...options.env } });
  const counts = Object.fromEntries(killPoints.map((point) => [point, 0])) as Record<KillPoint, number>;
  let hasFired = false;

  const pid = async (): Promise<number> => eventually(async () => {
    const bot = (await sandbox.state()).bots[0];
    if (!bot?.up) throw new Error('the bot is not up');
    return bot.pid;
  }, 30_000);

  const requestOf = async (email: string): Promise<string> => {
    const { card } = await castOf(sandbox).approver.card(email);
    return pressDataOf(card).requestId;
  };

  const throughDatabase = (moment: Watch['moment'], marks: Watch['marks'], victim: number): Promise<void> =>
    new Promise((done) => proxy.watchFor({ moment, marks, then: () => { process.kill(victim, 'SIGKILL'); done(); } }));

  /** Kills while Graph holds the call: the fault has been taken, its effect or answer is still to come. */
  const whileGraphHolds = async (fault: Record<string, unknown>, victim: number): Promise<void> => {
    await sandbox.faults({ ...invitations, ...fault });
    await eventually(async () => {
      if ((await sandbox.remainingFaults()).some((one) => one.path === invitations.path)) throw new Error('not called yet');
    }, 20_000);
    process.kill(victim, 'SIGKILL');
  };

  const arm = async (point: KillPoint, email: string, victim: number): Promise<() => Promise<void>> => {
    const requestId = await requestOf(email);
    const claim: Watch['marks'] = (text) => text.includes('insert into "leases"') && text.includes(email);
    const record: Watch['marks'] = (text) => text.includes('insert into "audit"') && text.includes('invitation.sent') && text.includes(requestId);
    const database = (moment: Watch['moment'], marks: Watch['marks']): (() => Promise<void>) => {
      const fired = throughDatabase(moment, marks, victim);
      return () => fired;
    };
    switch (point) {
      case 'before the claim': return database('before-statement', claim);
      case 'after the claim': return database('after-statement', claim);
      case 'after the answer': return database('before-statement', record);
      case 'before the commit': return database('before-commit', record);
      case 'after the commit': return database('after-commit', record);
      case 'before the call': return () => whileGraphHolds({ holdMs, reset: true }, victim);
      case 'after the call': return () => whileGraphHolds({ holdMs }, victim); // Graph acts for a caller that is gone
      case 'before the answer': return () => whileGraphHolds({ delayMs: holdMs }, victim); // Graph has acted; the answer is on its way
    }
  };

  return {
    sandbox,
    hasFired: (): boolean => hasFired,
    fired: (): Record<KillPoint, number> => counts,
    /** Lets `act` cause the effect and kills the bot at the point; throws when the point was not reached within 20 s. */
    killAt: async (point: KillPoint, email: string, act: () => Promise<void>): Promise<void> => {
      hasFired = false;
      const victim = await pid();
      const wait = await arm(point, email, victim);
      const killed = Promise.race([wait().then(() => true), new Promise<boolean>((done) => setTimeout(() => done(false), 20_000))]).then((fired) => { hasFired = fired; return fired; });
      await Promise.all([killed, act()]);
      if (!(await killed)) throw new Error(`${point}: never reached`);
      counts[point] += 1;
      await eventually(async () => {
        const bot = (await sandbox.state()).bots[0];
        if (!bot?.up || bot.pid === victim) throw new Error('the bot is not back yet');
      }, 30_000);
    },
    stop: async (): Promise<void> => {
      await sandbox.stop();
      proxy.stop();
    },
  };
};
export type KillableSandbox = Awaited<ReturnType<typeof startKillableSandbox>>;
