import { api, type FindAnswer, Refusal } from './api.ts';
import { fill, icon, make } from './dom.ts';
import { drawAlert, drawSignIn } from './outcomeView.ts';

/** Opens the search of the message extension over a chat; what is chosen is pasted there as the person's own message. */
export function openFindPanel(as: string, chat: string | undefined, onClosed: () => void): void {
  const field = make('input', { type: 'search', class: 'find-field', 'aria-label': 'Guest or app', placeholder: 'Part of a name, an address or an app', autocomplete: 'off', oninput: () => later() });
  const list = make('ul', { class: 'find-list', 'aria-label': 'Results' });
  const say = make('div', { class: 'find-say', role: 'status' });
  const close = make('button', { type: 'button', class: 'button is-quiet', 'aria-label': 'Close the search', onclick: () => element.close() }, icon('close'));
  const element = make('dialog', { class: 'dialog teams-dialog find-panel', 'aria-labelledby': 'find-title', onclose: () => (element.remove(), onClosed()) },
    make('header', { class: 'teams-dialog-head' }, make('div', {}, make('h2', { id: 'find-title' }, 'Find guests and requests'), make('p', { class: 'soft' }, 'Guest Desk · what you choose is pasted without names')), close),
    make('div', { class: 'teams-dialog-body' }, field, say, list),
  );
  let asked = 0;
  let timer = 0;

  function later(): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void search(), 250);
  }

  async function search(): Promise<void> {
    const question = (asked += 1);
    const answer = await api.find(as, chat, field.value.trim()).catch((error: unknown): FindAnswer => ({ kind: 'error', text: error instanceof Refusal ? error.message : String(error) }));
    if (question === asked) show(answer);
  }

  function show(answer: FindAnswer): void {
    fill(list);
    if (answer.kind === 'found') {
      fill(say, make('span', { class: 'unseen' }, `${answer.rows.length} found`));
      fill(list, ...answer.rows.map(({ title, text }, index) => make('li', {}, make('button', { type: 'button', class: 'find-row', onclick: () => void paste(index) }, make('bdi', { class: 'find-title' }, title), make('bdi', { class: 'find-text' }, text)))));
    } else if (answer.kind === 'signIn') fill(say, drawSignIn(answer), make('button', { type: 'button', class: 'button', onclick: () => void search() }, 'I have signed in'));
    else fill(say, answer.kind === 'error' ? drawAlert(answer.text) : make('p', { dir: 'auto' }, answer.text));
  }

  async function paste(index: number): Promise<void> {
    try {
      await api.paste(as, chat, index);
      element.close();
    } catch (error) {
      fill(say, drawAlert(error instanceof Refusal ? error.message : String(error)));
    }
  }

  document.body.append(element);
  element.showModal();
  field.focus();
  void search();
}
