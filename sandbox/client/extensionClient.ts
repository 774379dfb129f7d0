import { type ChatMessage, type Chats } from '../channel/chats.ts';
import { type Foundations } from '../foundations.ts';
import { type User } from '../state/objects.ts';
import { invokeActivity } from './activities.ts';
import { deliver } from './deliver.ts';
import { type DialogAnswer, type Dialogs } from './dialogs.ts';
import { type FindAnswer, type Found, findByExtension, inviteValue, type Send } from './extension.ts';
import { placeOf, type Seat } from './seat.ts';

/** A person's use of the message extension. */
export type ExtensionClient = {
  /** *Invite to an app*, from a message of the chat or from the compose box. Undefined when there is no such message. */
  invite(user: User, seat: Seat, messageId?: string): Promise<DialogAnswer | undefined>;
  /** The search command; an empty text is its first run. */
  find(user: User, seat: Seat, asked: { text: string; skip: number }): Promise<FindAnswer>;
  /** Pastes a result of the last search as the person's own message. Undefined when there is none. */
  paste(seat: Seat, index: number): ChatMessage | undefined;
  clear(): void;
};

/** @param waits hears of a sign-in somebody is asked for, and what goes on with its code */
export function createExtensionClient(on: Foundations, chats: Chats, dialogs: Dialogs, waits: (oid: string, link: string, resume: (code: string) => Promise<void>) => void): ExtensionClient {
  const found = new Map<string, Found[]>();

  const sendFrom = (user: User, seat: Seat, message?: ChatMessage): Send => (name, value) => deliver(on, invokeActivity(on, user, name, value, undefined, placeOf(seat, message)));

  function keep(oid: string, answer: FindAnswer): FindAnswer {
    found.set(oid, answer.kind === 'found' ? answer.rows : []);
    return answer;
  }

  return {
    async invite(user, seat, messageId) {
      const message = messageId === undefined ? undefined : chats.find(seat.key, messageId);
      if (messageId !== undefined && !message) return undefined;
      const writer = message?.from === 'person' ? on.tenant.users.find(({ id }) => id === (message.by ?? seat.oid)) : undefined;
      const value = inviteValue(message && { id: message.id, at: message.at, ...(message.text !== undefined && { text: message.text }), writer: writer ? { id: writer.id, name: writer.displayName } : null });
      return dialogs.open(user, {
        fetch: 'composeExtension/fetchTask', submit: 'composeExtension/submitAction', value, send: sendFrom(user, seat, message),
        waits: (link, resume) => waits(user.id, link, resume),
      });
    },
    async find(user, seat, { text, skip }) {
      const send = sendFrom(user, seat);
      const answer = await findByExtension(on, user, send, { text, skip });
      if (answer.kind === 'signIn') waits(user.id, answer.link, async (code) => void keep(user.id, await findByExtension(on, user, send, { text, skip, state: code })));
      return keep(user.id, answer);
    },
    paste(seat, index) {
      const row = found.get(seat.oid)?.[index];
      return row && chats.append(seat.key, 'person', { card: row.card }, seat.chat ? { by: seat.oid } : {});
    },
    clear: () => found.clear(),
  };
}
