import { tidySentence } from './tidySentence.ts';

/** What one can write while a request is made question by question, in every language. Whole sentences only. */
const dialogWords = {
  back: ['back', 'go back', 'zurück', 'retour', 'atrás', 'volver', 'رجوع', 'السابق', '戻る', '前へ'],
  skip: ['skip', 'keep', 'überspringen', 'weiter', 'passer', 'suivant', 'omitir', 'saltar', 'تخطي', 'تخطّي', 'スキップ', '省略'],
  form: ['form', 'show form', 'formular', 'formulaire', 'formulario', 'نموذج', 'النموذج', 'フォーム'],
  cancel: ['cancel', 'stop', 'abbrechen', 'abbruch', 'annuler', 'cancelar', 'إلغاء', 'الغاء', 'キャンセル', '中止'],
  yes: ['yes', 'y', 'yes please', 'ok', 'okay', 'send', 'send it', 'ja', 'ja bitte', 'senden', 'oui', 'envoyer', 'sí', 'si', 'enviar', 'نعم', 'أرسل', 'はい', '送信'],
  no: ['no', 'n', 'nein', 'non', 'لا', 'いいえ'],
} as const;
export type DialogWord = keyof typeof dialogWords;

const byWord: ReadonlyMap<string, DialogWord> = new Map(Object.entries(dialogWords).flatMap(([name, words]) => words.map((word) => [word, name as DialogWord] as const)));

/** The word a whole message is; a quoted one is an answer. */
export const understandDialogWord = (text: string): DialogWord | undefined => byWord.get(bareSentence(text));

/** A sentence without what people put around a single word. */
export const bareSentence = (text: string): string => tidySentence(text).toLowerCase().replace(/^[/!]+|[\s.!,。！]+$/gu, '');

const stepByStep =
  /(?:^|[\s,、])(?:step[ -]by[ -]step|one by one|question by question|schritt (?:für|fuer) schritt|einzeln|étape par étape|pas à pas|paso a paso|خطوة بخطوة|ステップごとに|一つずつ|ひとつずつ)(?=$|[\s,.!、。])/iu;

/** Whether an invite sentence asks for question after question, and what else it says. */
export const cutStepByStep = (rest: string): { readonly isAsked: boolean; readonly rest: string } => {
  const sentence = tidySentence(rest);
  return stepByStep.test(sentence) ? { isAsked: true, rest: sentence.replace(stepByStep, ' ').trim() } : { isAsked: false, rest };
};
