import { type Choice } from './api.ts';
import { icon, make } from './dom.ts';

type ComboboxOptions = {
  readonly many: boolean;
  readonly placeholder: string;
  /** Known choices; they also give titles to the values chosen at the start. */
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
  /** Looks elsewhere for choices; without it the known ones are filtered by title. */
  readonly find?: ((query: string) => Promise<readonly Choice[]>) | undefined;
  readonly onChange: () => void;
};

export type Combobox = {
  readonly element: HTMLElement;
  readonly input: HTMLInputElement;
  readonly chosen: () => readonly Choice[];
  readonly choose: (choices: readonly Choice[]) => void;
  /** False while there is text that names no choice. */
  readonly isSettled: () => boolean;
  readonly labelledBy: (ids: readonly string[]) => void;
};

let count = 0;
const sameText = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/** An editable combobox with list autocomplete (ARIA 1.2 pattern); with `many`, what is chosen stands above as chips. */
export function createCombobox({ many, placeholder, choices, chosen: initial, find, onChange }: ComboboxOptions): Combobox {
  const listId = `choices-${(count += 1)}`;
  const input = make('input', {
    type: 'text',
    class: 'ac-input combobox-input',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    dir: 'auto',
    placeholder,
    'aria-expanded': 'false',
    'aria-autocomplete': 'list',
    'aria-controls': listId,
  });
  const list = make('ul', { id: listId, role: 'listbox', class: 'combobox-list', hidden: true, 'aria-multiselectable': many });
  const chips = make('ul', { class: 'chips', hidden: true });
  const element = make('div', { class: 'combobox' }, many && chips, make('div', { class: 'combobox-field' }, input, icon('chevron')), list);
  let chosen: Choice[] = [];
  let offered: readonly Choice[] = [];
  let active = -1;
  let asked = 0;

  const known = (value: string): Choice => choices.find((choice) => choice.value === value) ?? { title: value, value };
  const matching = (query: string): Promise<readonly Choice[]> =>
    find ? find(query) : Promise.resolve(choices.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase())));

  function show(next: readonly Choice[]): void {
    chosen = [...next];
    input.value = many ? '' : (chosen[0]?.title ?? '');
    chips.hidden = chosen.length === 0;
    chips.replaceChildren(...chosen.map((choice) => chip(choice)));
  }

  function choose(next: readonly Choice[]): void {
    show(next);
    onChange();
  }

  function chip(choice: Choice): HTMLElement {
    const remove = (): void => {
      choose(chosen.filter(({ value }) => value !== choice.value));
      input.focus();
    };
    return make('li', { class: 'chip' }, make('bdi', {}, choice.title), make('button', { type: 'button', 'aria-label': `Remove ${choice.title}`, onclick: remove }, '×'));
  }

  function pick(choice: Choice): void {
    const isChosen = chosen.some(({ value }) => value === choice.value);
    if (!many) choose([choice]);
    else choose(isChosen ? chosen.filter(({ value }) => value !== choice.value) : [...chosen, choice]);
    close();
  }

  function close(): void {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  }

  async function open(query: string): Promise<void> {
    const question = (asked += 1);
    const found = await matching(query);
    if (question !== asked || document.activeElement !== input) return;
    offered = found;
    active = -1;
    list.replaceChildren(...(found.length > 0 ? found.map(option) : [make('li', { class: 'combobox-none', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, 'Nobody and nothing by this name')]));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    list.scrollIntoView({ block: 'nearest' });
  }

  function option(choice: Choice, index: number): HTMLElement {
    const isChosen = chosen.some(({ value }) => value === choice.value);
    const row = make(
      'li',
      { id: `${listId}-${index}`, role: 'option', 'aria-selected': String(isChosen), class: 'combobox-option' },
      make('bdi', { class: 'combobox-title' }, choice.title),
      choice.detail !== undefined && make('span', { class: 'combobox-detail' }, choice.detail),
    );
    row.addEventListener('pointerdown', (event) => {
      event.preventDefault();
      pick(choice);
    });
    return row;
  }

  function moveTo(index: number): void {
    if (offered.length === 0) return;
    active = (index + offered.length) % offered.length;
    for (const [position, row] of [...list.children].entries()) row.classList.toggle('is-active', position === active);
    const row = list.children[active];
    if (row) {
      input.setAttribute('aria-activedescendant', row.id);
      row.scrollIntoView({ block: 'nearest' });
    }
  }

  function settle(): void {
    close();
    const named = [...offered, ...choices].find(({ title }) => sameText(title, input.value));
    const isChosen = named !== undefined && chosen.some(({ value }) => value === named.value);
    if (input.value.trim() === '') {
      if (!many && chosen.length > 0) choose([]);
    } else if (named && many) choose(isChosen ? chosen : [...chosen, named]);
    else if (named && !isChosen) choose([named]);
  }

  input.addEventListener('input', () => {
    onChange();
    void open(input.value);
  });
  input.addEventListener('click', () => void (list.hidden && open('')));
  input.addEventListener('blur', settle);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (list.hidden) void open('').then(() => moveTo(step === 1 ? 0 : -1));
      else moveTo(active === -1 && step === -1 ? -1 : active + step);
    } else if (event.key === 'Enter' && !list.hidden) {
      event.preventDefault();
      const choice = offered[active] ?? (offered.length === 1 ? offered[0] : undefined);
      if (choice) pick(choice);
    } else if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      close();
    } else if (event.key === 'Backspace' && many && input.value === '') choose(chosen.slice(0, -1));
  });

  if (initial.length > 0) {
    show(initial.map(known));
    if (initial.some((value) => known(value).title === value)) {
      void matching('').then((found) => show(chosen.map((choice) => found.find(({ value }) => value === choice.value) ?? choice)));
    }
  }
  const labelledBy = (ids: readonly string[]): void => {
    for (const labelled of [input, list]) {
      if (ids.length > 0) labelled.setAttribute('aria-labelledby', ids.join(' '));
      else labelled.setAttribute('aria-label', placeholder);
    }
  };
  const isSettled = (): boolean =>
    many ? input.value.trim() === '' : input.value.trim() === '' || chosen.some(({ title }) => sameText(title, input.value));
  return { element, input, chosen: () => (many || input.value.trim() !== '' ? chosen : []), choose, isSettled, labelledBy };
}
