import { type FormAgain, type InviteForm } from '../../bot/desk/inviteForm.ts';
import { createCards } from '../../bot/teams/render/createCards.ts';
import { understandInvite } from '../../bot/teams/understand/understandInvite.ts';
import { readTypedDay } from '../../bot/teams/understand/understandDay.ts';
import { createTexts } from '../../bot/text/text.ts';
import { readerIn } from '../cards/sampleFacts.ts';
import { badAddresses, badNames, badReasons, goodNames, goodReasons } from '../support/badInput.ts';
import { textOf, type Card } from '../support/cardText.ts';
import { actor, makeDesk } from '../support/makeDesk.ts';

const cards = createCards(createTexts());
const noWords = { email: null, name: null, app: null, sponsor: null, until: null, reason: null };
type Node = Record<string, unknown>;

/** The text right under an input, in the card the person sees. */
const noteAt = (form: InviteForm, input: string, locale = 'en-GB'): string | null => {
  const body = (cards.inviteForm(form, readerIn(locale)) as Card)['body'] as Node[];
  const next = body[body.findIndex((node) => node['id'] === input) + 1];
  return next?.['type'] === 'Container' && next['style'] === 'attention' ? textOf(next) : null;
};
const valueAt = (form: InviteForm, input: string): unknown => ((cards.inviteForm(form, readerIn('en-GB')) as Card)['body'] as Node[]).find((node) => node['id'] === input)?.['value'];

/** One desk for all: what must not be created would pile up in it. */
const { desk, store, ask } = makeDesk();
const nothingIsCreated = (): void => {
  expect(store.rows().requests.size).toBe(0);
  expect(store.rows().jobs).toEqual([]);
  expect(store.rows().events).toEqual([]);
};
const answered = async (input: Parameters<typeof ask>[1]): Promise<FormAgain> => {
  const answer = await ask('rosa', input);
  nothingIsCreated();
  if (answer.kind !== 'problems') throw new Error(`expected the form again, not ${answer.kind}`);
  return answer;
};

it('is 150 addresses, 200 names and reasons', () => {
  expect(new Set(badAddresses.map(([text]) => text)).size).toBeGreaterThanOrEqual(150);
  expect(new Set([...badNames, ...badReasons]).size).toBeGreaterThanOrEqual(198);
  expect([badNames.length, badReasons.length]).toEqual([100, 100]);
});

