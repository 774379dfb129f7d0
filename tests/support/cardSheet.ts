import { type Browser, type Page } from 'playwright-core';
import { startFakeControl, type FakeControl } from './fakeControl.ts';
import { type Card } from './cardText.ts';

/** The look of a sheet: Teams' theme, and how wide a card is. */
export type Look = { readonly theme: 'light' | 'dark' | 'contrast'; readonly width: 'wide' | 'narrow' };

/** Widths of a card, in CSS pixels: in a desktop's chat, and in a window of 320. */
const cardWidths = { wide: 440, narrow: 296 } as const;
const columns = { wide: 4, narrow: 6 } as const;
/** Tallest picture of a sheet, so that it can be looked at; the next cards go on the next picture. */
const tallest = 2400;

/** Many cards drawn by the real page at once, laid out on one sheet. */
export type CardSheet = {
  readonly page: Page;
  readonly show: (look: Look) => Promise<void>;
  /** Which parts of a card stand out of it or are cut off, a line each. */
  readonly findClipped: () => Promise<string[]>;
  /** Names of the cards whose text does not run in this direction. */
  readonly findTurned: (direction: 'ltr' | 'rtl') => Promise<string[]>;
  /** Pictures of the whole sheet: `<name>-1.png` and so on. */
  readonly takePictures: (name: string) => Promise<number>;
  readonly close: () => Promise<void>;
};

/** Opens the chat page with one chat that holds all these cards, unfolds what is folded, and lays them out. */
export async function openCardSheet(browser: Browser, cards: Readonly<Record<string, Card>>, picture: (page: Page, name: string) => Promise<void>): Promise<CardSheet> {
  const fake: FakeControl = await startFakeControl();
  const at = '2026-11-22T09:56:00.000Z';
  fake.chats['owner'] = Object.values(cards).map((card, index) => ({ id: String(index), from: 'bot', at, revision: 1, card }));
  const context = await browser.newContext({ viewport: { width: 1880, height: 900 }, locale: 'en-GB', bypassCSP: true });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await page.goto(`${fake.url}?theme=light`);
  await page.waitForFunction(`document.querySelectorAll('#chat-1 .card').length === ${Object.keys(cards).length}`);
  await page.addStyleTag({
    content: `
      body { block-size: auto; overflow: auto; } #sheet { display: block; position: relative; background: var(--page); }
      #sheet .cell { position: absolute; } #sheet .cell > p { font-size: 11px; line-height: 16px; color: var(--soft); padding: 2px; }
      #sheet.wide .cell { inline-size: ${cardWidths.wide}px; } #sheet.narrow .cell { inline-size: ${cardWidths.narrow}px; }`,
  });
  await page.evaluate(`(() => {
    const names = ${JSON.stringify(Object.keys(cards))};
    const sheet = document.createElement('main');
    sheet.id = 'sheet';
    [...document.querySelectorAll('#chat-1 .card')].forEach((card, index) => {
      const cell = document.createElement('div');
      cell.className = 'cell';
      cell.dataset.name = names[index];
      const name = document.createElement('p');
      name.textContent = names[index];
      cell.append(name, card);
      sheet.append(cell);
    });
    document.body.replaceChildren(sheet);
    document.body.insertAdjacentHTML('afterbegin', '<h1 class="unseen">Cards</h1><h2 class="unseen">All of them</h2>');
  })()`);
  let height = 0;
  const show = async ({ theme, width }: Look): Promise<void> => {
    height = await page.evaluate<number>(`(() => {
      document.documentElement.dataset.theme = '${theme}';
      const sheet = document.getElementById('sheet');
      sheet.className = '${width}';
      const ends = Array(${columns[width]}).fill(0);
      for (const cell of sheet.children) {
        const column = ends.indexOf(Math.min(...ends));
        cell.style.insetInlineStart = column * ${cardWidths[width] + 14} + 8 + 'px';
        cell.style.insetBlockStart = ends[column] + 'px';
        ends[column] += cell.getBoundingClientRect().height + 14;
      }
      sheet.style.blockSize = Math.max(...ends) + 'px';
      return Math.max(...ends);
    })()`);
  };
  return {
    page,
    show,
    findClipped: () =>
      page.evaluate<string[]>(`[...document.querySelectorAll('#sheet .cell')].flatMap((cell) => {
        const card = cell.querySelector('.card');
        const edge = card.getBoundingClientRect();
        return [card, ...card.querySelectorAll('*')].flatMap((part) => {
          const box = part.getBoundingClientRect();
          if (box.width === 0 || box.height === 0 || part.closest('.unseen, svg, select')) return [];
          const what = cell.dataset.name + ': ' + part.className + ' ' + JSON.stringify((part.textContent || '').slice(0, 40));
          if (box.right > edge.right + 1 || box.left < edge.left - 1) return [what + ' stands out'];
          const style = getComputedStyle(part);
          const isText = !['INPUT', 'TEXTAREA', 'SELECT'].includes(part.tagName);
          return isText && style.overflowX !== 'visible' && part.scrollWidth > part.clientWidth + 1 ? [what + ' is cut off'] : [];
        });
      })`),
    findTurned: (direction) =>
      page.evaluate<string[]>(`[...document.querySelectorAll('#sheet .cell')].filter((cell) => getComputedStyle(cell.querySelector('.ac-adaptiveCard')).direction !== '${direction}').map((cell) => cell.dataset.name)`),
    takePictures: async (name) => {
      const count = Math.max(1, Math.ceil(height / tallest));
      for (let index = 0; index < count; index += 1) {
        await page.setViewportSize({ width: 1880, height: Math.ceil(Math.min(tallest, height - index * tallest)) || 100 });
        await page.evaluate(`window.scrollTo(0, ${index * tallest})`);
        await picture(page, `${name}-${index + 1}`);
      }
      return count;
    },
    close: async () => {
      await context.close();
      await fake.stop();
    },
  };
}
