import { type Day } from '../../core/ids.ts';
import { afterStay, asFound, partsOf, withYear, type FoundDay, type StayUnit } from './foundDay.ts';

const weekdays = '日月火水木金土';
/** The year before the first of Reiwa: 令和9年 is 2027. */
const beforeReiwa = 2018;

/** A day as it is written in Japanese, at the start of a text: "3月31日", "令和9年3月31日", "来月末", "来週の金曜日", "年度末". */
export const japaneseDay = (text: string, today: Day): FoundDay | null => {
  const words = text.normalize('NFKC');
  // Compatibility forms may change the length; then the text is not one we can measure.
  if (words.length !== text.length) return null;
  return calendarDay(words, today) ?? wordDay(words, today) ?? weekday(words, today);
};

/** The last day of a stay as it is written in Japanese: "3か月間", "2週間", "半年". */
export const japaneseStay = (text: string, today: Day): FoundDay | null => {
  const match = /^[\s、]*(?:(半年)|(\p{Nd}{1,3}|[一二三四五六七八九十])\s*(日間|週間|[かカヶケヵ箇個]月|年))間?/u.exec(text);
  if (match === null) return null;
  if (match[1] !== undefined) return afterStay(6, 'month', today, match[0].length);
  const count = '一二三四五六七八九十'.indexOf(match[2]!) + 1 || Number(match[2]!.normalize('NFKC'));
  return count >= 1 ? afterStay(count, stayUnit(match[3]!), today, match[0].length) : null;
};

const stayUnit = (word: string): StayUnit => (word === '日間' ? 'day' : word === '週間' ? 'week' : word === '年' ? 'year' : 'month');

const calendarDay = (words: string, today: Day): FoundDay | null => {
  const match = /^(?:(令和)?(\d{1,4}|元)年|(来年|今年)の?)?\s*(\d{1,2})月\s*(?:(\d{1,2})日|(末))?/u.exec(words);
  if (match === null) return null;
  const [thisYear, thisMonth] = partsOf(today);
  const month = Number(match[4]);
  const said = match[2] === undefined ? null : (match[2] === '元' ? 1 : Number(match[2])) + (match[1] === undefined ? 0 : beforeReiwa);
  const year = match[3] === undefined ? said : thisYear + (match[3] === '来年' ? 1 : 0);
  if (match[5] !== undefined) return withYear(Number(match[5]), month, year, today, match[0].length);
  return month >= 1 && month <= 12 ? asFound(new Date(Date.UTC(year ?? thisYear + (month < thisMonth ? 1 : 0), month, 0)), match[0].length) : null;
};

/** Days that words name, as months ahead to the end of, or as days ahead. */
const wordDay = (words: string, today: Day): FoundDay | null => {
  const [year, month, day] = partsOf(today);
  const match = /^(?:明後日|あさって|明日|あした|今日|本日|再来月末|来月末|今月末|月末|来年末|来年の?年末|今年末|年末|来年度末|年度末|今年度末)/u.exec(words);
  if (match === null) return null;
  const word = match[0];
  const lastOf = (ofYear: number, ofMonth: number): FoundDay => asFound(new Date(Date.UTC(ofYear, ofMonth, 0)), word.length);
  if (word.endsWith('年度末')) return lastOf(year + (month > 3 ? 1 : 0) + (word === '来年度末' ? 1 : 0), 3);
  if (word.endsWith('年末')) return lastOf(year + (word.startsWith('来年') ? 1 : 0), 12);
  if (word.endsWith('月末')) return lastOf(year, month + (word === '再来月末' ? 2 : word === '来月末' ? 1 : 0));
  const ahead = word === '今日' || word === '本日' ? 0 : word === '明日' || word === 'あした' ? 1 : 2;
  return asFound(new Date(Date.UTC(year, month - 1, day + ahead)), word.length);
};

/** "金曜日" is the next Friday, "来週の金曜日" the one of next week; weeks begin on Monday. */
const weekday = (words: string, today: Day): FoundDay | null => {
  const match = /^(?:(来週|今週)の?)?([日月火水木金土])曜日?/u.exec(words);
  if (match === null) return null;
  const [year, month, day] = partsOf(today);
  const now = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  const wanted = weekdays.indexOf(match[2]!);
  const next = (wanted - now + 7) % 7;
  const ofNextWeek = ((wanted + 6) % 7) - ((now + 6) % 7) + 7;
  return asFound(new Date(Date.UTC(year, month - 1, day + (match[1] === '来週' ? ofNextWeek : next))), match[0].length);
};
