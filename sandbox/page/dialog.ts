import { api, type DialogAnswer, type DialogFace, Refusal } from './api.ts';
import { drawCard } from './cardView.ts';
import { fill, icon, make } from './dom.ts';
import { drawAlert, drawSignIn, reachable } from './outcomeView.ts';

/** Serves the page in a dialog's frame as Teams serves `@microsoft/teams-js`; what it returns ends that. */
export type FrameHost = (frame: HTMLIFrameElement, dialog: { readonly hand: (result: unknown) => void; readonly close: () => void }) => () => void;

type Options = {
  /** Key of the person whose dialog it is, and the name to show. */
  readonly as: string;
  readonly who: string;
  /** What opens the dialog: its first answer fills it. */
  readonly first: () => Promise<DialogAnswer>;
  readonly frameHost?: FrameHost;
  /** Hears of every answer; a kind that the dialog does not know itself ends it. */
  readonly onAnswer?: (answer: DialogAnswer) => void;
  readonly onClosed: () => void;
  /** The person follows a link to their own chat. */
  readonly onOwnChat?: () => void;
};

const sizes: Record<string, number> = { small: 20, medium: 50, large: 66 };

/** Opens a Teams dialog: modal, with a card or a page in it, until it is submitted to its end or closed. */
export function openTeamsDialog({ as, who, first, frameHost, onAnswer, onClosed, onOwnChat }: Options): void {
  const title = make('h2', { id: 'teams-dialog-title', dir: 'auto' }, 'Guest Desk');
  const body = make('div', { class: 'teams-dialog-body' }, make('p', { class: 'soft', role: 'status' }, 'Guest Desk is opening a dialog…'));
  const trouble = make('div', { class: 'message-notice' });
  const close = make('button', { type: 'button', class: 'button is-quiet', 'aria-label': 'Close the dialog', onclick: () => element.close() }, icon('close'));
  const element = make('dialog', { class: 'dialog teams-dialog', 'aria-labelledby': 'teams-dialog-title', onclose: () => void end() },
    make('header', { class: 'teams-dialog-head' }, make('div', {}, title, make('p', { class: 'soft' }, 'Guest Desk · ', make('bdi', {}, who))), close), body, trouble);
  let card: ReturnType<typeof drawCard> | undefined;
  let endFrame: (() => void) | undefined;
  let isOver = false;

  async function end(): Promise<void> {
    endFrame?.();
    element.remove();
    if (!isOver) await api.dialog({ op: 'close', as }).catch(() => undefined);
    onClosed();
  }

  function over(): void {
    isOver = true;
    element.close();
  }

  async function ask(asking: () => Promise<DialogAnswer>, label?: string): Promise<void> {
    if (label !== undefined) card?.setBusy(label);
    fill(trouble);
    try {
      show(await asking());
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal('page', String(error));
      fill(trouble, drawAlert(refusal.message));
      if (refusal.input !== undefined) card?.focusInput(refusal.input);
    } finally {
      card?.setBusy(undefined);
    }
  }

  function show(answer: DialogAnswer): void {
    onAnswer?.(answer);
    switch (answer.kind) {
      case 'dialog':
        return draw(answer.dialog);
      case 'message':
        return say(answer.text);
      case 'signIn':
        return fill(body, drawSignIn(answer), make('div', { class: 'dialog-buttons' }, make('button', { type: 'button', class: 'button', onclick: () => void ask(() => api.dialog({ op: 'look', as })) }, 'I have signed in')));
      case 'error':
        if (!card && !endFrame) fill(body);
        return fill(trouble, drawAlert(answer.text, `${answer.status} · ${answer.code}`));
      default:
        return over();
    }
  }

  function say(text: string): void {
    isOver = true;
    card = undefined;
    fill(body, make('p', { dir: 'auto', role: 'status' }, text), make('div', { class: 'dialog-buttons' }, make('button', { type: 'button', class: 'button is-primary', onclick: () => element.close() }, 'Close')));
  }

  function draw({ title: text, width, height, card: json, url }: DialogFace): void {
    fill(title, text === '' ? 'Guest Desk' : text);
    element.style.setProperty('--dialog-width', typeof width === 'number' ? `${width}px` : `${sizes[width] ?? 50}vw`);
    element.style.setProperty('--dialog-height', typeof height === 'number' ? `${height}px` : `${sizes[height] ?? 50}vh`);
    endFrame?.();
    endFrame = undefined;
    card = undefined;
    if (json) {
      card = drawCard(json, {
        submit: ({ data, inputs }, label) => void ask(() => api.dialog({ op: 'submit', as, data, inputs }), label),
        choices: (input, text) => api.choices({ as, input, text }),
      });
      fill(body, card.element);
      card.element.focus({ preventScroll: true });
    } else if (url !== undefined) {
      const frame = make('iframe', { src: reachable(url), title: text, class: 'teams-dialog-frame' });
      endFrame = frameHost?.(frame, { hand: (result) => void ask(() => api.dialog({ op: 'hand', as, result })), close: () => element.close() }) ?? (() => undefined);
      fill(body, frame);
    }
  }

  element.addEventListener('ownchat', () => {
    element.close();
    onOwnChat?.();
  });
  document.body.append(element);
  element.showModal();
  void ask(first);
}
