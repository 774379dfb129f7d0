import { planner } from '../../support/fakes/tenant.ts';
import { actor, makeDesk, type TestDesk } from '../../support/makeDesk.ts';
import { textOf, valuesOf, verbsOf, type Card } from '../../support/cardText.ts';
import { createTalk } from '../../../bot/teams/dialogs/talk.ts';
import { cardRoutes, commandRoutes } from '../../../bot/teams/handlers/routes.ts';
import { createCards } from '../../../bot/teams/render/createCards.ts';
import { type Turn } from '../../../bot/teams/route.ts';
import { type Answer } from '../../../bot/teams/answer.ts';
import { createRouter } from '../../../bot/teams/router.ts';
import { understandCommand } from '../../../bot/teams/understand/understandCommand.ts';
import { createTexts } from '../../../bot/text/text.ts';

/** A desk that shares a second app. */
const twoApps = (): TestDesk => {
  const of = makeDesk();
  const imaging = of.store.rows().apps.get('imaging')!;
  of.store.rows().apps.set('planner', { ...imaging, id: 'planner', name: 'Shift Planner', servicePrincipalId: planner.servicePrincipalId, accessGroupId: planner.groupId, longestStayDays: 90 });
  return of;
};

const cards = createCards(createTexts());
const router = createRouter([...cardRoutes, ...commandRoutes], understandCommand);
const talk = createTalk(understandCommand);
let activities = 0;

/** Writes to a desk as the adapter does: first what is in the making, then commands. */
const chatWith = (of: TestDesk, who: Parameters<typeof actor>[0] = 'rosa', locale = 'en-GB') => {
  const turn = (pressedAt: Turn['pressedAt'] = null): Turn => ({
    actor: actor(who, { locale }), reader: { locale, timeZone: 'Europe/Berlin', now: of.clock.now(), channelUserId: '29:x' }, clientLocale: locale, correlationId: `c${(activities += 1)}`, pressedAt,
  });
  const kit = { desk: of.desk, cards };
  const say = async (text: string, activityId = `m${(activities += 1)}`): Promise<string> => {
    const talked = await talk(turn(), { text, activityId }, kit);
    if (talked.kind === 'answered') return shown(talked.answer);
    const found = router.command(text, locale);
    const answer = async (): Promise<string> => shown(found.kind === 'found' ? await found.route.run(turn(), found.rest, kit) : { kind: 'card', card: cards.unknownCommand(found.suggestion, turn().reader) });
    if (talked.kind === 'nothing') return answer();
    return talked.isOnlyLine ? talked.line : `${talked.line}\n${await answer()}`;
  };
  let last: Answer | undefined;
  const shown = (answer: Answer): string => {
    last = answer;
    return answer.kind === 'card' ? `${textOf(answer.card)}\n${answer.also ?? ''}` : answer.text;
  };
  const press = async (verb: string, data: unknown): Promise<string> => shown(await router.card(verb)!.run(turn({ conversationId: `a:${actor(who).id}`, activityId: 'form' }), data, kit));
  return { say, press, card: () => (last?.kind === 'card' ? (last.card as Card) : undefined) };
};

const whole = async (chat: ReturnType<typeof chatWith>): Promise<string> => {
  for (const text of ['invite step by step', 'cleo@clinic.example', 'Cleo Vance', '1', 'skip', '31 March', 'she reads our scans']) await chat.say(text);
  return chat.say('yes');
};

