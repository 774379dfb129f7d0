import { type Page } from 'playwright-core';

const mostTabs = 150;

/** Role and name of what has the focus, as a person hears it: `button "Approve"`. */
async function focused(page: Page): Promise<string> {
  const described = await page.evaluate<string>(`(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return '';
    const labels = (element.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const name = labels.trim() || element.getAttribute('aria-label') || [...(element.labels ?? [])].map((label) => label.textContent).join(' ') || element.textContent;
    const region = element.closest('section, dialog, aside')?.querySelector('h2')?.textContent ?? '';
    return (element.getAttribute('role') ?? element.tagName.toLowerCase()) + ' ' + name.trim().replace(/\\s+/g, ' ') + ' in ' + region.trim();
  })()`);
  return described;
}

/**
 * Walks with Tab (or Shift+Tab) until what has the focus says this, and returns what it is.
 * @throws Error naming everything passed when it cannot be reached, or when the focus is not visible on it
 */
export async function tabTo(page: Page, wanted: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<string> {
  const passed: string[] = [];
  for (let step = 0; step < mostTabs; step += 1) {
    await page.keyboard.press(key);
    const now = await focused(page);
    passed.push(now);
    if (!wanted.test(now)) continue;
    const isVisible = await page.evaluate<boolean>("(() => { const style = getComputedStyle(document.activeElement); return style.outlineStyle !== 'none' || getComputedStyle(document.activeElement.closest('form') ?? document.activeElement).boxShadow !== 'none'; })()");
    if (!isVisible) throw new Error(`the focus on ${now} cannot be seen`);
    return now;
  }
  throw new Error(`no ${String(wanted)} within ${mostTabs} steps:\n${passed.join('\n')}`);
}
