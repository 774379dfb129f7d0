import { z } from 'zod';
import { findInput, type Json } from './card.ts';
import { type Send } from './extension.ts';
import { readFailure } from './readFailure.ts';

/** A card that is being filled in, and the way its questions take to the bot. */
export type OpenCard = { card: Json; send: Send };

/** What somebody typed into an input so far; `skip`: lines they have seen already. */
export type Typed = { input: string; text: string; skip: number };

export type TypeaheadAnswer = { kind: 'found'; choices: { title: string; value: string }[] } | { kind: 'error'; status: number; code: string; text: string };

/** A question that no client would ask. */
export type TypeaheadRefusal = { code: 'noSuchCard' | 'noDataset'; message: string };

/** Teams shows no more lines than that. */
const mostLines = 15;

const failed = (status: number, code: string, text: string): TypeaheadAnswer => ({ kind: 'error', status, code, text });

const searchAnswer = z.looseObject({ statusCode: z.int(), type: z.string(), value: z.unknown() });
const searchResults = z.looseObject({ results: z.array(z.looseObject({ title: z.string(), value: z.string() })) });
const errorValue = z.looseObject({ code: z.string(), message: z.string() }).catch({ code: 'Error', message: 'Something went wrong.' });

/** The data set of the bot's own that an input names; Microsoft's, like the directory's people, are not the bot's to answer. */
function ownDataset(card: Json, id: string): string | undefined {
  const query = z.looseObject({ type: z.literal('Data.Query'), dataset: z.string() }).safeParse(findInput(card, id)?.['choices.data']).data;
  return query === undefined || query.dataset.startsWith('graph.microsoft.com/') ? undefined : query.dataset;
}

/** Asks the bot for choices while somebody types into an input with `choices.data` (`application/search`). */
export async function findChoices(open: OpenCard | undefined, { input, text, skip }: Typed): Promise<TypeaheadAnswer | TypeaheadRefusal> {
  if (!open) return { code: 'noSuchCard', message: 'There is no such card to fill in.' };
  const dataset = ownDataset(open.card, input);
  if (dataset === undefined) return { code: 'noDataset', message: `The card has no input ${input} whose choices the bot is asked for.` };
  const answer = await open.send('application/search', { queryText: text, queryOptions: { skip, top: mostLines }, dataset });
  const failure = readFailure(answer);
  if (failure) return failure;
  const { statusCode, type, value } = searchAnswer.safeParse(answer.body).data ?? { statusCode: 200, type: '' };
  if (statusCode !== 200) {
    const { code, message } = errorValue.parse(value);
    return failed(statusCode, code, message);
  }
  const found = searchResults.safeParse(value).data;
  if (type !== 'application/vnd.microsoft.search.searchResponse' || !found) return failed(200, 'BadAnswer', 'The bot sent no choices that a client understands.');
  return { kind: 'found', choices: found.results.slice(0, mostLines).map((one) => ({ title: one.title, value: one.value })) };
}
