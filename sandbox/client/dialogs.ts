import { z } from 'zod';
import { cardType } from '../channel/activity.ts';
import { type Foundations } from '../foundations.ts';
import { type User } from '../state/objects.ts';
import { findSubmit, type Json } from './card.ts';
import { type BotAnswer } from './deliver.ts';
import { readFailure } from './readFailure.ts';
import { askExtension, type ExtensionSignIn, type Send } from './extension.ts';
import { type OpenCard } from './typeahead.ts';
import { collectInputs, type InputRefusal } from './inputs.ts';

/** A Teams dialog as its person sees it: a card, or a page of the bot's own host in a frame. `width` and `height`: pixels or a size's name. */
export type DialogFace = { title: string; width: number | string; height: number | string } & ({ card: Json } | { url: string });

/** What came of opening or submitting: the next dialog, words that end it, nothing more, or what went wrong (an open dialog stays open then). */
export type DialogAnswer =
  | { kind: 'dialog'; dialog: DialogFace }
  | { kind: 'message'; text: string }
  | { kind: 'closed' }
  | ExtensionSignIn
  | { kind: 'error'; status: number; code: string; text: string };

/** Values of a submission: the inputs of the dialog's card (`data` tells actions apart), or what its page handed over. */
export type Submission = { inputs: Record<string, string>; data?: Json | undefined } | { result: unknown };

export type DialogRefusal = InputRefusal | { code: 'noDialog' | 'noSubmit'; message: string };

/** What every invoke of one dialog carries: the names of its two invokes, its own members of `value`, and the way they take. */
export type Opening = { fetch: string; submit: string; value: Json; send: Send; /** Hears of a sign-in that is waited for: its code goes on with what was asked. */ waits?: (link: string, resume: (code: string) => Promise<void>) => void };

/** A person has at most one dialog open; a new one takes its place. */
export type Dialogs = {
  /** `data`: of the action that opens it. */
  open(user: User, opening: Opening, data?: Json): Promise<DialogAnswer>;
  submit(user: User, submission: Submission): Promise<DialogAnswer | DialogRefusal>;
  close(oid: string): void;
  shown(oid: string): DialogFace | undefined;
  /** The open dialog's card, as one that is being filled in. */
  openCard(oid: string): OpenCard | undefined;
  clear(): void;
};

const size = z.union([z.number(), z.enum(['small', 'medium', 'large'])]);
const face = z.looseObject({
  title: z.string().default(''),
  width: size.default('medium'),
  height: size.default('medium'),
  url: z.string().optional(),
  card: z.looseObject({ contentType: z.literal(cardType), content: z.looseObject({ type: z.literal('AdaptiveCard') }) }).optional(),
});
const taskAnswer = z.looseObject({
  task: z.discriminatedUnion('type', [z.looseObject({ type: z.literal('continue'), value: face }), z.looseObject({ type: z.literal('message'), value: z.string() })]),
});

const failed = (status: number, code: string, text: string): DialogAnswer => ({ kind: 'error', status, code, text });

/** Reads the bot's answer to `task/fetch`, `task/submit` and the action invokes of a message extension. `host`: the only one that may fill a frame. */
export function readTask(answer: BotAnswer, host: string): DialogAnswer {
  const failure = readFailure(answer);
  if (failure) return failure;
  if (answer.body === undefined || answer.body === null || JSON.stringify(answer.body) === '{}') return { kind: 'closed' };
  const parsed = taskAnswer.safeParse(answer.body);
  if (!parsed.success) return failed(200, 'BadAnswer', 'The bot sent no dialog that a client understands.');
  const { task } = parsed.data;
  if (task.type === 'message') return { kind: 'message', text: task.value };
  const { title, width, height, url, card } = task.value;
  if (card) return { kind: 'dialog', dialog: { title, width, height, card: card.content } };
  const target = URL.parse(url ?? '');
  if (target?.protocol !== 'https:' || target.host !== host) return failed(200, 'BadAnswer', 'The page of this dialog is not among the valid domains of the app.');
  return { kind: 'dialog', dialog: { title, width, height, url: target.href } };
}

export function createDialogs(on: Foundations): Dialogs {
  const host = `localhost:${on.settings.ports.door}`;
  const open = new Map<string, { opening: Opening; dialog: DialogFace }>();

  async function ask(user: User, name: string, opening: Opening, data: unknown): Promise<DialogAnswer> {
    const value = { ...opening.value, ...(data !== undefined && { data }), context: { theme: 'default' } };
    const sent = await askExtension(on, user, opening.send, name, value);
    if ('kind' in sent) opening.waits?.(sent.link, async (code) => void keep(user.id, opening, readTask(await opening.send(name, { ...value, state: code }), host)));
    return keep(user.id, opening, 'kind' in sent ? sent : readTask(sent, host));
  }

  function keep(oid: string, opening: Opening, answer: DialogAnswer): DialogAnswer {
    if (answer.kind === 'dialog') open.set(oid, { opening, dialog: answer.dialog });
    else if (answer.kind === 'message' || answer.kind === 'closed') open.delete(oid);
    return answer;
  }

  return {
    open(user, opening, data) {
      open.delete(user.id);
      return ask(user, opening.fetch, opening, data);
    },
    async submit(user, submission) {
      const current = open.get(user.id);
      if (!current) return { code: 'noDialog', message: 'No dialog is open for this person.' };
      const { opening, dialog } = current;
      if ('result' in submission) return ask(user, opening.submit, opening, submission.result);
      const action = 'card' in dialog ? findSubmit(dialog.card, submission.data) : undefined;
      if (!action) return { code: 'noSubmit', message: 'The dialog offers no such action.' };
      const collected = collectInputs(action.inputs, submission.inputs);
      if ('code' in collected) return collected;
      return ask(user, opening.submit, opening, { ...action.data, ...collected.values });
    },
    close: (oid) => void open.delete(oid),
    shown: (oid) => open.get(oid)?.dialog,
    openCard(oid) {
      const current = open.get(oid);
      return current && 'card' in current.dialog ? { card: current.dialog.card, send: current.opening.send } : undefined;
    },
    clear: () => open.clear(),
  };
}