it.each(badAddresses)('the address %j is answered at its input: %s', async (text, key) => {
  const { problems, form } = await answered({ email: text });
  expect(problems).toEqual({ email: expect.objectContaining({ key }) as unknown });
  expect(noteAt(form, 'email')).toMatch(/^E-mail address: .{10}/u);
  if (key === 'address-unusable' && !/[\p{Cc}\p{Cf}\u00a0\u{E0065}]|\$\{|\{\{/u.test(text)) expect(valueAt(form, 'email')).toBe(text.trim());
  if (key === 'address-mended') expect(valueAt(form, 'email')).toMatch(/^[a-z0-9._-]+@[a-z.]+$/);
  expect(form.filled).toMatchObject({ name: 'Cleo Vance', appId: 'imaging', until: '2026-03-31', reason: 'she reads our scans', language: 'de' });
  const prepared = await desk.prepareRequest(actor('rosa'), { ...noWords, email: text });
  expect(prepared).toMatchObject({ kind: 'form', problems: key === 'missing' ? {} : { email: { key } } });
  nothingIsCreated();
});

it.each(badNames)('the name %j is answered at its input', async (text) => {
  const { problems, form } = await answered({ name: text });
  expect(problems).toEqual({ name: expect.objectContaining({ key: text.length === 65 ? 'too-long' : 'name-unusable' }) as unknown });
  expect(noteAt(form, 'name')).toMatch(/^Name: please/u);
});

it.each(badReasons)('the reason %j is answered at its input', async (text) => {
  const { problems, form } = await answered({ reason: text });
  expect(problems).toEqual({ reason: expect.objectContaining({ key: text.length > 500 ? 'too-long' : text.trim().length < 2 ? 'missing' : 'text-marked' }) as unknown });
  expect(noteAt(form, 'reason')).toMatch(/^Reason: please/u);
  if (text.length > 500) expect(valueAt(form, 'reason')).toBe(text);
});

describe('ordinary words are taken as they are', () => {
  it.each(goodNames)('name %s', async (name) => {
    const own = makeDesk();
    expect(await own.ask('rosa', { name })).toMatchObject({ kind: 'shown' });
  });

  it.each(goodReasons)('reason %s', async (reason) => {
    const own = makeDesk();
    expect(await own.ask('rosa', { reason })).toMatchObject({ kind: 'shown' });
  });
});

/** Monday, 5 January 2026, 10:00 in Berlin; Imaging allows 180 days. */
const moment = { now: new Date('2026-01-05T09:00:00Z'), timeZone: 'Europe/Berlin' };

describe('days', () => {
  it.each([
    ['2025-12-31', 'day-in-the-past', /is over/],
    ['1 January 2020', 'day-in-the-past', /is over/],
    ['2026-07-05', 'stay-too-long', /180 days, so until 4 July at the latest/],
    ['31 December 2099', 'stay-too-long', /180 days/],
    ['whenever', 'day-unreadable', /“whenever” is not a day/],
    ['31 February', 'day-unreadable', /“31 February” is not a day/],
    ['2026-13-01', 'day-unreadable', /not a day/],
    ['tomorrow or later', 'day-unreadable', /not a day/],
    ['${now}', 'day-unreadable', /not a day/],
    ['9'.repeat(400), 'day-unreadable', /not a day/],
    ['', 'missing', /fill it in/],
    ['03/04', 'day-ambiguous', /can be 3 April or 4 March/],
    ['3-4-2026', 'day-ambiguous', /can be 3 April or 4 March/],
  ])('day %#, %.20s, is answered at its input', async (text, key, says) => {
    const { problems, form } = await answered(readTypedDay(text, { ...moment, locale: 'en-GB' }));
    expect(problems).toEqual({ until: expect.objectContaining({ key }) as unknown });
    expect(noteAt(form, 'until')).toMatch(says);
  });

  it('what can be read two ways is asked in the order the reader is used to', async () => {
    const american = await answered(readTypedDay('03/04', { ...moment, locale: 'en-US' }));
    expect(noteAt(american.form, 'until', 'en-US')).toMatch(/can be March 4 or April 3/);
    expect(noteAt(american.form, 'until', 'ja-JP')).toMatch(/3月4日とも4月3日とも読めます/);
    expect(american.form.filled.until).toBeNull();
  });

  it.each([['31/03', '2026-03-31'], ['03/31', '2026-03-31'], ['4/4', '2026-04-04'], ['3.4.', '2026-04-03'], ['2026-04-03', '2026-04-03'], ['3 April', '2026-04-03'], ['3 de abril', '2026-04-03'], ['4月3日', '2026-04-03']])('%s can be only one day', (text, day) => {
    expect(readTypedDay(text, { ...moment, locale: 'en-GB' })).toEqual({ until: day });
  });

  it('a sentence with such a day gets the question in the form', async () => {
    const words = understandInvite('cleo@clinic.example to Imaging until 03/04 because she reads our scans', { ...moment, locale: 'en-GB' });
    const form = await desk.prepareRequest(actor('rosa'), words);
    if (form.kind !== 'form') throw new Error('expected a form');
    expect(form.problems).toEqual({ until: { key: 'day-ambiguous', facts: { day: '2026-04-03', other: '2026-03-04' } } });
    expect(noteAt(form, 'until')).toMatch(/3 April or 4 March/);
    expect(valueAt(form, 'until')).toBe('');
  });
});

describe('apps and sponsors', () => {
  it.each(['Nowhere', '', '${app}', '../imaging', 'x'.repeat(4_000), "imaging' or 1=1"])('the app is answered at its input (%#)', async (app) => {
    const { problems, form } = await answered({ app });
    expect(problems).toEqual(expect.objectContaining({ app: expect.objectContaining({ key: app === '' ? 'missing' : 'app-unknown' }) as unknown }));
    expect(noteAt(form, 'app')).toMatch(/^App: /u);
  });

  it.each(['nobody@hospital.example', '${sponsor}', 'x'.repeat(4_000), '<at>Dana</at>'])('the sponsor is answered at its input (%#)', async (sponsor) => {
    const { form } = await answered({ sponsor });
    expect(noteAt(form, 'sponsor')).toMatch(/nobody of that name or address/);
  });
});

it('says once at the top what to look at, and keeps everything that was typed', async () => {
  const { form } = await answered({ email: 'cleo+x@clinic.example', name: '<b>Cleo</b>', until: '2025-01-01', reason: 'see [x](https://evil.example)' });
  const card = cards.inviteForm(form, readerIn('en-GB')) as Card;
  expect(JSON.stringify(card)).toContain('Nothing has been asked yet. Please look at: E-mail address, Name, Last day and Reason.');
  expect(['email', 'name', 'until', 'reason'].map((input) => valueAt(form, input))).toEqual(['cleo+x@clinic.example', '<b>Cleo</b>', '2025-01-01', 'see [x](https://evil.example)']);
});

it('a mended address goes through on the second press', async () => {
  const own = makeDesk();
  const first = await own.ask('rosa', { email: 'Cleo Vance <Cleo@Clinic.Example>' });
  if (first.kind !== 'problems') throw new Error('expected the form again');
  expect(noteAt(first.form, 'email')).toBe('E-mail address: I read this as cleo@clinic.example. If that is right, ask again.');
  expect(await own.ask('rosa', { email: first.form.filled.email ?? '', draftId: first.form.draftId })).toMatchObject({ kind: 'shown' });
  expect(own.request().invitee.email).toBe('cleo@clinic.example');
});

it('the name written before an address is offered as the name', async () => {
  expect(await desk.prepareRequest(actor('rosa'), { ...noWords, email: 'Dr. Zoë Müller <zm@clinic.example>' })).toMatchObject({ filled: { email: 'zm@clinic.example', name: 'Dr. Zoë Müller' } });
});
