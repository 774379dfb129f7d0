/** Endings by which a Japanese sentence asks or orders: "招待してください", "共有したいです". */
const ending = '(?:して(?:ください|下さい|ほしい(?:です)?|もらえますか)?|します|する|したい(?:です)?|(?:を)?お願いします)?';

const invites = new RegExp(`(?:招待|追加)${ending}`, 'u');
const shares = new RegExp(`^(.+?)\\s*を\\s*(?:ゲスト(?:と|に))?\\s*(?:共有|シェア|公開)${ending}[。\\s]*$`, 'u');

/** A command whose verb stands at the end, as Japanese has it, and what is left of the sentence; null when there is none. */
export const japaneseCommand = (sentence: string): { readonly name: 'invite' | 'share'; readonly rest: string } | null => {
  const shared = shares.exec(sentence);
  if (shared !== null && !/\S[@＠]\S/u.test(sentence)) return { name: 'share', rest: shared[1]! };
  if (!/\S[@＠]\S/u.test(sentence)) return null;
  const match = invites.exec(sentence);
  if (match === null) return null;
  const rest = `${sentence.slice(0, match.index)}。${sentence.slice(match.index + match[0].length)}`;
  return { name: 'invite', rest: rest.replace(/。{2,}/gu, '。').replace(/^[\s。:：]+|[\s。]+$/gu, '') };
};

/** Small words after a command's word that say nothing more: "ゲストを見せて". */
export const japaneseTail = /^(?:の?一覧)?(?:を|は|が)?\s*(?:見せて|表示(?:して)?|見たい(?:です)?|開いて|教えて|して|します|する)?(?:ください|下さい)?[。\s]*$/u;
