/** What a chat client reads out of an Adaptive Card: its Execute actions, the inputs that belong to each, its refresh. */

export type Json = Record<string, unknown>;

/** An input element of a card, as the card's author wrote it. */
export type CardInput = Json & { type: string; id: string };

/** An Execute action and the inputs whose values a press sends: those of its own card and of the cards around it. */
export type CardAction = { id?: string; verb: string; data: Json; title: string; inputs: CardInput[] };

/** A Submit action: opens a dialog from a card of the chat, or sends what was filled in from a card in a dialog. */
export type SubmitAction = Omit<CardAction, 'verb'>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const isInput = (value: Json): value is CardInput =>
  typeof value['type'] === 'string' && value['type'].startsWith('Input.') && typeof value['id'] === 'string';

/** Members of a card or element that hold further elements or actions. `fallback` is not shown, so it is not walked. */
const nested = ['body', 'items', 'columns', 'rows', 'cells', 'actions', 'selectAction', 'inlineAction', 'inlines'];

/** Elements and actions of one card; a ShowCard action ends the walk, because its card is a card of its own. */
function* walk(node: unknown): Generator<Json> {
  if (Array.isArray(node)) {
    for (const entry of node) yield* walk(entry);
    return;
  }
  if (!isJson(node)) return;
  yield node;
  if (node['type'] === 'Action.ShowCard') return;
  for (const member of nested) if (node[member] !== undefined) yield* walk(node[member]);
}

/** Every enabled action of one type, with the inputs that belong to it. */
function actionsWithin(card: Json, type: string, outerInputs: CardInput[] = []): { node: Json; inputs: CardInput[] }[] {
  const nodes = [...walk(card)];
  const inputs = [...outerInputs, ...nodes.filter(isInput)];
  return nodes.flatMap((node) => {
    if (node['type'] === 'Action.ShowCard' && isJson(node['card'])) return actionsWithin(node['card'], type, inputs);
    return node['type'] === type && node['isEnabled'] !== false ? [{ node, inputs: node['associatedInputs'] === 'none' ? [] : inputs }] : [];
  });
}

/** An input of the card, also inside a folded part. */
export function findInput(card: Json, id: string): CardInput | undefined {
  const nodes = [...walk(card)];
  const own = nodes.filter(isInput).find((input) => input.id === id);
  if (own) return own;
  const folded = nodes.flatMap((node) => (node['type'] === 'Action.ShowCard' && isJson(node['card']) ? [findInput(node['card'], id)] : []));
  return folded.find((input) => input !== undefined);
}

function readAction(node: Json, verb: string, inputs: CardInput[]): CardAction {
  return {
    ...(typeof node['id'] === 'string' ? { id: node['id'] } : {}),
    verb,
    data: isJson(node['data']) ? node['data'] : {},
    title: typeof node['title'] === 'string' ? node['title'] : '',
    inputs,
  };
}

/** Every Execute action that can be pressed on the card, also those inside folded (ShowCard) parts. */
export const executeActions = (card: Json): CardAction[] =>
  actionsWithin(card, 'Action.Execute').flatMap(({ node, inputs }) => (typeof node['verb'] === 'string' ? [readAction(node, node['verb'], inputs)] : []));

/** Every Submit action of the card. */
export const submitActions = (card: Json): SubmitAction[] =>
  actionsWithin(card, 'Action.Submit').map(({ node, inputs }) => {
    const { verb: _none, ...action } = readAction(node, '', inputs);
    return action;
  });

/** The card's Submit action whose data holds `data`, or the first. Undefined when there is none. */
export const findSubmit = (card: Json, data?: Json): SubmitAction | undefined => submitActions(card).find((action) => data === undefined || holds(action.data, data));

/** True for a Submit action that asks Teams to open a dialog. */
export const opensDialog = ({ data }: SubmitAction): boolean => isJson(data['msteams']) && data['msteams']['type'] === 'task/fetch';

/** True when every member of `part` is in `whole` with an equal value. */
export function holds(whole: unknown, part: unknown): boolean {
  if (isJson(part)) return isJson(whole) && Object.entries(part).every(([key, value]) => holds(whole[key], value));
  return JSON.stringify(whole) === JSON.stringify(part);
}

/**
 * The action that a press on `verb` means: the first with that verb, or the first whose data holds `data`
 * when several share it. Undefined when the card offers none.
 */
export const findAction = (card: Json, verb: string, data?: Json): CardAction | undefined =>
  executeActions(card).find((action) => action.verb === verb && (data === undefined || holds(action.data, data)));

/**
 * The action that a client sends by itself when `viewer` (a `29:` id) is shown the card, or undefined. In a chat of few
 * people a card that lists nobody is refreshed for each of them.
 */
export function refreshAction(card: Json, viewer: string, inSmallChat = false): CardAction | undefined {
  const refresh = card['refresh'];
  if (!isJson(refresh) || !isJson(refresh['action'])) return undefined;
  const { action, userIds } = refresh;
  const isListed = userIds === undefined ? inSmallChat : Array.isArray(userIds) && userIds.includes(viewer);
  if (!isListed) return undefined;
  if (!isJson(action) || action['type'] !== 'Action.Execute' || typeof action['verb'] !== 'string') return undefined;
  return readAction(action, action['verb'], []);
}
