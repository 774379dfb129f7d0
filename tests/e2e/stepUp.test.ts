import { type Browser, type Page } from 'playwright-core';
import { axeFindingsDayAndNight } from '../support/axe.ts';
import { createAttacker, type Attacker } from '../support/attacker.ts';
import { castOf, type Cast } from '../support/cast.ts';
import { openChatPage, type ChatPage } from '../support/chatPage.ts';
import { describeInBrowser, findChromium, launchChromium } from '../support/chromium.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { pictures } from '../support/screenshots.ts';
import { aRedeemedGuest, createWalk, giveServiceDeskTheCard, redemptionBecomes, resetCalls, type Walk } from '../support/stepUpWalk.ts';

/** Administrative acts as people meet them: from the card, in a dialog and in a plain browser, until the card goes on. */
let sandbox: RunningSandbox;
let cast: Cast;
let attacker: Attacker;
let walk: Walk;
let browser: Browser | undefined;

beforeAll(async () => {
  [sandbox, browser] = await Promise.all([startSandbox(), findChromium() === undefined ? undefined : launchChromium()]);
  cast = castOf(sandbox);
  [attacker, walk] = await Promise.all([createAttacker(sandbox), createWalk(sandbox)]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
});

const prepared = async (as: 'helpdesk' | 'admin' = 'helpdesk', more: { kind?: string; email?: string } = {}) => {
  const guest = await aRedeemedGuest(sandbox, cast);
  await giveServiceDeskTheCard({ sandbox, attacker, cast, walk }, as, guest.requestId, more);
  return guest;
};
const linkOn = (card: unknown): string => /"url":"(https:[^"]+\/step-up\/[\w-]+)"/.exec(JSON.stringify(card))?.[1] ?? '';

it('the service desk resets a redemption; the guest accepts anew, and everybody hears of it', async () => {
  const { email } = await prepared();
  await cast.helpdesk.press('stepUp.open', {}, 'Nothing was changed');
  const { message, card } = await cast.helpdesk.card('accept the invitation again?', email);
  const opened = await sandbox.dialog({ op: 'open', as: 'helpdesk', messageId: message.id });
  expect(opened).toMatchObject({ kind: 'dialog', dialog: { url: linkOn(card) } });
  expect(await sandbox.stepUp('helpdesk', linkOn(card))).toEqual({ status: 200, signIns: 1, title: expect.stringContaining('is asked to accept again') as string });
  expect(await sandbox.dialog({ op: 'hand', as: 'helpdesk', result: { dialog: 'stepUp.left' } })).toEqual({ kind: 'closed' });
  await cast.helpdesk.card('is asked to accept again', 'Done');
  await cast.owner.card(email, /is invited to Imaging/);
  expect((await resetCalls(sandbox, email)).map(({ status, onBehalfOf }) => [status, onBehalfOf])).toEqual([[201, attacker.oid('helpdesk')]]);
  expect(await sandbox.mails(email)).toHaveLength(2);
  await sandbox.redeem(email);
  await cast.sponsor.card(email.split('@')[0] ?? '', /redeemed/i);
  await cast.owner.card(email, /redeemed/i);
  // The dialog is no way back into an act that is over.
  expect(await sandbox.dialog({ op: 'open', as: 'helpdesk', messageId: message.id }).catch((error: { code: string }) => error.code)).toBe('opensNoDialog');
}, 60_000);

it('an administrator moves the invitation to another address', async () => {
  const { requestId } = await aRedeemedGuest(sandbox, cast);
  const wanted = `moved${String(Date.now())}@praxis.example`;
  await giveServiceDeskTheCard({ sandbox, attacker, cast, walk }, 'admin', requestId, { kind: 'invitation.changeAddress', email: wanted });
  await cast.admin.press('stepUp.open', {}, 'Nothing was changed');
  const { card } = await cast.admin.card('to another address?', wanted);
  expect(await sandbox.stepUp('admin', linkOn(card))).toMatchObject({ title: expect.stringContaining('is invited at the new address') as string });
  await redemptionBecomes(sandbox, wanted, 'PendingAcceptance');
  await cast.owner.card(wanted, /is invited to Imaging/);
  expect(await sandbox.mails(wanted)).toHaveLength(1);
}, 60_000);

