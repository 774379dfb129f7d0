import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type Page } from 'playwright-core';

const folder = path.resolve('build', 'screenshots');

/** A named picture of the whole window, kept under build/screenshots; names are `story-step`, numbered in their order. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  // Marks of a change fade for a while; a picture shows the settled page.
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' });
}

/** Pictures of one story, numbered by themselves. */
export function pictures(story: string): (page: Page, step: string) => Promise<void> {
  let count = 0;
  return (page, step) => picture(page, `${story}-${String((count += 1)).padStart(2, '0')}-${step}`);
}
