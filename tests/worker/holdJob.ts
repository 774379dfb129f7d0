import { openStore } from '../../bot/store/openStore.ts';
import { createLog } from '../../bot/telemetry/log.ts';

/** A process of its own that claims one invitation and never lets go of it. */
const store = await openStore({ url: process.argv[2] ?? '', tenantId: 't', clock: { now: () => new Date() }, log: createLog('error') });
await store.jobs.work('invitation.send', ({ job }) => {
  process.stdout.write(`holding ${'requestId' in job ? job.requestId : ''}\n`);
  return new Promise(() => undefined);
});
