import { join } from 'node:path';
import { z } from 'zod';
import { type Clock } from '../clock.ts';
import { readJson, writeAtomically } from '../state/file.ts';
import { type Json } from '../client/card.ts';

/** An OAuthCard: what a client needs to sign in silently, and the link for the button when that fails. */
export type SignInCard = { text: string; title: string; link: string; connectionName: string; exchangeId: string | null };

/** What the last press on a card got back. `at` is the sandbox's time. */
export type Outcome = { pressId: string; verb: string; at: string } & (
  | { kind: 'card'; card: Json }
  | { kind: 'message'; text: string }
  | { kind: 'error'; status: number; code: string; text: string }
  | { kind: 'signIn'; text: string; title: string; link: string }
);

/** What the bot (or the person) put into a message; replaced whole by an update. */
export type Content = { text?: string; textFormat?: string; card?: Json; signIn?: SignInCard };

/** One message of a personal chat. `content` counts updates by the bot, `revision` every visible change. */
export type ChatMessage = Content & {
  id: string;
  from: 'bot' | 'person';
  at: string;
  editedAt?: string;
  /** Not shown: a sign-in card whose silent exchange is under way or went well. */
  hidden?: boolean;
  failed?: boolean;
  content: number;
  revision: number;
  outcome?: Outcome;
};

/** The personal chats of the tenant, by object id of the person, kept in `<dataDir>/chats.json`. */
export type Chats = {
  messages(oid: string): ChatMessage[];
  find(oid: string, id: string): ChatMessage | undefined;
  append(oid: string, from: ChatMessage['from'], content: Content, more?: Partial<Pick<ChatMessage, 'hidden'>>): ChatMessage;
  replace(oid: string, message: ChatMessage, content: Content): void;
  /** Changes what is shown without being an update by the bot. */
  alter(oid: string, message: ChatMessage, change: Partial<Pick<ChatMessage, 'hidden' | 'failed' | 'outcome'>>): void;
  remove(oid: string, id: string): boolean;
  /** Calls back with the person's id after every visible change. */
  onChange(listener: (oid: string) => void): void;
  clear(): void;
  flush(): void;
};

const kept = z.object({ version: z.literal(1), chats: z.record(z.string(), z.array(z.looseObject({ id: z.string() }))) });
const writeAfterMs = 200;

/** Opens the chats kept under `dataDir`. */
export function openChats(dataDir: string, clock: Pick<Clock, 'now'>): Chats {
  const path = join(dataDir, 'chats.json');
  const chats = new Map(Object.entries((kept.safeParse(readJson(path)).data?.chats ?? {}) as unknown as Record<string, ChatMessage[]>));
  const listeners: ((oid: string) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let lastId = Math.max(0, ...[...chats.values()].flat().map((message) => Number(message.id)));

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    writeAtomically(path, JSON.stringify({ version: 1, chats: Object.fromEntries(chats) }));
  }

  function changed(oid: string): void {
    timer ??= setTimeout(flush, writeAfterMs);
    for (const listener of listeners) listener(oid);
  }

  /** Teams' activity ids are milliseconds; two in the same millisecond must still differ. */
  function nextId(): string {
    lastId = Math.max(lastId + 1, clock.now().getTime());
    return String(lastId);
  }

  return {
    messages: (oid) => chats.get(oid) ?? [],
    find: (oid, id) => chats.get(oid)?.find((message) => message.id === id),
    append(oid, from, content, more = {}) {
      const message: ChatMessage = { ...content, ...more, id: nextId(), from, at: clock.now().toISOString(), content: 1, revision: 1 };
      chats.set(oid, [...(chats.get(oid) ?? []), message]);
      changed(oid);
      return message;
    },
    replace(oid, message, content) {
      for (const name of ['text', 'textFormat', 'card', 'signIn', 'hidden'] as const) delete message[name];
      Object.assign(message, content, { editedAt: clock.now().toISOString(), content: message.content + 1, revision: message.revision + 1 });
      changed(oid);
    },
    alter(oid, message, change) {
      Object.assign(message, change, { revision: message.revision + 1 });
      changed(oid);
    },
    remove(oid, id) {
      const before = chats.get(oid) ?? [];
      const after = before.filter((message) => message.id !== id);
      chats.set(oid, after);
      if (after.length < before.length) changed(oid);
      return after.length < before.length;
    },
    onChange: (listener) => void listeners.push(listener),
    clear() {
      const people = [...chats.keys()];
      chats.clear();
      flush();
      for (const oid of people) for (const listener of listeners) listener(oid);
    },
    flush,
  };
}
