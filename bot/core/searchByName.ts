import { toMatchable } from './personText.ts';

/** Most offers that people choose among in one list; more are looked for by name. Teams shows no more lines than that. */
export const mostListed = 15;

/**
 * What people look for while they type: whatever has every word of the text in its name, first what begins with the text;
 * else the order stays. A text of which nothing is to be seen finds everything.
 */
export const searchByName = <Named extends { readonly name: string }>(all: readonly Named[], text: string): readonly Named[] => {
  const wanted = toMatchable(text);
  const words = wanted.split(' ');
  const found = all.map((named) => ({ named, name: toMatchable(named.name) })).filter(({ name }) => words.every((word) => name.includes(word)));
  const begins = ({ name }: { name: string }): boolean => name.startsWith(wanted);
  return [...found.filter(begins), ...found.filter((one) => !begins(one))].map(({ named }) => named);
};
