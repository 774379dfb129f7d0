import { readdirSync, readFileSync } from 'node:fs';
import { IntlMessageFormat } from 'intl-messageformat';

/** Values for a sentence. Numbers stay numbers, so that plural forms fit. */
export type Facts = Readonly<Record<string, string | number>>;

/** Sentences without values as a tree, for templates: `action.approve` becomes `words.action.approve`. */
export type Words = { readonly [name: string]: string | Words };

/** Every sentence of Guest Desk in every language it speaks. */
export type Texts = {
  /**
   * The sentence of a key in the reader's language: exact locale, then language, then English.
   * @throws Error when the key is unknown or a value is missing: both are mistakes of ours.
   */
  say(locale: string, key: string, facts?: Facts): string;
  has(key: string): boolean;
  words(locale: string): Words;
  direction(locale: string): 'ltr' | 'rtl';
  /** The language we answer in for a locale, e.g. `de` for `de-AT` and `en` for `ja-JP`. */
  language(locale: string): Language;
};

export const languages = ['en', 'de', 'fr', 'es', 'ar', 'ja'] as const;
export type Language = (typeof languages)[number];

type Message = { readonly format: IntlMessageFormat; readonly values: ReadonlySet<string>; readonly arguments: ReadonlySet<string> };
type Locale = { readonly messages: ReadonlyMap<string, Message>; readonly words: Words };
type Node = ReturnType<IntlMessageFormat['getAst']>[number];

/** Kinds of ICU message nodes, as the parser numbers them. */
const nodeKind = { argument: 1, number: 2, date: 3, time: 4, select: 5, plural: 6 } as const;

const rightToLeft: ReadonlySet<Language> = new Set(['ar']);
const rightToLeftLetter = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** Reads and compiles every locale once; a broken message stops the start. */
export const createTexts = (): Texts => {
  const locales = new Map(languages.map((language) => [language, compileLocale(language, readMessages(language))]));
  const localeOf = (locale: string): Locale => locales.get(languageOf(locale))!;
  const direction = (locale: string): 'ltr' | 'rtl' => (rightToLeft.has(languageOf(locale)) ? 'rtl' : 'ltr');
  return {
    say: (locale, key, facts = {}) => {
      const message = localeOf(locale).messages.get(key);
      if (message === undefined) throw new Error(`No text for ${key}`);
      return String(message.format.format(isolated(facts, message, direction(locale))));
    },
    has: (key) => localeOf('en').messages.has(key),
    words: (locale) => localeOf(locale).words,
    direction,
    language: languageOf,
  };
};

/**
 * The messages of one language as written, one file per topic; also for the tests that compare languages.
 * @throws Error when two topics claim one key: a mistake of ours that must stop the start
 */
export const readMessages = (language: Language): Readonly<Record<string, string>> => {
  const folder = new URL(`./locales/${language}/`, import.meta.url);
  const messages: Record<string, string> = {};
  for (const topic of readdirSync(folder).sort()) {
    for (const [key, message] of Object.entries(JSON.parse(readFileSync(new URL(topic, folder), 'utf8')) as Record<string, string>)) {
      if (key in messages) throw new Error(`Two texts for ${key}`);
      messages[key] = message;
    }
  }
  return messages;
};

/** Names of the values a message takes. */
export const valuesOf = (message: string): ReadonlySet<string> => compile(message, 'en').values;

const languageOf = (locale: string): Language => {
  const wanted = locale.toLowerCase().split('-')[0];
  return languages.find((language) => language === wanted) ?? 'en';
};

const compileLocale = (language: Language, messages: Readonly<Record<string, string>>): Locale => {
  const compiled = new Map(Object.entries(messages).map(([key, message]) => [key, compile(message, language)]));
  const plain = [...compiled].filter(([, message]) => message.values.size === 0);
  return { messages: compiled, words: treeOf(plain.map(([key, message]) => [key, String(message.format.format())])) };
};

const compile = (message: string, language: string): Message => {
  const format = new IntlMessageFormat(message, language, undefined, { ignoreTag: true });
  const nodes = flatten(format.getAst());
  const named = (kinds: readonly number[]): Set<string> =>
    new Set(nodes.filter((node) => kinds.includes(node.type)).map((node) => String((node as { value: unknown }).value)));
  return { format, values: named(Object.values(nodeKind)), arguments: named([nodeKind.argument]) };
};

const flatten = (nodes: readonly Node[]): Node[] =>
  nodes.flatMap((node) => ('options' in node ? [node, ...Object.values(node.options).flatMap((option) => flatten(option.value))] : [node]));

/** Puts each inserted name between direction isolates where it could turn the sentence around it. */
const isolated = (facts: Facts, message: Message, direction: 'ltr' | 'rtl'): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => {
      const mayTurn = typeof value === 'string' && message.arguments.has(name) && (direction === 'rtl' || rightToLeftLetter.test(value));
      return [name, mayTurn ? `\u2068${value}\u2069` : value];
    }),
  );

const treeOf = (entries: readonly (readonly [string, string])[]): Words => {
  const root: Record<string, string | Words> = {};
  for (const [key, text] of entries) {
    const path = key.split('.');
    const last = path.pop()!;
    const parent = path.reduce<Record<string, string | Words>>((node, name) => (node[name] ??= {}) as Record<string, string | Words>, root);
    parent[last] = text;
  }
  return root;
};
