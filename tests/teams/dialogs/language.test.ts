import { actor, makeDesk } from '../../support/makeDesk.ts';
import { textOf, type Card } from '../../support/cardText.ts';
import { cardRoutes, commandRoutes } from '../../../bot/teams/handlers/routes.ts';
import { createCards } from '../../../bot/teams/render/createCards.ts';
import { type Turn } from '../../../bot/teams/route.ts';
import { type Answer } from '../../../bot/teams/answer.ts';
import { inOwnLanguage, type PersonInbound } from '../../../bot/teams/turnContext.ts';
import { understandLanguage } from '../../../bot/teams/understand/understandLanguage.ts';
import { createTexts } from '../../../bot/text/text.ts';

const cards = createCards(createTexts());
const turnOf = (locale: string, who: Parameters<typeof actor>[0] = 'ada'): Turn => ({
  actor: actor(who, { locale }), reader: { locale, timeZone: 'Europe/Berlin', now: new Date('2026-11-22T10:00:00Z'), channelUserId: '29:ada' }, clientLocale: 'en-GB', correlationId: 'c', pressedAt: null,
});
const shown = (answer: Answer): string => (answer.kind === 'card' ? textOf(answer.card) : answer.text);
const write = (name: string, rest: string, turn: Turn, desk: ReturnType<typeof makeDesk>['desk']): Promise<Answer> => commandRoutes.find((route) => route.name === name)!.run(turn, rest, { desk, cards });
const press = (verb: string, data: unknown, turn: Turn, desk: ReturnType<typeof makeDesk>['desk']): Promise<Answer> => cardRoutes.find((route) => route.verb === verb)!.run(turn, data, { desk, cards });

it.each<[string, string | null | undefined]>([
  ['German', 'de'], ['deutsch', 'de'], ['DE', 'de'], ['auf Deutsch', 'de'], ['français', 'fr'], ['in french.', 'fr'], ['العربية', 'ar'], ['as in Teams', null], ['wie in teams', null], ['Klingon', undefined], ['', undefined],
])('language %j is %s', (said, language) => {
  expect(understandLanguage(said)).toBe(language);
});

describe('the language of one person', () => {
  it('is offered, begins with what counts now, and answers in what was chosen', async () => {
    const { desk } = makeDesk();
    expect(shown(await write('language', '', turnOf('en-GB'), desk))).toMatch(/Which language should Guest Desk use\?/);
    expect(shown(await press('language.choose', { language: 'de' }, turnOf('en-GB'), desk))).toContain('Guest Desk spricht jetzt Deutsch mit Ihnen');
    expect(await desk.chosenLanguage(actor('ada'))).toEqual({ kind: 'chosen', language: 'de' });
    expect(await desk.chosenLanguage(actor('boris'))).toEqual({ kind: 'chosen', language: null });
    expect(shown(await press('language.choose', { language: 'teams' }, turnOf('de'), desk))).toContain('follows the language of your Teams');
    expect(await desk.chosenLanguage(actor('ada'))).toEqual({ kind: 'chosen', language: null });
  });

  it('can be said in one sentence, and what is no language shows the choice', async () => {
    const { desk } = makeDesk();
    expect(shown(await write('language', 'français', turnOf('en-GB'), desk))).toContain('français');
    expect(shown(await write('language', 'Klingon', turnOf('en-GB'), desk))).toMatch(/Which language/);
  });

  it('is not kept for a guest', async () => {
    const { desk } = makeDesk();
    expect(shown(await press('language.choose', { language: 'de' }, turnOf('en-GB', 'eve'), desk))).toContain('for members of this organisation');
    expect(await desk.chosenLanguage(actor('eve'))).toEqual({ kind: 'chosen', language: null });
  });

  it('leaves the dialect of a client that speaks it already', () => {
    const inbound = { locale: 'de-AT' } as PersonInbound;
    expect(inOwnLanguage(inbound, 'de').locale).toBe('de-AT');
    expect(inOwnLanguage(inbound, null).locale).toBe('de-AT');
    expect(inOwnLanguage(inbound, 'fr')).toMatchObject({ locale: 'fr', clientLocale: 'de-AT' });
  });
});

describe('sign in', () => {
  it('says so where it is done, and asks where it is not', async () => {
    const { desk } = makeDesk();
    expect(shown(await write('sign in', '', turnOf('en-GB'), desk))).toContain('You are signed in');
    await desk.signOut(actor('ada'));
    await expect(write('sign in', '', turnOf('en-GB'), desk)).rejects.toMatchObject({ kind: 'sign-in-needed' });
  });
});

describe('a suggestion', () => {
  it('is a button that runs the command with the words written after it', async () => {
    const { desk } = makeDesk();
    const card = cards.unknownCommand({ name: 'invite', word: 'invite', rest: 'cleo@clinic.example to Imaging' }, turnOf('en-GB').reader) as Card;
    const button = (card['body'] as { type: string; actions?: { title: string; verb: string; data: unknown }[] }[]).find((one) => one.type === 'ActionSet')?.actions;
    expect(button?.map(({ title }) => title)).toEqual(['invite', 'Show help']);
    expect(shown(await press(button![0]!.verb, button![0]!.data, turnOf('en-GB'), desk))).toContain('Ask for access for a guest');
    expect(shown(await press(button![1]!.verb, button![1]!.data, turnOf('en-GB'), desk))).toContain('What you can write');
  });

  it('that nobody made runs nothing', async () => {
    const { desk } = makeDesk();
    await expect(press('command.run', { command: 'destroy', rest: '' }, turnOf('en-GB'), desk)).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('carries a hostile sentence as text', () => {
    const card = JSON.stringify(cards.unknownCommand({ name: 'invite', word: 'invite', rest: `\${x} {{DATE(now)}} ${'é'.repeat(5_000)}` }, turnOf('en-GB').reader));
    expect(card).not.toMatch(/\$\{|\{\{/);
    expect(Buffer.byteLength(card)).toBeLessThan(20 * 1024);
  });
});
