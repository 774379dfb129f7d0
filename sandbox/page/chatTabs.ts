import { type SharedChat } from './api.ts';
import { fill, icon, make } from './dom.ts';

export type ChatTabs = {
  readonly element: HTMLElement;
  /** Draws the chats a person is in; none but their own hides the row. */
  readonly show: (chats: readonly SharedChat[], current: string | undefined) => void;
  /** Marks a chat in which something happened while another one is open. */
  readonly mark: (chat: string | undefined) => void;
};

/** The chats of one person: their own with Guest Desk, and those they share with others. */
export function createChatTabs(onChoose: (chat: string | undefined) => void): ChatTabs {
  const element = make('div', { class: 'chat-tabs', role: 'group', 'aria-label': 'Chats', hidden: true });
  const marked = new Set<string | undefined>();
  let shown: readonly SharedChat[] = [];
  let now: string | undefined;

  function draw(): void {
    element.hidden = shown.length === 0;
    const tab = (key: string | undefined, name: string, kind: string): HTMLElement =>
      make('button', { type: 'button', class: 'chat-tab', 'aria-pressed': String(key === now), 'data-chat': key ?? 'own', onclick: () => onChoose(key) },
        icon(key === undefined ? 'person' : 'people'), make('bdi', {}, name), make('span', { class: 'unseen' }, `, ${kind}`), marked.has(key) && make('span', { class: 'chat-mark' }, make('span', { class: 'unseen' }, ' something new')));
    fill(element, tab(undefined, 'Guest Desk', 'your own chat'), ...shown.map(({ key, name, team, kind }) => tab(key, team === undefined ? name : `${team} › ${name}`, kind === 'channel' ? 'channel' : 'group chat')));
  }

  return {
    element,
    show(chats, current) {
      shown = chats;
      now = current;
      marked.delete(current);
      draw();
    },
    mark(chat) {
      if (chat === now || marked.has(chat)) return;
      marked.add(chat);
      draw();
    },
  };
}
