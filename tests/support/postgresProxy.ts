import { once } from 'node:events';
import net from 'node:net';

/** Where in the talk between bot and PostgreSQL something is to happen. */
export type Watch = {
  /** Knows the statement it is about, by its text and parameters as they cross the wire. */
  readonly marks: (text: string) => boolean;
  /** Before the statement reaches the server, after the server has answered it, before its commit, or after the server has committed. */
  readonly moment: 'before-statement' | 'after-statement' | 'before-commit' | 'after-commit';
  /** Runs once, with the talk held: what the server would see next has not left yet (or, after the commit, its answer has not come back). */
  readonly then: () => void;
};

/**
 * A TCP proxy before PostgreSQL that understands just enough of its protocol to tell statements and commits apart,
 * so that a process can be killed at an exact point of a transaction.
 */
export const startPostgresProxy = async (upstream: { host: string; port: number }) => {
  let watch: Watch | undefined;
  const sockets = new Set<net.Socket>();
  const server = net.createServer((down) => {
    const up = net.connect(upstream.port, upstream.host);
    let marked = false;
    let committing = false;
    const fire = (): void => {
      const fired = watch;
      watch = undefined;
      fired?.then();
      for (const socket of [down, up]) socket.destroy();
    };
    for (const socket of [down, up]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => { sockets.delete(socket); down.destroy(); up.destroy(); });
    }
    down.on('data', (chunk) => {
      const text = chunk.toString('latin1');
      if (watch?.marks(text)) {
        if (watch.moment === 'before-statement') return fire();
        marked = true;
      }
      const commits = /Q....commit\0|P....[^\0]*\0commit\0/s.test(text);
      if (marked && commits && watch?.moment === 'before-commit') return fire();
      committing = marked && commits;
      if (/Q....(commit|rollback)\0/s.test(text) && !commits) marked = false;
      up.write(chunk);
    });
    up.on('data', (chunk) => {
      // The server has committed; the client must not learn of it.
      if ((committing && watch?.moment === 'after-commit') || (marked && watch?.moment === 'after-statement')) return fire();
      if (committing) { committing = false; marked = false; }
      down.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as net.AddressInfo).port,
    watchFor: (next: Watch): void => { watch = next; },
    /** True while the watched point has not been reached. */
    isWaiting: (): boolean => watch !== undefined,
    stop: (): void => { for (const socket of sockets) socket.destroy(); server.close(); },
  };
};
export type PostgresProxy = Awaited<ReturnType<typeof startPostgresProxy>>;
