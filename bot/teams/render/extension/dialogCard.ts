import { type FoundAddress } from '../../../core/extension/findAddresses.ts';
import { type CardJson } from '../../cardJson.ts';
import { choiceTitle } from '../plainText.ts';

type Node = { readonly [name: string]: unknown };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Verbs that a card in a Teams dialog may send; everything else is pressed in the person's own chat. */
export const dialogVerbs: readonly string[] = ['request.submit'];

/**
 * A card as a Teams dialog can show it: dialogs know no Execute, so the verbs of a form become Submit actions that carry
 * their verb; other presses and the refresh are taken out.
 */
export const dialogCard = (card: CardJson): CardJson => {
  const { refresh: _none, ...shown } = card;
  return (adapted(shown) ?? shown) as CardJson;
};

const adapted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(adapted).filter((one) => one !== undefined);
  if (!isNode(value)) return value;
  if (value['type'] === 'Action.Execute') return asSubmit(value);
  const node = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, adapted(inner)] as const).filter(([, inner]) => inner !== undefined));
  const isEmptied = (node['type'] === 'ActionSet' && isEmpty(node['actions'])) || (node['type'] === 'Action.ShowCard' && !JSON.stringify(node['card']).includes('"Action.'));
  return isEmptied ? undefined : node;
};

const isEmpty = (list: unknown): boolean => Array.isArray(list) && list.length === 0;

const asSubmit = ({ verb, data, type: _type, ...rest }: Node): Node | undefined =>
  typeof verb === 'string' && dialogVerbs.includes(verb) ? { ...rest, type: 'Action.Submit', data: { ...(isNode(data) ? data : {}), verb } } : undefined;

/**
 * Lets the person choose among the addresses of a message. A name left empty is then the one the message gives for the
 * chosen address, which travels with the form.
 */
export const offerAddresses = (card: CardJson, offered: readonly FoundAddress[], words: { readonly label: string; readonly nameHint: string }): CardJson => {
  if (offered.length < 2) return card;
  const names = Object.fromEntries(offered.flatMap(({ email, name }) => (name === null ? [] : [[email, name] as const])));
  const choices = offered.map(({ email, name }) => ({ title: name === null ? email : `${choiceTitle(name)} · ${email}`, value: email }));
  const change = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(change);
    if (!isNode(value)) return value;
    if (value['id'] === 'email') {
      const { placeholder: _hint, style: _style, maxLength: _longest, ...kept } = value;
      return { ...kept, type: 'Input.ChoiceSet', style: 'expanded', label: words.label, choices, value: offered[0]?.email ?? '' };
    }
    if (value['id'] === 'name') return { ...value, isRequired: false, value: '', placeholder: words.nameHint };
    if (value['type'] === 'Action.Submit' && isNode(value['data'])) return { ...value, data: { ...value['data'], names } };
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(inner)]));
  };
  return change(card) as CardJson;
};

/** Puts the way to the person's own chat under what was done. */
export const withChatLink = (card: CardJson, { text, button, url }: { readonly text: string; readonly button: string; readonly url: string }): CardJson => ({
  ...card,
  body: [
    ...(Array.isArray(card['body']) ? (card['body'] as unknown[]) : []),
    { type: 'TextBlock', text, wrap: true, separator: true, spacing: 'medium' },
    { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: button, url }] },
  ],
});
