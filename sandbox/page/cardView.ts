import { type Action, type AdaptiveCard, ExecuteAction, type Input, OpenUrlAction, ShowCardAction, SubmitAction, ToggleInput } from 'adaptivecards';
import { type Choice } from './api.ts';
import { largeText, parseCard } from './cardHost.ts';
import { ChoicePicker, type FindChoices } from './choicePicker.ts';
import { make } from './dom.ts';
import { reachable } from './outcomeView.ts';

/** One press of an Execute action: its verb, its own data and all input values of the card, as the renderer gives them. */
export type Press = { readonly verb: string; readonly data: unknown; readonly inputs: Record<string, string> };

/** One press of a Submit action, which opens a dialog or ends one. */
export type Submit = Omit<Press, 'verb'>;

type Handlers = { readonly press?: (press: Press, label: string) => void; readonly submit?: (submit: Submit, label: string) => void; /** Asks the bot for choices while the person types. */ readonly choices?: FindChoices };

/** What a person had typed, chosen and unfolded, so that a card drawn anew loses nothing. */
type Draft = {
  readonly values: ReadonlyMap<string, string | readonly Choice[]>;
  readonly unfolded: readonly string[];
  readonly focusId: string | undefined;
};

type CardView = {
  readonly element: HTMLElement;
  /** The card's first words: how things stand. */
  readonly gist: string;
  readonly draft: () => Draft;
  readonly setBusy: (action: string | undefined) => void;
  readonly focusInput: (id: string) => void;
};

const inputElement = (input: Input): HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | null =>
  input.renderedElement?.querySelector('input, textarea, select') ?? null;

/** Draws an Adaptive Card; the handlers get every valid press of an Execute or Submit action that is not blocked by one under way. */
export function drawCard(json: Record<string, unknown>, on: Handlers, kept?: Draft): CardView {
  const card = parseCard(json, on.choices);
  let busy = false;
  card.onExecuteAction = (action) => {
    if (action instanceof OpenUrlAction && isSafeLink(action.url)) follow(action.url, element);
    if (busy) return;
    const sent = (own: ExecuteAction | SubmitAction): Submit => ({ data: ownData(own), inputs: inputsOf(own) });
    if (action instanceof ExecuteAction) on.press?.({ verb: action.verb, ...sent(action) }, action.title ?? '');
    else if (action instanceof SubmitAction) on.submit?.(sent(action), action.title ?? '');
  };
  card.onInlineCardExpanded = (action, isExpanded) => {
    polish(element);
    if (isExpanded) bringIntoView(action.card.renderedElement);
  };
  card.onElementVisibilityChanged = (changed) => {
    queueMicrotask(() => polish(element));
    if (changed.isVisible) bringIntoView(changed.renderedElement);
  };
  const element = make('div', { class: 'card', tabindex: '-1' }, card.render() ?? make('p', { class: 'card-broken' }, 'This card cannot be shown.'));
  markTitle(element);
  polish(element);
  if (kept) restore(card, kept);

  const setBusy = (label: string | undefined): void => {
    busy = label !== undefined;
    element.classList.toggle('is-busy', busy);
    element.setAttribute('aria-busy', String(busy));
    for (const button of element.querySelectorAll<HTMLButtonElement>('.ac-pushButton')) {
      button.setAttribute('aria-disabled', String(busy));
      button.classList.toggle('is-running', busy && button.textContent === label);
    }
  };
  return { element, gist: gistOf(element), draft: () => draftOf(card, element), setBusy, focusInput: (id) => focusInput(card, id) };
}

const bringIntoView = (unfolded: HTMLElement | undefined): number => requestAnimationFrame(() => unfolded?.scrollIntoView({ block: 'nearest' }));

/** Teams follows links into itself without leaving; the one to the own chat is a wish of whoever shows the card. */
function follow(url: string, from: HTMLElement): void {
  if (/^https:\/\/[\w.-]*teams\.[\w.]+\/l\/chat\/0\/0\?users=28:/.test(url)) from.dispatchEvent(new CustomEvent('ownchat', { bubbles: true }));
  else window.open(reachable(url), '_blank', 'noopener');
}

const isSafeLink = (url: string | undefined): url is string => /^(https?:|mailto:)/i.test(url ?? '');

