import { api, type JournalEntry, unlessRefused } from './api.ts';
import { fill, icon, make } from './dom.ts';
import { moments } from './moments.ts';

type Inspector = { readonly element: HTMLElement; /** Looks again soon; many wishes at once become one look. */ readonly refresh: () => Promise<void>; readonly clear: () => void };

const mostKept = 3000;
const mostShown = 200;
const longestValue = 28;
const longestAnswerMs = 15_000;
const openPauseMs = 600;
const foldedPauseMs = 3000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const kinds: Record<string, string> = { graph: 'Graph', entra: 'Entra', connector: 'Teams channel', tokens: 'Token service', bot: 'Guest Desk' };

/** Folded by default: every call the parts made, with status, whose token it was and which scopes the token had. */
export function createInspector(): Inspector {
  let entries: readonly JournalEntry[] = [];
  let shownKind = 'graph';
  let isOpen = false;
  let reading: Promise<void> | undefined;

  const counter = make('span', { class: 'inspector-count' });
  const toggle = make('button', { type: 'button', class: 'inspector-toggle', 'aria-expanded': 'false', 'aria-controls': 'inspector-body', onclick: () => unfold(!isOpen) }, icon('calls'), make('span', {}, 'Graph calls'), counter, icon('chevron'));
  const filters = make('div', { class: 'filters', role: 'group', 'aria-label': 'Calls to' });
  const onlyChanges = make('input', { type: 'checkbox', onchange: () => draw() });
  const bar = make('div', { class: 'inspector-bar' }, filters, make('label', { class: 'inspector-only' }, onlyChanges, 'Changes only'));
  const rows = make('tbody');
  const none = make('p', { class: 'empty' }, 'No calls yet.');
  const table = make(
    'table',
    {},
    make('caption', { class: 'unseen' }, 'Calls, newest first'),
    make('thead', {}, make('tr', {}, ...['Time', 'Method', 'Path', 'Status', 'In the name of', 'Scopes of the token'].map((name) => make('th', { scope: 'col' }, name)))),
    rows,
  );
  const scroller = make('div', { class: 'inspector-scroll', tabindex: '0', role: 'group', 'aria-label': 'Table of calls' }, table, none);
  const body = make('div', { id: 'inspector-body', class: 'inspector-body', hidden: true }, bar, scroller);
  const element = make('aside', { class: 'inspector', id: 'inspector', tabindex: '-1', 'aria-label': 'Graph calls' }, make('h2', { class: 'inspector-title' }, toggle), body);

  function unfold(next: boolean): void {
    isOpen = next;
    body.hidden = !isOpen;
    toggle.setAttribute('aria-expanded', String(isOpen));
    draw();
    if (isOpen) void read();
  }

  function draw(): void {
    const graph = entries.filter(({ to }) => to === 'graph').length;
    fill(counter, String(graph));
    if (!isOpen) return;
    const present = Object.keys(kinds).filter((kind) => kind === 'graph' || entries.some(({ to }) => to === kind));
    fill(filters, ...present.map((kind) => filter(kind)));
    const shown = entries.filter((entry) => entry.to === shownKind && (!onlyChanges.checked || isChange(entry))).slice(-mostShown).toReversed();
    fill(rows, ...shown.flatMap(drawEntry));
    none.hidden = shown.length > 0;
    table.hidden = shown.length === 0;
  }

  function filter(kind: string): HTMLElement {
    const choose = (): void => {
      shownKind = kind;
      draw();
      filters.querySelector<HTMLElement>('[aria-pressed=true]')?.focus();
    };
    return make('button', { type: 'button', 'aria-pressed': String(kind === shownKind), onclick: choose }, kinds[kind] ?? kind);
  }

  async function read(): Promise<void> {
    // A call is kept when it is answered, but dated when it was asked: look back as far as an answer may take.
    const last = entries.at(-1);
    const since = last && new Date(Date.parse(last.at) - longestAnswerMs).toISOString();
    const fresh = await api.journal(since).catch(unlessRefused);
    if (!fresh || fresh.length === 0) return;
    const before = since === undefined ? [] : entries.filter(({ at }) => at < since);
    entries = [...before, ...fresh].sort((one, other) => one.at.localeCompare(other.at)).slice(-mostKept);
    draw();
  }

  function refresh(): Promise<void> {
    reading ??= pause(entries.length === 0 ? 0 : isOpen ? openPauseMs : foldedPauseMs)
      .then(() => {
        reading = undefined;
        return read();
      });
    return reading;
  }

  draw();
  return {
    element,
    refresh,
    clear: () => {
      entries = [];
      draw();
    },
  };
}

// A batch of reads is a POST too.
const isChange = ({ method, path }: JournalEntry): boolean => method !== 'GET' && !path.includes('$batch');

function drawEntry(entry: JournalEntry): HTMLElement[] {
  const { at, method, path, status, scopes, body, response } = entry;
  const kind = status === null ? 'is-none' : status >= 500 ? 'is-fault' : status >= 400 ? 'is-refused' : 'is-fine';
  const content = [body, response].some((part) => part !== undefined && part !== null && part !== '');
  return [
    make(
      'tr',
      {},
      make('td', { class: 'call-time' }, moments.seconds(at)),
      make('td', {}, make('span', { class: 'call-method' }, method)),
      make('td', { class: 'call-path' }, content ? drawContent(path, body, response) : shorten(path)),
      make('td', {}, make('span', { class: `call-status ${kind}` }, status === null ? 'no answer' : String(status))),
      make('td', { class: 'call-name' }, nameOf(entry)),
      make('td', { class: 'call-scopes' }, scopes && scopes.length > 0 ? scopes.join(' ') : '–'),
    ),
  ];
}

/** Paths as people read them: tokens and long filters end early; the whole stands in the unfolded row. */
function shorten(path: string): string {
  const [plain = '', query] = decode(path).split('?', 2);
  if (query === undefined) return plain;
  const values = query.split('&').map((value) => (value.length > longestValue + 12 ? `${value.slice(0, longestValue + 11)}…` : value));
  return `${plain}?${values.join('&')}`;
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

const nameOf = ({ who, onBehalfOf, scopes }: JournalEntry): string => who ?? onBehalfOf ?? (scopes && scopes.length > 0 ? 'Guest Desk itself' : '–');

function drawContent(path: string, body: unknown, response: unknown): HTMLElement {
  const part = (name: string, content: unknown): HTMLElement | null =>
    content === undefined || content === null || content === '' ? null : make('div', {}, make('p', { class: 'call-part' }, name), make('pre', {}, typeof content === 'string' ? content : JSON.stringify(content, null, 2)));
  return make('details', {}, make('summary', {}, shorten(path)), shorten(path) !== path && part('Path', path), part('Sent', body), part('Answered', response));
}
