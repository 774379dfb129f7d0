import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { people, type PersonKey } from '../seed.ts';
import { writeAtomically } from '../state/file.ts';

/** A chat of several people: a group chat, or the channel of a team. `members` are object ids. */
export type SharedChat = {
  key: string;
  kind: 'groupChat' | 'channel';
  /** Conversation id; a thread of a channel adds `;messageid=…`. */
  id: string;
  name: string;
  team?: { id: string; name: string };
  members: string[];
  hasBot: boolean;
};

/** The shared chats of the tenant. Which of them the app is installed in is kept in `<dataDir>/sharedChats.json`. */
export type SharedChats = {
  all(): SharedChat[];
  byKey(key: string): SharedChat | undefined;
  /** By conversation id, with or without a thread. */
  byId(conversation: string): SharedChat | undefined;
  setBot(chat: SharedChat, installed: boolean): void;
  clear(): void;
};

const oids = (...keys: PersonKey[]): string[] => keys.map((key) => people[key].oid);

const seeded = (): SharedChat[] => [
  { key: 'radiology', kind: 'groupChat', id: '19:7ad1000000004000800000000000c4a7@thread.v2', name: 'Radiology', members: oids('owner', 'requester', 'approver', 'outsider'), hasBot: false },
  {
    key: 'imagingTeam', kind: 'channel', id: '19:1a9e000000004000800000000000c4a7@thread.tacv2', name: 'General',
    team: { id: '19:1a9e000000004000800000000000c4a7@thread.tacv2', name: 'Imaging project' }, members: oids('owner', 'requester', 'approver2', 'sponsor', 'admin', 'unreachable'), hasBot: false,
  },
];

const kept = z.record(z.string(), z.boolean());

export function openSharedChats(dataDir: string): SharedChats {
  const path = join(dataDir, 'sharedChats.json');
  const installed = existsSync(path) ? (kept.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data ?? {}) : {};
  let chats = seeded().map((chat) => ({ ...chat, hasBot: installed[chat.key] ?? chat.hasBot }));
  const save = (): void => writeAtomically(path, JSON.stringify(Object.fromEntries(chats.map(({ key, hasBot }) => [key, hasBot]))));
  return {
    all: () => chats,
    byKey: (key) => chats.find((chat) => chat.key === key),
    byId: (conversation) => chats.find(({ id }) => id === conversation.split(';')[0]),
    setBot(chat, isInstalled) {
      chat.hasBot = isInstalled;
      save();
    },
    clear() {
      chats = seeded();
      save();
    },
  };
}
