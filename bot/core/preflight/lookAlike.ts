import { domainToUnicode } from 'node:url';

/** Letters that look like a Latin one: the frequent ones of Unicode's confusables (UTS 39), not all of them. */
const twins: Readonly<Record<string, string>> = {
  а: 'a', ɑ: 'a', α: 'a', ь: 'b', с: 'c', ϲ: 'c', ԁ: 'd', е: 'e', ҽ: 'e', ɡ: 'g', һ: 'h', і: 'i', ı: 'i', ι: 'i', ј: 'j', к: 'k', κ: 'k', ӏ: 'l', '1': 'l', м: 'm',
  п: 'n', о: 'o', ο: 'o', σ: 'o', '0': 'o', օ: 'o', р: 'p', ρ: 'p', ԛ: 'q', г: 'r', ѕ: 's', '5': 's', т: 't', τ: 't', υ: 'u', ս: 'u', ν: 'v', ѵ: 'v', ѡ: 'w', ԝ: 'w', х: 'x', χ: 'x', у: 'y', γ: 'y',
};
const pairs: readonly (readonly [RegExp, string])[] = [[/rn/g, 'm'], [/vv/g, 'w'], [/cl/g, 'd'], [/i/g, 'l']];

/** What a domain looks like: two domains of one skeleton are taken for each other. */
export const skeletonOf = (domain: string): string => {
  const plain = [...domainToUnicode(domain).normalize('NFKD').replace(/\p{M}/gu, '')].map((letter) => twins[letter] ?? letter).join('');
  return pairs.reduce((text, [pair, twin]) => text.replace(pair, twin), plain);
};

/** Shortest word in which one other letter is told as a mistake; shorter ones differ by one letter all the time. */
const shortestWord = 5;

/** The domain among `known` that this one is easily taken for; undefined where there is none, or where it is one of them. */
export const lookAlikeOf = (domain: string, known: readonly string[]): string | undefined => {
  if (known.includes(domain)) return undefined;
  const skeleton = skeletonOf(domain);
  return known.find((other) => skeletonOf(other) === skeleton || isOneLetterOff(domain, other));
};

const isOneLetterOff = (domain: string, other: string): boolean => {
  if (domain.endsWith(`.${other}`) || other.endsWith(`.${domain}`)) return false;
  const longest = Math.max(...[domain, other].map((each) => each.split('.')[0]?.length ?? 0));
  return longest >= shortestWord && differsByOne(domain, other);
};

/** One letter changed, added, dropped, or two neighbours swapped. */
const differsByOne = (a: string, b: string): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (long.length > short.length) return short.slice(start) === long.slice(start + 1);
  const isChanged = short.slice(start + 1) === long.slice(start + 1);
  const isSwapped = short[start] === long[start + 1] && short[start + 1] === long[start] && short.slice(start + 2) === long.slice(start + 2);
  return isChanged || isSwapped;
};

const scripts = ['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Armenian', 'Georgian', 'Han', 'Hiragana', 'Katakana', 'Hangul', 'Thai', 'Devanagari'].map((name) => new RegExp(`\\p{Script=${name}}`, 'u'));

/** Whether a domain is written in letters of more than one script, e.g. a Cyrillic name under a Latin ending. */
export const isMixedScript = (domain: string): boolean => {
  const shown = domainToUnicode(domain);
  return scripts.filter((script) => script.test(shown)).length > 1;
};
