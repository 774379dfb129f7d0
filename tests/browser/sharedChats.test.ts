import { type Browser } from 'playwright-core';
import { axeFindings } from '../support/axe.ts';
import { openChatPage, type ChatPage } from '../support/chatPage.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { pictures } from '../support/screenshots.ts';
import { aGuest } from '../support/stories.ts';

describeInBrowser('several people in one chat', () => {
  let sandbox: RunningSandbox;
  let browser: Browser;
  let desk: ChatPage;
  const errors: string[] = [];
  const take = pictures('sharedChats');

  beforeAll(async () => {
    sandbox = await startSandbox();
    browser = await launchChromium();
    desk = await openChatPage(browser, sandbox, errors);
  }, 120_000);
  afterAll(async () => {
    await desk?.close();
    await browser?.close();
    await sandbox?.stop();
  });

  it('a guest is invited from a colleague’s message, pasted for all, and decided in one’s own chat', async () => {
    const { page, chat } = desk;
    const email = aGuest();
    for (const name of ['Rosa Lind', 'Ada Berg', 'Boris Kern']) await chat(name).getByRole('button', { name: 'Radiology' }).click();

    await chat('Ada Berg').getByRole('button', { name: '@Guest Desk' }).click();
    const field = chat('Ada Berg').getByRole('textbox', { name: 'Message to Radiology' });
    await field.fill(`Who lets Cleo Marsh <${email}> see our scans?`);
    await field.press('Enter');
    const message = chat('Rosa Lind').locator('.message').filter({ hasText: email }).first();
    await message.hover();
    await message.locator('summary').click();
    await message.getByRole('button', { name: 'Invite to an app' }).click();
    const dialog = page.getByRole('dialog', { name: 'Invite to an app' });
    expect(await dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Cleo Marsh');
    expect(await dialog.getByRole('textbox', { name: /address/i }).inputValue()).toBe(email);
    await take(page, 'dialog');
    expect(await axeFindings(page)).toEqual([]);
    await dialog.getByLabel(/Until|Last day/).fill(`${new Date().getUTCFullYear() + 1}-01-05`);
    await dialog.getByRole('textbox', { name: /Why|Reason/ }).fill('she reads our scans');
    await dialog.getByRole('button', { name: 'Ask for access' }).click();
    await dialog.getByText("The request's card is in your own chat").waitFor();
    await take(page, 'asked');
    await dialog.getByText('Open our chat').click();
    await chat('Rosa Lind').locator('.card').filter({ hasText: 'Ada Berg' }).last().waitFor();

    await chat('Ada Berg').locator('.apps-menu summary').click();
    await chat('Ada Berg').getByRole('button', { name: 'Find guests and requests' }).click();
    const panel = page.getByRole('dialog', { name: 'Find guests and requests' });
    await panel.getByRole('searchbox').fill('cleo');
    await panel.getByRole('button', { name: /Cleo Marsh/ }).waitFor();
    await take(page, 'search');
    await panel.getByRole('button', { name: /Cleo Marsh/ }).click();
    await chat('Ada Berg').locator('.card').filter({ hasText: 'Approve' }).last().waitFor();
    const others = chat('Boris Kern').locator('.card').filter({ hasText: 'Imaging' }).last();
    await others.waitFor();
    await take(page, 'pasted');
    await chat('Ada Berg').locator('.card').last().getByRole('button', { name: 'Approve' }).click();
    await chat('Ada Berg').getByText('This goes on in your own chat with me').waitFor();
    await take(page, 'moved');
    expect(await axeFindings(page)).toEqual([]);
    await chat('Ada Berg').getByText('Open our chat').click();
    await chat('Ada Berg').locator('.card').filter({ hasText: 'Approve' }).last().waitFor();
    expect(errors).toEqual([]);
  }, 60_000);
});
