import { type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { type RunningSandbox } from './sandbox.ts';

/** The chat page of a whole sandbox, as one person sits before it. */
export type ChatPage = {
  readonly page: Page;
  /** One person's window, by name. */
  readonly chat: (name: string) => Locator;
  /** The newest card in a window that says this. */
  readonly card: (name: string, says: string | RegExp) => Locator;
  readonly say: (name: string, text: string) => Promise<void>;
  /** Does what opens a new tab, and returns that tab. */
  readonly follow: (link: Locator) => Promise<Page>;
  readonly close: () => Promise<void>;
};

type Options = NonNullable<Parameters<Browser['newContext']>[0]>;

/** Opens the chat page in a browser of its own; errors of any page in it are collected in `errors`. */
export async function openChatPage(browser: Browser, sandbox: RunningSandbox, errors: string[], options: Options = {}): Promise<ChatPage> {
  const context: BrowserContext = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
  context.setDefaultTimeout(20_000);
  context.on('weberror', (error) => errors.push(String(error.error())));
  context.on('console', (line) => void (line.type() === 'error' && !line.text().startsWith('Failed to load resource') && errors.push(line.text())));
  const page = await context.newPage();
  await page.goto(`http://localhost:${sandbox.ports.PAGE}/`);
  await page.getByRole('heading', { name: 'Rosa Lind' }).waitFor();
  const chat = (name: string): Locator => page.getByRole('region', { name });
  return {
    page,
    chat,
    card: (name, says) => chat(name).locator('.card').filter({ hasText: says }).last(),
    say: async (name, text) => {
      const field = chat(name).getByRole('textbox', { name: /^Message to Guest Desk/ });
      await field.fill(text);
      await field.press('Enter');
    },
    follow: async (link) => {
      const [tab] = await Promise.all([context.waitForEvent('page'), link.click()]);
      await tab.waitForLoadState();
      return tab;
    },
    close: () => context.close(),
  };
}
