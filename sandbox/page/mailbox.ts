import { api, type Mail, unlessRefused } from './api.ts';
import { fill, icon, make } from './dom.ts';
import { moments } from './moments.ts';
import { reachable } from './outcomeView.ts';

type Mailbox = { readonly element: HTMLElement; readonly refresh: () => Promise<void>; readonly unread: () => number; readonly forget: () => void };

const readKey = 'mail-read';

/** The inbox of the people outside: choose an address, open a mail, follow its link to the redemption page. */
export function createMailbox(onUnread: () => void): Mailbox {
  let mails: readonly Mail[] = [];
  let address = '';
  let open: string | undefined;
  let opened = new Set<string>(localStorage.getItem(readKey)?.split(' ') ?? []);

  const choice = make('select', { 'aria-label': 'Mail address', onchange: () => choose(choice.value) });
  const badge = make('span', { class: 'badge', hidden: true });
  const switcher = make('span', { class: 'switch switch-wide' }, choice, icon('chevron'));
  const about = make('p', { class: 'pane-about' }, 'Guests outside the hospital');
  const body = make('div', { class: 'mail-body', 'aria-live': 'polite', 'aria-relevant': 'additions' });
  const element = make(
    'section',
    { class: 'pane mail', id: 'mail', tabindex: '-1', 'aria-labelledby': 'mail-title' },
    make('header', { class: 'pane-head' }, make('span', { class: 'pane-face mail-face' }, icon('mail')), make('div', { class: 'pane-names' }, make('h2', { id: 'mail-title', class: 'pane-title' }, 'Mail'), about), badge),
    switcher,
    body,
  );

  function choose(next: string): void {
    address = next;
    open = undefined;
    draw();
  }

  function show(mail: Mail): void {
    open = mail.id;
    opened = new Set([...opened, mail.id]);
    localStorage.setItem(readKey, [...opened].join(' '));
    draw();
    body.querySelector<HTMLElement>('.mail-subject')?.focus();
  }

  function back(mail: Mail): void {
    open = undefined;
    draw();
    body.querySelector<HTMLElement>(`[data-mail="${CSS.escape(mail.id)}"]`)?.focus();
  }

  function draw(): void {
    const addresses = [...new Set(mails.map(({ to }) => to))];
    if (!addresses.includes(address)) address = addresses.at(-1) ?? '';
    switcher.hidden = addresses.length === 0;
    const wanted = addresses.map((to) => `${to}\n${unreadOf(to)}`).join('\n');
    if (choice.dataset['wanted'] !== wanted) {
      choice.dataset['wanted'] = wanted;
      fill(choice, ...addresses.map((to) => make('option', { value: to }, unreadOf(to) > 0 ? `${to} (${unreadOf(to)})` : to)));
    }
    choice.value = address;
    const mail = mails.find(({ id }) => id === open);
    if (mail) fill(body, ...drawMail(mail));
    else fill(body, drawList(mails.filter(({ to }) => to === address).toReversed()));
    const unread = mails.filter(({ id }) => !opened.has(id)).length;
    badge.hidden = unread === 0;
    fill(badge, String(unread), make('span', { class: 'unseen' }, ' unread'));
    onUnread();
  }

  const unreadOf = (to: string): number => mails.filter((mail) => mail.to === to && !opened.has(mail.id)).length;

  function drawList(list: readonly Mail[]): HTMLElement {
    if (list.length === 0) return make('p', { class: 'empty' }, 'No mail yet. When somebody is invited, the invitation lands here.');
    return make('ul', { class: 'mail-list' }, ...list.map((mail) => make('li', {}, drawRow(mail))));
  }

  function drawRow(mail: Mail): HTMLElement {
    const isNew = !opened.has(mail.id);
    return make(
      'button',
      { type: 'button', class: isNew ? 'mail-row is-new' : 'mail-row', 'data-mail': mail.id, onclick: () => show(mail) },
      make('span', { class: 'mail-row-subject', dir: 'auto' }, mail.subject),
      make('span', { class: 'mail-row-start', dir: 'auto' }, textOf(mail).split('\n').find((line) => line.trim() !== '') ?? ''),
      make('time', { datetime: mail.at }, `${moments.day(mail.at)}, ${moments.time(mail.at)}`),
      isNew && make('span', { class: 'unseen' }, 'unread'),
    );
  }

  function drawMail(mail: Mail): HTMLElement[] {
    return [
      make('button', { type: 'button', class: 'mail-back', onclick: () => back(mail) }, icon('back'), 'All mail'),
      make(
        'article',
        { class: 'mail-open', 'aria-label': mail.subject },
        make('h3', { class: 'mail-subject', tabindex: '-1', dir: 'auto' }, mail.subject),
        make('p', { class: 'mail-meta' }, 'To ', make('bdi', {}, mail.to), make('br'), make('time', { datetime: mail.at }, `${moments.day(mail.at)}, ${moments.time(mail.at)}`)),
        ...drawText(mail),
      ),
    ];
  }

  async function refresh(): Promise<void> {
    const next = await api.mails().catch(unlessRefused);
    if (!next || JSON.stringify(next) === JSON.stringify(mails)) return;
    const fresh = next.at(-1);
    if (fresh && !mails.some(({ id }) => id === fresh.id) && open === undefined) address = fresh.to;
    mails = next;
    draw();
  }

  draw();
  return {
    element,
    refresh,
    unread: () => mails.filter(({ id }) => !opened.has(id)).length,
    forget: () => {
      opened = new Set();
      open = undefined;
      localStorage.removeItem(readKey);
    },
  };
}

const textOf = ({ body, redeemUrl }: Mail): string => (redeemUrl ? body.replaceAll(redeemUrl, '').trim() : body.trim());

/** The mail's text with its link as the button a mail program shows. */
function drawText({ body, redeemUrl }: Mail): HTMLElement[] {
  const paragraph = (text: string): HTMLElement => make('div', { class: 'mail-text', dir: 'auto' }, text.trim());
  if (!redeemUrl) return [paragraph(body)];
  const [before = '', ...after] = body.split(redeemUrl);
  const rest = after.join('').trim();
  const link = make('a', { class: 'button is-primary', href: reachable(redeemUrl), target: '_blank', rel: 'noopener' }, 'Accept invitation', icon('open'), make('span', { class: 'unseen' }, ' (opens a new tab)'));
  return [paragraph(before), link, ...(rest === '' ? [] : [paragraph(rest)])];
}
