/**
 * A request made question by question, in text. Every answer is read by the rules of the form; what is kept is one row
 * per person and chat, so that a restart loses nothing.
 */
import { answered, askedAgain, type AskDialog, type AskedStep, askSteps, firstMissing, hasRunOut, kept, wentBack, type Said } from '../../core/dialogs/askDialog.ts';
import { guessName } from '../../core/guessName.ts';
import { type Actor } from '../../core/person.ts';
import { type Problem, problem, refuse } from '../../core/refusal.ts';
import { checkDraft } from '../checkDraft.ts';
import { toAppChoices } from '../listSharedApps.ts';
import { nameRefusal } from '../namePeople.ts';
import { type FilledForm, readForm, type PreparePorts, prepareRequest } from '../prepareRequest.ts';
import { showSubmitted } from '../requestAccess.ts';
import { type InviteForm, type InviteWords } from '../inviteForm.ts';
import { type Refused } from '../outcomes.ts';
import { type Answering, type DialogFound, type DialogsDesk } from './dialogsUseCases.ts';
import { appsSaid, viewDialog } from './viewDialog.ts';

const noWords: InviteWords = { email: null, name: null, app: null, sponsor: null, until: null, reason: null };

export const beginDialog =
  (ports: PreparePorts): DialogsDesk['beginDialog'] =>
  async (actor, words, from) => {
    const { store } = ports;
    const form = from.draftId === null ? await prepareRequest(ports)(actor, words) : await takeOver(ports, actor, words, from.draftId);
    if (form.kind === 'refused' || form.kind === 'shown') return form;
    const said = saidBy(form, words);
    const dialog: AskDialog = {
      personId: actor.id,
      conversationId: actor.conversationId,
      draftId: form.draftId,
      version: 1,
      lastActivityId: from.activityId,
      step: firstMissing(said),
      said,
      language: from.language ?? form.filled.language,
      begunAt: ports.clock.now(),
    };
    await store.beginDialog(dialog);
    const first = Object.entries(form.problems).find(([input]) => input === dialog.step)?.[1];
    return viewDialog(store.read, dialog, first ?? null);
  };

/** From a form that is in the chat already. */
const takeOver = async (ports: PreparePorts, actor: Actor, words: InviteWords, draftId: string) => {
  const { store } = ports;
  const [earlier, draft] = await Promise.all([store.read.requestByDraft(draftId), store.read.draft(draftId)]);
  if (earlier !== undefined) return earlier.requestedBy === actor.id ? showSubmitted(ports, actor, earlier.id) : nameRefusal(store.read, refuse('wrong-chat'));
  const barred = checkDraft(draft, 'invite', actor);
  if (barred !== undefined) return nameRefusal(store.read, barred);
  const read = await readForm(ports, actor, words);
  return read.kind === 'refused' ? read : ({ kind: 'form', draftId, apps: read.apps, filled: read.filled, problems: read.problems } satisfies InviteForm);
};

/** A guessed name and the usual sponsor count as said only where the person said them. */
const saidBy = (form: Pick<InviteForm, 'filled' | 'problems'>, words: InviteWords): Said => ({
  email: valueOf(form, 'email'),
  name: wasSaid(words.name) ? valueOf(form, 'name') : null,
  app: valueOf(form, 'app'),
  sponsor: wasSaid(words.sponsor) ? valueOf(form, 'sponsor') : null,
  until: valueOf(form, 'until'),
  reason: valueOf(form, 'reason'),
});

const wasSaid = (text: string | null): boolean => text !== null && text.trim() !== '';

export const findDialog =
  (ports: PreparePorts): DialogsDesk['findDialog'] =>
  async (actor) => {
    const found = await open(ports, actor);
    return found.kind === 'open' ? viewDialog(ports.store.read, found.dialog) : found;
  };

/** The dialog, unless there is none, it ran out, or its form was sent meanwhile. */
const open = async ({ store, clock }: PreparePorts, actor: Actor): Promise<{ readonly kind: 'open'; readonly dialog: AskDialog } | { readonly kind: 'none' } | { readonly kind: 'expired' }> => {
  const dialog = await store.dialog(actor.id, actor.conversationId);
  if (dialog === undefined) return { kind: 'none' };
  const isExpired = hasRunOut(dialog, clock.now());
  const isSent = !isExpired && (await store.read.requestByDraft(dialog.draftId)) !== undefined;
  if (!isExpired && !isSent) return { kind: 'open', dialog };
  await store.endDialog(actor.id, actor.conversationId);
  return { kind: isExpired ? 'expired' : 'none' };
};

