import pg from 'pg';

const longestGoodbyeMs = 5_000;

/** Remembers the connections that pools have opened. */
export type Connections = {
  /** For a pool's `Client`. */
  readonly Client: typeof pg.Client;
  /**
   * Resolves when the server has let go of every connection: a pool that has ended has only said goodbye, and its
   * sessions live on for a moment. After 5 s a server that says nothing is given up.
   */
  ended(): Promise<void>;
};

export const countConnections = (): Connections => {
  const open = new Map<pg.Client, Promise<void>>();
  class CountedClient extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config);
      const end = Promise.withResolvers<void>();
      this.once('connect', () => open.set(this, end.promise));
      this.once('end', () => {
        open.delete(this);
        end.resolve();
      });
    }
  }
  return {
    Client: CountedClient,
    ended: async () => {
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([Promise.all(open.values()), new Promise((resolve) => (timer = setTimeout(resolve, longestGoodbyeMs)))]);
      clearTimeout(timer);
    },
  };
};
