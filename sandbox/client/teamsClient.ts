import { type ChatMessage, type Chats, type Outcome, type SignInCard } from '../channel/chats.ts';
import { singleSignOnToken } from '../channel/tokens.ts';
import { type Foundations } from '../foundations.ts';
import { type User } from '../state/objects.ts';
import { installActivities, invokeActivity, messageActivity } from './activities.ts';
import { findAction, findSubmit, opensDialog, refreshAction, type CardAction, type Json } from './card.ts';
import { deliver } from './deliver.ts';
import { createDialogs, type DialogAnswer, type DialogRefusal, type Dialogs, type Submission } from './dialogs.ts';
import { type FindAnswer, type Send } from './extension.ts';
import { createExtensionClient } from './extensionClient.ts';
import { alterView, cardSeen, outcomeSeen, placeOf, type Seat } from './seat.ts';
import { type SharedChat, type SharedChats } from '../channel/sharedChats.ts';
import { execute, type Result } from './execute.ts';
import { findChoices, type OpenCard, type Typed, type TypeaheadAnswer, type TypeaheadRefusal } from './typeahead.ts';
import { collectInputs, type InputRefusal } from './inputs.ts';

/** A message as one person sees it now; `signIn` only while it waits for that person. */
export type Shown = Pick<ChatMessage, 'id' | 'from' | 'by' | 'thread' | 'at' | 'editedAt' | 'text' | 'textFormat' | 'card' | 'failed' | 'revision' | 'outcome'> & {
  signIn?: Pick<SignInCard, 'text' | 'title' | 'link'>;
};

export type Press = { /** Key of a shared chat; absent: the person's own chat. */ chat?: string | undefined; messageId: string; verb: string; inputs: Record<string, string>; data?: Json | undefined };

/** A press that no client would send. */
export type PressRefusal = InputRefusal | { code: 'noSuchMessage' | 'verbNotOnCard' | 'opensNoDialog'; message: string };

/** The Teams client of every person in the tenant. People are named by object id. */
export type TeamsClient = {
  /** `mention`: in a shared chat only what is addressed to the bot reaches it. */
  say(oid: string, text: string, where?: { chat?: string | undefined; mention?: boolean | undefined }): Promise<{ messageId: string; status: number }>;
  /** What the person sees without looking: no refresh is sent. */
  shown(oid: string, chat?: string): Shown[];
  /** Opens the chat: cards that list the person for refresh are refreshed first. */
  view(oid: string, chat?: string): Promise<Shown[]>;
  press(oid: string, press: Press): Promise<Outcome | PressRefusal>;
  /** Presses a card's Submit action that opens a dialog; `data` tells several apart. */
  openDialog(oid: string, press: Omit<Press, 'verb'>): Promise<DialogAnswer | PressRefusal>;
  submitDialog(oid: string, submission: Submission): Promise<DialogAnswer | DialogRefusal>;
  /** Types into an input whose choices the bot is asked for: on a card of the chat, or on that of the open dialog. */
  type(oid: string, typed: Typed & { chat?: string | undefined; messageId?: string | undefined }): Promise<TypeaheadAnswer | TypeaheadRefusal>;
  readonly dialogs: Pick<Dialogs, 'close' | 'shown'>;
  /** The message extension, used in the person's own chat or in a shared one. */
  readonly extension: {
    invite(oid: string, from: { chat?: string | undefined; messageId?: string | undefined }): Promise<DialogAnswer | undefined>;
    find(oid: string, asked: { chat?: string | undefined; text: string; skip: number }): Promise<FindAnswer>;
    paste(oid: string, choice: { chat?: string | undefined; index: number }): ChatMessage | undefined;
  };
  /** Hears of every message that the bot posted; answers sign-in cards silently. */
  posted(oid: string, message: ChatMessage): void;
  /** Hands the code of a completed sign-in to whatever waits for it, and answers what came of that. */
  signedIn(oid: string, code: string): Promise<Outcome[]>;
  /** Link of the sign-in that the person is asked for, if any. */
  signInLink(oid: string): string | undefined;
  /** The app is added for the person, or removed. */
  installed(oid: string, action: 'add' | 'remove', chat?: SharedChat): Promise<void>;
  /** Everybody looks anew: the next view refreshes every card. */
  staleAll(): void;
  clear(): void;
};

