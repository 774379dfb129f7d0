import { type DialogFound, type DialogView } from '../../desk/dialogs/dialogsUseCases.ts';
import { type Checked } from '../../desk/preflight/preflightUseCases.ts';
import { type Refused, type Shown } from '../../desk/outcomes.ts';
import { type Kit, type Turn } from '../route.ts';
import { type Answer } from '../answer.ts';
import { type UnderstandCommand } from '../understood.ts';
import { understandAnswer, type UnderstoodAnswer } from '../understand/understandAnswer.ts';

/** `nothing`: no request is in the making; the message is an ordinary one. `left`: it is one, after this line. */
export type Talked = { readonly kind: 'nothing' } | { readonly kind: 'left'; readonly line: string; readonly isOnlyLine: boolean } | { readonly kind: 'answered'; readonly answer: Answer };

export type Talk = (turn: Turn, message: { readonly text: string; readonly activityId: string }, kit: Kit) => Promise<Talked>;

/** Goes on with the request a person makes question by question, if there is one in this chat. */
export const createTalk =
  (understand: UnderstandCommand): Talk =>
  async (turn, { text, activityId }, kit) => {
    const { actor, reader } = turn;
    const found = await kit.desk.findDialog(actor);
    if (found.kind === 'none') return { kind: 'nothing' };
    const command = understand(text, reader.locale);
    if (found.kind === 'expired') return { kind: 'left', line: kit.cards.dialogLine('expired', reader), isOnlyLine: command.kind === 'unknown' };
    const said = understandAnswer(text, found, command, { now: reader.now, timeZone: actor.timeZone, locale: actor.locale });
    if (said.kind === 'command') {
      await kit.desk.endDialog(actor);
      return { kind: 'left', line: kit.cards.dialogLine('left', reader), isOnlyLine: false };
    }
    return { kind: 'answered', answer: await answerTo(said, found, activityId, turn, kit) };
  };

const answerTo = async (said: Exclude<UnderstoodAnswer, { kind: 'command' }>, view: DialogView, activityId: string, { actor, reader }: Turn, kit: Kit): Promise<Answer> => {
  const { desk, cards } = kit;
  const answering = { version: view.version, activityId };
  const asked = (found: DialogFound | Shown | Checked | Refused): Answer => ({ kind: 'message', text: dialogText(found, { reader }, kit) });
  if (said.kind === 'answer') return asked(await desk.answerDialog(actor, { ...answering, text: said.text, other: said.other }));
  switch (said.word) {
    case 'back':
    case 'skip':
      return asked(await desk.moveDialog(actor, { ...answering, way: said.word }));
    case 'yes':
      return asked(await desk.submitDialog(actor, answering));
    case 'no':
      return { kind: 'message', text: cards.dialogLine('notSent', reader) };
    case 'help':
      return { kind: 'message', text: `${cards.dialogLine('help', reader)}\n\n${cards.question(view, reader)}` };
    case 'cancel':
      await desk.endDialog(actor);
      return { kind: 'message', text: cards.dialogLine('cancelled', reader) };
    case 'form': {
      const form = await desk.dialogAsForm(actor);
      if (form.kind === 'none') return { kind: 'message', text: cards.dialogLine('expired', reader) };
      return { kind: 'card', card: form.kind === 'refused' ? cards.refusal(form, reader) : cards.inviteForm(form, reader) };
    }
  }
};

/** What the questions came to, in plain text. */
export const dialogText = (found: DialogFound | Shown | Checked | Refused, { reader }: Pick<Turn, 'reader'>, { cards }: Kit): string => {
  switch (found.kind) {
    case 'dialog':
      return cards.question(found, reader);
    case 'shown':
      return cards.requestText(found.view, reader);
    case 'refused':
      return cards.refusalText(found, reader);
    case 'checked':
      return cards.preflightText(found, reader);
    case 'none':
    case 'expired':
      return cards.dialogLine('expired', reader);
  }
};
