import { fill, make } from './dom.ts';

type Pane = { readonly element: HTMLElement; readonly label: () => string; readonly unread: () => number; readonly attend?: () => void };

/** On a narrow screen one pane shows at a time; these buttons choose which. On a wide one they are hidden by the style sheet. */
export function createTabs(panes: readonly Pane[]): { readonly element: HTMLElement; readonly refresh: () => void } {
  let current = 0;
  const buttons = panes.map((_, index) => make('button', { type: 'button', onclick: () => choose(index) }));
  const element = make('nav', { class: 'tabs', 'aria-label': 'Windows' }, ...buttons);

  function choose(index: number): void {
    current = index;
    panes[index]?.attend?.();
    refresh();
  }

  function refresh(): void {
    for (const [index, { element: pane, label, unread }] of panes.entries()) {
      const isCurrent = index === current;
      pane.classList.toggle('is-current', isCurrent);
      const button = buttons[index];
      if (!button) continue;
      if (isCurrent) button.setAttribute('aria-current', 'true');
      else button.removeAttribute('aria-current');
      const count = unread();
      fill(button, make('bdi', {}, label()), count > 0 && make('span', { class: 'badge' }, String(count), make('span', { class: 'unseen' }, ' unread')));
    }
  }
  refresh();
  return { element, refresh };
}
