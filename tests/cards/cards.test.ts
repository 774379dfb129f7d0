import { type Desk } from '../../bot/desk/useCases.ts';
import { cardPurposes, type RequestVerb, type RequestView } from '../../bot/desk/requestView.ts';
import { cardRoutes } from '../../bot/teams/handlers/routes.ts';
import { type Turn } from '../../bot/teams/route.ts';
import { createCards } from '../../bot/teams/render/createCards.ts';
import { titleLimit } from '../../bot/teams/render/voice.ts';
import { createTexts } from '../../bot/text/text.ts';
import { cardProblems } from '../support/cardChecks.ts';
import { textOf, verbsOf, type Card } from '../support/cardText.ts';
import { everyCard, locales } from './everyCard.ts';
import { people, readerIn, requestViews, viewOf } from './sampleFacts.ts';

const cards = createCards(createTexts());
const english = readerIn('en-GB');
const requestCard = (view: RequestView, locale = 'en-GB'): Card => cards.request(view, readerIn(locale));

type Node = Record<string, unknown>;
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.flatMap(nodes) : typeof value === 'object' && value !== null ? [value as Node, ...Object.values(value).flatMap(nodes)] : []);
const titleOf = (card: Card): string => String(nodes(card).find((node) => node['size'] === 'large' && node['weight'] === 'bolder')?.['text']);

describe.each(locales)('in %s', (locale) => {
  it.each(Object.keys(everyCard))('%s is a card Teams takes', (name) => {
    const card = everyCard[name]!(cards, readerIn(locale)) as Card;
    expect(cardProblems(card)).toEqual([]);
    expect(card['rtl']).toBe(locale.startsWith('ar'));
    expect(card['lang']).toBe(locale.slice(0, 2));
    expect(Array.from(titleOf(card)).length).toBeLessThanOrEqual(titleLimit);
    expect(titleOf(card).trim()).not.toBe('');
  });

  it('keeps a title short whatever the names are', () => {
    const long = 'Wolfeschlegelsteinhausenbergerdorff von Hohenlohe-Waldenburg zu Schillingsfürst';
    for (const view of Object.values(requestViews)) {
      const named = { ...view, guest: { ...view.guest, name: long }, appName: long, deciders: view.deciders.map((one) => ({ ...one, name: long })), requester: { ...view.requester, name: long } };
      expect(Array.from(titleOf(requestCard(named, locale))).length).toBeLessThanOrEqual(titleLimit);
    }
  });
});

/** A desk that is reached with a payload of the right shape, and says no to everything. */
const deskThatRefuses = new Proxy({}, { get: () => () => Promise.resolve({ kind: 'refused', rule: 'outsider', who: [], facts: {} }) }) as Desk;
const turn: Turn = {
  actor: { id: 'ada', tenantId: 't', name: 'Ada', locale: 'en-GB', timeZone: 'Europe/Berlin', conversationId: 'a:ada' },
  reader: english,
  clientLocale: 'en-GB',
  correlationId: 'c',
  pressedAt: { conversationId: 'a:ada', activityId: '1' },
};

const inputValues = (node: unknown): Record<string, unknown> => {
  const inputs = nodes(node).filter((one) => String(one['type']).startsWith('Input.'));
  return Object.fromEntries(inputs.map((input) => [String(input['id']), input['value'] === undefined || input['value'] === '' ? (input['type'] === 'Input.Date' ? '2027-03-31' : 'x') : String(input['value'] as string | number)]));
};

it('every verb of a card is a route that takes what the card sends', async () => {
  const seen = new Set<string>();
  for (const [name, make] of Object.entries(everyCard)) {
    const card = make(cards, english);
    const steps = [card, ...nodes(card).filter((node) => node['type'] === 'Action.ShowCard')];
    for (const step of steps) {
      const within = step === card ? { ...card, body: JSON.parse(JSON.stringify(card['body'], (_, value: unknown) => ((value as Node | null)?.['type'] === 'Action.ShowCard' ? undefined : value))) as unknown } : step;
      for (const action of nodes(within).filter((node) => node['type'] === 'Action.Execute')) {
        const route = cardRoutes.find(({ verb }) => verb === action['verb']);
        if (route === undefined) throw new Error(`${name}: no route for ${String(action['verb'])}`);
        const isAlone = action['associatedInputs'] === 'none' || action['verb'] === 'request.show';
        const answer = await route.run(turn, { ...(action['data'] as object), ...(isAlone ? {} : inputValues(within)) }, { desk: deskThatRefuses, cards });
        expect(answer.kind).toBe('card');
        seen.add(route.verb);
      }
    }
  }
  expect([...seen].sort()).toEqual(cardRoutes.map(({ verb }) => verb).sort());
});