describe('a request made in text only', () => {
  it('names every one of several apps, in question, summary and answer, and the shortest stay', async () => {
    const chat = chatWith(twoApps());
    for (const text of ['invite step by step', 'cleo@clinic.example', 'Cleo Vance']) await chat.say(text);
    expect(await chat.say('Imaging and Nonesuch')).toMatch(/Which app\?/);
    await chat.say('Imaging and Shift Planner');
    expect(await chat.say('skip')).toContain('90');
    await chat.say('31 January');
    expect(await chat.say('she reads our scans')).toMatch(/Imaging, Shift Planner/);
    const answer = await chat.say('yes');
    expect(answer.replaceAll(/[\u2066-\u2069]/gu, '')).toMatch(/Cleo Vance: 2 apps asked for\nImaging: waiting\nShift Planner: waiting\n/i);
  });

  it('asks one question per message and sends what was answered', async () => {
    const of = twoApps();
    const chat = chatWith(of);
    expect(await chat.say('invite step by step')).toMatch(/One question at a time[\s\S]*e-mail address\?$/);
    expect(await chat.say('cleo@clinic.example')).toMatch(/name, first and last\?\nWrite skip for: Cleo$/);
    expect(await chat.say('Cleo Vance')).toMatch(/Which app\?.*\n1\. Imaging\n2\. Shift Planner$/);
    expect(await chat.say('1')).toMatch(/sponsor[\s\S]*Write skip for: Dana Holm/);
    expect(await chat.say('skip')).toMatch(/Until which day\?.*180 days/);
    expect(await chat.say('until 31 March')).toMatch(/Why does the guest need access\?/);
    expect(await chat.say('she reads our scans')).toBe(['This is your request:', 'Guest: Cleo Vance (cleo@clinic.example)', 'App: Imaging', 'Sponsor: Dana Holm', 'Until: Tuesday, 31 March 2026', 'Why: she reads our scans', 'Send it? Write yes or no.'].join('\n'));
    expect(of.store.rows().requests.size).toBe(0);
    expect(await chat.say('yes')).toMatch(/Waiting for Ada Berg[\s\S]*Receipt/);
    expect(of.request()).toMatchObject({ invitee: { email: 'cleo@clinic.example', name: 'Cleo Vance', language: 'en' }, sponsorId: actor('dana').id, until: '2026-03-31', reason: 'she reads our scans', requestedBy: actor('rosa').id });
    await of.runJobs();
    expect(of.cardsOf('rosa').map(({ purpose }) => purpose)).toEqual(['status']);
    expect(of.cardsOf('ada').map(({ purpose }) => purpose)).toEqual(['decide']);
    expect(await chat.say('yes')).toMatch(/did not understand/);
  });

  it('says at once what is wrong with an answer, by the rules of the form, and asks again', async () => {
    const of = twoApps();
    const chat = chatWith(of);
    await chat.say('invite step by step');
    for (const [text, says] of [['cleo', /e-mail address\?/], ['bob@hospital.example', /belongs to a colleague[\s\S]*e-mail address\?/], ['cleo@clinic.example', /first and last/], ['Cleo Vance', /Which app/], ['Nonesuch', /Which app/], ['imaging', /sponsor/], ['nobody@hospital.example', /sponsor/], ['eve@praxis.example', /sponsor/], ['Dana', /Until/], ['2020-01-01', /Until/], ['31 December 2026', /180 days[\s\S]*Until/], ['blah', /Until/], ['', /Until/], ['31 March', /Why/], ['x'.repeat(501), /500[\s\S]*Why/]] as const) expect(await chat.say(text)).toMatch(says);
    expect(of.store.rows().requests.size).toBe(0);
  });

  it('begins with what the sentence said', async () => {
    const chat = chatWith(twoApps());
    expect(await chat.say('invite cleo@clinic.example to Imaging until 31 March because she reads our scans step by step')).toMatch(/first and last/);
    expect(await chat.say('skip')).toMatch(/sponsor/);
    expect(await chat.say('skip')).toMatch(/Send it\?/);
  });

  it('goes back and keeps what was said', async () => {
    const chat = chatWith(twoApps());
    for (const text of ['invite step by step', 'cleo@clinic.example', 'Cleo Vance', '1']) await chat.say(text);
    expect(await chat.say('back')).toMatch(/Which app[\s\S]*Write skip for: Imaging/);
    expect(await chat.say('back')).toMatch(/first and last[\s\S]*Write skip for: Cleo Vance/);
    expect(await chat.say('Cleo Marlow')).toMatch(/sponsor/);
  });

  it('no sends nothing, and cancel leaves nothing', async () => {
    const of = twoApps();
    const chat = chatWith(of);
    for (const text of ['invite step by step', 'cleo@clinic.example', 'Cleo Vance', '1', 'skip', '31 March', 'she reads our scans']) await chat.say(text);
    expect(await chat.say('no')).toMatch(/Not sent/);
    expect(await chat.say('cancel')).toBe('Cancelled. Nothing was asked.');
    expect(await chat.say('yes')).toMatch(/did not understand/);
    expect(of.store.rows().requests.size).toBe(0);
  });

  it('a new command leaves it and says so in one line; help does not', async () => {
    const chat = chatWith(twoApps());
    await chat.say('invite step by step');
    expect(await chat.say('help')).toMatch(/Answer the question[\s\S]*e-mail address\?/);
    expect(await chat.say('apps')).toMatch(/^The request you were making is put away; nothing was asked\.\n.*2 apps are open/);
    expect(await chat.say('cleo@clinic.example')).not.toMatch(/first and last/);
  });

  it('speaks the language of its person', async () => {
    const chat = chatWith(twoApps(), 'rosa', 'de-DE');
    expect(await chat.say('einladen schritt für schritt')).toMatch(/E-Mail-Adresse des Gastes\?$/);
    for (const text of ['cleo@clinic.example', 'Cleo Vance', '1', 'überspringen', '31. März']) await chat.say(text);
    expect(await chat.say('sie befundet unsere Aufnahmen')).toMatch(/Absenden\? Schreiben Sie ja oder nein\.$/);
    expect(await chat.say('ja')).toMatch(/Ada Berg/);
  });
});

