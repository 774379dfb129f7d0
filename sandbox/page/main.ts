import { api, type Person, type SandboxState, unlessRefused } from './api.ts';
import { createChatWindow } from './chatWindow.ts';
import { fill, make } from './dom.ts';
import { createInspector } from './inspector.ts';
import { listen, type LiveEvent } from './live.ts';
import { createMailbox } from './mailbox.ts';
import { forgetSeen } from './seen.ts';
import { createTabs } from './tabs.ts';
import { createTopBar } from './topBar.ts';

const usual = ['requester', 'owner', 'approver', 'sponsor'];
const keptKey = 'windows';

/** Who stands in which window: as left by this browser, else the four of the main story. */
function chooseCast(people: readonly Person[]): Person[] {
  const kept = (localStorage.getItem(keptKey) ?? '').split(' ');
  return usual.flatMap((key, slot) => {
    const person = people.find((one) => one.key === kept[slot]) ?? people.find((one) => one.key === key);
    return person ? [person] : [];
  });
}

async function firstState(): Promise<SandboxState> {
  for (;;) {
    const state = await api.state().catch(unlessRefused);
    if (state && state.people.length > 0) return state;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function start(page: HTMLElement): Promise<void> {
  fill(page, make('p', { class: 'starting', role: 'status' }, 'The sandbox is starting…'));
  let state = await firstState();
  let people = state.people;
  const announcement = make('p', { class: 'toast', role: 'status', 'aria-live': 'polite' });
  const topBar = createTopBar(announce);
  const mailbox = createMailbox(marksChanged);
  const inspector = createInspector();
  const windows = chooseCast(people).map((person, slot) => createChatWindow(slot, person, (key) => switchTo(slot, key), marksChanged));
  const tabs = createTabs([
    ...windows.map((window) => ({ element: window.element, unread: window.unread, attend: window.attend, label: () => firstName(people.find(({ key }) => key === window.as())) })),
    { element: mailbox.element, unread: mailbox.unread, label: () => 'Mail' },
  ]);
  fill(page, topBar.element, tabs.element, make('main', { class: 'deck' }, ...windows.map(({ element }) => element), mailbox.element), inspector.element, announcement);

  let hiding = 0;
  function announce(text: string): void {
    fill(announcement, text);
    window.clearTimeout(hiding);
    hiding = window.setTimeout(() => fill(announcement), 5000);
  }

  function marksChanged(): void {
    // Called once while the windows are still being made.
    queueMicrotask(() => {
      tabs.refresh();
      const unread = windows.reduce((sum, one) => sum + one.unread(), mailbox.unread());
      document.title = unread > 0 ? `(${unread}) Guest Desk sandbox` : 'Guest Desk sandbox';
    });
  }

  /** Puts a person into a window; who stood there takes the window the person comes from, if any. */
  function switchTo(slot: number, key: string): void {
    const here = windows[slot];
    const next = people.find((person) => person.key === key);
    if (!here || !next) return;
    const other = windows.find((window) => window !== here && window.as() === key);
    const before = people.find((person) => person.key === here.as());
    here.setPerson(next);
    if (other && before) other.setPerson(before);
    localStorage.setItem(keptKey, windows.map((window) => window.as()).join(' '));
    marksChanged();
  }

  function showState(next: SandboxState): void {
    state = next;
    people = next.people;
    for (const window of windows) {
      window.setPeople(people);
      window.setSharedChats(state.sharedChats);
    }
    topBar.setClock(state.clock);
    topBar.setFaults(state.faults);
    topBar.setHealth(!state.ready ? 'starting' : state.bots.length > 0 && state.bots.every(({ up }) => !up) ? 'bot down' : 'ready');
  }

  const readState = async (): Promise<void> => showState((await api.state().catch(unlessRefused)) ?? state);
  const readAll = async (): Promise<void> => {
    void inspector.refresh();
    await Promise.all([readState(), mailbox.refresh(), ...windows.map(({ refresh }) => refresh())]);
  };

  async function follow({ name, as, chat }: LiveEvent): Promise<void> {
    if (name === 'lost') return topBar.setHealth('lost');
    if (name === 'chat') return void (await Promise.all(windows.filter((window) => window.as() === as).map(({ notice }) => notice(chat))));
    if (name === 'mail') return mailbox.refresh();
    if (name === 'journal') return inspector.refresh();
    if (name === 'reset') {
      forgetSeen();
      for (const window of windows) window.forget();
      mailbox.forget();
      inspector.clear();
    }
    if (name === 'state' || name === 'clock') return readState();
    return readAll();
  }

  showState(state);
  await readAll();
  listen((event) => void follow(event));
}

const firstName = (person: Person | undefined): string => person?.name.split(' ')[0] ?? 'Nobody';

const page = document.querySelector<HTMLElement>('#page');
if (page) void start(page);
