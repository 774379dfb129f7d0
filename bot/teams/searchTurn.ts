import { z } from 'zod';
import { mostListed } from '../core/searchByName.ts';
import { type Clock } from '../desk/ports.ts';
import { type Log } from '../telemetry/log.ts';
import { apologyText, kindOf, loudness, type Say } from './errorAnswers.ts';
import { answerPress, answerSearch, type InvokeAnswer } from './invokeAnswers.ts';
import { type Kit } from './route.ts';
import { turnOf, type PersonInbound } from './turnContext.ts';
import { type TurnNote } from './turnNote.ts';

export type SearchParts = { readonly kit: Kit; readonly clock: Clock; readonly log: Log; readonly say: Say };

/** Longest text that is looked for, in UTF-16 units. */
const longestQuery = 64;

/** `shared-apps` is the data set that the form's app inputs name. */
const searchSchema = z.object({
  queryText: z.string().max(longestQuery),
  queryOptions: z.object({ skip: z.int().min(0).max(10_000).default(0), top: z.int().min(1).max(1000).default(mostListed) }).prefault({}),
  dataset: z.literal('shared-apps'),
});

/**
 * What a client asks while somebody types into an input with `choices.data` (`application/search`). Answers help to fill in
 * a form and say nothing of what may be asked: the use case that takes the form checks what was chosen.
 */
export const createSearchTurn =
  ({ kit, clock, log, say }: SearchParts) =>
  async (inbound: PersonInbound, note: TurnNote): Promise<InvokeAnswer> => {
    const asked = searchSchema.safeParse(inbound.value).data;
    // Forms stand in people's own chats and in dialogs; only a card of a shared chat has a message there.
    const isOfSharedCard = !inbound.isPersonal && inbound.replyToId !== null;
    if (asked === undefined || isOfSharedCard) {
      note.outcome = 'ignored';
      return answerSearch([]);
    }
    const turn = turnOf(inbound, clock);
    try {
      const { skip, top } = asked.queryOptions;
      const outcome = await kit.desk.findSharedApps(turn.actor, { text: asked.queryText, skip, count: Math.min(top, mostListed) });
      note.outcome = outcome.kind;
      return answerSearch(outcome.kind === 'refused' ? [] : kit.cards.foundApps(outcome.apps, turn.reader));
    } catch (error) {
      note.outcome = kindOf(error);
      log[loudness[kindOf(error)]]({ event: 'turn.failed', verb: note.name, error });
      return answerPress.error(500, 'SearchFailed', apologyText(error, turn, say));
    }
  };