describe('the same request as a card', () => {
  it('takes everything said so far, and goes back to text with everything typed', async () => {
    const of = twoApps();
    const chat = chatWith(of);
    for (const text of ['invite step by step', 'cleo@clinic.example', 'Cleo Vance', '1']) await chat.say(text);
    await chat.say('form');
    const form = chat.card()!;
    expect(valuesOf(form)).toMatchObject({ email: 'cleo@clinic.example', name: 'Cleo Vance', app: 'imaging', until: '', reason: '' });
    expect(verbsOf(form)).toContain('dialog.begin');
    const draftId = (JSON.stringify(form).match(/"draftId":"([^"]+)"/) ?? [])[1];
    expect(await chat.press('dialog.begin', { draftId, email: 'cleo@clinic.example', name: 'Cleo Marlow', app: 'imaging', reason: 'she reads our scans', language: 'fr' })).toMatch(/We go on in text[\s\S]*One question at a time[\s\S]*sponsor/);
    await chat.say('skip');
    expect(await chat.say('31 March')).toMatch(/Cleo Marlow[\s\S]*Send it\?/);
    await chat.say('yes');
    expect(of.request()).toMatchObject({ draftId, invitee: { name: 'Cleo Marlow', language: 'fr' } });
    await chat.press('request.submit', { draftId, email: 'other@clinic.example', name: 'Other', app: 'imaging', until: '2026-03-31', reason: 'again' });
    await chat.press('dialog.begin', { draftId });
    expect(of.store.rows().requests.size).toBe(1);
    expect(await chat.say('31 March')).toMatch(/did not understand/);
  });

  it('of another person or chat gives nothing away', async () => {
    const of = twoApps();
    await chatWith(of).say('invite cleo@clinic.example');
    const draftId = [...of.store.rows().drafts.keys()][0];
    expect(await chatWith(of, 'ada').press('dialog.begin', { draftId })).toMatch(/own chat|chat/i);
    expect(await of.desk.findDialog(actor('ada'))).toEqual({ kind: 'none' });
  });

  it('sent while the questions are open ends them', async () => {
    const of = twoApps();
    const chat = chatWith(of);
    await chat.say('invite step by step');
    const draftId = [...of.store.rows().drafts.keys()][0];
    await chat.press('request.submit', { draftId, email: 'cleo@clinic.example', name: 'Cleo', app: 'imaging', until: '2026-03-31', reason: 'she reads our scans' });
    expect(await chat.say('cleo@clinic.example')).not.toMatch(/first and last/);
    expect(of.store.rows().requests.size).toBe(1);
  });
});

