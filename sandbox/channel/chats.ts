import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Clock } from '../clock.ts';
import { writeAtomically } from '../state/file.ts';
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

/** What one reader of a shared chat sees of a message instead of what everybody does. */
export type View = Pick<ChatMessage, 'outcome' | 'answered'>;

/** One message of a chat. `content` counts updates by the bot, `revision` every visible change. */
export type ChatMessage = Content & {
  id: string;
  from: 'bot' | 'person';
  /** In a shared chat: object id of the writer. */
  by?: string;
  /** In a channel: id of the message that began the thread. */
  thread?: string;
  /** In a shared chat: what single readers see, by object id. */
  views?: Record<string, View>;
  at: string;
  editedAt?: string;
  /** Not shown: a sign-in card whose silent exchange is under way or went well. */
  hidden?: boolean;
  failed?: boolean;
  content: number;
  revision: number;
  outcome?: Outcome;
  /** The card that a press or refresh was answered with; shown instead of `card` until the bot updates the message. */
  answered?: { card: Json; content: number };
};

/** The chats of the tenant, kept in `<dataDir>/chats.jsonl`: personal ones by object id of the person, shared ones by conversation id. */
export type Chats = {
  messages(oid: string): ChatMessage[];
  find(oid: string, id: string): ChatMessage | undefined;
  append(oid: string, from: ChatMessage['from'], content: Content, more?: Partial<Pick<ChatMessage, 'hidden' | 'by' | 'thread'>>): ChatMessage;
  replace(oid: string, message: ChatMessage, content: Content): void;
  /** Changes what is shown without being an update by the bot. */
  alter(oid: string, message: ChatMessage, change: Partial<Pick<ChatMessage, 'hidden' | 'failed' | 'outcome' | 'answered' | 'views'>>): void;
  remove(oid: string, id: string): boolean;
  /** Calls back with the chat's id after every visible change. */
  onChange(listener: (oid: string) => void): void;
  clear(): void;
};

const line = z.union([
  z.strictObject({ oid: z.string(), message: z.looseObject({ id: z.string() }) }),
  z.strictObject({ oid: z.string(), removed: z.string() }),
]);

type ByPerson = Map<string, Map<string, ChatMessage>>;

/** Replays the file: one change per line. A last line that was cut off by a hard kill is left out. */
function replay(path: string): ByPerson {
  const chats: ByPerson = new Map();
  for (const text of existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []) {
    const change = line.safeParse(parsed(text)).data;
    if (!change) continue;
    const messages = chats.get(change.oid) ?? new Map<string, ChatMessage>();
    if ('removed' in change) messages.delete(change.removed);
    else messages.set(change.message.id, change.message as unknown as ChatMessage);
    chats.set(change.oid, messages);
  }
  return chats;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Opens the chats kept under `dataDir`. Each change is on disk before the bot is told that its message was taken:
 * Teams does not forget what it acknowledged either, whenever the sandbox is killed.
 */
export function openChats(dataDir: string, clock: Pick<Clock, 'now'>): Chats {
  const path = join(dataDir, 'chats.jsonl');
  const chats = replay(path);
  const listeners: ((oid: string) => void)[] = [];
  let lastId = Math.max(0, ...[...chats.values()].flatMap((messages) => [...messages.keys()].map(Number)));
  const whole = (): string => [...chats].flatMap(([oid, messages]) => [...messages.values()].map((message) => `${JSON.stringify({ oid, message })}\n`)).join('');
  writeAtomically(path, whole());

  const tell = (oid: string): void => {
    for (const listener of listeners) listener(oid);
  };

  function keep(oid: string, message: ChatMessage): void {
    const messages = chats.get(oid) ?? new Map<string, ChatMessage>();
    chats.set(oid, messages.set(message.id, message));
    appendFileSync(path, `${JSON.stringify({ oid, message })}\n`);
    tell(oid);
  }

  /** Teams' activity ids are milliseconds; two in the same millisecond must still differ. */
  function nextId(): string {
    lastId = Math.max(lastId + 1, clock.now().getTime());
    return String(lastId);
  }

  return {
    messages: (oid) => [...(chats.get(oid)?.values() ?? [])],
    find: (oid, id) => chats.get(oid)?.get(id),
    append(oid, from, content, more = {}) {
      const message: ChatMessage = { ...content, ...more, id: nextId(), from, at: clock.now().toISOString(), content: 1, revision: 1 };
      keep(oid, message);
      return message;
    },
    replace(oid, message, content) {
      for (const name of ['text', 'textFormat', 'card', 'signIn', 'hidden', 'answered', 'views'] as const) delete message[name];
      keep(oid, Object.assign(message, content, { editedAt: clock.now().toISOString(), content: message.content + 1, revision: message.revision + 1 }));
    },
    alter(oid, message, change) {
      Object.assign(message, change, { revision: message.revision + 1 });
      // The bot may have deleted it meanwhile; then there is nothing left to show.
      if (chats.get(oid)?.has(message.id)) keep(oid, message);
    },
    remove(oid, id) {
      if (chats.get(oid)?.delete(id) !== true) return false;
      appendFileSync(path, `${JSON.stringify({ oid, removed: id })}\n`);
      tell(oid);
      return true;
    },
    onChange: (listener) => void listeners.push(listener),
    clear() {
      const people = [...chats.keys()];
      chats.clear();
      writeAtomically(path, '');
      people.forEach(tell);
    },
  };
}
