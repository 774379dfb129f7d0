import { type Browser } from 'playwright-core';
import { openChatPage, type ChatPage } from '../support/chatPage.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { tabTo } from '../support/keyboard.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { aGuest, invitationCalls, membershipBecomes } from '../support/stories.ts';
import { pictures } from '../support/screenshots.ts';

/** Nobody touches a mouse here: skip links, Tab, arrows, Enter and Space alone. */
describeInBrowser('the main job by keyboard alone', () => {
  let browser: Browser;
  let sandbox: RunningSandbox;
  let desk: ChatPage;
  const errors: string[] = [];

  beforeAll(async () => {
    [browser, sandbox] = await Promise.all([launchChromium(), startSandbox()]);
    desk = await openChatPage(browser, sandbox, errors);
  }, 120_000);
  afterAll(async () => {
    await desk?.close();
    await browser?.close();
    await sandbox?.stop();
  });

  it('asks, approves, opens the mail, redeems, ends', async () => {
    const take = pictures('keyboard');
    const { page } = desk;
    const email = aGuest();
    await desk.card('Ada Berg', 'is shared').waitFor();

    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await tabTo(page, /^textarea Message to Guest Desk as Ada Berg/);
    await page.keyboard.type(`invite ${email} to Imaging until 31 March because she reads our scans`);
    await take(page, 'sentence');
    await page.keyboard.press('Enter');
    await desk.card('Ada Berg', 'Ask for access for a guest').waitFor();

    await tabTo(page, /^input Guest’s name/, 'Shift+Tab');
    await page.keyboard.type('Cleo Vance');
    await tabTo(page, /^combobox Sponsor/);
    await page.keyboard.type('dan');
    await desk.chat('Ada Berg').getByRole('listbox').getByRole('option', { name: 'Dana Holm' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await take(page, 'form');
    await tabTo(page, /^button Ask for access/);
    await page.keyboard.press('Enter');
    await desk.card('Ada Berg', 'Waiting for').waitFor();

    await desk.card('Boris Kern', 'Let Cleo Vance into Imaging?').waitFor();
    await tabTo(page, /^button Approve in Boris Kern/);
    await take(page, 'approve');
    await page.keyboard.press('Space');
    await desk.card('Ada Berg', 'Cleo Vance is invited to Imaging').waitFor();

    await membershipBecomes(sandbox, email, 'in');
    await tabTo(page, /^button .*invited.* in Mail/i);
    await page.keyboard.press('Enter');
    await tabTo(page, /^a Accept invitation/);
    await take(page, 'mail');
    const [tab] = await Promise.all([page.context().waitForEvent('page'), page.keyboard.press('Enter')]);
    await tab.waitForLoadState();
    await tabTo(tab, /^input /);
    await tab.keyboard.press('Space');
    await tabTo(tab, /^button Next/);
    await tab.keyboard.press('Enter');
    await tab.getByRole('button', { name: 'Accept' }).waitFor();
    await tabTo(tab, /^button Accept/);
    await take(tab, 'accept');
    await tab.keyboard.press('Enter');
    await tab.getByRole('status').filter({ hasText: 'Cleo Vance' }).waitFor();
    await tab.close();

    const told = desk.card('Dana Holm', 'Cleo Vance redeemed the invitation');
    await told.waitFor();
    await page.bringToFront();
    await tabTo(page, /^button End access in Dana Holm/, 'Shift+Tab');
    await page.keyboard.press('Enter');
    await tabTo(page, /^button End access now in Dana Holm/);
    await take(page, 'end');
    await page.keyboard.press('Enter');
    await desk.card('Dana Holm', 'Cleo Vance no longer has Imaging').waitFor();
    await take(page, 'ended');
    expect(await invitationCalls(sandbox, email)).toHaveLength(1);
    expect(errors).toEqual([]);
  }, 180_000);
});