type Waiting = { link: string; resume: (code: string) => Promise<Outcome | undefined> };

/** Teams refreshes what is in sight; these many of the newest cards are. */
const inSight = 10;
const freshForMs = 2_000;
/** In a chat of at most so many people Teams refreshes a card that lists nobody for each of them. */
const smallChat = 60;

export function createTeamsClient(on: Foundations, chats: Chats, sharedChats: SharedChats): TeamsClient {
  const freshUntil = new Map<string, { at: number; content: number }>();
  const refreshing = new Map<string, Promise<void>>();
  const waiting = new Map<string, Map<string, Waiting>>();
  const dialogs = createDialogs(on);
  const extension = createExtensionClient(on, chats, dialogs, (oid, link, resume) =>
    await_(oid, 'extension', { link, resume: async (code) => void (await resume(code)) }),
  );
  let presses = 0;

  const key = (oid: string, id: string): string => `${oid}/${id}`;

  function userOf(oid: string): User {
    const user = on.tenant.users.find(({ id }) => id === oid);
    if (!user) throw new Error('Nobody in the tenant has this id.');
    return user;
  }

  function seatOf(oid: string, chatKey?: string): Seat {
    const chat = chatKey === undefined ? undefined : sharedChats.byKey(chatKey);
    if (chatKey !== undefined && chat?.members.includes(oid) !== true) throw new Error('This person is not in such a chat.');
    return { oid, key: chat?.id ?? oid, chat };
  }

  /**
   * The message's answered card, unless the bot updated the message meanwhile: the update wins, as in Teams.
   * What was just answered needs no refresh for a while.
   */
  function answered(oid: string, message: ChatMessage, card: Json, content: number): Pick<ChatMessage, 'answered'> {
    if (message.content !== content) return {};
    freshUntil.set(key(oid, message.id), { at: performance.now() + freshForMs, content });
    return { answered: { card, content } };
  }

  function await_(oid: string, id: string, entry: Waiting): void {
    waiting.set(oid, (waiting.get(oid) ?? new Map<string, Waiting>()).set(id, entry));
  }

  /** Turns a result into an outcome that stays with the message, and keeps a press that waits for a sign-in. */
  function settle(seat: Seat, message: ChatMessage, content: number, head: { pressId: string; verb: string }, value: Json, result: Result): Outcome {
    const { oid } = seat;
    const at = on.clock.now().toISOString();
    if (result.kind === 'signIn') {
      const { text, title, link } = result.request;
      const resume = async (code: string): Promise<Outcome> => {
        const now = message.content;
        return settle(seat, message, now, head, value, await execute(on, userOf(oid), message.id, { ...value, state: code }, placeOf(seat, message)));
      };
      await_(oid, message.id, { link, resume });
      const outcome: Outcome = { ...head, at, kind: 'signIn', text, title, link };
      alterView(chats, seat, message, { outcome });
      return outcome;
    }
    const outcome: Outcome = { ...head, at, ...result };
    alterView(chats, seat, message, { outcome, ...(result.kind === 'card' && answered(oid, message, result.card, content)) });
    return outcome;
  }

  async function press(oid: string, { chat, messageId, verb, inputs, data }: Press): Promise<Outcome | PressRefusal> {
    const seat = seatOf(oid, chat);
    const message = chats.find(seat.key, messageId);
    const card = message && cardSeen(seat, message);
    if (!message || !card) return { code: 'noSuchMessage', message: 'There is no card with this id in the chat.' };
    const action = findAction(card, verb, data);
    if (!action) return { code: 'verbNotOnCard', message: `The card offers no action ${verb}.` };
    const collected = collectInputs(action.inputs, inputs);
    if ('code' in collected) return collected;
    presses += 1;
    const pressId = `p${presses}`;
    const value = executeValue(action, collected.values, 'manual');
    const content = message.content;
    const result = await execute(on, userOf(oid), messageId, value, placeOf(seat, message));
    return settle(seat, message, content, { pressId, verb }, value, result);
  }

  async function openDialog(oid: string, { chat, messageId, inputs, data }: Omit<Press, 'verb'>): Promise<DialogAnswer | PressRefusal> {
    const seat = seatOf(oid, chat);
    const message = chats.find(seat.key, messageId);
    const card = message && cardSeen(seat, message);
    if (!message || !card) return { code: 'noSuchMessage', message: 'There is no card with this id in the chat.' };
    const action = findSubmit(card, data ?? { msteams: { type: 'task/fetch' } });
    if (!action || !opensDialog(action)) return { code: 'opensNoDialog', message: 'The card has no such action that opens a dialog.' };
    const collected = collectInputs(action.inputs, inputs);
    if ('code' in collected) return collected;
    const send: Send = (name, value) => deliver(on, invokeActivity(on, userOf(oid), name, value, messageId, placeOf(seat, message)));
    return dialogs.open(userOf(oid), { fetch: 'task/fetch', submit: 'task/submit', value: {}, send }, { ...action.data, ...collected.values });
  }

  function cardInChat(oid: string, chat: string | undefined, messageId: string): OpenCard | undefined {
    const seat = seatOf(oid, chat);
    const message = chats.find(seat.key, messageId);
    const card = message && cardSeen(seat, message);
    return message && card && { card, send: (name, value) => deliver(on, invokeActivity(on, userOf(oid), name, value, messageId, placeOf(seat, message))) };
  }

  async function refresh(seat: Seat, message: ChatMessage, action: CardAction): Promise<void> {
    const { oid } = seat;
    const content = message.content;
    const result = await execute(on, userOf(oid), message.id, executeValue(action, {}, 'automatic'), placeOf(seat, message));
    freshUntil.set(key(oid, message.id), { at: performance.now() + freshForMs, content });
    if (result.kind !== 'card' || JSON.stringify(result.card) === JSON.stringify(cardSeen(seat, message))) return;
    const change = answered(oid, message, result.card, content);
    if (change.answered) alterView(chats, seat, message, change);
  }

  async function refreshOnce(seat: Seat, message: ChatMessage): Promise<void> {
    const { oid } = seat;
    const card = cardSeen(seat, message);
    const action = card && refreshAction(card, `29:${oid}`, (seat.chat?.members.length ?? smallChat + 1) <= smallChat);
    if (!action) return;
    const id = key(oid, message.id);
    const fresh = freshUntil.get(id);
    if (fresh?.content === message.content && fresh.at > performance.now()) return;
    const running = refreshing.get(id) ?? refresh(seat, message, action).finally(() => refreshing.delete(id));
    refreshing.set(id, running);
    await running;
  }

  function show(seat: Seat, message: ChatMessage): Shown {
    const { id, from, by, thread, at, editedAt, text, textFormat, failed, revision, signIn } = message;
    const card = cardSeen(seat, message);
    const outcome = outcomeSeen(seat, message);
    return {
      id, from, at, revision,
      ...(by !== undefined && { by }),
      ...(thread !== undefined && { thread }),
      ...(editedAt !== undefined && { editedAt }),
      ...(text !== undefined && { text }),
      ...(textFormat !== undefined && { textFormat }),
      ...(card && { card }),
      ...(signIn && { signIn: { text: signIn.text, title: signIn.title, link: signIn.link } }),
      ...(failed && { failed }),
      ...(outcome && { outcome }),
    };
  }

  const visible = ({ key: chat }: Seat): ChatMessage[] => chats.messages(chat).filter((message) => !message.hidden);
  const shown = (oid: string, chat?: string): Shown[] => {
    const seat = seatOf(oid, chat);
    return visible(seat).map((message) => show(seat, message));
  };

  /** A sign-in card is answered without a word when the person's token is enough; only else is it shown. */
  async function answerSignInCard(oid: string, message: ChatMessage, signIn: SignInCard): Promise<void> {
    const user = userOf(oid);
    const { exchangeId, connectionName, link } = signIn;
    const token = exchangeId === null ? undefined : await singleSignOnToken(on, oid).catch(() => undefined);
    if (token !== undefined) {
      const value = { id: exchangeId, connectionName, token };
      const { status } = await deliver(on, invokeActivity(on, user, 'signin/tokenExchange', value));
      if (status === 200) return;
    }
    const resume = async (code: string): Promise<undefined> => {
      await deliver(on, invokeActivity(on, user, 'signin/verifyState', { state: code }));
      chats.alter(oid, message, { hidden: true });
    };
    await_(oid, message.id, { link, resume });
    chats.alter(oid, message, { hidden: false });
  }

  return {
    async say(oid, text, { chat, mention = false } = {}) {
      const seat = seatOf(oid, chat);
      const message = chats.append(seat.key, 'person', { text: seat.chat && mention ? `@Guest Desk ${text}` : text, textFormat: 'plain' }, seat.chat ? { by: oid } : {});
      if (seat.chat && (!mention || !seat.chat.hasBot)) return { messageId: message.id, status: 200 };
      const { status } = await deliver(on, messageActivity(on, userOf(oid), message.id, text, placeOf(seat, message)));
      if (status < 200 || status > 299) chats.alter(seat.key, message, { failed: true });
      return { messageId: message.id, status };
    },
    shown,
    async view(oid, chat) {
      const seat = seatOf(oid, chat);
      const cards = visible(seat).filter((message) => message.card).slice(-inSight);
      await Promise.all(cards.map((message) => refreshOnce(seat, message)));
      return shown(oid, chat);
    },
    press,
    openDialog,
    type: (oid, { chat, messageId, ...typed }) => findChoices(messageId === undefined ? dialogs.openCard(oid) : cardInChat(oid, chat, messageId), typed),
    submitDialog: (oid, submission) => dialogs.submit(userOf(oid), submission),
    dialogs,
    extension: {
      invite: (oid, { chat, messageId }) => extension.invite(userOf(oid), seatOf(oid, chat), messageId),
      find: (oid, { chat, ...asked }) => extension.find(userOf(oid), seatOf(oid, chat), asked),
      paste: (oid, { chat, index }) => extension.paste(seatOf(oid, chat), index),
    },
    posted(oid, message) {
      if (!message.signIn || sharedChats.byId(oid)) return;
      const { signIn } = message;
      // The bot's turn ends before its sign-in card reaches a client, so the answer waits for the next tick.
      setImmediate(() => void answerSignInCard(oid, message, signIn));
    },
    async signedIn(oid, code) {
      const entries = [...(waiting.get(oid)?.values() ?? [])];
      waiting.delete(oid);
      const outcomes: Outcome[] = [];
      for (const { resume } of entries) {
        const outcome = await resume(code);
        if (outcome) outcomes.push(outcome);
      }
      return outcomes;
    },
    signInLink: (oid) => [...(waiting.get(oid)?.values() ?? [])].at(-1)?.link,
    async installed(oid, action, chat) {
      for (const activity of installActivities(on, userOf(oid), action, chat && { chat })) await deliver(on, activity);
    },
    staleAll: () => freshUntil.clear(),
    clear() {
      freshUntil.clear();
      waiting.clear();
      dialogs.clear();
      extension.clear();
    },
  };
}

const executeValue = (action: CardAction, inputs: Record<string, string>, trigger: 'manual' | 'automatic'): Json => ({
  action: {
    type: 'Action.Execute',
    ...(action.id !== undefined && { id: action.id }),
    verb: action.verb,
    data: { ...action.data, ...inputs },
  },
  trigger,
});
