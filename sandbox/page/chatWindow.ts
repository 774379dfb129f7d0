import { api, type Message, type Person, type SharedChat, unlessRefused } from './api.ts';
import { avatar } from './avatar.ts';
import { createChatTabs } from './chatTabs.ts';
import { createComposer } from './composer.ts';
import { fill, icon, make } from './dom.ts';
import { createMessage, type MessageView } from './messageView.ts';
import { moments } from './moments.ts';
import { seenBy } from './seen.ts';

const nearEnd = 80;

export type ChatWindow = {
  readonly element: HTMLElement;
  readonly as: () => string;
  readonly setPerson: (person: Person) => void;
  readonly setPeople: (people: readonly Person[]) => void;
  readonly setSharedChats: (chats: readonly SharedChat[]) => void;
  /** Something happened in a chat of the person: reads it again, or marks it when another one is open. */
  readonly notice: (chat: string | undefined) => Promise<void>;
  readonly refresh: () => Promise<void>;
  readonly unread: () => number;
  /** Takes what comes next as seen: the first of a new beginning. */
  readonly forget: () => void;
  /** The person looks at this window now: everything in it is seen. */
  readonly attend: () => void;
};

/** One person's chat with Guest Desk: a landmark with head, messages and composer. */
export function createChatWindow(slot: number, first: Person, onSwitch: (key: string) => void, onUnread: () => void): ChatWindow {
  let person = first;
  let people: readonly Person[] = [first];
  let sharedChats: readonly SharedChat[] = [];
  let chat: string | undefined;
  let seen = seenBy(first.key);
  let views = new Map<string, MessageView>();
  const days = new Map<string, HTMLElement>();
  let unread = 0;
  let running: Promise<void> | undefined;
  let again = false;

  const face = make('span', { class: 'pane-face' });
  const title = make('h2', { id: `chat-${slot}-title`, class: 'pane-title' });
  const about = make('p', { class: 'pane-about' });
  const badge = make('span', { class: 'badge', hidden: true });
  const choice = make('select', { 'aria-label': `Person in window ${slot + 1}`, onchange: () => onSwitch(choice.value) });
  const log = make('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-relevant': 'additions', tabindex: '0', 'aria-labelledby': `chat-${slot}-title` });
  const typing = make('p', { class: 'typing', role: 'status', hidden: true }, 'Guest Desk is writing…');
  const jump = make('button', { type: 'button', class: 'jump', hidden: true, onclick: () => toEnd(true) }, 'New messages', icon('chevron'));
  const composer = createComposer(refresh, (waiting) => {
    typing.hidden = !waiting;
    if (waiting) toEnd(true);
  }, () => openChat(undefined));
  const chatTabs = createChatTabs((next) => openChat(next));
  const element = make(
    'section',
    { class: 'pane chat', id: `chat-${slot}`, tabindex: '-1', 'aria-labelledby': `chat-${slot}-title` },
    make('header', { class: 'pane-head' }, face, make('div', { class: 'pane-names' }, title, about), badge, make('span', { class: 'switch' }, choice, icon('chevron'))),
    chatTabs.element,
    make('div', { class: 'log-area' }, log, jump),
    typing,
    composer.element,
  );

  function drawHead(): void {
    fill(face, avatar(person.name));
    fill(title, make('bdi', {}, person.name));
    fill(about, person.hasApp ? (person.about ?? person.key) : `${person.about ?? person.key} · app not installed`);
    fill(choice, ...people.map(({ key, name, about: what }) => make('option', { value: key, selected: key === person.key }, what ? `${name}, ${what}` : name)));
    composer.setPerson(person);
    drawChats();
  }

  function drawChats(): void {
    const own = sharedChats.filter(({ members }) => members.includes(person.key));
    if (!own.some(({ key }) => key === chat)) chat = undefined;
    chatTabs.show(own, chat);
    composer.setChat(own.find(({ key }) => key === chat));
  }

  function openChat(next: string | undefined): void {
    if (next === chat) return;
    chat = next;
    forgetViews();
    drawChats();
    void refresh();
  }

  function forgetViews(): void {
    seen = seenBy(chat === undefined ? person.key : `${person.key} ${chat}`);
    views = new Map();
    fill(log);
  }

  function dayRow(day: string): HTMLElement {
    const row = days.get(day) ?? make('p', { class: 'day' }, make('span', {}, day));
    days.set(day, row);
    return row;
  }

  const isAtEnd = (): boolean => log.scrollHeight - log.scrollTop - log.clientHeight < nearEnd;
  function toEnd(smooth = false): void {
    log.scrollTo({ top: log.scrollHeight, behavior: smooth && !matchMedia('(prefers-reduced-motion: reduce)').matches ? 'smooth' : 'instant' });
    jump.hidden = true;
  }

  function show(messages: readonly Message[]): void {
    const wasAtEnd = isAtEnd();
    const kept = new Map<string, MessageView>();
    let added = 0;
    let lastDay = '';
    const rows: HTMLElement[] = [];
    for (const message of messages) {
      const view = views.get(message.id) ?? createMessage(message, { as: person.key, who: person.name, chat, nameOf: (key) => people.find((one) => one.key === key)?.name ?? key, refresh, goToOwnChat: () => openChat(undefined) });
      if (views.has(message.id)) view.update(message);
      else added += 1;
      kept.set(message.id, view);
      const day = moments.day(message.at);
      if (day !== lastDay) rows.push(dayRow(day));
      lastDay = day;
      rows.push(view.element);
    }
    views = kept;
    place(log, rows.length > 0 ? rows : [make('p', { class: 'empty' }, 'Nothing here yet. Write a message, or let somebody ask.')]);
    composer.offerExamples(messages.filter(({ from }) => from === person.key).map(({ text }) => text ?? ''));
    countUnread(messages);
    if (wasAtEnd) toEnd();
    else if (added > 0) jump.hidden = false;
  }

  function countUnread(messages: readonly Message[]): void {
    const isWatched = document.hasFocus() && element.contains(document.activeElement);
    if (!seen.knows() || isWatched) markSeen();
    unread = 0;
    for (const { id, from } of messages) {
      const view = views.get(id);
      const isNew = from !== person.key && view !== undefined && seen.isNew(id, view.gist());
      view?.markNew(isNew);
      if (isNew) unread += 1;
    }
    badge.hidden = unread === 0;
    fill(badge, String(unread), make('span', { class: 'unseen' }, ' unread'));
    onUnread();
  }

  function markSeen(): void {
    seen.mark(new Map([...views].map(([id, view]) => [id, view.gist()])));
  }

  function attend(): void {
    if (unread === 0) return;
    markSeen();
    unread = 0;
    badge.hidden = true;
    onUnread();
  }

  async function load(): Promise<void> {
    const { key } = person;
    const asked = chat;
    const messages = await api.chat(key, asked).catch(unlessRefused);
    if (messages && key === person.key && asked === chat) show(messages);
  }

  function refresh(): Promise<void> {
    if (running) {
      again = true;
      return running;
    }
    running = load().finally(() => {
      running = undefined;
      if (again) {
        again = false;
        void refresh();
      }
    });
    return running;
  }

  let followsEnd = true;
  let height = 0;
  log.addEventListener('scroll', () => {
    if (log.clientHeight !== height) return;
    followsEnd = isAtEnd();
    if (followsEnd) jump.hidden = true;
  });
  // The window grows and shrinks (inspector, keyboard of a phone): who reads the end keeps reading it.
  new ResizeObserver(() => {
    height = log.clientHeight;
    if (followsEnd) toEnd();
  }).observe(log);
  element.addEventListener('ownchat', () => openChat(undefined));
  element.addEventListener('focusin', attend);
  element.addEventListener('pointerdown', attend);
  drawHead();
  return {
    element,
    as: () => person.key,
    setPerson: (next) => {
      person = next;
      chat = undefined;
      forgetViews();
      drawHead();
      void refresh();
    },
    setPeople: (next) => {
      if (JSON.stringify(next) === JSON.stringify(people)) return;
      people = next;
      person = next.find(({ key }) => key === person.key) ?? person;
      drawHead();
    },
    setSharedChats: (next) => {
      sharedChats = next;
      drawChats();
    },
    notice: async (changed) => {
      if (changed === chat) return refresh();
      chatTabs.mark(changed);
    },
    refresh,
    unread: () => unread,
    attend,
    forget: () => {
      seen = seenBy(person.key);
    },
  };
}

/** Puts rows into the log without moving those that are already in place, so that focus and typed text stay. */
function place(log: HTMLElement, rows: readonly HTMLElement[]): void {
  const wanted = new Set<Node>(rows);
  for (const child of [...log.children]) if (!wanted.has(child)) child.remove();
  for (const [index, row] of rows.entries()) if (log.children[index] !== row) log.insertBefore(row, log.children[index] ?? null);
}
