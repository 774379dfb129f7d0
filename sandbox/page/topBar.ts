import markUrl from './icon.svg';
import { api, type ClockFace, type Fault, Refusal } from './api.ts';
import { fill, icon, make } from './dom.ts';
import { moments } from './moments.ts';
import { createThemeChoice, startTheme } from './theme.ts';

export type TopBar = {
  readonly element: HTMLElement;
  readonly setClock: (clock: ClockFace) => void;
  readonly setFaults: (faults: readonly Fault[]) => void;
  readonly setHealth: (health: 'ready' | 'starting' | 'bot down' | 'lost') => void;
};

const healthWords = { ready: 'Running', starting: 'Starting…', 'bot down': 'Guest Desk is down', lost: 'Sandbox does not answer' };

/** What the whole sandbox is about: that it is one, its clock, faults in force, and the way back to the start. */
export function createTopBar(announce: (text: string) => void): TopBar {
  let offsetMs = 0;
  const health = make('span', { class: 'health', role: 'status' });
  const time = make('time', { class: 'clock-face' });
  const day = make('button', { type: 'button', class: 'button is-quiet', onclick: () => void advance() }, '+1 day');
  const faultMark = make('span', { class: 'fault-mark unseen-narrow' });
  const faultList = make('ul', { class: 'fault-list' });
  const clear = make('button', { type: 'button', class: 'button', onclick: () => void act(api.clearFaults(), 'Faults cleared') }, 'Clear all');
  const faults = make('details', { class: 'faults' }, make('summary', { class: 'button is-quiet' }, icon('fault'), faultMark), make('div', { class: 'sheet' }, faultList, clear));
  const dialog = createResetDialog(announce);
  const element = make(
    'header',
    { class: 'top' },
    make('div', { class: 'brand' }, make('img', { src: markUrl, alt: '', width: 28, height: 28 }), make('h1', {}, 'Guest Desk'), make('span', { class: 'sandbox-mark' }, 'Sandbox'), make('p', { class: 'brand-about' }, 'A made-up hospital, the real bot. Nothing leaves this computer.')),
    make(
      'div',
      { class: 'controls', role: 'group', 'aria-label': 'Sandbox' },
      health,
      make('span', { class: 'clock' }, icon('clock'), make('span', { class: 'unseen' }, 'Clock of the sandbox: '), time, day),
      createThemeChoice(startTheme()),
      faults,
      make('button', { type: 'button', class: 'button is-quiet', onclick: () => dialog.showModal() }, icon('reset'), make('span', { class: 'unseen-narrow' }, 'Reset')),
    ),
    dialog,
  );

  function tick(): void {
    const now = new Date(Date.now() + offsetMs);
    time.dateTime = now.toISOString();
    fill(time, moments.face(now));
  }

  async function act(doing: Promise<unknown>, done: string): Promise<void> {
    await doing.then(
      () => announce(done),
      (error: unknown) => announce(error instanceof Refusal ? error.message : String(error)),
    );
  }

  async function advance(): Promise<void> {
    day.disabled = true;
    await act(api.advance('P1D'), 'The clock of the sandbox is a day further');
    day.disabled = false;
    day.focus();
  }

  faults.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !faults.contains(event.relatedTarget)) faults.open = false;
  });
  faults.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    faults.open = false;
    faults.querySelector('summary')?.focus();
  });
  setInterval(tick, 1000);
  tick();
  return {
    element,
    setClock: (clock) => {
      offsetMs = clock.offsetMs;
      tick();
    },
    setFaults: (list) => {
      faults.classList.toggle('has-faults', list.length > 0);
      fill(faultMark, list.length === 0 ? 'No faults' : list.length === 1 ? '1 fault' : `${list.length} faults`);
      fill(faultList, ...(list.length > 0 ? list.map((fault) => make('li', {}, describe(fault))) : [make('li', { class: 'empty' }, 'Everything answers as it should. Faults are set by the control API.')]));
      clear.hidden = list.length === 0;
    },
    setHealth: (state) => {
      health.dataset['state'] = state;
      fill(health, healthWords[state]);
    },
  };
}

function describe(fault: Fault): string {
  const { to, method, path, times, ...what } = fault;
  const effect = Object.entries(what).map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [`${to}${method === undefined ? '' : ` ${method}`}${path === undefined ? '' : ` ${path}`}`, ...effect, times === undefined ? '' : `${times}×`].filter(Boolean).join(' · ');
}

function createResetDialog(announce: (text: string) => void): HTMLDialogElement {
  const trouble = make('p', { class: 'dialog-trouble', role: 'alert' });
  const sure = make('button', { type: 'button', class: 'button is-danger', onclick: () => void reset() }, 'Reset everything');
  const keep = make('button', { type: 'button', class: 'button', onclick: () => dialog.close() }, 'Keep it');
  const dialog = make('dialog', { class: 'dialog', 'aria-labelledby': 'reset-title', 'aria-describedby': 'reset-about' }, make('h2', { id: 'reset-title' }, 'Start again from the beginning?'), make('p', { id: 'reset-about' }, 'All chats, guests, mails and calls are thrown away, the clock goes back to today, and Imaging is shared anew. This takes some seconds.'), trouble, make('div', { class: 'dialog-buttons' }, keep, sure));

  async function reset(): Promise<void> {
    sure.disabled = keep.disabled = true;
    fill(sure, 'Resetting…');
    try {
      await api.reset();
      announce('The sandbox is as new');
      dialog.close();
    } catch (error) {
      fill(trouble, error instanceof Refusal ? error.message : String(error));
    } finally {
      sure.disabled = keep.disabled = false;
      fill(sure, 'Reset everything');
    }
  }
  return dialog;
}
