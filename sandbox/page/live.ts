import { z } from 'zod';

const names = ['chat', 'mail', 'journal', 'state', 'clock', 'reset', 'ready'] as const;
const payload = z.object({ as: z.string().optional(), chat: z.string().optional() });

/** What the sandbox says has changed; `connected` comes after every (re)connection: read everything. */
export type LiveEvent = { readonly name: (typeof names)[number] | 'connected' | 'lost'; readonly as?: string; /** Key of a shared chat. */ readonly chat?: string };

/** Listens to the sandbox's event stream; the browser reconnects by itself, at most after some seconds. */
export function listen(onEvent: (event: LiveEvent) => void): void {
  const source = new EventSource('/_sandbox/events');
  source.addEventListener('open', () => onEvent({ name: 'connected' }));
  source.addEventListener('error', () => onEvent({ name: 'lost' }));
  for (const name of names) {
    source.addEventListener(name, (event: MessageEvent<string>) => {
      const { as, chat } = payload.parse(JSON.parse(event.data || '{}'));
      onEvent({ name, ...(as !== undefined && { as }), ...(chat !== undefined && { chat }) });
    });
  }
}
