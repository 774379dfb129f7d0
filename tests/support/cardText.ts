/** An Adaptive Card as JSON. */
export type Card = Record<string, unknown> & { body?: unknown[]; actions?: unknown[] };

const walk = function* (node: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(node)) for (const item of node) yield* walk(item);
  else if (typeof node === 'object' && node !== null) {
    yield node as Record<string, unknown>;
    for (const [key, value] of Object.entries(node)) if (key !== 'refresh' && key !== 'fallback') yield* walk(value);
  }
};

/** Everything a person can read on a card, in order, one line per element. */
export const textOf = (card: Card | undefined): string =>
  [...walk(card)]
    .flatMap((node) => [node['text'], node['title'], node['label'], ...(node['type'] === 'Input.Text' || node['type'] === 'Input.Date' ? [node['value']] : [])])
    .filter((text): text is string => typeof text === 'string')
    .join('\n');

/** Verbs that can be pressed on a card. */
export const verbsOf = (card: Card | undefined): string[] => [...walk(card)].filter((node) => node['type'] === 'Action.Execute').map((node) => String(node['verb']));

/** The values a form starts with, by input id. */
export const valuesOf = (card: Card | undefined): Record<string, string> =>
  Object.fromEntries([...walk(card)].filter((node) => typeof node['type'] === 'string' && node['type'].startsWith('Input.')).map((node) => [String(node['id']), String((node['value'] as string | undefined) ?? '')]));

/** The form a card belongs to, as its buttons carry it. */
export const formOf = (card: Card | undefined): string => {
  for (const { data } of walk(card)) {
    const { draftId } = (data ?? {}) as { draftId?: unknown };
    if (typeof draftId === 'string') return draftId;
  }
  throw new Error('the card carries no form');
};

/** What the buttons of a request's card carry: which request, and at which version. */
export const pressDataOf = (card: Card | undefined): { requestId: string; version: number } => {
  for (const { data } of walk(card)) {
    const { requestId, version } = (data ?? {}) as { requestId?: unknown; version?: unknown };
    if (typeof requestId === 'string' && typeof version === 'number') return { requestId, version };
  }
  throw new Error('the card carries no request');
};
