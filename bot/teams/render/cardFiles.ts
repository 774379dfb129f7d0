import { readFileSync, readdirSync } from 'node:fs';

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

const cardsFolder = new URL('../../../cards/', import.meta.url);

/** Names of the templates in `cards/`. */
export const templateNames = (): string[] =>
  readdirSync(cardsFolder)
    .filter((file) => file.endsWith('.json') && !file.endsWith('.sample.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .sort();

/** A template with its parts put in: `{"$part": "stripe"}` stands for the content of `cards/parts/stripe.json`. */
export const readTemplate = (name: string): Json => withParts(readJson(`${name}.json`));

const withParts = (node: Json): Json => {
  if (Array.isArray(node)) return node.map(withParts);
  if (typeof node !== 'object' || node === null) return node;
  if (typeof node['$part'] === 'string') return withParts(readJson(`parts/${node['$part']}.json`));
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withParts(value)]));
};

const readJson = (path: string): Json => JSON.parse(readFileSync(new URL(path, cardsFolder), 'utf8')) as Json;
