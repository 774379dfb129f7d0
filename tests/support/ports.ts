import { createServer } from 'node:net';

/**
 * Ports for servers that tests start by number. They lie below the range from which the system gives outgoing
 * connections theirs: a port that was free a moment ago there may be somebody's a moment later.
 */
const lowest = 20_000;
const count = 10_000;
// Workers run side by side: each begins elsewhere.
let next = (process.pid * 97) % count;

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** A port that nobody listens on, and that this process hands out once. */
export const testPort = async (): Promise<number> => {
  for (;;) {
    const port = lowest + next;
    next = (next + 1) % count;
    if (await isFree(port)) return port;
  }
};
