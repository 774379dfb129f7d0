import { api, type Message, Refusal } from './api.ts';
import { avatar } from './avatar.ts';
import { drawCard, type Press, type Submit } from './cardView.ts';
import { renderMarkdown } from './cardHost.ts';
import { openTeamsDialog } from './dialog.ts';
import { fill, icon, make } from './dom.ts';
import { moments } from './moments.ts';
import { drawAlert, drawOutcome, drawSignIn } from './outcomeView.ts';
import { hostTeamsJs } from './teamsHost.ts';

export type MessageView = {
  readonly element: HTMLElement;
  /** What the message is about, to tell a change worth a mark from a mere redrawing. */
  readonly gist: () => string;
  readonly update: (message: Message) => void;
  readonly markNew: (isNew: boolean) => void;
};

/** Who looks at the message, and where: a shared chat has several writers. */
export type Reading = { readonly as: string; readonly who: string; readonly chat: string | undefined; readonly nameOf: (key: string) => string; readonly refresh: () => Promise<void>; readonly goToOwnChat: () => void };

/** One message of a chat as its reader sees it: text, card or sign-in, and under it what the last press got back. */
export function createMessage(first: Message, { as, who, chat, nameOf, refresh, goToOwnChat }: Reading): MessageView {
  const isOwn = first.from === as;
  const isBot = first.from === 'bot';
  const writer = isBot ? 'Guest Desk' : nameOf(first.from);
  const body = make('div', { class: 'message-body' });
  const notice = make('div', { class: 'message-notice' });
  const stamp = make('time', { datetime: first.at }, moments.time(first.at));
  const meta = make('p', { class: 'message-meta' }, !isOwn && avatar(writer, isBot ? 'bot' : 'person'), make('span', { class: isOwn ? 'unseen' : 'message-from' }, isOwn ? 'You' : make('bdi', {}, writer)), !isBot && first.card !== undefined && make('span', { class: 'message-via' }, 'via Guest Desk'), stamp, make('span', { class: 'message-new' }, 'New'));
  const element = make('article', { class: `message ${isOwn ? 'is-own' : 'is-bot'}${first.thread === undefined ? '' : ' is-reply'}`, 'data-message': first.id, 'aria-label': `${isOwn ? 'You' : writer}, ${moments.time(first.at)}` }, meta, body, notice);
  let shown: Message | undefined;
  let card: ReturnType<typeof drawCard> | undefined;
  let isPressing = false;
  let pressed = false;

  async function press(press: Press, label: string): Promise<void> {
    isPressing = true;
    card?.setBusy(label);
    fill(notice);
    try {
      const outcome = await api.press({ as, chat, messageId: first.id, ...press });
      pressed = outcome.kind === 'card';
      showNotice(drawOutcome(outcome));
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('page', String(error));
      showNotice(drawAlert(refusal.message));
      if (refusal.input !== undefined) card?.focusInput(refusal.input);
    } finally {
      isPressing = false;
      card?.setBusy(undefined);
      await refresh();
      pressed = false;
    }
  }

  function openDialog({ data, inputs }: Submit): void {
    openTeamsDialog({ as, who, first: () => api.dialog({ op: 'open', as, chat, messageId: first.id, data, inputs }), frameHost: hostTeamsJs, onClosed: () => void refresh(), onOwnChat: goToOwnChat });
  }

  /** What Teams offers on a message: the actions of apps. */
  function drawMenu(): HTMLElement {
    const invite = (): void => {
      menu.removeAttribute('open');
      openTeamsDialog({ as, who, first: () => api.dialog({ op: 'invite', as, chat, messageId: first.id }), onClosed: () => void refresh(), onOwnChat: goToOwnChat });
    };
    const menu = make('details', { class: 'message-menu' }, make('summary', { 'aria-label': `More for the message of ${isOwn ? 'you' : writer}` }, icon('more')), make('div', { class: 'menu-sheet' }, make('button', { type: 'button', onclick: invite }, 'Invite to an app')));
    return menu;
  }

  function showNotice(shown: HTMLElement | undefined): void {
    fill(notice, shown);
    shown?.scrollIntoView({ block: 'nearest' });
  }

  function drawBody(message: Message): void {
    if (message.card) {
      const hadFocus = element.contains(document.activeElement);
      const draft = pressed ? undefined : card?.draft();
      card = drawCard(message.card, { press: (pressing, label) => void press(pressing, label), submit: openDialog, choices: (input, text) => api.choices({ as, chat, messageId: first.id, input, text }) }, draft);
      fill(body, message.text !== undefined && message.text !== '' && drawText(message), card.element);
      if (hadFocus && draft?.focusId === undefined) card.element.focus({ preventScroll: true });
      pressed = false;
    } else {
      card = undefined;
      fill(body, message.text !== undefined && drawText(message), message.signIn && drawSignIn(message.signIn), message.text !== undefined && !isBot && chat !== undefined && drawMenu());
    }
  }

  function update(message: Message): void {
    if (isPressing) return;
    if (shown === undefined || JSON.stringify(contentOf(message)) !== JSON.stringify(contentOf(shown))) drawBody(message);
    if (JSON.stringify(message.outcome) !== JSON.stringify(shown?.outcome)) fill(notice, message.outcome && drawOutcome(message.outcome));
    if (message.failed === true && shown?.failed !== true) fill(notice, drawAlert('Guest Desk did not take this message.'));
    fill(stamp, message.editedAt === undefined || !isBot ? moments.time(message.at) : `${moments.time(message.at)} · updated ${moments.time(message.editedAt)}`);
    if (shown !== undefined && message.revision > shown.revision) flash(element);
    shown = message;
  }

  update(first);
  return { element, gist: () => card?.gist ?? shown?.text ?? shown?.signIn?.text ?? '', update, markNew: (isNew) => element.classList.toggle('is-new', isNew) };
}

const contentOf = ({ text, card, signIn }: Message): unknown => ({ text, card, signIn });

function drawText({ text = '', textFormat, from }: Message): HTMLElement {
  const bubble = make('div', { class: 'bubble', dir: 'auto' });
  if (from === 'bot' && textFormat !== 'plain') bubble.innerHTML = renderMarkdown(text);
  else bubble.textContent = text;
  for (const link of bubble.querySelectorAll('a')) link.setAttribute('target', '_blank');
  return bubble;
}

function flash(element: HTMLElement): void {
  element.classList.remove('is-flashing');
  void element.offsetWidth;
  element.classList.add('is-flashing');
}