export const answerDialog =
  (ports: PreparePorts): DialogsDesk['answerDialog'] =>
  (actor, input) =>
    change(ports, actor, input, async (dialog) => {
      if (dialog.step === 'confirm') return { dialog, problem: null };
      const read = await readForm(ports, actor, { ...noWords, ...(dialog.said.app === null ? {} : { app: dialog.said.app }), [dialog.step]: input.text, ...(input.other === undefined ? {} : { untilOther: input.other }) });
      if (read.kind === 'refused') return read;
      await ports.store.transaction((tx) => tx.rememberNames(read.met));
      const value = valueOf(read, dialog.step);
      if (value === null) return { dialog, problem: read.problems[dialog.step] ?? problem('missing') };
      return { dialog: answered(dialog, dialog.step, value), problem: null };
    });

/** What an input was read as; null where it has to be mended. A mended address counts: the summary shows it. */
const valueOf = ({ filled, problems }: Pick<FilledForm, 'filled' | 'problems'>, step: AskedStep): string | null => {
  const key = problems[step]?.key;
  if (key !== undefined && key !== 'address-mended') return null;
  if (step === 'app') return filled.appId === null ? null : [filled.appId, ...filled.moreAppIds].join(',');
  return step === 'sponsor' ? (filled.sponsor?.id ?? null) : filled[step];
};

export const moveDialog =
  (ports: PreparePorts): DialogsDesk['moveDialog'] =>
  (actor, input) =>
    change(ports, actor, input, async (dialog) => {
      if (input.way === 'back') return { dialog: wentBack(dialog), problem: null };
      if (dialog.step === 'confirm') return { dialog, problem: null };
      if (dialog.said[dialog.step] !== null) return { dialog: kept(dialog), problem: null };
      const offered = await offeredAt(ports, dialog);
      return offered === null ? { dialog, problem: problem('missing') } : { dialog: answered(dialog, dialog.step, offered), problem: null };
    });

const offeredAt = async ({ store }: PreparePorts, { step, said }: AskDialog): Promise<string | null> => {
  if (step === 'name') return said.email === null ? null : guessName(said.email);
  if (step !== 'sponsor') return null;
  return appsSaid(said.app, await toAppChoices(store.read, await store.read.sharedApps()))[0]?.defaultSponsor.id ?? null;
};

type Step = { readonly dialog: AskDialog; readonly problem: Problem | null };

/** Reads the dialog, lets the answer change it, and keeps it; a message that came before changes nothing. */
const change = async (ports: PreparePorts, actor: Actor, { version, activityId }: Answering, act: (dialog: AskDialog) => Promise<Step | Refused>): Promise<DialogFound | Refused> => {
  const { store } = ports;
  const found = await open(ports, actor);
  if (found.kind !== 'open') return found;
  const { dialog } = found;
  if (dialog.version !== version || dialog.lastActivityId === activityId) return viewDialog(store.read, dialog);
  const step = await act(dialog);
  if ('kind' in step) return step;
  const next = { ...step.dialog, version: dialog.version + 1, lastActivityId: activityId };
  if ((await store.saveDialog(next)) === 'moved') return findDialog(ports)(actor);
  return viewDialog(store.read, next, step.problem);
};

export const dialogAsForm =
  (ports: PreparePorts): DialogsDesk['dialogAsForm'] =>
  async (actor) => {
    const found = await open(ports, actor);
    if (found.kind !== 'open') return { kind: 'none' };
    const { said, draftId, language } = found.dialog;
    const read = await readForm(ports, actor, said);
    if (read.kind === 'refused') return read;
    await ports.store.endDialog(actor.id, actor.conversationId);
    return { kind: 'form', draftId, apps: read.apps, filled: { ...read.filled, language }, problems: read.problems };
  };

/** The first question whose answer was found wanting, asked again. */
export const reopen = async (ports: PreparePorts, actor: Actor, { activityId }: Answering, problems: Readonly<Record<string, Problem>>): Promise<DialogFound | Refused> => {
  const found = await open(ports, actor);
  if (found.kind !== 'open') return found;
  const step = askSteps.find((one): one is AskedStep => one !== 'confirm' && one in problems);
  const { dialog } = found;
  if (step === undefined) return viewDialog(ports.store.read, dialog);
  const next = { ...askedAgain(dialog, step), version: dialog.version + 1, lastActivityId: activityId };
  if ((await ports.store.saveDialog(next)) === 'moved') return findDialog(ports)(actor);
  return viewDialog(ports.store.read, next, problems[step] ?? null);
};

export const endDialog =
  ({ store }: PreparePorts): DialogsDesk['endDialog'] =>
  (actor) =>
    store.endDialog(actor.id, actor.conversationId);