it.each(cardRoutes.map((route) => [route.verb, route] as const))('%s takes no payload of another shape', async (_, route) => {
  for (const data of [null, undefined, 'text', 7, [], {}, { requestId: {}, version: '1' }, { requestId: 'r', version: 1, extra: true, draftId: 'd', cursor: 'c', app: ['x'] }]) {
    await expect(route.run(turn, data, { desk: deskThatRefuses, cards })).rejects.toMatchObject({ kind: 'invalid' });
  }
});

it.each<RequestVerb>(['deciders.choose', 'request.approve', 'request.decline', 'request.withdraw', 'request.nudge', 'request.urgent', 'request.amend', 'request.finish', 'request.retry', 'access.end', 'sponsor.replace', 'invitation.resend', 'account.confirm', 'account.askReset'])('%s is offered on a card of every purpose, and nothing else is', (verb) => {
  for (const purpose of cardPurposes) expect(verbsOf(requestCard(viewOf({ purpose, verbs: [verb] })))).toEqual([verb]);
});

it.each(['request.decline', 'access.end'] as const)('%s takes a second step', (verb) => {
  const card = requestCard(viewOf({ verbs: [verb] }));
  const steps = nodes(card).filter((node) => node['type'] === 'Action.ShowCard' && verbsOf(node as Card).includes(verb));
  expect(steps).toHaveLength(1);
});

it.each(Object.keys(everyCard).filter((name) => /^why|doubted|elsewhere|reset asked/.test(name)))('%s shows three actions at most, and folds the others', (name) => {
  const sets = nodes((everyCard[name]!(cards, english) as Card)['body']).filter((node) => node['type'] === 'ActionSet');
  for (const set of sets) expect((set['actions'] as Node[]).filter((action) => action['mode'] !== 'secondary').length).toBeLessThanOrEqual(3);
});

it('a card refreshes itself for its reader alone', () => {
  expect(requestCard(viewOf())['refresh']).toEqual({
    action: { type: 'Action.Execute', verb: 'request.show', data: { requestId: viewOf().id, purpose: 'status' } },
    userIds: ['29:reader'],
  });
});

it('a press carries id and version and nothing that gives authority', () => {
  for (const view of Object.values(requestViews)) {
    for (const { data, verb } of nodes(requestCard(view)).filter((node) => node['type'] === 'Action.Execute' && !['request.show', 'request.open'].includes(String(node['verb'])))) {
      expect(data).toEqual({ requestId: view.id, version: view.version, ...(verb === 'stepUp.open' && { kind: 'invitation.reset' }) });
    }
  }
});