describe('what can come between', () => {
  it('a message delivered twice answers one question', async () => {
    const chat = chatWith(twoApps());
    await chat.say('invite step by step');
    const first = await chat.say('cleo@clinic.example', 'same');
    expect(await chat.say('cleo@clinic.example', 'same')).toBe(first);
    expect(await chat.say('Cleo Vance')).toMatch(/Which app/);
  });

  it('two answers at once: one counts, the other hears where it stands', async () => {
    const of = twoApps();
    const chat = chatWith(of);
    await chat.say('invite step by step');
    await Promise.all([chat.say('cleo@clinic.example'), chat.say('dora@clinic.example')]);
    const view = await of.desk.findDialog(actor('rosa'));
    expect(view).toMatchObject({ kind: 'dialog', version: 2, step: 'name' });
  });

  it('a day: the questions are gone, which is said once', async () => {
    const of = twoApps();
    const chat = chatWith(of);
    await chat.say('invite step by step');
    of.clock.pass(86_400);
    expect(await chat.say('cleo@clinic.example')).toMatch(/more than a day old/);
    expect(await chat.say('gibberish')).toMatch(/did not understand/);
    await chat.say('invite step by step');
    of.clock.pass(90_000);
    expect(await chat.say('apps')).toMatch(/more than a day old[\s\S]*2 apps are open/);
  });

  it('an app that allows less time meanwhile: the day is asked again', async () => {
    const of = twoApps();
    const chat = chatWith(of);
    for (const text of ['invite step by step', 'cleo@clinic.example', 'Cleo Vance', '1', 'skip', '31 March', 'she reads our scans']) await chat.say(text);
    const imaging = of.store.rows().apps.get('imaging')!;
    of.store.rows().apps.set('imaging', { ...imaging, longestStayDays: 30 });
    expect(await chat.say('yes')).toMatch(/30 days[\s\S]*Until which day/);
    expect(await chat.say('2 weeks')).toMatch(/Send it\?/);
    expect(await chat.say('yes')).toMatch(/Waiting for/);
  });

  it('a rule that says no keeps the answers', async () => {
    const of = twoApps();
    expect(await whole(chatWith(of, 'boris'))).toMatch(/Waiting/);
    const chat = chatWith(of);
    expect(await whole(chat)).toMatch(/asked already[\s\S]*Your answers are kept/);
    expect(of.store.rows().requests.size).toBe(1);
    expect(await chat.say('back')).toMatch(/Why does/);
  });

  it('a sign-in: the same yes goes on after it', async () => {
    const of = twoApps();
    of.tenant.facts.signedIn.delete(actor('boris').id);
    const chat = chatWith(of, 'boris');
    await expect(whole(chat)).rejects.toMatchObject({ kind: 'sign-in-needed' });
    of.tenant.facts.signedIn.add(actor('boris').id);
    expect(await chat.say('yes')).toMatch(/Waiting/);
  });

  it('each person has their own, in each chat', async () => {
    const of = twoApps();
    await chatWith(of).say('invite step by step');
    expect(await of.desk.findDialog(actor('ada'))).toEqual({ kind: 'none' });
    expect(await of.desk.findDialog(actor('rosa', { conversationId: 'a:elsewhere' }))).toEqual({ kind: 'none' });
  });

  it('a guest makes none', async () => {
    const of = twoApps();
    expect(await chatWith(of, 'eve').say('invite step by step')).toMatch(/for members of this organisation/);
    expect(await of.desk.findDialog(actor('eve'))).toEqual({ kind: 'none' });
  });
});
