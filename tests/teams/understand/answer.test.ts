import { type AskStep } from '../../../bot/core/dialogs/askDialog.ts';
import { cutStepByStep } from '../../../bot/teams/understand/dialogWords.ts';
import { understandAnswer } from '../../../bot/teams/understand/understandAnswer.ts';
import { understandCommand } from '../../../bot/teams/understand/understandCommand.ts';
import { understandInvite } from '../../../bot/teams/understand/understandInvite.ts';
import { languages, readMessages } from '../../../bot/text/text.ts';

const sponsor = { id: 'dana', name: 'Dana Holm' };
const apps = ['Imaging', 'Shift Planner', 'Help'].map((name) => ({ id: `id-${name}`, name, longestStayDays: 90, defaultSponsor: sponsor }));
const moment = { now: new Date('2026-11-22T10:00:00Z'), timeZone: 'Europe/Berlin', locale: 'en-GB' };
const understood = (step: AskStep, text: string, locale = 'en-GB') => understandAnswer(text, { step, apps }, understandCommand(text, locale), { ...moment, locale });

it.each<[AskStep, string, object]>([
  ['email', 'cleo@clinic.example', { kind: 'answer', text: 'cleo@clinic.example' }],
  ['email', 'help@clinic.example', { kind: 'answer', text: 'help@clinic.example' }],
  ['email', 'it is cleo', { kind: 'answer', text: 'it is cleo' }],
  ['email', 'guests', { kind: 'command' }],
  ['email', 'share Imaging', { kind: 'command' }],
  ['email', 'help', { kind: 'word', word: 'help' }],
  ['name', 'Cleo Vance', { kind: 'answer', text: 'Cleo Vance' }],
  ['name', 'Share Brown', { kind: 'answer', text: 'Share Brown' }],
  ['name', '"Gast"', { kind: 'answer', text: 'Gast' }],
  ['app', '2', { kind: 'answer', text: 'id-Shift Planner' }],
  ['app', '2.', { kind: 'answer', text: 'id-Shift Planner' }],
  ['app', '٢', { kind: 'answer', text: 'id-Shift Planner' }],
  ['app', '２', { kind: 'answer', text: 'id-Shift Planner' }],
  ['app', 'shift planner', { kind: 'answer', text: 'id-Shift Planner' }],
  ['app', 'Imaging and Shift Planner', { kind: 'answer', text: 'id-Imaging,id-Shift Planner' }],
  ['app', '1, 2', { kind: 'answer', text: 'id-Imaging,id-Shift Planner' }],
  ['app', 'Imaging and Nonesuch', { kind: 'answer', text: 'Imaging and Nonesuch' }],
  ['app', 'Help', { kind: 'answer', text: 'id-Help' }],
  ['app', '9', { kind: 'answer', text: '9' }],
  ['app', 'requests', { kind: 'command' }],
  ['until', '31 March', { kind: 'answer', text: '2027-03-31' }],
  ['until', 'until the end of March', { kind: 'answer', text: '2027-03-31' }],
  ['until', '3 months', { kind: 'answer', text: '2027-02-22' }],
  ['until', '03/04', { kind: 'answer', text: '2027-04-03', other: '2027-03-04' }],
  ['until', 'some day', { kind: 'answer', text: 'some day' }],
  ['reason', 'guests need our scans', { kind: 'answer', text: 'guests need our scans' }],
  ['reason', 'help with night shifts', { kind: 'answer', text: 'help with night shifts' }],
  ['reason', 'invite her colleague bob@clinic.example later', { kind: 'answer', text: 'invite her colleague bob@clinic.example later' }],
  ['reason', 'invite bob@clinic.example to Imaging', { kind: 'command' }],
  ['reason', 'guests', { kind: 'command' }],
  ['reason', 'yes', { kind: 'answer', text: 'yes' }],
  ['reason', 'Cancel.', { kind: 'word', word: 'cancel' }],
  ['sponsor', 'skip', { kind: 'word', word: 'skip' }],
  ['sponsor', 'zurück', { kind: 'word', word: 'back' }],
  ['sponsor', 'Formulario', { kind: 'word', word: 'form' }],
  ['confirm', 'Yes!', { kind: 'word', word: 'yes' }],
  ['confirm', 'nein', { kind: 'word', word: 'no' }],
  ['confirm', 'はい。', { kind: 'word', word: 'yes' }],
  ['confirm', 'share Imaging', { kind: 'command' }],
])('at %s, %j is %j', (step, text, meaning) => {
  expect(understood(step, text)).toEqual(meaning);
});

it.each<[string, boolean, string]>([
  ['step by step', true, ''],
  ['cleo@clinic.example to Imaging step by step', true, 'cleo@clinic.example to Imaging'],
  ['Schritt für Schritt', true, ''],
  ['étape par étape', true, ''],
  ['paso a paso', true, ''],
  ['خطوة بخطوة', true, ''],
  ['一つずつ', true, ''],
  ['cleo@clinic.example because she learns stepwise', false, 'cleo@clinic.example because she learns stepwise'],
])('invite %j asks one by one: %s', (rest, isAsked, left) => {
  expect(cutStepByStep(rest)).toEqual({ isAsked, rest: left });
});

it('keeps what else the sentence says', () => {
  const { rest } = cutStepByStep('cleo@clinic.example to Imaging until 31 March step by step');
  expect(understandInvite(rest, moment)).toMatchObject({ email: 'cleo@clinic.example', app: 'Imaging', until: '2027-03-31' });
});

/** Every word the lines of the dialog tell people to write does what they say. */
it.each(languages)('the words its help names are understood in %s', (language) => {
  const messages = readMessages(language);
  const words = ['back', 'skip', 'form', 'cancel', 'yes', 'no'].map((name, index) => [name, { en: ['back', 'skip', 'form', 'cancel', 'yes', 'no'], de: ['zurück', 'überspringen', 'formular', 'abbrechen', 'ja', 'nein'], fr: ['retour', 'passer', 'formulaire', 'annuler', 'oui', 'non'], es: ['atrás', 'omitir', 'formulario', 'cancelar', 'sí', 'no'], ar: ['رجوع', 'تخطي', 'نموذج', 'إلغاء', 'نعم', 'لا'], ja: ['戻る', 'スキップ', 'フォーム', 'キャンセル', 'はい', 'いいえ'] }[language][index]!] as const);
  for (const [name, word] of words) {
    expect(understood('confirm', word, language)).toEqual({ kind: 'word', word: name });
    expect(`${messages['dialog.help']!} ${messages['dialog.confirm']!}`.toLowerCase()).toContain(word);
  }
  const again = /(?:Write|Schreiben Sie|Écrivez|Escriba|اكتب|「)\s*([^.,「」]+?)(?:,| to begin| pour recomm| para empezar| للبدء|」|$)/u.exec(messages['dialog.expired']!.split(/[;؛；]/u).at(-1)!)?.[1] ?? '';
  const found = understandCommand(again, language);
  expect(found).toMatchObject({ kind: 'command', name: 'invite' });
  expect(cutStepByStep(found.kind === 'command' ? found.rest : '').isAsked).toBe(true);
});
