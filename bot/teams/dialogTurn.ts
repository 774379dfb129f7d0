import { z } from 'zod';
import { type Clock } from '../desk/ports.ts';
import { type Log } from '../telemetry/log.ts';
import { apologyText, kindOf, loudness, type Say } from './errorAnswers.ts';
import { type InvokeAnswer } from './invokeAnswers.ts';
import { type DialogRoute, type Kit } from './route.ts';
import { turnOf, type PersonInbound } from './turnContext.ts';
import { type TurnNote } from './turnNote.ts';

export type DialogParts = { readonly dialogs: readonly DialogRoute[]; readonly kit: Kit; readonly clock: Clock; readonly log: Log; readonly say: Say };

/** What a card's action, or the page in a dialog, sends along; `dialog` names the route. */
const askedSchema = z.object({ data: z.looseObject({ dialog: z.string().min(1).max(64) }) });

/** Answers of `task/fetch` and `task/submit`. A dialog's page lies on our own host, which the manifest names. */
export const answerDialog = {
  page: (page: { readonly url: string; readonly title: string; readonly width: number; readonly height: number }): InvokeAnswer =>
    ({ status: 200, body: { task: { type: 'continue', value: { ...page, fallbackUrl: page.url } } } }),
  message: (text: string): InvokeAnswer => ({ status: 200, body: { task: { type: 'message', value: text } } }),
  /** Nothing more: the dialog closes. */
  over: (): InvokeAnswer => ({ status: 200, body: {} }),
} as const;

/** A dialog of Teams is opened from a card (`task/fetch`), or its page has ended (`task/submit`, which changes nothing: the page's own server knows). */
export const createDialogTurn =
  ({ dialogs, kit, clock, log, say }: DialogParts) =>
  async (inbound: PersonInbound, note: TurnNote): Promise<InvokeAnswer> => {
    const asked = askedSchema.safeParse(inbound.value).data?.data;
    const route = dialogs.find(({ name }) => name === asked?.dialog);
    note.name = route?.name ?? inbound.name;
    if (inbound.name === 'task/submit' || route === undefined) return answerDialog.over();
    const turn = turnOf(inbound, clock);
    try {
      const page = await route.run(turn, asked, kit);
      note.outcome = 'dialog';
      return answerDialog.page(page);
    } catch (error) {
      note.outcome = kindOf(error);
      log[loudness[kindOf(error)]]({ event: 'turn.failed', verb: route.name, error });
      return answerDialog.message(apologyText(error, turn, say));
    }
  };
