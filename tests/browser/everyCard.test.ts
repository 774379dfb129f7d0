import { Template } from 'adaptivecards-templating';
import { type Browser } from 'playwright-core';
import { readTemplate } from '../../bot/teams/render/cardFiles.ts';
import { createCards } from '../../bot/teams/render/createCards.ts';
import { createTexts } from '../../bot/text/text.ts';
import { everyCard, readerIn } from '../cards/everyCard.ts';
import { sampleOf, templateNames } from '../cards/sampleModels.ts';
import { axeFindingsOf } from '../support/axe.ts';
import { openCardSheet, type CardSheet } from '../support/cardSheet.ts';
import { type Card } from '../support/cardText.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { picture } from '../support/screenshots.ts';

/** Every template with its sample, and every card of the card tests, as a person reading this language sees them. */
const cardsIn = (locale: string): Record<string, Card> => {
  const makers = createCards(createTexts());
  const words = createTexts().words(locale);
  const samples = templateNames().map((name): [string, Card] => [name, new Template(readTemplate(name)).expand({ $root: { ...sampleOf(name, locale), text: words } }) as Card]);
  const made = Object.entries(everyCard).map(([name, make]): [string, Card] => [name, make(makers, readerIn(locale)) as Card]);
  // Most samples are one of the made cards: each is drawn once.
  const byLook = new Map([...samples, ...made].map(([name, card]) => [JSON.stringify(unfolded(card)), name]));
  return Object.fromEntries([...byLook].map(([card, name]) => [name, JSON.parse(card) as Card]));
};

/** With its details open, so that they are seen too. */
const unfolded = (card: Card): Card => JSON.parse(JSON.stringify(card, (key, value: unknown) => (key === 'isVisible' ? true : value))) as Card;

describeInBrowser('every card', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 30_000);
  afterAll(() => browser.close());

  describe.each([['en-GB', 'ltr'], ['ar-EG', 'rtl']] as const)('in %s', (locale, direction) => {
    let sheet: CardSheet;
    beforeAll(async () => {
      sheet = await openCardSheet(browser, cardsIn(locale), picture);
    }, 180_000);
    afterAll(() => sheet.close());

    it('runs in its direction', async () => {
      expect(await sheet.findTurned(direction)).toEqual([]);
    });

    it.each(['light', 'dark', 'contrast'] as const)('is whole and readable in the %s theme, on a desktop and at 320 px', async (theme) => {
      for (const width of ['wide', 'narrow'] as const) {
        await sheet.show({ theme, width });
        expect(await sheet.findClipped()).toEqual([]);
        await sheet.takePictures(`cards-${theme}-${direction}-${width}`);
      }
      expect(await axeFindingsOf(sheet.page, '#sheet', theme === 'light' ? 'everything' : 'colours')).toEqual([]);
    }, 180_000);
  });
});
