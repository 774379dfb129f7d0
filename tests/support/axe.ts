import axe from 'axe-core';
import { type Page } from 'playwright-core';

type Violation = { readonly id: string; readonly help: string; readonly nodes: readonly { readonly target: unknown; readonly failureSummary?: string }[] };
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function run(page: Page, options: object, within?: string): Promise<string[]> {
  // Evaluated, not added as a script: the pages' content security policy forbids foreign scripts.
  if (!(await page.evaluate<boolean>('"axe" in window'))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ violations: Violation[] }>(`axe.run(${within === undefined ? 'document' : JSON.stringify(within)}, ${JSON.stringify({ resultTypes: ['violations'], ...options })})`);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${help} at ${JSON.stringify(target)} ${failureSummary ?? ''}`));
}

/** What axe-core finds wrong on a page, a line each; WCAG 2.2 A and AA and its best practices. */
export const axeFindings = (page: Page): Promise<string[]> => run(page, { runOnly: tags });

/** The same by day and by night; what differs at night are colours alone. */
export async function axeFindingsDayAndNight(page: Page): Promise<string[]> {
  const byDay = await axeFindings(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  const byNight = await run(page, { runOnly: ['color-contrast', 'link-in-text-block'] });
  await page.emulateMedia({ colorScheme: 'light' });
  return [...byDay, ...byNight.map((finding) => `at night: ${finding}`)];
}

/** What axe-core finds wrong in one part of a page: everything, or only what a change of colours can break. */
export const axeFindingsOf = (page: Page, selector: string, what: 'everything' | 'colours'): Promise<string[]> =>
  run(page, { runOnly: what === 'everything' ? tags : ['color-contrast', 'link-in-text-block'] }, selector);
