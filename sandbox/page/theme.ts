import { make } from './dom.ts';

/** How Teams can look; `system` follows the computer. */
const themes = { system: 'As the computer', light: 'Light', dark: 'Dark', contrast: 'High contrast' } as const;
type Theme = keyof typeof themes;

const keptKey = 'theme';
const isTheme = (name: string | null): name is Theme => name !== null && Object.hasOwn(themes, name);

function show(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** The theme of the address (`?theme=dark`), else the one this browser kept. Shows it and keeps it. */
export function startTheme(): Theme {
  const asked = new URLSearchParams(location.search).get('theme');
  const kept = localStorage.getItem(keptKey);
  const theme = isTheme(asked) ? asked : isTheme(kept) ? kept : 'system';
  localStorage.setItem(keptKey, theme);
  show(theme);
  return theme;
}

/** A choice among Teams' themes. */
export function createThemeChoice(first: Theme): HTMLElement {
  const choice = make('select', { class: 'theme-choice', 'aria-label': 'Theme of Teams' }, ...Object.entries(themes).map(([value, title]) => make('option', { value, selected: value === first }, title)));
  choice.addEventListener('change', () => {
    if (!isTheme(choice.value)) return;
    localStorage.setItem(keptKey, choice.value);
    show(choice.value);
  });
  return choice;
}
