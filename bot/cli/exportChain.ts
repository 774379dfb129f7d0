import { type Config } from '../config.ts';
import { runningEmbedded, startEmbedded } from '../store/embedded/startEmbedded.ts';
import { openAudit } from '../store/openAudit.ts';

export type Output = { readonly say: (words: string) => void; readonly print: (value: unknown) => Promise<void> };

/** Prints the chain of `tenantId`, or of the only tenant there is. @returns the exit code */
export const exportChain = async (database: Config['database'], tenantId: string | undefined, { say, print }: Output): Promise<number> => {
  const { url, end } = await reach(database);
  const audit = openAudit(url);
  try {
    const tenants = await audit.tenants();
    const chosen = tenantId ?? (tenants.length === 1 ? tenants[0] : undefined);
    if (chosen === undefined || !tenants.includes(chosen)) {
      say(tenants.length === 0 ? 'There is no audit chain in this database.' : `Set TENANT_ID to one of: ${tenants.join(', ')}`);
      return 2;
    }
    let count = 0;
    for await (const entry of audit.entries(chosen)) {
      await print(entry);
      count += 1;
    }
    say(`${count} audit entries of tenant ${chosen}.`);
    return 0;
  } finally {
    await audit.close();
    await end();
  }
};

/** Uses the embedded server that runs, and starts one for as long as it takes where none does. */
const reach = async (database: Config['database']): Promise<{ url: string; end: () => Promise<void> }> => {
  const nothing = (): Promise<void> => Promise.resolve();
  if (database.kind === 'url') return { url: database.url.reveal(), end: nothing };
  const running = await runningEmbedded(database.dataDir, databaseName);
  if (running !== undefined) return { url: running, end: nothing };
  const embedded = await startEmbedded({ dataDir: database.dataDir, port: 0, database: databaseName });
  return { url: embedded.url, end: () => embedded.stop() };
};

const databaseName = 'guestdesk';
