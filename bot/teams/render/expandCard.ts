import { Template } from 'adaptivecards-templating';
import { type z } from 'zod';
import { DeskError } from '../../core/errors.ts';
import { type Words } from '../../text/text.ts';
import { type CardJson } from '../cardJson.ts';
import { readTemplate } from './cardFiles.ts';

/** Largest card that leaves, in bytes of UTF-8 JSON; Teams takes more, mobile clients little more. */
export const largestCard = 20 * 1024;

/** What every template can bind to, besides the facts of its own model. */
export type Frame = { readonly lang: string; readonly rtl: boolean; readonly text: Words };

/** Turns a model into a card. */
export type Expand<Model> = (model: Model, frame: Frame) => CardJson;

/**
 * Compiles a template once. Each expansion checks the model against its schema first: an object where a string is
 * expected would be inserted as JSON, and a missing field would show its expression to people.
 * @throws DeskError bug: model, expression, address or size is not as it must be
 */
export const compileCard = <Schema extends z.ZodType>(name: string, schema: Schema): Expand<z.output<Schema>> => {
  const template = new Template(readTemplate(name));
  return (model, frame) => {
    const checked = schema.safeParse(model);
    if (!checked.success) throw new DeskError('bug', { code: `card/${name}-model`, cause: checked.error.issues.map((issue) => issue.path.join('.')) });
    const card = template.expand({ $root: { ...(checked.data as object), ...frame } }) as CardJson;
    assertSendable(name, card);
    return card;
  };
};

/**
 * Refuses a card that must not leave: an expression left over, an address that is not https, too large.
 * @throws DeskError bug
 */
export const assertSendable = (name: string, card: CardJson): void => {
  const json = JSON.stringify(card);
  if (json.includes('${')) throw new DeskError('bug', { code: `card/${name}-expression` });
  if (Buffer.byteLength(json) > largestCard) throw new DeskError('bug', { code: `card/${name}-size` });
  if (!addressesOf(card).every(isHttps)) throw new DeskError('bug', { code: `card/${name}-address` });
};

const addressesOf = (node: unknown): string[] => {
  if (Array.isArray(node)) return node.flatMap(addressesOf);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => (/url$/i.test(key) && typeof value === 'string' ? [value] : addressesOf(value)));
};

const isHttps = (address: string): boolean => URL.canParse(address) && new URL(address).protocol === 'https:';