describeInBrowser('on the chat page', () => {
  let desk: ChatPage;
  const errors: string[] = [];
  const openAsIris = async (options = {}): Promise<void> => {
    desk = await openChatPage(browser!, sandbox, errors, options);
    await desk.chat('Rosa Lind').getByRole('combobox', { name: 'Person in window 1' }).selectOption({ value: 'helpdesk' });
  };
  afterEach(async () => {
    await desk.close();
    // teams-js looks for its newest list of hosts on the internet; the policy of the page keeps it from that here.
    expect(errors.splice(0).filter((text) => !/res\.cdn\.office\.net|validDomains/.test(text))).toEqual([]);
  });
  const signInAs = async (tab: Page, name: RegExp): Promise<void> => tab.getByRole('button', { name }).click();
  const readable = async (page: Page): Promise<void> => expect(await axeFindingsDayAndNight(page)).toEqual([]);

  it('in a dialog of Teams: the page signs in by a window of its own and hands back to the chat', async () => {
    const take = pictures('step-up-dialog');
    const { email } = await prepared();
    await openAsIris();
    await desk.card('Iris Novak', 'Nothing was changed').getByRole('button', { name: 'Reset redemption' }).click();
    const card = desk.card('Iris Novak', 'accept the invitation again?').filter({ hasText: email });
    await card.waitFor();
    await take(desk.page, 'card');
    await card.getByRole('button', { name: 'Continue here' }).click();
    const frame = desk.page.frameLocator('.teams-dialog-frame');
    await frame.getByRole('heading', { name: /accept the invitation again/ }).waitFor();
    await frame.locator('body[data-framed]').waitFor();
    await take(desk.page, 'page');
    const [login] = await Promise.all([desk.page.context().waitForEvent('page'), frame.getByRole('button', { name: 'Sign in and do it' }).click()]);
    await login.getByRole('button', { name: /Iris Novak/ }).waitFor();
    await take(login, 'sign-in');
    await Promise.all([login.waitForEvent('close'), signInAs(login, /Iris Novak/)]);
    await frame.getByRole('heading', { name: /is asked to accept again/ }).waitFor();
    await take(desk.page, 'done');
    await frame.getByRole('button', { name: 'Back to the chat' }).click();
    await desk.page.locator('.teams-dialog').waitFor({ state: 'detached' });
    await desk.card('Iris Novak', 'is asked to accept again').waitFor();
    await take(desk.page, 'chat');
    expect(await resetCalls(sandbox, email)).toHaveLength(1);
  }, 60_000);

  it('in a plain browser, day, night and Arabic', async () => {
    const take = pictures('step-up-browser');
    const { email } = await prepared();
    await openAsIris();
    await desk.card('Iris Novak', 'Nothing was changed').getByRole('button', { name: 'Reset redemption' }).click();
    const tab = await desk.follow(desk.card('Iris Novak', 'accept the invitation again?').filter({ hasText: email }).getByRole('link', { name: 'Open in the browser' }));
    await tab.getByRole('heading', { name: /accept the invitation again/ }).waitFor();
    await take(tab, 'day');
    await tab.emulateMedia({ colorScheme: 'dark' });
    await take(tab, 'night');
    await tab.emulateMedia({ colorScheme: 'light' });
    await readable(tab);
    const address = tab.url();
    await tab.goto(`${address}?lang=ar`);
    expect(await tab.locator('html').getAttribute('dir')).toBe('rtl');
    await take(tab, 'arabic');
    await tab.setViewportSize({ width: 320, height: 720 });
    expect(await tab.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    await take(tab, 'arabic-phone');
    await tab.setViewportSize({ width: 1280, height: 800 });
    await tab.goto(address);
    await tab.getByRole('button', { name: 'Sign in and do it' }).click();
    await signInAs(tab, /Iris Novak/);
    await tab.getByRole('heading', { name: /is asked to accept again/ }).waitFor();
    expect(tab.url()).toBe(address);
    await take(tab, 'done');
    await desk.card('Iris Novak', 'is asked to accept again').waitFor();
    expect(await resetCalls(sandbox, email)).toHaveLength(1);
  }, 60_000);
});
