import { type Outcome } from './api.ts';
import { icon, make } from './dom.ts';

type SignIn = { readonly text?: string | undefined; readonly title?: string | undefined; readonly link?: string | undefined };

/**
 * An https page of the sandbox under the chat page's own address, which passes it on: a browser would stop at the
 * sandbox's own certificate.
 */
export function reachable(link: string): string {
  const url = URL.parse(link);
  return url?.hostname === 'localhost' ? `${url.pathname}${url.search}` : link;
}

/** The panel by which a person signs in or consents; the page it opens lets the pressed action go on by itself. */
export function drawSignIn({ text, title, link }: SignIn): HTMLElement {
  return make(
    'div',
    { class: 'notice notice-sign-in', role: 'group', 'aria-label': 'Sign in' },
    icon('person'),
    make('p', { dir: 'auto' }, text ?? 'Sign in to go on.'),
    link !== undefined && make('a', { class: 'button is-primary', href: reachable(link), target: '_blank', rel: 'noopener' }, title ?? 'Sign in', icon('open'), make('span', { class: 'unseen' }, ' (opens a new tab)')),
  );
}

/** A refusal or fault in words, announced at once. */
export function drawAlert(text: string, detail?: string): HTMLElement {
  return make('div', { class: 'notice notice-alert', role: 'alert' }, icon('alert'), make('p', { dir: 'auto' }, text), detail !== undefined && make('small', {}, detail));
}

/** What a press got back and the card itself does not show: a message, an error, a sign-in. */
export function drawOutcome(outcome: Outcome): HTMLElement | undefined {
  if (outcome.kind === 'signIn') return drawSignIn(outcome);
  if (outcome.kind === 'error') {
    const detail = [outcome.status, outcome.code].filter((part) => part !== undefined).join(' · ');
    return drawAlert(outcome.text ?? 'Guest Desk did not answer.', detail === '' ? undefined : detail);
  }
  if (outcome.kind === 'message') return make('div', { class: 'notice', role: 'status' }, make('p', { dir: 'auto' }, outcome.text ?? ''));
  return undefined;
}
