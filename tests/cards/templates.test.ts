import { readFileSync, readdirSync } from 'node:fs';
import { Template } from 'adaptivecards-templating';
import { readMessages } from '../../bot/text/text.ts';
import { readTemplate, templateNames } from '../../bot/teams/render/cardFiles.ts';
import { assertSendable } from '../../bot/teams/render/expandCard.ts';
import { type CardJson } from '../../bot/teams/cardJson.ts';
import { cardProblems } from '../support/cardChecks.ts';
import { keysUsed, sampleOf } from './sampleModels.ts';

const folder = new URL('../../cards/', import.meta.url);
type Node = Record<string, unknown>;
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.flatMap(nodes) : typeof value === 'object' && value !== null ? [value as Node, ...Object.values(value).flatMap(nodes)] : []);

/** Titles made of our own words alone: they are headings to a screen reader. A title with a person's name in it may not be read as Markdown. */
const ownTitles = ['activate', 'apology', 'appChoices', 'appList', 'continueInChat', 'delegateForm', 'guestList', 'help', 'inviteForm', 'languageChoice', 'refusal', 'requestList', 'signedOut', 'unknownCommand', 'welcome'];

describe.each(templateNames())('cards/%s.json', (name) => {
  const sample = (): object => JSON.parse(readFileSync(new URL(`${name}.sample.json`, folder), 'utf8')) as object;

  it('opens with the sample beside it', () => {
    const card = new Template(readTemplate(name)).expand({ $root: sample() }) as CardJson;
    expect(cardProblems(card)).toEqual([]);
    assertSendable(name, card);
  });

  it('has a sample as the model builder makes it (else: node tests/cards/writeSamples.ts)', () => {
    expect(sample()).toEqual(JSON.parse(JSON.stringify(sampleOf(name))));
  });

  it('binds to words that exist', () => {
    const messages = readMessages('en');
    expect(keysUsed(name).filter((key) => !(key in messages))).toEqual([]);
  });

  it('holds no prose: every text is a binding or a sign', () => {
    const texts = nodes(readTemplate(name)).flatMap((node) => [node['text'], node['title'], node['label'], node['placeholder'], node['errorMessage'], node['fallbackText']]);
    expect(texts.filter((text): text is string => typeof text === 'string').filter((text) => /\p{L}/u.test(text.replace(/\$\{[^}]*\}/g, '')))).toEqual([]);
  });

  it('shows what people wrote only where Markdown is not read', () => {
    const wordsOnly = /^(?:\$\{text\.[\w.]+\}|\$\{stripe\.icon\} {2}\$\{stripe\.word\}|\$\{limits\}|\$\{says\})$/;
    const live = nodes(readTemplate(name)).filter((node) => ['TextBlock', 'FactSet', 'Fact', 'Table'].includes(String(node['type'])));
    expect(live.map((node) => String(node['text'])).filter((text) => !wordsOnly.test(text) && !(text === '${title}' && ownTitles.includes(name)))).toEqual([]);
  });

  it('has one title, a heading where it is made of our own words', () => {
    const titles = nodes(readTemplate(name)).filter((node) => node['text'] === '${title}' && node['size'] === 'large');
    expect(titles.map((node) => node['style'])).toEqual([ownTitles.includes(name) ? 'heading' : undefined]);
  });

  it('means nothing by colour alone: a stripe has sign and word, and no text the colour of a state', () => {
    const all = nodes(readTemplate(name));
    for (const stripe of all.filter((node) => node['bleed'] === true)) expect(JSON.stringify(stripe['items'])).toMatch(/\$\{stripe\.icon\} {2}\$\{stripe\.word\}/);
    expect(all.filter((node) => ['good', 'warning', 'attention'].includes(String(node['color'])))).toEqual([]);
    expect(all.filter((node) => node['type'] === 'Image' && !node['altText'])).toEqual([]);
    const { stripe } = sample() as { stripe?: { icon: string; word: string } };
    if (stripe !== undefined) expect([stripe.icon.trim(), stripe.word.trim()]).toEqual([expect.stringMatching(/^\S{1,2}$/u), expect.stringMatching(/\p{L}{2}/u)]);
  });

  it('names a line that can be pressed by what stands on it', () => {
    const named = nodes(readTemplate(name)).filter((node) => typeof (node['selectAction'] as Record<string, unknown> | undefined)?.['title'] === 'string');
    expect(named.filter((node) => node['text'] !== (node['selectAction'] as Record<string, unknown>)['title'] && !JSON.stringify(node['items'] ?? []).includes(JSON.stringify((node['selectAction'] as Record<string, unknown>)['title'])))).toEqual([]);
  });

  it('says what it is where it cannot be drawn', () => {
    expect(readTemplate(name)).toMatchObject({ fallbackText: '${text.card.tooOld}', lang: '${lang}', rtl: '${rtl}' });
  });

  it('opens no link but one that the code gives whole', () => {
    const isGiven = (node: Record<string, unknown>): boolean => node['type'] === 'Action.OpenUrl' && /^\$\{\w+\}$/.test(String(node['url']));
    expect(nodes(readTemplate(name)).filter((node) => (node['type'] === 'Action.OpenUrl' || 'url' in node || 'iconUrl' in node) && !isGiven(node))).toEqual([]);
  });

  it('labels every input and says what is missing', () => {
    const inputs = nodes(readTemplate(name)).filter((node) => String(node['type']).startsWith('Input.'));
    for (const input of inputs) {
      expect(input['label'] ?? (input['type'] === 'Input.Toggle' ? input['title'] : undefined)).toBeTruthy();
      if (input['isRequired'] === true) expect(input['errorMessage']).toBeTruthy();
    }
  });
});

it('has no part that no template uses', () => {
  const all = [...readdirSync(folder).filter((file) => file.endsWith('.json') && !file.includes('.sample.')), ...readdirSync(new URL('parts/', folder)).map((file) => `parts/${file}`)];
  const used = new Set(all.flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(/"\$part": "(\w+)"/g)].map((match) => match[1])));
  expect(readdirSync(new URL('parts/', folder)).map((file) => file.replace('.json', '')).filter((part) => !used.has(part))).toEqual([]);
});