describe('what people are told', () => {
  const says = (name: string): string => textOf(everyCard[name]!(cards, english));

  it.each<[string, RegExp]>([
    ['status waiting', /Waiting for Boris Novak or Farid Haddad/],
    ['status waiting for many', /Waiting for one of 4 people/],
    ['status declined', /Boris Novak declined this request[\s\S]*Elm Clinic has its own viewer/],
    ['status withdrawn', /You withdrew this request/],
    ['decide withdrawn', /Ada Berg withdrew this request/],
    ['decide, moved on', /Already withdrawn\. Your press changed nothing/],
    ['decide waiting', /Let Cleo Vance into Imaging\?[\s\S]*The invitation goes out in your name\./],
    ["decide waiting, in the requester's name", /The invitation goes out in Ada Berg’s name\./],
    ['decide waiting, others finish', /You may not invite guests; Boris Novak or Farid Haddad will be asked to finish\./],
    ['decide waiting, many may finish', /You may not invite guests; 4 people who may will be asked to finish\./],
    ['decide waiting, nobody finishes', /You may not invite guests, and nobody who may could be asked to finish\./],
    ['decide approved', /You approved this request/],
    ['decide approved by another', /Boris Novak approved this request[\s\S]*The invitation goes out in Boris Novak’s name/],
    ['finish needed', /Finish the invitation of Cleo Vance\?[\s\S]*done in your name/],
    ['status stuck', /did not let Boris Novak invite[\s\S]*Boris Novak can press Retry/],
    ['status stuck for me', /Your sign-in is needed once more[\s\S]*Press Retry/],
    ['status invited', /The mail went out on 22 Nov 2026, 13:41/],
    ['status invited, guest already', /was a guest here already, so no second invitation was sent/],
    ['sponsor redeemed', /redeemed the invitation[\s\S]*a work or school account\. Which account is not visible\.[\s\S]*Imaging[\s\S]*31 March 2027/],
    ['sponsor redeemed by passcode', /a one-time passcode by mail[\s\S]*cleo@clinic\.example/],
    ['status redeemed, sponsor unreachable', /Sam Lund, the sponsor, cannot be messaged[\s\S]*Choose another sponsor/],
    ['status ending, not mine', /Ada Berg can end it/],
    ['status ended', /You ended the access\.[\s\S]*about an hour/],
    ['refusal', /The app has no access group[\s\S]*Ada Berg can change this/],
    ['apology', /does not answer[\s\S]*5c1d7e90/],
    ['decide, two of three', /Asked: Boris Novak, Farid Haddad and Dana Holm\. 2 of 3 must agree\. A no declines it only when too few others are left\. Answer by 24 Nov 2026, 14:05, then Sam Lund decides\./],
    ['decide, first of two steps', /Step 1 of 2[\s\S]*Asked: Ada Berg\. One yes is enough\. One no declines it\. Every answer needs a reason\.[\s\S]*Step 2 of 2[\s\S]*the members of Data protection/],
    ['decide, escalated', /2 of 3 must agree[\s\S]*now Sam Lund decides, by 24 Nov 2026, 14:05; after that it is declined[\s\S]*Boris Novak: yes/],
    ['status, one of two said yes', /Waiting for Farid Haddad or Dana Holm[\s\S]*Boris Novak: yes \(22 Nov 2026, 13:40\)/],
    ['status, nobody left', /Nobody can decide this at the moment[\s\S]*Ada Berg can choose who does/],
    ['status, let in by the rule', /by the rule for clinic\.example that Ada Berg set/],
    ['succession', /Who decides about Cleo Vance for Imaging\?[\s\S]*Choose colleagues who can/],
    ['decide, decided meanwhile', /Boris Novak declined this on 22 Nov 2026, 13:40\. Your press changed nothing\./],
    ['sponsor redeemed, reset asked', /signed in with an account of Praxis Nord\.\n+You asked Sam Lund to reset it\./],
    ['reset asked of the service desk', /Reset the redemption of Cleo Vance\?[\s\S]*Praxis Nord[\s\S]*Dana Holm doubts that this account is Cleo Vance’s/],
    ['unknown command', /Did you mean “invite”\?/],
  ])('%s', (name, wanted) => {
    expect(says(name)).toMatch(wanted);
  });

  it('the account of a guest is said to be hidden only where it is', () => {
    expect(says('sponsor redeemed by passcode')).not.toMatch(/not visible/);
  });

  it('whose name it will be is told to those alone who are asked to decide', () => {
    expect(says('status waiting')).not.toMatch(/goes out|asked to finish/);
    expect(says('decide withdrawn')).not.toMatch(/goes out|asked to finish/);
  });

  it('a view without a reason shows none', () => {
    expect(says('sponsor redeemed')).not.toContain('Why');
  });

  it('days and times follow the reader', () => {
    expect(textOf(requestCard(requestViews['status invited']!, 'de-DE'))).toMatch(/31\. März 2027/);
    const inTokyo = cards.request(requestViews['status invited']!, { ...english, timeZone: 'Asia/Tokyo' }) as Card;
    expect(textOf(inTokyo)).toContain('21:41');
    expect(textOf(requestCard(viewOf({ until: '2026-12-05' })))).toMatch(/\n5 December\n/);
  });

  it('a language or zone we do not know falls back without a fault', () => {
    const card = cards.request(viewOf(), { ...english, locale: 'xx_??', timeZone: 'Moon/Base' }) as Card;
    expect(textOf(card)).toContain('Waiting for Boris');
  });

  it('inputs to mend are named, with the values of the rule', () => {
    const text = cards.problems({ until: { key: 'stay-too-long', facts: { days: 90, day: '2027-02-20' } }, email: { key: 'missing', facts: {} } }, english);
    expect(text.split('\n')).toEqual(['Last day: the app allows 90 days, so until 20 February 2027 at the latest.', 'E-mail address: please fill it in.']);
  });

  it('an unknown kind of error is apologised for as ours', () => {
    expect(textOf(cards.apology({ kind: 'weather', code: 'x/y', correlationId: 'abcdefgh-1' }, english) as Card)).toMatch(/Something went wrong on our side/);
  });
});

it('the form starts with what was said, and offers the usual sponsor', () => {
  const inputs = nodes(everyCard['invite form']!(cards, english)).filter((node) => String(node['type']).startsWith('Input.'));
  const values = Object.fromEntries(inputs.map((input) => [String(input['id']), input['value']]));
  expect(values).toEqual({ email: 'cleo@clinic.example', name: '', app: '0b0f7a3e-0000-4000-8000-000000000001', sponsor: people.dana.id, until: '2027-03-31', moreApps: '0b0f7a3e-0000-4000-8000-000000000002', reason: 'she reads our scans', language: 'en' });
  expect(inputs.find((input) => input['id'] === 'until')?.['min']).toBe('2026-11-22');
  expect(inputs.find((input) => input['id'] === 'sponsor')?.['choices.data']).toEqual({ type: 'Data.Query', dataset: 'graph.microsoft.com/users' });
});
