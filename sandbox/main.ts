import { readFileSync } from 'node:fs';
import { createBox, Stopped } from './box.ts';
import { readSettings, type Settings } from './settings.ts';

const oldestNode = 24;

function requireNode(): void {
  if (Number(process.versions.node.split('.')[0]) >= oldestNode) return;
  throw new Error(`Node ${process.versions.node} is too old: use \`npm run sandbox\`, which brings Node ${oldestNode}, or install it.`);
}

/** The end of the log, for whoever reads why a start failed. */
function endOfLog({ logFile }: Settings): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
  } catch {
    return '';
  }
}

async function run(): Promise<void> {
  requireNode();
  const settings = readSettings(process.env);
  const startedAt = performance.now();
  let last = startedAt;
  const box = createBox(settings, {
    done(part) {
      const now = performance.now();
      console.log(`${part.padEnd(20)} ${((now - last) / 1_000).toFixed(1).padStart(5)} s`);
      last = now;
    },
    warn: (text) => console.log(text),
  });

  let stopping = false;
  async function stop(): Promise<void> {
    if (stopping) return;
    stopping = true;
    console.log('Stopping …');
    await box.stop();
    process.exit(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());

  try {
    const address = await box.start();
    console.log(`Guest Desk sandbox is ready: ${address}`);
  } catch (error) {
    if (error instanceof Stopped) return;
    console.error(Error.isError(error) ? error.message : 'The sandbox did not start.');
    const tail = endOfLog(settings);
    if (tail !== '') console.error(`\nThe end of ${settings.logFile}:\n${tail}`);
    await box.stop();
    process.exit(1);
  }
}

await run().catch((error: unknown) => {
  console.error(Error.isError(error) ? error.message : 'The sandbox did not start.');
  process.exit(1);
});
