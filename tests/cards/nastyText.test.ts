import { isDeskError } from '../../bot/core/errors.ts';
import { type RequestView } from '../../bot/desk/requestView.ts';
import { createCards } from '../../bot/teams/render/createCards.ts';
import { assertSendable, compileCard } from '../../bot/teams/render/expandCard.ts';
import * as models from '../../bot/teams/render/models.ts';
import { choiceTitle, plainText, textLimits } from '../../bot/teams/render/plainText.ts';
import { createTexts } from '../../bot/text/text.ts';
import { cardProblems } from '../support/cardChecks.ts';
import { type Card } from '../support/cardText.ts';
import { inviteForm, readerIn, refused, sharePlan, viewOf } from './sampleFacts.ts';
import { sampleOf } from './sampleModels.ts';

const cards = createCards(createTexts());
const english = readerIn('en-GB');
type Node = Record<string, unknown>;
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.flatMap(nodes) : typeof value === 'object' && value !== null ? [value as Node, ...Object.values(value).flatMap(nodes)] : []);

/** Beginnings and ends put together: 200 texts that templates, Markdown, HTML or cards could take for more than text. */
const openings = [
  '${1+1}', '${$root.secret}', '${string($root)}', '$\u007Btext.action.approve}', '{{DATE(2026-01-01T00:00:00Z,SHORT)}}', '{{TIME(x)}}', '{{{{', '[click](https://evil.example)', '![x](https://evil.example/p.png)', '<https://evil.example>',
  '**bold**', '_it_', '# head', '- list', '1. one', '`code`', '<at>Ada</at>', '<script>alert(1)</script>', 'javascript:alert(1)', '"},{"type":"Action.OpenUrl","url":"https://evil.example"',
];
const endings = ['', ' end', '\u202Egnp.exe', 'a\u200Bb\u2060c', '\n\nnew line', '\u0000\u0007', '\uD800', 'e\u0301\u0301\u0301\u0301\u0301\u0301\u0301', ' مرحبا', '\u{E0041}tag'];
const nasty = openings.flatMap((opening) => endings.map((ending) => `${opening}${ending}`));

/** As a reader sees it: without what is invisible and without the hair space that breaks a binding. */
const seen = (text: string): string => text.replace(/\u200A/g, '');
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

const nastyView = (text: string): RequestView =>
  viewOf({
    purpose: 'decide', phase: 'declined', verbs: ['request.approve', 'sponsor.replace', 'access.end'], reason: text, appName: text, guest: { name: text, email: text }, requester: { id: 'x', name: text }, sponsor: { id: 'y', name: text },
    deciders: [{ id: 'z', name: text }], otherSponsors: [{ id: 'o', name: text }], sponsorReachable: false, obstacle: { code: text, who: { id: 'w', name: text } },
    decision: { by: { id: 'b', name: text }, at: new Date('2026-11-22T12:00:00Z'), verdict: 'declined', reason: text, direct: false },
  });

it('has two hundred of them', () => expect(nasty).toHaveLength(200));

