import { type Browser, type Page } from 'playwright-core';
import { axeFindings } from '../support/axe.ts';
import { describeInBrowser, launchChromium } from '../support/chromium.ts';
import { fakePeople, startFakeControl, type FakeControl, type FakeMessage } from '../support/fakeControl.ts';
import { eventually } from '../support/eventually.ts';
import { sampleCards } from '../support/sampleCards.ts';
import { picture } from '../support/screenshots.ts';

const at = '2026-11-22T09:56:00.000Z';
const fromBot = (id: string, more: Record<string, unknown>): FakeMessage => ({ id, from: 'bot', at, revision: 1, ...more });
const said = (id: string, from: string, text: string): FakeMessage => ({ id, from, at, revision: 1, text });
const outcome = (kind: string, more: Record<string, unknown> = {}) => ({ status: 200, body: { pressId: 'p1', verb: 'request.approve', at, kind, ...more } });

describeInBrowser('the chat page alone', () => {
  let browser: Browser;
  let fake: FakeControl;
  let page: Page;
  const errors: string[] = [];


  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    fake = await startFakeControl();
    fake.chats['owner'] = [said('1', 'owner', 'invite cleo@clinic.example to Imaging'), fromBot('2', { card: sampleCards.form() })];
    fake.chats['approver'] = [fromBot('3', { card: sampleCards.decide() })];
    fake.chats['sponsor'] = [fromBot('4', { card: sampleCards.trouble() })];
  });
  afterEach(async () => {
    await page.close();
    await fake.stop();
    expect(errors.splice(0)).toEqual([]);
  });

  async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<void> {
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: 'en-GB', ...options });
    page.setDefaultTimeout(8000);
    page.on('pageerror', (error) => errors.push(String(error)));
    page.on('console', (line) => void (line.type() === 'error' && !line.text().includes('Failed to load resource') && errors.push(line.text())));
    await page.goto(fake.url);
    await page.getByRole('heading', { name: 'Rosa Lind' }).waitFor();
  }
  const chat = (name: string) => page.getByRole('region', { name });
  const change = (as: string, ...messages: FakeMessage[]): void => {
    fake.chats[as] = messages;
    fake.tell('chat', { as });
  };

  it('shows four chats and the mail side by side', async () => {
    await open();
    for (const name of ['Rosa Lind', 'Ada Berg', 'Boris Kern', 'Dana Holm', 'Mail']) expect(await chat(name).isVisible()).toBe(true);
    expect(await chat('Boris Kern').getByRole('heading', { name: 'Let Cleo Marsh into Imaging?' }).isVisible()).toBe(true);
    await picture(page, 'page-light');
    expect(await axeFindings(page)).toEqual([]);
  });

  it('wears the theme of Teams that is chosen, keeps it, and takes one from its address', async () => {
    const theme = (): Promise<string | undefined> => page.evaluate<string | undefined>('document.documentElement.dataset.theme');
    await open();
    expect(await theme()).toBeUndefined();
    await page.getByRole('combobox', { name: 'Theme of Teams' }).selectOption('dark');
    expect(await theme()).toBe('dark');
    await page.reload();
    await page.getByRole('heading', { name: 'Rosa Lind' }).waitFor();
    expect(await theme()).toBe('dark');
    await page.goto(`${fake.url}?theme=contrast`);
    await page.getByRole('heading', { name: 'Rosa Lind' }).waitFor();
    expect(await theme()).toBe('contrast');
    await picture(page, 'page-contrast');
    expect(await axeFindings(page)).toEqual([]);
  });

  it('is as readable in the dark', async () => {
    fake.mails.push({ id: 'm1', at, to: 'cleo@clinic.example', subject: 'You are invited to Imaging', body: 'Ada Berg invites you.\nhttps://localhost/redeem', redeemUrl: 'https://localhost/redeem' });
    fake.journal.push({ at, to: 'graph', method: 'POST', path: '/v1.0/invitations', status: 201, onBehalfOf: 'Boris Kern', scopes: ['User.Invite.All'], body: { invitedUserEmailAddress: 'cleo@clinic.example' } });
    await open({ colorScheme: 'dark' });
    await chat('Mail').getByRole('button', { name: 'You are invited to Imaging' }).click();
    await page.getByRole('button', { name: 'Graph calls' }).click();
    await page.getByRole('cell', { name: 'User.Invite.All' }).waitFor();
    await picture(page, 'page-dark');
    expect(await axeFindings(page)).toEqual([]);
  });

  it('asks for required inputs and sends all values of the form once', async () => {
    await open();
    const form = chat('Ada Berg');
    await form.getByRole('button', { name: 'Ask for access' }).click();
    await form.getByText('Write the name.').waitFor();
    expect(fake.received).toEqual([]);
    await picture(page, 'page-required-input');
    await form.getByRole('textbox', { name: 'Name' }).fill('Cleo Marsh');
    let release = (): void => undefined;
    fake.answer = () => new Promise((resolve) => { release = () => resolve(outcome('card', { card: sampleCards.waiting() })); });
    const ask = form.getByRole('button', { name: 'Ask for access' });
    await ask.dblclick();
    await ask.click({ force: true });
    await picture(page, 'page-busy');
    expect(await form.locator('.card').getAttribute('aria-busy')).toBe('true');
    fake.chats['owner']?.splice(1, 1, fromBot('2', { card: sampleCards.waiting(), revision: 2 }));
    release();
    await form.getByRole('heading', { name: 'Waiting for Boris or Farid' }).waitFor();
    expect(fake.received).toEqual([
      {
        route: 'press',
        body: {
          as: 'owner', messageId: '2', verb: 'request.submit', data: { requestId: 'r1', version: 1 },
          inputs: { email: 'cleo@clinic.example', name: 'Cleo Marsh', app: 'a1', sponsor: fakePeople[4]?.id, until: '2027-03-31', reason: 'she reads our scans', tell: 'false' },
        },
      },
    ]);
    await picture(page, 'page-waiting');
  });

  it('finds people by typing and by keys alone', async () => {
    await open();
    const sponsor = chat('Ada Berg').getByRole('combobox', { name: 'Sponsor' });
    expect(await sponsor.inputValue()).toBe('Dana Holm');
    await sponsor.fill('bor');
    await chat('Ada Berg').getByRole('listbox').getByRole('option', { name: 'Boris Kern' }).waitFor();
    await picture(page, 'page-people-picker');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await sponsor.inputValue()).toBe('Boris Kern');
    await sponsor.fill('nobody we know');
    await chat('Ada Berg').getByRole('textbox', { name: 'Name' }).fill('Cleo');
    await chat('Ada Berg').getByRole('button', { name: 'Ask for access' }).click();
    await chat('Ada Berg').getByText('Choose a sponsor.').waitFor();
    expect(fake.received).toEqual([]);
  });

  it('asks the bot for apps while one types, and offers the card’s own where it finds none', async () => {
    const input = { type: 'Input.ChoiceSet', id: 'app', label: 'App', style: 'filtered', choices: [{ title: 'Imaging', value: 'a0' }], 'choices.data': { type: 'Data.Query', dataset: 'shared-apps' } };
    fake.chats['owner'] = [fromBot('9', { card: { type: 'AdaptiveCard', version: '1.5', body: [input], actions: [{ type: 'Action.Execute', verb: 'request.submit', title: 'Ask for access' }] } })];
    const wards = Array.from({ length: 15 }, (_, index) => ({ title: `Archive of ward ${String(index + 1)} (up to 90 days)`, value: `a${String(index + 1)}` }));
    fake.answer = (route, body) => (route === 'choices' ? { status: 200, body: { kind: 'found', choices: wards.filter(({ title }) => title.toLowerCase().includes(String(body['text']))) } } : outcome('message', { text: 'Asked.' }));
    await open();
    const form = chat('Ada Berg');
    const app = form.getByRole('combobox', { name: 'App' });
    await app.fill('ima');
    await form.getByRole('listbox').getByRole('option', { name: 'Imaging' }).waitFor();
    await app.fill('ward');
    await form.getByRole('option', { name: 'Archive of ward 2 (up to 90 days)' }).waitFor();
    await picture(page, 'page-app-typeahead');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await form.getByRole('button', { name: 'Ask for access' }).click();
    await form.getByText('Asked.').waitFor();
    expect(fake.received.findLast(({ route }) => route === 'choices')?.body).toEqual({ as: 'owner', messageId: '9', input: 'app', text: 'ward' });
    expect(fake.received.at(-1)).toMatchObject({ route: 'press', body: { inputs: { app: 'a2' } } });
  });

  it('lets several approvers be chosen', async () => {
    fake.chats['owner'] = [fromBot('9', { card: sampleCards.share() })];
    await open();
    const form = chat('Ada Berg');
    await form.getByRole('button', { name: 'Remove Farid Amini' }).click();
    const approvers = form.getByRole('combobox', { name: 'Approvers' });
    await approvers.fill('grace');
    await form.getByRole('listbox').getByRole('option', { name: 'Grace Oduya' }).waitFor();
    await approvers.press('Enter');
    await picture(page, 'page-approvers');
    expect(await axeFindings(page)).toEqual([]);
    await form.getByRole('button', { name: 'Share Imaging' }).click();
    await eventually(() => expect(fake.received[0]?.body['inputs']).toEqual({ approvers: `${fakePeople[2]?.id},${fakePeople[5]?.id}`, longestStay: '180' }));
  });

  it.each([
    ['error', { status: 403, code: 'refused', text: 'Boris already declined this request.' }, 'alert'],
    ['message', { text: 'Done; nothing else to do.' }, 'status'],
  ] as const)('shows the outcome %s in words under the card', async (kind, more, role) => {
    await open();
    fake.answer = () => outcome(kind, more);
    await chat('Boris Kern').getByRole('button', { name: 'Approve' }).click();
    await chat('Boris Kern').getByRole(role).filter({ hasText: more.text }).waitFor();
    await picture(page, `page-outcome-${kind}`);
    expect(await axeFindings(page)).toEqual([]);
  });

  it('says so when the sandbox refuses or is gone', async () => {
    await open();
    fake.answer = () => ({ status: 502, body: { error: { code: 'noAnswer', message: 'Guest Desk did not answer.' } } });
    await chat('Boris Kern').getByRole('button', { name: 'Approve' }).click();
    await chat('Boris Kern').getByRole('alert').filter({ hasText: 'Guest Desk did not answer.' }).waitFor();
    await chat('Rosa Lind').getByRole('textbox').fill('help');
    await chat('Rosa Lind').getByRole('textbox').press('Enter');
    await chat('Rosa Lind').getByRole('alert').filter({ hasText: 'Guest Desk did not answer.' }).waitFor();
    expect(await chat('Rosa Lind').getByRole('textbox').inputValue()).toBe('help');
  });

  it('offers the sign-in and goes on by itself', async () => {
    await open();
    const signIn = { text: 'Sign in so that Guest Desk may act for you.', title: 'Sign in', link: 'https://localhost/sign-in' };
    fake.answer = () => outcome('signIn', signIn);
    await chat('Boris Kern').getByRole('button', { name: 'Approve' }).click();
    const link = chat('Boris Kern').getByRole('link', { name: 'Sign in' });
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('/sign-in');
    await picture(page, 'page-sign-in');
    change('approver', fromBot('3', { card: sampleCards.approved(), revision: 2, outcome: { ...outcome('card').body } }));
    await chat('Boris Kern').getByRole('heading', { name: 'Boris approved: Cleo is invited' }).waitFor();
    expect(await link.count()).toBe(0);
  });

  it('keeps typed text, focus and unfolded parts when messages and cards change', async () => {
    await open();
    const form = chat('Ada Berg');
    await form.getByRole('textbox', { name: 'Name' }).pressSequentially('Cleo M');
    const sample = fake.chats['owner'] ?? [];
    change('owner', ...sample, fromBot('8', { text: 'Another message' }));
    await form.getByText('Another message').waitFor();
    change('owner', said('1', 'owner', 'invite'), fromBot('2', { card: { ...sampleCards.form(), speak: 'anew' }, revision: 2 }), fromBot('8', { text: 'Another **message**' }));
    await form.locator('strong', { hasText: 'message' }).waitFor();
    await page.keyboard.type('arsh');
    expect(await form.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('Cleo Marsh');

    const decide = chat('Boris Kern');
    await decide.getByRole('button', { name: 'Decline…' }).click();
    await decide.getByRole('textbox', { name: 'Why not' }).fill('No contract');
    await picture(page, 'page-decline');
    await page.evaluate("document.querySelectorAll('.card').forEach((card) => card.setAttribute('data-before', ''))");
    change('approver', fromBot('3', { card: { ...sampleCards.decide(), speak: 'anew' }, revision: 2 }));
    await decide.locator('.card:not([data-before])').waitFor();
    await eventually(async () => expect(await decide.getByRole('textbox', { name: 'Why not' }).inputValue()).toBe('No contract'));
    expect(await axeFindings(page)).toEqual([]);
    await decide.getByRole('button', { name: 'Decline', exact: true }).click();
    await eventually(() => expect(fake.received[0]?.body).toMatchObject({ verb: 'request.decline', inputs: { decisionReason: 'No contract' } }));
  });

  it('counts what nobody has looked at', async () => {
    await open();
    change('sponsor', ...(fake.chats['sponsor'] ?? []), fromBot('5', { card: sampleCards.approved() }));
    await chat('Dana Holm').getByText('1 unread').waitFor();
    expect(await page.title()).toBe('(1) Guest Desk sandbox');
    await picture(page, 'page-unread');
    await chat('Dana Holm').getByRole('log').click({ position: { x: 5, y: 5 } });
    await eventually(async () => expect(await page.title()).toBe('Guest Desk sandbox'));
  });

  it('lets a window show somebody else', async () => {
    fake.chats['approver2'] = [fromBot('7', { card: sampleCards.declined() })];
    await open();
    await chat('Boris Kern').getByRole('combobox', { name: 'Person in window 3' }).selectOption({ label: 'Farid Amini, Senior consultant' });
    await chat('Farid Amini').getByRole('heading', { name: 'Boris declined' }).waitFor();
    await page.reload();
    await chat('Farid Amini').waitFor();
  });

  it('moves the clock, shows faults and asks before a reset', async () => {
    fake.state['faults'] = [{ to: 'graph', method: 'POST', path: '/v1.0/invitations', times: 2, status: 503 }];
    await open();
    fake.answer = () => ({ status: 200, body: { now: at, offsetMs: 86_400_000, ready: true } });
    await page.getByRole('button', { name: '+1 day' }).click();
    await eventually(() => expect(fake.received).toEqual([{ route: 'clock', body: { advance: 'P1D' } }]));
    await page.getByText('1 fault', { exact: true }).click();
    await page.getByText('graph POST /v1.0/invitations · status 503 · 2×').waitFor();
    await picture(page, 'page-faults');
    await page.getByRole('button', { name: 'Reset' }).click();
    await picture(page, 'page-reset');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Reset everything' }).click();
    await eventually(() => expect(fake.received.at(-1)).toEqual({ route: 'reset', body: {} }));
  });

  it.each([360, 320])('is one window with tabs at %i px', async (width) => {
    await open({ viewport: { width, height: 740 }, hasTouch: true });
    await page.getByRole('navigation', { name: 'Windows' }).getByRole('button', { name: 'Boris' }).click();
    await chat('Boris Kern').getByRole('button', { name: 'Approve' }).waitFor();
    expect(await chat('Ada Berg').isVisible()).toBe(false);
    await picture(page, `page-phone-${width}`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('navigation', { name: 'Windows' }).getByRole('button', { name: 'Ada' }).click();
    await chat('Ada Berg').getByRole('button', { name: 'Ask for access' }).scrollIntoViewIfNeeded();
    await picture(page, `page-phone-${width}-form`);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(width);
  });

  it('shows names and reasons from right to left, and markup as text', async () => {
    fake.chats['approver'] = [fromBot('3', { card: sampleCards.decide('ليلى منصور', 'هي تقرأ صورنا في عطلة نهاية الأسبوع.') })];
    fake.chats['owner'] = [said('1', 'owner', 'أهلا وسهلا'), fromBot('2', { text: '<img src=x onerror="document.title=1"> **bold** [x](javascript:alert(1))' })];
    await open();
    await chat('Boris Kern').getByText('هي تقرأ').waitFor();
    const direction = "getComputedStyle([...document.querySelectorAll('.ac-richTextBlock')].find((one) => one.textContent.includes('هي تقرأ'))).direction";
    expect(await page.evaluate(direction)).toBe('rtl');
    await picture(page, 'page-right-to-left');
    expect(await chat('Ada Berg').locator('img').count()).toBe(0);
    expect(await chat('Ada Berg').locator('.bubble a').count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
  });
});
