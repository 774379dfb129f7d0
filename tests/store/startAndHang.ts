import { startEmbedded } from '../../bot/store/embedded/startEmbedded.ts';

/** A process of its own that starts the server in the folder it is given, says its address, and stays. */
const { url } = await startEmbedded({ dataDir: process.argv[2] ?? '', port: 0, database: 'guestdesk' });
process.stdout.write(`${url}\n`);
setInterval(() => undefined, 1_000);
