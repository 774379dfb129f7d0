import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { verbsOf, type Card } from './cardText.ts';
import { type JournalEntry } from './control.ts';
import { sharedFolder } from './sharedFolder.ts';

const cardType = 'application/vnd.microsoft.card.adaptive';
/** Budget of a card, in bytes of UTF-8 JSON (facts/teams-and-security.md 2.3). */
const maxBytes = 20_480;
const maxActions = 6;

let validator: ValidateFunction | undefined;
const official = (): ValidateFunction => {
  if (validator) return validator;
  const folder = sharedFolder() ?? '';
  // The file names itself by draft 04's `id`, which ajv refuses.
  const { id: _, ...schema } = JSON.parse(readFileSync(path.join(folder, 'schemas/adaptive-card-1.5.0.json'), 'utf8')) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv) => void)(ajv);
  ajv.addMetaSchema(JSON.parse(readFileSync(path.resolve('node_modules/ajv/dist/refs/json-schema-draft-06.json'), 'utf8')) as object);
  validator = ajv.compile(schema);
  return validator;
};

/** Without the two members that Teams adds, and the style of a typeahead, which the official schema does not know. */
const withoutTeamsMembers = (node: unknown): unknown => {
  if (Array.isArray(node)) return node.map(withoutTeamsMembers);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(Object.entries(node).filter(([key, value]) => key !== 'msteams' && key !== 'choices.data' && !(key === 'style' && (node as { type?: unknown }).type === 'Input.ChoiceSet' && value === 'filtered')).map(([key, value]) => [key, withoutTeamsMembers(value)]));
};

/** What is wrong with an expanded card, in words; empty when nothing is. */
export const cardProblems = (card: Card): string[] => {
  const json = JSON.stringify(card);
  const name = JSON.stringify((card['refresh'] as { action?: { verb?: string } } | undefined)?.action?.verb ?? verbsOf(card)[0] ?? json.slice(0, 80));
  const valid = official();
  return [
    ...(valid(withoutTeamsMembers(card)) ? [] : [`${name}: ${valid.errors?.map((error) => `${error.instancePath} ${error.message}`).slice(0, 4).join('; ')}`]),
    ...(Buffer.byteLength(json) <= maxBytes ? [] : [`${name}: ${Buffer.byteLength(json)} bytes`]),
    ...(json.includes('${') ? [`${name}: a raw binding`] : []),
    ...(countActions(card) <= maxActions ? [] : [`${name}: ${countActions(card)} actions`]),
  ];
};

const countActions = (node: unknown): number => {
  if (Array.isArray(node)) return node.reduce((sum: number, item) => sum + countActions(item), 0);
  if (typeof node !== 'object' || node === null) return 0;
  const { type } = node as { type?: unknown };
  const own = typeof type === 'string' && type.startsWith('Action.') ? 1 : 0;
  // What an action only carries (a refresh, a fallback) is no button of its own.
  return own + Object.entries(node).reduce((sum, [key, value]) => (key === 'fallback' || key === 'refresh' || key === 'selectAction' ? sum : sum + countActions(value)), 0);
};

/** Every expanded card of a journal: posted, updated, or answered to a press. */
export const cardsIn = (journal: readonly JournalEntry[]): Card[] => journal.flatMap((entry) => [...findCards(entry.body), ...findCards(entry.response)]);

const findCards = (node: unknown): Card[] => {
  if (Array.isArray(node)) return node.flatMap(findCards);
  if (typeof node !== 'object' || node === null) return [];
  const { contentType, content, type, value } = node as Record<string, unknown>;
  if (contentType === cardType) return [content as Card];
  if (type === cardType) return [value as Card];
  return Object.values(node).flatMap(findCards);
};
