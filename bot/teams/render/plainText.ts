/** Longest texts a card shows, in characters: names, addresses, everything else. */
export const textLimits = { name: 64, email: 254, text: 500 } as const;

// Control characters and line ends become a space; what is invisible or turns the direction is dropped.
const spaceLike = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;
const invisible = /[\p{Cf}\p{Co}\u034F\u115F\u1160\u17B4\u17B5\u3164\uFFA0]/gu;
const piledMarks = /(\p{M}{4})\p{M}+/gu;
const hairSpace = '\u200A';

/**
 * Text of a person as a card may show it: one line, nothing invisible, no direction marks, well-formed, at most `limit`
 * characters. `{{` and `${` are broken by a hair space: clients expand the first everywhere, and no card leaves with the second.
 */
export const plainText = (text: string, limit: number = textLimits.text): string => {
  const line = text.toWellFormed().normalize('NFC').replace(spaceLike, ' ').replace(invisible, '').replace(piledMarks, '$1').trim();
  return shorten(line, limit).replace(/([{$])(?=\{)/g, `$1${hairSpace}`);
};

/** At most `limit` characters, the last one an ellipsis where something was cut. */
export const shorten = (text: string, limit: number): string => {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, Math.max(0, limit - 1)).join('').trimEnd()}…`;
};

/** A choice's title: clients may read Markdown there, so its signs are taken out. */
export const choiceTitle = (text: string): string =>
  shorten(text.replace(/[[\]<>*_`~#|\\!]/g, ' ').replace(/ {2,}/g, ' ').trim(), textLimits.name) || '–';

type Plain<Value> = Value extends string ? string : Value;

/**
 * The same facts with every string made plain; dates and numbers stay. A name that had nothing visible becomes a dash.
 * Applied once to everything a card is made of, so that no field is forgotten.
 */
export const plainFacts = <Value>(value: Value, name = ''): Plain<Value> => {
  if (typeof value === 'string') return (plainText(value, limitOf(name)) || (name === 'name' ? '–' : '')) as Plain<Value>;
  if (Array.isArray(value)) return value.map((item: unknown) => plainFacts(item, name)) as Plain<Value>;
  if (typeof value !== 'object' || value === null || value instanceof Date) return value as Plain<Value>;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainFacts(inner as unknown, key)])) as Plain<Value>;
};

/** What a person typed into a form, to be typed on: only what is invisible is taken out, and nothing a form can take is cut. */
export const plainTyped = (text: string | null): string | null => (text === null ? null : plainText(text, mostTyped));
const mostTyped = 1_000;

const limitOf = (name: string): number => {
  if (/name$/i.test(name)) return textLimits.name;
  return name === 'email' || name === 'account' ? textLimits.email : textLimits.text;
};
