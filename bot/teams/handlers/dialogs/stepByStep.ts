import { z } from 'zod';
import { cardRoute, type Kit, type Turn } from '../../route.ts';
import { type Answer } from '../../answer.ts';
import { type DraftId } from '../../../core/ids.ts';
import { type InviteWords } from '../../../desk/inviteForm.ts';
import { dialogText } from '../../dialogs/talk.ts';
import { cardAnswer } from '../answers.ts';
import { joinApps } from '../submitRequest.ts';
import { draftId, typed } from '../payloads.ts';
import { readTypedDay } from '../../understand/understandDay.ts';

/** `invite step by step`: the first question, in text. */
export const beginInText = async (turn: Turn, words: InviteWords, kit: Kit): Promise<Answer> => {
  const begun = await kit.desk.beginDialog(turn.actor, words, { draftId: null, language: null, activityId: turn.correlationId });
  const intro = begun.kind === 'dialog' ? `${kit.cards.dialogLine('intro', turn.reader)}\n\n` : '';
  return { kind: 'message', text: intro + dialogText(begun, turn, kit) };
};

const textOrNull = (limit: number): z.ZodType<string | null> => typed(limit).default('').transform((text) => text || null);

/** The form's button for whoever would rather answer one question after another; what stands in the form is kept. */
export const stepByStepRoute = cardRoute({
  verb: 'dialog.begin',
  signIn: 'not-needed',
  payload: z.strictObject({ draftId, email: textOrNull(4_000), name: textOrNull(4_000), app: textOrNull(4_000), moreApps: textOrNull(4_000), sponsor: textOrNull(4_000), until: textOrNull(4_000), reason: textOrNull(4_000), language: textOrNull(35) }),
  handle: (turn, { draftId: from, language, until, app, moreApps, ...words }, kit) => {
    const day = until === null ? { until } : readTypedDay(until, { now: turn.reader.now, timeZone: turn.actor.timeZone, locale: turn.actor.locale });
    return goOnInText(turn, from, language, { ...words, app: joinApps(app ?? '', moreApps ?? '') || null, ...day }, kit);
  },
});

const goOnInText = async (turn: Turn, from: DraftId, language: string | null, words: InviteWords, kit: Kit): Promise<Answer> => {
  const begun = await kit.desk.beginDialog(turn.actor, words, { draftId: from, language, activityId: turn.correlationId });
  if (begun.kind === 'refused') return cardAnswer(kit.cards.refusal(begun, turn.reader));
  if (begun.kind === 'shown') return cardAnswer(kit.cards.request(begun.view, turn.reader));
  return { kind: 'card', card: kit.cards.wentToText(turn.reader), also: `${kit.cards.dialogLine('intro', turn.reader)}\n\n${kit.cards.question(begun, turn.reader)}` };
};
