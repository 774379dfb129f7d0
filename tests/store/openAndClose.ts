import { openStore } from '../../bot/store/openStore.ts';
import { createLog } from '../../bot/telemetry/log.ts';

/** A process of its own that opens the store at the address it is given, and ends. */
const store = await openStore({ url: process.argv[2] ?? '', tenantId: 't', clock: { now: () => new Date() }, log: createLog('warn') });
await store.ping();
await store.close();
process.stdout.write('opened\n');
