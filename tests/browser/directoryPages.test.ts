import { createHash } from 'node:crypto';
import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { seedIds } from '../../sandbox/seed.ts';
import { axeFindingsDayAndNight } from '../support/axe.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { startTestDirectory, type TestDirectory } from '../support/directory.ts';
import { pictures } from '../support/screenshots.ts';

const cleo = 'cleo@clinic.example';

describeInBrowser("the tenant's own pages", () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let desk: TestDirectory;
  const errors: string[] = [];

  beforeAll(async () => {
    [browser, desk] = await Promise.all([launchChromium(), startTestDirectory()]);
  });
  beforeEach(async () => {
    await desk.reset();
    context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width: 900, height: 760 }, locale: 'en-GB' });
    page = await context.newPage();
    page.setDefaultTimeout(8000);
    page.on('console', (line) => void (line.type() === 'error' && /content security|refused/i.test(line.text()) && errors.push(line.text())));
  });
  afterEach(async () => {
    await context.close();
    expect(errors.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await desk.stop();
  });

  const focused = (): Promise<string> => page.evaluate<string>('document.activeElement.textContent.trim() || document.activeElement.value');
  async function tabTo(text: string): Promise<void> {
    for (let press = 0; press < 15; press += 1) {
      await page.keyboard.press('Tab');
      if ((await focused()).startsWith(text)) return;
    }
    throw new Error(`Tab does not reach ${text}`);
  }

  it('let a guest redeem by keyboard alone, as readable by night', async () => {
    const picture = pictures('redeem');
    await desk.invite('approver', cleo);
    desk.tenant.groups.find((group) => group.id === seedIds.imaging.group)?.members.push(desk.tenant.users.at(-1)?.id ?? '');
    await page.goto(desk.directory.mails(cleo)[0]?.redeemUrl ?? '');
    await page.getByRole('heading', { name: 'Which account do you want to use?' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Work or school account at Elm Clinic' }).isChecked()).toBe(true);
    await picture(page, 'account');
    expect(await axeFindingsDayAndNight(page)).toEqual([]);
    await tabTo('Next');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Permissions requested by Hill Hospital' }).waitFor();
    await picture(page, 'consent');
    expect(await axeFindingsDayAndNight(page)).toEqual([]);
    await tabTo('Accept');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Imaging' }).waitFor();
    expect(await page.getByRole('status').textContent()).toContain('You are signed in to Imaging');
    await picture(page, 'opened');
    expect(await axeFindingsDayAndNight(page)).toEqual([]);
    expect(desk.tenant.users.at(-1)?.externalUserState).toBe('Accepted');
  });

  it('fit a small screen', async () => {
    await desk.invite('approver', cleo);
    await page.setViewportSize({ width: 320, height: 600 });
    await page.goto(desk.directory.mails(cleo)[0]?.redeemUrl ?? '');
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await pictures('redeem-small')(page, 'account');
  });

  it('let a person sign in and consent', async () => {
    const picture = pictures('signin');
    const redirect = `https://localhost:${desk.settings.ports.door}/back`;
    await page.route(`${redirect}**`, (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<title>back</title>' }));
    const query = new URLSearchParams({
      client_id: desk.tenant.registrations.people.appId, response_type: 'code', redirect_uri: redirect, scope: 'openid https://graph.microsoft.com/.default', state: 'here',
      code_challenge: createHash('sha256').update('v').digest('base64url'), code_challenge_method: 'S256',
    });
    await page.goto(`${desk.directory.origin}/${desk.tenant.id}/oauth2/v2.0/authorize?${query.toString()}`);
    await picture(page, 'accounts');
    expect(await axeFindingsDayAndNight(page)).toEqual([]);
    await page.getByRole('button', { name: 'Farid Amini' }).click();
    await page.getByRole('heading', { name: 'Permissions requested' }).waitFor();
    await picture(page, 'consent');
    expect(await axeFindingsDayAndNight(page)).toEqual([]);
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.waitForURL(`${redirect}**`);
    expect(new URL(page.url()).searchParams.get('state')).toBe('here');
    expect(new URL(page.url()).searchParams.get('code')).toBeTruthy();
  });
});
