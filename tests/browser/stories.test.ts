import { type Browser, type Page } from 'playwright-core';
import { axeFindingsDayAndNight } from '../support/axe.ts';
import { openChatPage, type ChatPage } from '../support/chatPage.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { eventually } from '../support/eventually.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { aGuest, invitationCalls, membershipBecomes } from '../support/stories.ts';
import { pictures } from '../support/screenshots.ts';

/** The main job as people see it: the whole process, in a browser, with a picture of each step. */
describeInBrowser('the main job on the chat page', () => {
  let browser: Browser;
  let sandbox: RunningSandbox;
  let desk: ChatPage;
  const errors: string[] = [];

  beforeAll(async () => {
    [browser, sandbox] = await Promise.all([launchChromium(), startSandbox()]);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await sandbox?.stop();
  });
  beforeEach(async () => {
    desk = await openChatPage(browser, sandbox, errors);
  });
  afterEach(async () => {
    await desk.close();
    expect(errors.splice(0)).toEqual([]);
  });

  const expectReadable = async (page: Page): Promise<void> => expect(await axeFindingsDayAndNight(page)).toEqual([]);

  async function ask(who: string, email: string, name: string, reason = 'she reads our scans'): Promise<void> {
    await desk.say(who, `invite ${email} to Imaging until 31 March because ${reason}`);
    const form = desk.card(who, 'Ask for access for a guest');
    await form.getByRole('textbox', { name: 'Guest’s name' }).fill(name);
    await form.getByRole('button', { name: 'Ask for access' }).click();
    await desk.card(who, name).filter({ hasText: /Waiting for/ }).waitFor();
  }

  async function redeem(email: string, name: string, take: (page: Page, step: string) => Promise<void>): Promise<Page> {
    const mail = desk.chat('Mail');
    await mail.getByRole('combobox', { name: 'Mail address' }).selectOption(email);
    await mail.getByRole('listitem').getByRole('button').first().click();
    await take(desk.page, 'mail');
    const tab = await desk.follow(mail.getByRole('link', { name: 'Accept invitation' }));
    await tab.getByText(email).waitFor();
    await take(tab, 'which-account');
    await expectReadable(tab);
    await tab.getByRole('button', { name: 'Next' }).click();
    await tab.getByRole('button', { name: 'Accept' }).waitFor();
    await take(tab, 'guest-consent');
    await expectReadable(tab);
    await tab.getByRole('button', { name: 'Accept' }).click();
    await tab.getByRole('status').filter({ hasText: name }).waitFor();
    await take(tab, 'app');
    await expectReadable(tab);
    return tab;
  }

  it('owner asks, approver approves, the guest redeems, the sponsor hears of it', async () => {
    const take = pictures('invite');
    const email = aGuest();
    await desk.card('Ada Berg', 'is shared').waitFor();
    await take(desk.page, 'shared');
    await desk.say('Ada Berg', `invite ${email} to Imaging until 31 March because she reads our scans`);
    const form = desk.card('Ada Berg', 'Ask for access for a guest');
    await form.waitFor();
    expect(await form.getByRole('textbox', { name: 'e-mail' }).inputValue()).toBe(email);
    expect(await form.getByLabel('Last day of access').inputValue()).toMatch(/-03-31$/);
    expect(await form.getByRole('textbox', { name: 'Why' }).inputValue()).toBe('she reads our scans');
    await take(desk.page, 'form');
    await expectReadable(desk.page);
    await form.getByRole('textbox', { name: 'Guest’s name' }).fill('Cleo Vance');
    await form.getByRole('button', { name: 'Ask for access' }).click();
    await desk.card('Ada Berg', 'Waiting for').waitFor();

    const decide = desk.card('Boris Kern', 'Let Cleo Vance into Imaging?');
    await decide.getByText('she reads our scans').waitFor();
    await desk.chat('Boris Kern').getByText('unread').first().waitFor({ state: 'attached' });
    await take(desk.page, 'asked');
    await expectReadable(desk.page);
    await decide.getByRole('button', { name: 'Approve' }).click();
    await desk.card('Boris Kern', /approved this request|on its way|is invited/).waitFor();
    await take(desk.page, 'approved');
    await desk.card('Ada Berg', 'Cleo Vance is invited to Imaging').waitFor();
    await take(desk.page, 'invited');

    await membershipBecomes(sandbox, email, 'in');
    const app = await redeem(email, 'Cleo Vance', take);
    await app.close();
    await desk.card('Dana Holm', 'Cleo Vance redeemed the invitation').getByText('signed in with a work or school account').waitFor();
    await desk.card('Ada Berg', 'Cleo Vance redeemed the invitation').waitFor();
    await take(desk.page, 'redeemed');
    await expectReadable(desk.page);
    await desk.page.getByRole('button', { name: 'Graph calls' }).click();
    await desk.page.getByRole('checkbox', { name: 'Changes only' }).check();
    await desk.page.getByRole('row').filter({ hasText: '/v1.0/invitations' }).filter({ hasText: 'Boris Kern' }).first().waitFor();
    await take(desk.page, 'calls');
    await expectReadable(desk.page);
    expect(await invitationCalls(sandbox, email)).toHaveLength(1);
  }, 120_000);

  it('a requester asks, the owner approves, an approver finishes', async () => {
    const take = pictures('finish');
    const email = aGuest('praxis.example');
    await ask('Rosa Lind', email, 'Nils Ohm', 'he hands over to us');
    await take(desk.page, 'asked');
    await desk.card('Ada Berg', 'Let Nils Ohm into Imaging?').getByRole('button', { name: 'Approve' }).click();
    const finish = desk.card('Boris Kern', 'Finish the invitation of Nils Ohm?');
    await finish.waitFor();
    await take(desk.page, 'to-finish');
    await expectReadable(desk.page);
    await finish.getByRole('button', { name: 'Finish' }).click();
    await desk.card('Rosa Lind', 'Nils Ohm is invited to Imaging').waitFor();
    await take(desk.page, 'finished');
    expect(await invitationCalls(sandbox, email)).toHaveLength(1);
  }, 90_000);

  it('the approver declines with a reason, and the owner reads it', async () => {
    const take = pictures('decline');
    const email = aGuest();
    await ask('Ada Berg', email, 'Pia Holt');
    const decide = desk.card('Boris Kern', 'Let Pia Holt into Imaging?');
    await decide.getByRole('button', { name: 'Decline', exact: true }).click();
    await decide.getByRole('textbox', { name: /Reason/ }).fill('Elm Clinic has its own viewer');
    await take(desk.page, 'reason');
    await expectReadable(desk.page);
    await decide.getByRole('button', { name: 'Decline this request' }).click();
    await desk.card('Ada Berg', 'Elm Clinic has its own viewer').filter({ hasText: /Boris Kern declined/ }).waitFor();
    await take(desk.page, 'declined');
    await expectReadable(desk.page);
    expect(await invitationCalls(sandbox, email)).toHaveLength(0);
  }, 90_000);

  it('who signs in for the first time consents, and the pressed action goes on by itself', async () => {
    const take = pictures('consent');
    await sandbox.tenant({ consent: { person: 'approver2', given: false } });
    const email = aGuest();
    await desk.chat('Rosa Lind').getByRole('combobox', { name: 'Person in window 1' }).selectOption({ value: 'approver2' });
    await ask('Ada Berg', email, 'Ida Roth');
    await desk.card('Farid Amini', 'Let Ida Roth into Imaging?').getByRole('button', { name: 'Approve' }).click();
    const signIn = desk.chat('Farid Amini').getByRole('link', { name: 'Sign in' });
    await signIn.waitFor();
    await take(desk.page, 'sign-in');
    await expectReadable(desk.page);
    const tab = await desk.follow(signIn);
    const account = tab.getByRole('button', { name: /Farid Amini/ });
    const accept = tab.getByRole('button', { name: 'Accept' });
    await account.or(accept).first().waitFor();
    if (await account.isVisible()) {
      await take(tab, 'account');
      await expectReadable(tab);
      await account.click();
    }
    await accept.waitFor();
    await take(tab, 'consent');
    await expectReadable(tab);
    await accept.click();
    await tab.getByRole('heading').first().waitFor();
    await take(tab, 'done');
    await expectReadable(tab);
    await desk.card('Farid Amini', 'Ida Roth').filter({ hasText: /approved this request|on its way|is invited/ }).waitFor();
    await desk.card('Ada Berg', 'Ida Roth is invited to Imaging').waitFor();
    await take(desk.page, 'went-on');
    expect(await invitationCalls(sandbox, email)).toHaveLength(1);
  }, 90_000);

  it('the owner ends the access, with a second step', async () => {
    const take = pictures('end');
    const email = aGuest();
    await ask('Ada Berg', email, 'Noa Lund');
    await desk.card('Boris Kern', 'Let Noa Lund into Imaging?').getByRole('button', { name: 'Approve' }).click();
    const card = desk.card('Ada Berg', 'Noa Lund');
    await card.filter({ hasText: 'Noa Lund is invited to Imaging' }).getByRole('button', { name: 'End access' }).click();
    await card.getByText('about an hour').waitFor();
    await take(desk.page, 'sure');
    await expectReadable(desk.page);
    await card.getByRole('button', { name: 'End access now' }).click();
    await desk.card('Ada Berg', 'Noa Lund no longer has Imaging').getByText('about an hour').waitFor();
    await take(desk.page, 'ended');
    await eventually(async () => {
      const state = await sandbox.state();
      const guest = state.guests.find(({ mail }) => mail === email);
      expect(state.groups.find(({ name }) => name === 'Imaging guests')?.members).not.toContain(guest?.id);
    });
  }, 90_000);

  it('names and reasons from right to left read right', async () => {
    const take = pictures('right-to-left');
    await ask('Ada Berg', aGuest(), 'ليلى منصور', 'هي تقرأ صورنا في عطلة نهاية الأسبوع');
    const reason = desk.card('Boris Kern', 'ليلى منصور').getByText('هي تقرأ صورنا').first();
    await reason.waitFor();
    await take(desk.page, 'asked');
    expect(await desk.page.evaluate("getComputedStyle([...document.querySelectorAll('.ac-richTextBlock')].find((one) => one.textContent.includes('هي تقرأ'))).direction")).toBe('rtl');
    await expectReadable(desk.page);
  }, 60_000);

  it('fits on a phone', async () => {
    const take = pictures('phone');
    await ask('Ada Berg', aGuest(), 'Una Falk');
    const phone = await openChatPage(browser, sandbox, errors, { viewport: { width: 360, height: 740 }, hasTouch: true });
    const tabs = phone.page.getByRole('navigation', { name: 'Windows' });
    await tabs.getByRole('button', { name: 'Boris' }).tap();
    const decide = phone.card('Boris Kern', 'Let Una Falk into Imaging?');
    await decide.getByRole('button', { name: 'Approve' }).scrollIntoViewIfNeeded();
    await take(phone.page, 'decide');
    await expectReadable(phone.page);
    expect(await phone.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await decide.getByRole('button', { name: 'Approve' }).tap();
    await tabs.getByRole('button', { name: 'Ada' }).tap();
    await phone.card('Ada Berg', 'Una Falk is invited to Imaging').waitFor();
    await tabs.getByRole('button', { name: 'Ada' }).tap();
    await eventually(async () => expect(await tabs.getByRole('button', { name: 'Ada' }).textContent()).toBe('Ada'));
    await take(phone.page, 'invited');
    expect(await phone.page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await phone.close();
  }, 60_000);

  it('a day passes, and everything starts again', async () => {
    const take = pictures('again');
    const { page } = desk;
    const before = (await sandbox.state()).clock.offsetMs;
    await page.getByRole('button', { name: '+1 day' }).click();
    await eventually(async () => expect((await sandbox.state()).clock.offsetMs).toBe(before + 86_400_000));
    await desk.say('Rosa Lind', 'guests');
    await desk.chat('Rosa Lind').getByRole('heading', { name: /^(No guests yet|\d+ guests?|Guests)$/ }).waitFor();
    await take(page, 'a-day-later');
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('button', { name: 'Reset everything' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden', timeout: 60_000 });
    await desk.card('Ada Berg', 'is shared').waitFor();
    await desk.chat('Mail').getByText('No mail yet').waitFor();
    expect(await desk.chat('Rosa Lind').getByText('invite', { exact: true }).count()).toBe(0);
    expect((await sandbox.state()).clock.offsetMs).toBe(0);
    await eventually(async () => expect(await page.title()).toBe('Guest Desk sandbox'));
    await take(page, 'as-new');
  }, 120_000);
});