it.each(nasty)('%j stays text', (text) => {
  const card = cards.request(nastyView(text), english) as Card;
  expect(cardProblems(card)).toEqual([]);
  const runs = nodes(card).filter((node) => node['type'] === 'TextRun').map((node) => String(node['text']));
  const shown = plainText(text, textLimits.text);
  expect(runs).toContain(shown);
  expect(seen(shown)).toBe(plainText(text).replace(/\u200A/g, ''));
  for (const node of nodes(card)) {
    if (node['type'] === 'TextBlock') expect(String(node['text'])).not.toMatch(/evil|alert|bold|head|click/);
    if (node['type'] !== undefined) expect(['Action.OpenUrl', 'Image', 'Media', 'mention']).not.toContain(node['type']);
  }
  const json = JSON.stringify(card);
  expect(json).not.toMatch(/\{\{/);
  for (const run of runs) expect(run.replace(/[\u2068\u2069]/g, '')).not.toMatch(invisible);
});

it('keeps what is ordinary exactly as it is', () => {
  for (const text of ['Zoë Müller-Lüdenscheidt', 'محمد عبد الله', '李小龙', "O'Neill & Sons (R&D) 50 % – done", 'a < b > c', '$5 {x} }', '👩🏽 reads']) expect(plainText(text)).toBe(text.replace(/\u200D/g, ''));
});

it('a name without anything visible becomes a dash', () => {
  const card = cards.request(viewOf({ guest: { name: '\u202E\u200B', email: 'cleo@clinic.example' }, verbs: ['request.approve'] }), english);
  expect(JSON.stringify(card)).toContain('Let – into Imaging?');
});

it('cuts what is too long, between characters', () => {
  expect(plainText('👍'.repeat(70), 64)).toBe(`${'👍'.repeat(63)}…`);
});

it('choices show no Markdown', () => {
  expect(choiceTitle('[x](https://evil.example) **b** <at>y</at>')).toBe('x (https://evil.example) b at y /at');
});

describe('forms take nasty text as values and facts', () => {
  it.each(nasty.filter((_, index) => index % 7 === 0))('%j', (text) => {
    const form = cards.inviteForm({ ...inviteForm, apps: inviteForm.apps.map((app) => ({ ...app, name: text })), filled: { ...inviteForm.filled, email: text, name: text, reason: text } }, english) as Card;
    const plan = cards.sharePlan({ ...sharePlan, appName: text, accessGroup: text, redirectUrl: text, candidates: [{ id: 'c', name: text }] }, english) as Card;
    const refusal = cards.refusal({ ...refused, who: [{ id: 'w', name: text }], facts: { app: text } }, english) as Card;
    for (const card of [form, plan, refusal]) {
      expect(cardProblems(card)).toEqual([]);
      expect(JSON.stringify(card)).not.toMatch(/\{\{|\$\{/);
    }
    expect(cards.problems({ approvers: { key: 'approver-unsuitable', facts: { who: text } } }, english)).not.toMatch(/\$\{|\{\{/);
  });
});

/** The code of what an act throws. */
const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return isDeskError(error, 'bug') ? error.detail.code : String(error);
  }
  return 'nothing thrown';
};

describe('a model that is not as it must be is no card', () => {
  const expand = compileCard('refusal', models.sayingModel);
  const { lang, rtl, text, ...model } = sampleOf('refusal') as Parameters<typeof expand>[0] & Parameters<typeof expand>[1];
  const frame = { lang, rtl, text };

  it.each<[string, unknown]>([
    ['an object where a text is expected', { ...model, title: { type: 'Action.OpenUrl', url: 'https://evil.example' } }],
    ['an array', { ...model, leads: [{ text: ['x'] }] }],
    ['null', { ...model, title: null }],
    ['a missing field', { ...model, title: undefined }],
    ['a field too many', { ...model, $when: '${false}' }],
    ['a style of its own', { ...model, stripe: { ...model.stripe, style: 'evil' } }],
  ])('%s', (_, wrong) => {
    expect(codeOf(() => expand(wrong as typeof model, frame))).toBe('card/refusal-model');
  });

  it('an expression that is left over', () => {
    expect(codeOf(() => expand(model, { ...frame, text: {} }))).toBe('card/refusal-expression');
  });

  it('more than 20 KB', () => {
    expect(codeOf(() => expand({ ...model, leads: Array.from({ length: 60 }, () => ({ text: 'ж'.repeat(200) })) }, frame))).toBe('card/refusal-size');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'http://imaging.hospital.example/', 'ftp://x.example', '//x.example', 'not an address', ' javascript:alert(1)'])('an address like %j', (url) => {
    expect(codeOf(() => assertSendable('x', { actions: [{ type: 'Action.OpenUrl', url }] }))).toBe('card/x-address');
  });

  it('an https address passes', () => {
    expect(() => assertSendable('x', { actions: [{ type: 'Action.OpenUrl', url: 'https://imaging.hospital.example/' }] })).not.toThrow();
  });
});
