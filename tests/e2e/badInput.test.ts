import { textOf, type Card } from '../support/cardText.ts';
import { wholeDesk } from '../support/wholeDesk.ts';

/** What cannot be used is answered in the form itself, at its input, through the whole process; nothing is created. */
const desk = wholeDesk();

type Node = Record<string, unknown>;
const bodyOf = (card: Card | undefined): Node[] => (card?.['body'] ?? []) as Node[];
const inputOf = (card: Card | undefined, id: string): Node | undefined => bodyOf(card).find((node) => node['id'] === id);
const noteUnder = (card: Card | undefined, id: string): string => {
  const body = bodyOf(card);
  const next = body[body.findIndex((node) => node['id'] === id) + 1];
  return next?.['type'] === 'Container' && next['style'] === 'attention' ? textOf(next) : '';
};

it.each<[input: string, typed: string, says: RegExp]>([
  ['email', 'сleo@clinic.example', /cannot be invited/],
  ['email', 'cleo@clіnic.example', /cannot be invited/],
  ['email', 'cleo+scan@clinic.example', /cannot be invited/],
  ['email', '"cleo vance"@clinic.example', /cannot be invited/],
  ['email', 'cleo@clinic.example..', /cannot be invited/],
  ['email', 'Cleo Vance <cleo@clinic.example>', /I read this as cleo@clinic\.example/],
  ['email', 'ｃｌｅｏ＠ｃｌｉｎｉｃ．ｅｘａｍｐｌｅ', /I read this as cleo@clinic\.example/],
  ['email', 'boris@hospital.example', /belongs to a colleague/],
  ['name', '<at>Boris</at>', /letters only/],
  ['name', '\u202Eoelc', /letters only/],
  ['reason', '{{DATE(2026-01-01T00:00:00Z,SHORT)}}', /plain words/],
  ['reason', '[read this](https://evil.example)', /plain words/],
  ['until', '2099-12-31', /so until/],
])('%s %j is answered at its input', async (input, typed, says) => {
  await desk.cast.owner.say('invite cleo@clinic.example to Imaging until 31 March because she reads our scans');
  const form = await desk.cast.owner.card('Ask for access for a guest');
  const answer = await desk.cast.owner.pressOn(form.message, 'request.submit', { name: 'Cleo Vance', [input]: typed });
  expect(answer.kind).toBe('card');
  expect(noteUnder(answer.card as Card, input)).toMatch(says);
  expect(textOf(answer.card)).toContain('Nothing has been asked yet.');
  const kept = ['email', 'name', 'reason'].filter((one) => one !== input).map((one) => inputOf(answer.card as Card, one)?.['value']);
  expect(kept).toEqual([['email', 'cleo@clinic.example'], ['name', 'Cleo Vance'], ['reason', 'she reads our scans']].filter(([one]) => one !== input).map(([, value]) => value));
});

it.each<[sentence: string, input: string, says: RegExp]>([
  ['invite cleo@clinic.example to Nowhere', 'app', /no app of that name/],
  ['invite cleo@clinic.example to Imaging until 03/04', 'until', /can be 3 April 2027 or 4 March 2027/],
  ['invite cleo@clinic.example to Imaging until 1 January 2020', 'until', /is over/],
])('%s: the form asks', async (sentence, input, says) => {
  const before = (await desk.cast.owner.messages()).length;
  await desk.cast.owner.say(sentence);
  const { card, message } = await desk.cast.owner.card('Nothing has been asked yet.', says);
  expect((await desk.cast.owner.messages()).findIndex(({ id }) => id === message.id)).toBeGreaterThanOrEqual(before);
  expect(noteUnder(card, input)).toMatch(says);
});

it('nothing was created, and the same form goes through once it is mended', async () => {
  expect((await desk.cast.approver.messages()).filter(({ card }) => textOf(card).includes('Cleo Vance'))).toEqual([]);
  expect((await desk.sandbox.journal()).filter(({ method, path }) => method === 'POST' && path.endsWith('/invitations'))).toEqual([]);
  await desk.cast.owner.say('invite Cleo to Imaging until 31 March because she reads our scans');
  const { message } = await desk.cast.owner.card('Ask for access for a guest');
  const asked = await desk.cast.owner.pressOn(message, 'request.submit', { name: 'Cleo Vance', email: 'Cleo Vance <cleo@clinic.example>' });
  expect(inputOf(asked.card as Card, 'email')?.['value']).toBe('cleo@clinic.example');
  const again = await desk.cast.owner.pressOn((await desk.cast.owner.card('I read this as')).message, 'request.submit', { name: 'Cleo Vance' });
  expect(textOf(again.card)).toContain('Waiting for');
  expect((await desk.cast.approver.card('cleo@clinic.example')).text).toContain('she reads our scans');
});
