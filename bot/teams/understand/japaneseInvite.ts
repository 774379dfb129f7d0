import { type InviteWords } from '../../desk/inviteForm.ts';
import { understandDay, understandStay, type Moment } from './understandDay.ts';

const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
/** Words that show a sentence of another language with Japanese in it, such as a name or a reason. */
const otherLanguage = /(?<![\p{L}])(?:to|until|because|bis|weil|jusqu|parce|hasta|porque)(?![\p{L}])/iu;

/** True for a sentence built in Japanese: its small words follow what they mark, so it is read another way. */
export const isJapanese = (sentence: string, locale: string): boolean =>
  (kana.test(sentence) || /\p{Nd}月|招待/u.test(sentence)) && (locale.toLowerCase().startsWith('ja') || !otherLanguage.test(sentence));

const plainAddress = /[(<]?([\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9][A-Za-z0-9.-]*)[)>]?/u;
const anyAddress = /[(<]?([^\s<>()「」、。,;:]+@[^\s<>()「」、。,;:をにへは]+)[)>]?/u;
const dayWords = '[^、。\\s「」(]{1,16}?';
const written = "[A-Z0-9][\\p{L}\\p{N}&.+'’-]*(?: [\\p{L}\\p{N}&.+'’-]+)*";
const personName = "(?:[A-Z][\\p{L}'’.-]*(?: [A-Z][\\p{L}'’.-]*)*|[\\p{Script=Han}\\p{Script=Katakana}ー・]+(?: [\\p{Script=Han}\\p{Script=Katakana}ー・]+)?)";
const sponsorWord = '(?:受け入れ担当者?|担当者|スポンサー)';

/**
 * What a Japanese invite sentence says, in any order; what it does not say is null. `sentence` is tidy. Each part is taken
 * out where its small word follows it (…を …に …まで …ため), the surest first, so that what is left can be told apart.
 */
export const understandJapaneseInvite = (sentence: string, moment: Moment): InviteWords => {
  let left = sentence.normalize('NFKC');
  const take = (...patterns: readonly RegExp[]): string | null => {
    for (const pattern of patterns) {
      const match = pattern.exec(left);
      const found = match?.slice(1).find((group) => group !== undefined);
      if (match === null || found === undefined) continue;
      left = `${left.slice(0, match.index)}、${left.slice(match.index + match[0].length)}`;
      return found.trim() === '' ? null : found.trim();
    }
    return null;
  };

  const reason = take(/(?:理由|目的)\s*(?:は|[:])\s*([^。]+)。?/u);
  const email = take(plainAddress, anyAddress);
  const sponsor = take(new RegExp(`${sponsorWord}\\s*(?:は|[:])\\s*([^、。]+?)(?:さん|様|先生|です)*(?=[、。]|$)`, 'u'), new RegExp(`(${personName})\\s*(?:さん|様|先生)?\\s*を\\s*${sponsorWord}\\s*(?:に|として)(?:して)?`, 'u'));
  const until = takeDay(take, moment);
  const app = take(/(?:アプリ)?[「『]([^」』]+)[」』]\s*(?:アプリ)?(?:に|へ|の利用)/u, new RegExp(`(${written})\\s*(?:アプリ)?\\s*(?:に|へ|の利用)`, 'u'), /([\p{Script=Han}\p{Script=Katakana}ー・]+?)(?:アプリ)?\s*(?:に|へ)\s*(?=$|[、。]|招待|追加|アクセス)/u, /アプリ\s*(?:は|[:])\s*([^、。]+)/u);
  const name = take(/(?:名前|氏名)\s*(?:は|[:])\s*([^、。]+)/u, new RegExp(`(${personName})\\s*(?:さん|様|先生|氏)`, 'u'), /(?:^|[、。の])\s*([A-Z][\p{L}'’.-]*(?: [A-Z][\p{L}'’.-]*)+)\s*(?=、)/u);
  return {
    email: limited(email, 320),
    name: limited(name, 64),
    app: limited(app, 200),
    sponsor: limited(sponsor, 254),
    until,
    reason: limited(reason ?? take(/(?:^|[、。]|[をにへ](?=\s*[^、。]*?を))\s*([^、。]+?(?:ため|ので))(?:に|です)?(?=[、。\s]|$)/u), 500),
  };
};

const takeDay = (take: (...patterns: readonly RegExp[]) => string | null, moment: Moment): string | null => {
  const day = take(
    new RegExp(`(\\d{4}-\\d{2}-\\d{2}|\\d{1,4}[./]\\d{1,2}(?:[./]\\d{1,4})?|(?:(?:令和)?(?:\\d{1,4}|元)年|来年の?|今年の?)?\\d{1,2}月(?:\\d{1,2}日|末)?|(?:来週の?|今週の?)?[日月火水木金土]曜日?|明後日|あさって|明日|あした|今日|本日|(?:再来|来|今)?月末|(?:来|今)?年度?末)\\s*(?:\\([^)]*\\))?\\s*(?:まで|迄)`, 'u'),
    new RegExp(`(?:期限|最終日)\\s*(?:は|[:])\\s*(${dayWords})(?=[、。\\s]|です|$)`, 'u'),
  );
  if (day !== null) return understandDay(yearFirst(day), moment)?.day ?? null;
  const stay = take(/((?:\d{1,3}|[一二三四五六七八九十])\s*(?:日間|週間|[かカヶケヵ箇個]月|年間)|半年)間?/u);
  return stay === null ? null : (understandStay(stay, moment)?.day ?? null);
};

/** "2027/3/31" and, in Japan, "3/31": the month before the day. */
const yearFirst = (day: string): string => {
  const numbers = /^(?:(\d{4})[./])?(\d{1,2})[./](\d{1,2})$/u.exec(day);
  return numbers === null ? day : `${numbers[1] === undefined ? '' : `${numbers[1]}年`}${numbers[2]}月${numbers[3]}日`;
};

const limited = (text: string | null, limit: number): string | null => {
  const cleaned = (text ?? '').replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, '').replace(/^[\s、。:を]+|[\s、。:]+$/gu, '');
  return cleaned === '' ? null : Array.from(cleaned).slice(0, limit).join('').trim();
};
