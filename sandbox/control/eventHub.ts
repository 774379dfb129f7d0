import { type ServerResponse } from 'node:http';

/** Live updates for open pages, as server-sent events. */
export type EventHub = {
  /** Keeps the response open and writes every event to it. */
  join(response: ServerResponse): void;
  send(event: string, data: unknown): void;
  close(): void;
};

const heartbeatMs = 15_000;

export function createEventHub(): EventHub {
  const listeners = new Set<ServerResponse>();
  const heartbeat = setInterval(() => {
    for (const listener of listeners) listener.write(':\n\n');
  }, heartbeatMs);
  heartbeat.unref();
  return {
    join(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(':\n\n');
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
    },
    send(event, data) {
      for (const listener of listeners) listener.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    close() {
      clearInterval(heartbeat);
      for (const listener of listeners) listener.end();
    },
  };
}

/** Runs `act` at once and then at most every `everyMs`, never losing the last call. */
export function throttled(act: () => void, everyMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  let again = false;
  const run = (): void => {
    act();
    timer = setTimeout(() => {
      timer = undefined;
      if (!again) return;
      again = false;
      run();
    }, everyMs);
    timer.unref();
  };
  return () => {
    if (timer) again = true;
    else run();
  };
}