// The renderer mixes the inputs into `data`; the action's own data is what tells actions of one verb apart.
function ownData(action: ExecuteAction | SubmitAction): unknown {
  const { data } = action.toJSON() as { data?: unknown };
  return data ?? {};
}

function inputsOf(action: ExecuteAction | SubmitAction): Record<string, string> {
  const referenced = Object.entries(action.getReferencedInputs() ?? {});
  return Object.fromEntries(referenced.map(([id, input]) => [id, String(input.value ?? '')]));
}

function focusInput(card: AdaptiveCard, id: string): void {
  card
    .getAllInputs()
    .find((input) => input.id === id)
    ?.focus();
}

const textBlocks = '.ac-textBlock, .ac-richTextBlock';

// The stripe's word and the title: together they say how things stand.
function gistOf(element: HTMLElement): string {
  return [...element.querySelectorAll(textBlocks)].slice(0, 2).map((block) => block.textContent.trim()).join(' · ');
}

/** Teams cards carry no heading where a title holds a person's text; the first large line is one to the eye. */
function markTitle(element: HTMLElement): void {
  const blocks = [...element.querySelectorAll<HTMLElement>(textBlocks)];
  if (blocks.some((block) => block.getAttribute('role') === 'heading')) return;
  const title = blocks.find((block) => Number.parseInt((block.querySelector<HTMLElement>('.ac-textRun') ?? block).style.fontSize) >= largeText);
  title?.setAttribute('role', 'heading');
  title?.setAttribute('aria-level', '3');
}

/** What the renderer leaves open: what is typed in its own direction, and labels that do not repeat the visible name. */
function polish(element: HTMLElement): void {
  // A card that runs from right to left says so itself, and its texts stand on that side whatever they begin with, as in Teams.
  const typed = 'input[type=text], textarea';
  for (const text of element.querySelectorAll(element.querySelector('.ac-adaptiveCard[dir=rtl]') ? typed : `${textBlocks}, ${typed}`)) text.setAttribute('dir', 'auto');
  for (const button of element.querySelectorAll('.ac-pushButton')) button.removeAttribute('title');
  for (const unfolded of element.querySelectorAll('[aria-expanded]:not(button, input)')) unfolded.removeAttribute('aria-expanded');
}

function draftOf(card: AdaptiveCard, element: HTMLElement): Draft {
  const values = new Map<string, string | readonly Choice[]>();
  let focusId: string | undefined;
  for (const input of card.getAllInputs()) {
    if (input.id === undefined) continue;
    if (input.renderedElement?.contains(document.activeElement)) focusId = input.id;
    if (input.isDirty()) values.set(input.id, (input instanceof ChoicePicker ? input.chosen() : undefined) ?? String(input.value ?? ''));
  }
  const unfolded = showCards(card).flatMap((action) => (action.renderedElement?.getAttribute('aria-expanded') === 'true' ? [action.title ?? ''] : []));
  return { values, unfolded, focusId: element.contains(document.activeElement) ? focusId : undefined };
}

// The renderer names the actions of an action set twice.
const showCards = (card: AdaptiveCard): ShowCardAction[] => [...new Set(card.getAllActions())].filter((action: Action) => action instanceof ShowCardAction);

function restore(card: AdaptiveCard, { values, unfolded, focusId }: Draft): void {
  for (const action of showCards(card)) if (unfolded.includes(action.title ?? '')) action.execute();
  for (const input of card.getAllInputs()) {
    const kept = input.id === undefined ? undefined : values.get(input.id);
    if (kept !== undefined) put(input, kept);
  }
  if (focusId !== undefined) queueMicrotask(() => focusInput(card, focusId));
}

function put(input: Input, kept: string | readonly Choice[]): void {
  if (typeof kept !== 'string') {
    if (input instanceof ChoicePicker) input.choose(kept);
    return;
  }
  const field = inputElement(input);
  const boxes = input.renderedElement?.querySelectorAll<HTMLInputElement>('input[type=checkbox], input[type=radio]') ?? [];
  if (input instanceof ToggleInput && boxes[0]) boxes[0].checked = kept === input.valueOn;
  else if (boxes.length > 0) for (const box of boxes) box.checked = kept.split(',').includes(box.value);
  else if (field) field.value = kept;
  field?.dispatchEvent(new Event(boxes.length > 0 || field instanceof HTMLSelectElement ? 'change' : 'input', { bubbles: true }));
}
