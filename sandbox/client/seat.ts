import { type ChatMessage, type Chats, type View } from '../channel/chats.ts';
import { type SharedChat } from '../channel/sharedChats.ts';
import { type Place } from './activities.ts';
import { type Json } from './card.ts';

/** One person before one chat: their own with the bot, or a shared one. `key`: what the chat is kept under. */
export type Seat = { oid: string; key: string; chat: SharedChat | undefined };

/** The card as the person sees it: what they were answered, else what everybody sees. */
export const cardSeen = ({ oid, chat }: Seat, message: ChatMessage): Json | undefined => (chat ? message.views?.[oid]?.answered : message.answered)?.card ?? message.card;

export const outcomeSeen = ({ oid, chat }: Seat, message: ChatMessage): ChatMessage['outcome'] => (chat ? message.views?.[oid]?.outcome : message.outcome);

/** Changes what this person sees of a message; in a shared chat nobody else sees it. */
export function alterView(chats: Chats, { oid, key, chat }: Seat, message: ChatMessage, view: View): void {
  if (!chat) return chats.alter(key, message, view);
  chats.alter(key, message, { views: { ...message.views, [oid]: { ...message.views?.[oid], ...view } } });
}

/** Where an activity about this message comes from; undefined for a personal chat. A thread of a channel begins with its first message. */
export function placeOf({ chat }: Seat, message?: ChatMessage): Place | undefined {
  if (!chat) return undefined;
  return chat.kind === 'channel' && message ? { chat, thread: message.thread ?? message.id } : { chat };
}
